"""Claims about cytokines and their receptors in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.model import AdverseEventTerm, Cytokine, Protein, Receptor

if TYPE_CHECKING:
    from jakgraph.model import CytokineRole, HarmMechanism, KinaseUsage
    from jakgraph.tables import Tables


def kinase_usage(claim: KinaseUsage, tables: Tables) -> str:
    """Return the JAKs and STATs that a cytokine uses at a receptor."""
    kinases = ", ".join(tables.get(Protein, key).gene_symbol for key in claim.kinases)
    stats = ", ".join(tables.get(Protein, key).gene_symbol for key in claim.stats)
    uses = f"uses {kinases}" if kinases else "uses no JAK"
    activates = f" and activates {stats}" if stats else ""
    cytokine, receptor = tables.get(Cytokine, claim.cytokine).label, tables.get(Receptor, claim.receptor).label
    return f"{cytokine} at {receptor} {uses}{activates}"


def cytokine_role(claim: CytokineRole, tables: Tables) -> str:
    """Return what a paper says of a cytokine in lupus."""
    return f"{tables.get(Cytokine, claim.cytokine).label} in lupus: {claim.statement}"


def harm_mechanism(claim: HarmMechanism, tables: Tables) -> str:
    """Return the harm that a weaker signal of a cytokine is expected to do."""
    harm, cytokine = tables.get(AdverseEventTerm, claim.adverse_event).label, tables.get(Cytokine, claim.cytokine).label
    return f"{harm} expected where the signal of {cytokine} is weakened"
