"""What rules need beyond claims about drugs and trials: where they draw a line, and which harm a mechanism leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from jakgraph.model.columns import Figure, concept, figure, key, reference, text
from jakgraph.model.rows import Claim, Row


@dataclass(frozen=True, kw_only=True)
class Threshold(Row):
    """A number at which the rules draw a line: what lies on which side, and who drew it there."""

    table: ClassVar[str] = "thresholds"
    iri_kind: ClassVar[str] = "threshold"
    key_column: ClassVar[str] = "threshold_id"

    threshold_id: str = key("slug of what is decided")
    label: str = text("what is decided, as a page shows it", required=True)
    limit: Figure = figure("the number", required=True)
    limit_unit: str = text("its unit; fold for a ratio", required=True)
    definition: str = text("what lies on which side of it", required=True)
    basis: str = concept("threshold-basis", "source, or convention of this project", required=True)
    source: str | None = reference("sources", "document that sets it; blank for a convention")
    notes: str | None = text("why there, in own words")


@dataclass(frozen=True, kw_only=True)
class HarmMechanism(Claim):
    """A harm that a source expects where a cytokine's signal is weakened, because of what the cytokine does."""

    table: ClassVar[str] = "harm_mechanisms"
    iri_kind: ClassVar[str] = "harm-mechanism"
    key_column: ClassVar[str] = "harm_mechanism_id"
    unique: ClassVar[tuple[str, ...]] = ("cytokine", "adverse_event", "source")

    harm_mechanism_id: str = key("slug of cytokine and harm")
    cytokine: str = reference("cytokines", "the cytokine whose signal is weakened", required=True)
    adverse_event: str = reference("adverse_event_terms", "the harm that is expected", required=True)
    wider_terms: tuple[str, ...] = reference(
        "adverse_event_terms", "wider kinds of harm under which it may be warned of or counted", many=True
    )
    statement: str = text("what the source says, in own words", required=True)
