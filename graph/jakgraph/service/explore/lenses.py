"""Prepared views of the graph browser: what stands in the picture at first, and how it is laid out."""

from __future__ import annotations

from dataclasses import dataclass

from jakgraph.namespaces import JG


@dataclass(frozen=True)
class Step:
    """One expansion: a thing by kind and key, a relation by the name of its term, and out, in or claim."""

    thing: str
    relation: str
    direction: str


@dataclass(frozen=True)
class Lens:
    """A prepared view: the things it begins with, what is expanded, the layout, and relations that are hidden."""

    name: str
    title: str
    question: str
    things: tuple[str, ...]
    steps: tuple[Step, ...]
    layout: str = "force"
    hidden: tuple[str, ...] = ()

    @property
    def fragment(self) -> str:
        """The view as the fragment of the browser's address: the operations that lead to it."""
        added = [f"a:{thing}" for thing in self.things]
        expanded = [f"e:{step.thing}:{step.relation}:{step.direction}:0" for step in self.steps]
        hidden = [f"t:r:{relation}" for relation in self.hidden]
        return "1;" + ";".join([*added, *expanded, *hidden, f"l:{self.layout}"])


def relation_iri(name: str) -> str:
    """Return the IRI of a relation that a lens names."""
    return str(JG[name])


LENSES = (
    Lens(
        "type-i-interferon",
        "Type I interferon and the drugs that cut it",
        "Which cytokines signal through the type I interferon receptor, and which drugs reach its kinases?",
        ("receptor/ifnar1-ifnar2",),
        (
            Step("receptor/ifnar1-ifnar2", "binds", "in"),
            Step("receptor/ifnar1-ifnar2", "usesKinase", "out"),
            Step("protein/tyk2", "bindsPseudokinaseOf", "in"),
            Step("protein/tyk2", "inhibits", "in"),
            Step("protein/jak1", "inhibits", "in"),
        ),
        "layered",
    ),
    Lens(
        "evidence-on-baricitinib",
        "The evidence on a drug: baricitinib",
        "What was baricitinib tested in, on which kinases was it measured, what is it approved for?",
        ("drug/baricitinib",),
        (
            Step("drug/baricitinib", "Potency", "claim"),
            Step("drug/baricitinib", "testedIn", "out"),
            Step("drug/baricitinib", "RegulatoryDecision", "claim"),
            Step("drug/baricitinib", "SafetyWarning", "claim"),
        ),
    ),
    Lens(
        "anatomy-of-sle-brave-i",
        "The anatomy of a trial: SLE-BRAVE-I",
        "Which arms and endpoints does SLE-BRAVE-I have, and what is claimed of them?",
        ("trial/nct03616912",),
        (
            Step("trial/nct03616912", "trial", "in"),
            Step("trial/nct03616912", "drug", "out"),
            Step("trial/nct03616912", "condition", "out"),
        ),
        "layered",
    ),
    Lens(
        "who-shares-a-kinase-profile",
        "Who shares a kinase profile",
        "Which drugs inhibit the same kinases?",
        ("protein/jak1", "protein/jak2", "protein/jak3", "protein/tyk2"),
        (
            Step("protein/jak1", "inhibits", "in"),
            Step("protein/jak2", "inhibits", "in"),
            Step("protein/jak3", "inhibits", "in"),
            Step("protein/tyk2", "inhibits", "in"),
        ),
        "layered",
        hidden=("KinaseUsage",),
    ),
)
