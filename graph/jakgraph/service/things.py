"""The kinds of things in JAKgraph's own graph as its pages name them, in the order in which they are read."""

from __future__ import annotations

from dataclasses import dataclass

from jakgraph.namespaces import JG

MEDICINE, TRIALS, CLAIMS = "Medicine and biology", "Trials", "Claims"


@dataclass(frozen=True)
class ThingKind:
    """A class of the ontology as pages speak of it; ``path`` is its segment in IRIs and names its mark in the style."""

    group: str
    path: str
    class_name: str
    singular: str
    plural: str

    @property
    def iri(self) -> str:
        """The class's IRI."""
        return str(JG[self.class_name])

    def called(self, count: int) -> str:
        """Return the word for this many of them."""
        return self.singular if count == 1 else self.plural


THING_KINDS = (
    ThingKind(MEDICINE, "drug", "Drug", "drug", "drugs"),
    ThingKind(MEDICINE, "protein", "Protein", "protein", "proteins"),
    ThingKind(MEDICINE, "cytokine", "Cytokine", "cytokine", "cytokines"),
    ThingKind(MEDICINE, "receptor", "Receptor", "receptor", "receptors"),
    ThingKind(MEDICINE, "pathway", "Pathway", "pathway", "pathways"),
    ThingKind(MEDICINE, "disease", "Disease", "disease", "diseases"),
    ThingKind(MEDICINE, "manifestation", "Manifestation", "manifestation", "manifestations"),
    ThingKind(MEDICINE, "autoantibody", "Autoantibody", "autoantibody", "autoantibodies"),
    ThingKind(TRIALS, "trial", "Trial", "trial", "trials"),
    ThingKind(TRIALS, "arm", "Arm", "arm", "arms"),
    ThingKind(TRIALS, "outcome-measure", "OutcomeMeasure", "outcome measure", "outcome measures"),
    ThingKind(TRIALS, "endpoint", "Endpoint", "endpoint", "endpoints"),
    ThingKind(TRIALS, "adverse-event", "AdverseEventTerm", "kind of adverse event", "kinds of adverse events"),
    ThingKind(TRIALS, "source", "Source", "source document", "source documents"),
    ThingKind(CLAIMS, "claim", "Claim", "claim in all", "claims in all"),
    ThingKind(CLAIMS, "arm-result", "ArmResult", "result by arm", "results by arm"),
    ThingKind(CLAIMS, "contrast", "Contrast", "comparison of two arms", "comparisons of two arms"),
    ThingKind(CLAIMS, "primary-outcome", "PrimaryOutcome", "primary endpoint verdict", "primary endpoint verdicts"),
    ThingKind(CLAIMS, "participant-count", "ParticipantCount", "participant count", "participant counts"),
    ThingKind(CLAIMS, "trial-status", "TrialStatus", "trial status", "trial statuses"),
    ThingKind(CLAIMS, "trial-date", "TrialDate", "trial date", "trial dates"),
    ThingKind(CLAIMS, "adverse-event-count", "AdverseEventCount", "adverse event count", "adverse event counts"),
    ThingKind(CLAIMS, "potency", "Potency", "potency", "potencies"),
    ThingKind(CLAIMS, "kinase-usage", "KinaseUsage", "kinase use of a receptor", "kinase uses of receptors"),
    ThingKind(CLAIMS, "cytokine-role", "CytokineRole", "role of a cytokine in SLE", "roles of cytokines in SLE"),
    ThingKind(
        CLAIMS,
        "autoantibody-finding",
        "AutoantibodyFinding",
        "finding of an autoantibody",
        "findings of autoantibodies",
    ),
    ThingKind(
        CLAIMS,
        "immune-complex-deposit",
        "ImmuneComplexDeposit",
        "deposit of immune complexes",
        "deposits of immune complexes",
    ),
    ThingKind(
        CLAIMS, "state-definition", "StateDefinition", "definition of a state", "definitions of flare and remission"
    ),
    ThingKind(
        CLAIMS,
        "pharmacokinetic-parameter",
        "PharmacokineticParameter",
        "pharmacokinetic parameter",
        "pharmacokinetic parameters",
    ),
    ThingKind(CLAIMS, "regulatory-decision", "RegulatoryDecision", "regulatory decision", "regulatory decisions"),
    ThingKind(CLAIMS, "safety-warning", "SafetyWarning", "safety warning", "safety warnings"),
    ThingKind(CLAIMS, "harm-mechanism", "HarmMechanism", "mechanism of harm", "mechanisms of harm"),
    ThingKind(CLAIMS, "damage-attribution", "DamageAttribution", "attribution of damage", "attributions of damage"),
    ThingKind(CLAIMS, "case", "Case", "case report, series or small study", "case reports, series and small studies"),
)

NODE_KINDS = frozenset(kind.path for kind in THING_KINDS if kind.group != CLAIMS and kind.path != "source")
"""The kinds of things that claims and statements connect (``jg:Entity``): what the graph browser draws as nodes."""
