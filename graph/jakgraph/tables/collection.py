"""All curated tables of one folder, read and cross-checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from jakgraph.model import Concept, Row

if TYPE_CHECKING:
    from collections.abc import Mapping

R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Tables:
    """Rows by type and key, each table in the order of its file."""

    by_type: Mapping[type[Row], Mapping[str, Row]]

    def rows(self, row_type: type[R]) -> tuple[R, ...]:
        """Return all rows of a type, in file order."""
        return tuple(self.by_type.get(row_type, {}).values())  # type: ignore[arg-type]  # the key decides the type

    def get(self, row_type: type[R], key: str) -> R:
        """Return the row with this key; KeyError when there is none."""
        return self.by_type[row_type][key]  # type: ignore[return-value]  # the key decides the type

    def concept(self, scheme: str, word: str) -> Concept:
        """Return the concept for a word of a scheme; KeyError when there is none."""
        return self.get(Concept, f"{scheme}.{word}")
