"""What the service is made from: one frozen object, put together by the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.queries import GROUPS

if TYPE_CHECKING:
    from datetime import date

    from jakgraph.queries import CompetencyQuery
    from jakgraph.settings import Settings
    from jakgraph.store.engine import Engine


@dataclass(frozen=True)
class DatasetFacts:
    """What is known of the dataset without asking it; ``built_on`` is the date of the data, None where unknown."""

    title: str
    revision: str
    built_on: date | None = None


@dataclass(frozen=True)
class ServiceContext:
    """The engine, and all that pages say beside its answers. ``is_builtin``: the dataset is JAKgraph's own graph."""

    engine: Engine
    settings: Settings
    facts: DatasetFacts
    queries: tuple[CompetencyQuery, ...] = ()
    is_builtin: bool = True

    @property
    def questions(self) -> tuple[tuple[str, tuple[CompetencyQuery, ...]], ...]:
        """The competency queries under the headings of their groups; groups without any are left out."""
        grouped = [(group, tuple(query for query in self.queries if query.group == group)) for group in GROUPS]
        return tuple((group, queries) for group, queries in grouped if queries)
