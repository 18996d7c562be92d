"""What a check found: errors that stop a release, and notices that a curator should know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jakgraph.errors import Problem


@dataclass(frozen=True)
class Report:
    """Findings of one run of ``jakgraph check``, sorted; ``checked`` counts what was looked at, by kind."""

    errors: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    checked: dict[str, int]

    @property
    def ok(self) -> bool:
        """Whether nothing stands in the way of a release."""
        return not self.errors
