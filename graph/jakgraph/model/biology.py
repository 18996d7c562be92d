"""Claims about biology: which kinases a receptor uses, and what cytokines do in lupus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from jakgraph.model.columns import concept, key, reference, text
from jakgraph.model.rows import Claim


@dataclass(frozen=True, kw_only=True)
class KinaseUsage(Claim):
    """Which JAKs and STATs a receptor uses when a cytokine binds it; none for a JAK-independent cytokine."""

    table: ClassVar[str] = "kinase_usages"
    iri_kind: ClassVar[str] = "kinase-usage"
    key_column: ClassVar[str] = "kinase_usage_id"
    unique: ClassVar[tuple[str, ...]] = ("cytokine", "receptor", "source")

    kinase_usage_id: str = key("slug of cytokine and receptor")
    cytokine: str = reference("cytokines", "the cytokine", required=True)
    receptor: str = reference("receptors", "the receptor it binds", required=True)
    kinases: tuple[str, ...] = reference("proteins", "JAKs used", many=True)
    stats: tuple[str, ...] = reference("proteins", "STATs activated", many=True)
    jak_use: str = concept("jak-use", "JAK-dependent or JAK-independent", required=True)


@dataclass(frozen=True, kw_only=True)
class CytokineRole(Claim):
    """What a paper says of a cytokine in lupus."""

    table: ClassVar[str] = "cytokine_roles"
    iri_kind: ClassVar[str] = "cytokine-role"
    key_column: ClassVar[str] = "cytokine_role_id"

    cytokine_role_id: str = key("slug of cytokine and a number")
    cytokine: str = reference("cytokines", "the cytokine", required=True)
    statement: str = text("what the source found, in own words", required=True)
    level: str = concept("cytokine-level", "raised, lowered or mixed in lupus", required=True)
    cells: tuple[str, ...] = text("cells concerned", many=True)
    manifestations: tuple[str, ...] = reference("manifestations", "manifestations it goes with", many=True)
