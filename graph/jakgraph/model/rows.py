"""The three bases of every table row: Row (provenance), Entity (a thing), Claim (what a source can be wrong about)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from jakgraph.model.columns import Kind, column, concept, reference, text


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a curated table.

    ``line`` is its 1-based line in the table file (0 when it was not read from one), for messages of later checks.
    """

    table: ClassVar[str]
    """File name without ending; also the name used in references to it."""
    iri_kind: ClassVar[str]
    """Path segment of its IRI: https://w3id.org/jakgraph/<iri_kind>/<key>."""
    key_column: ClassVar[str]
    """The first column: a slug, unique in its table."""
    unique: ClassVar[tuple[str, ...]] = ()
    """Columns that no two rows may share as a whole, beyond the key."""

    line: int = field(default=0, compare=False, repr=False)

    @property
    def key(self) -> str:
        """Return the value of the key column."""
        value: str = getattr(self, self.key_column)
        return value


@dataclass(frozen=True, kw_only=True)
class Curated(Row):
    """A row with where its content was seen, how, by whom it was entered and when."""

    source: str | None = reference("sources", "document that states this; blank only when unverified")
    also_stated_in: tuple[str, ...] = reference("sources", "further documents that state the same", many=True)
    seen_in: tuple[str, ...] = reference("sources", "channels (copies, digests) in which it was seen", many=True)
    locator: str | None = text("where in the source: table, figure, section")
    verification: str = concept("verification", "how it was seen", required=True)
    unverified_reason: str | None = text("why it is unverified; required then")
    curated_by: str = text("who entered or last checked the row", required=True)
    curated_on: str = column(Kind.DATE, "day on which the row was entered or last checked", required=True)
    notes: str | None = text("curator's remarks, in own words")


@dataclass(frozen=True, kw_only=True)
class Entity(Curated):
    """A thing that claims are about."""

    unverified_columns: tuple[str, ...] = text("columns of this row that were not seen in a source", many=True)


@dataclass(frozen=True, kw_only=True)
class Claim(Curated):
    """A statement of one source, which that source can be right or wrong about."""

    evidence_type: str = concept("evidence-type", "kind of evidence the source gives", required=True)
