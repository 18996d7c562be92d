"""The card of a claim: its figures as reported, where they come from, what agrees or disagrees, what rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.namespaces import JG, PREFIXES
from jakgraph.service.entities.reading import LABEL, TYPE, first_solutions, solutions
from jakgraph.service.result_table import cell_of
from jakgraph.service.terms import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jakgraph.service.answers import Reader
    from jakgraph.service.entities.reading import Thing
    from jakgraph.service.names import Names
    from jakgraph.service.result_table import Cell
    from jakgraph.service.terms import Rows

MOST_NEIGHBOURS = 100
_TEXT = "Text"
"""A property whose name ends so keeps a figure as its source prints it, beside the number it was read as."""

_SOURCE = f"{PREFIXES['prov']}hadPrimarySource"
_NOTE = f"{PREFIXES['skos']}editorialNote"
SOURCE_WORD = "Source"
"""What a card calls the document that states its claim."""
_EVIDENCE = {
    _SOURCE: SOURCE_WORD,
    str(JG.locator): "Place in it",
    str(JG.evidenceType): "Kind of evidence",
    str(JG.verification): "How it was seen",
    str(JG.unverifiedReason): "Why it is unverified",
    str(JG.alsoStatedIn): "Also stated in",
    str(JG.citedDocument): "Paper behind it",
    str(JG.seenIn): "Seen by way of",
    _NOTE: "Curator's note",
    str(JG.curatedOn): "Entered or checked on",
    str(JG.curatedBy): "By",
}
"""What says where a claim comes from, in the order in which it is read, and what it is called on its card."""
_LAST = (
    *("percent", "events", "analysed", "affected", "atRisk", "effectMeasure", "estimate", "intervalPercent"),
    *("ciLow", "ciHigh", "pValue", "significance", "valueNm"),
)
"""Figures, in the order in which they are read, after what they are figures of."""
_GRAPH, _LICENCE = "Named graph", "Licence of these words and figures"
_APART = frozenset({TYPE, LABEL, str(JG.notReported), str(JG.disagreesWith), str(JG.concerns)})

SUBJECTS = {
    "ArmResult": ("arm", "endpoint"),
    "Contrast": ("arm", "comparator", "endpoint"),
    "PrimaryOutcome": ("trial", "endpoint", "arm"),
    "AdverseEventCount": ("arm", "adverseEvent"),
    "ParticipantCount": ("trial", "arm", "counted"),
    "Potency": ("drug", "target", "domain", "cytokine"),
    "KinaseUsage": ("receptor", "cytokine"),
    "CytokineRole": ("cytokine", "manifestation"),
    "RegulatoryDecision": ("drug", "indication"),
    "SafetyWarning": ("drug", "adverseEvent"),
    "PharmacokineticParameter": ("drug", "parameter"),
    "AutoantibodyFinding": ("autoantibody", "manifestation", "disease"),
    "TrialStatus": ("trial",),
    "TrialDate": ("trial", "milestone"),
    "Case": ("drug", "disease"),
}
"""By class of claim, what two claims have in common that say something about the same.

What one of them leaves open, such as the arm in a count of a whole trial, the other must leave open too.
"""


@dataclass(frozen=True)
class Neighbour:
    """Another claim about the same; ``disagrees`` as the graph has worked out."""

    claim: Cell
    source: Cell
    disagrees: bool


@dataclass(frozen=True)
class More:
    """What a card leaves out: how many, and the query for all of them."""

    count: int
    query: str


@dataclass(frozen=True)
class ClaimCard:
    """A claim as readers see it: pairs of heading and values, and what stands around it."""

    figures: tuple[tuple[str, tuple[Cell, ...]], ...]
    not_reported: tuple[str, ...]
    evidence: tuple[tuple[str, tuple[Cell, ...]], ...]
    documents: tuple[Cell, ...]
    neighbours: tuple[Neighbour, ...]
    conclusions: tuple[Cell, ...]
    more_neighbours: More | None = None
    more_conclusions: More | None = None


@dataclass(frozen=True)
class Surroundings:
    """The rows around a claim, before anything in them is named."""

    documents: Rows
    licences: Rows
    neighbours: Rows
    conclusions: Rows

    def iris(self) -> set[str]:
        """Return every IRI in a row."""
        return self.documents.iris() | self.licences.iris() | self.neighbours.iris() | self.conclusions.iris()


def read_surroundings(reader: Reader, thing: Thing) -> Surroundings:
    """Return what stands around a claim. Raises what `Engine.evaluate` raises."""
    return Surroundings(
        solutions(reader, _DOCUMENTS.format(iri=thing.iri), MOST_NEIGHBOURS, "documents"),
        solutions(reader, _LICENCES.format(iri=thing.iri), MOST_NEIGHBOURS, "licences"),
        first_solutions(reader, neighbours_query(thing), MOST_NEIGHBOURS, "neighbours"),
        first_solutions(reader, conclusions_query(thing), MOST_NEIGHBOURS, "conclusions"),
    )


def neighbours_query(thing: Thing) -> str:
    """Return the query for other claims about the same: those of its class that share what it is about."""
    name = next((item for item in (iri.removeprefix(JG) for iri in thing.classes) if item in SUBJECTS), "")
    about = {JG[item]: thing.values(str(JG[item])) for item in SUBJECTS.get(name, ())}
    shared = "".join(f" ; <{item}> <{value.value}>" for item, values in about.items() for value in values)
    left_open = "".join(
        f" FILTER NOT EXISTS {{ ?claim <{item}> ?any }}" for item, values in about.items() if not values
    )
    same = f"{{ ?claim a <{JG[name]}>{shared} .{left_open} }} UNION " if shared else ""
    return _NEIGHBOURS.format(iri=thing.iri, same=same)


def conclusions_query(thing: Thing) -> str:
    """Return the query for what was worked out from a claim."""
    return _CONCLUSIONS.format(iri=thing.iri)


def claim_card(thing: Thing, around: Surroundings, names: Names, address: Callable[[str], str]) -> ClaimCard:
    """Return the card of a claim, every IRI named."""

    def cells(terms: Iterable[Term]) -> tuple[Cell, ...]:
        return tuple(cell_of(term, names, address) for term in terms)

    properties = {item.predicate for item in thing.statements} - _APART - set(_EVIDENCE)
    figures = sorted((item for item in properties if item + _TEXT not in properties), key=lambda iri: _rank(iri, names))
    unreported = (names.of(term.value) for term in thing.values(str(JG.notReported)))
    graphs = tuple(dict.fromkeys(item.graph for item in thing.statements if item.predicate == LABEL))
    licences = tuple(row["licence"] for row in around.licences.rows)
    return ClaimCard(
        figures=tuple((_heading(item, names), cells(thing.values(item))) for item in figures),
        not_reported=tuple(sorted(unreported)),
        evidence=(
            *((words, cells(thing.values(item))) for item, words in _EVIDENCE.items() if thing.values(item)),
            *(((_GRAPH, cells(Term("iri", iri) for iri in graphs)),) if graphs else ()),
            *(((_LICENCE, cells(licences)),) if licences else ()),
        ),
        documents=tuple(cell_of(row["page"], names, address) for row in around.documents.rows),
        neighbours=tuple(
            Neighbour(
                cell_of(row["claim"], names, address),
                cell_of(row["source"], names, address),
                disagrees=row["disagrees"].value == "true",
            )
            for row in around.neighbours.rows
            if "source" in row
        ),
        conclusions=cells(row["inference"] for row in around.conclusions.rows),
        more_neighbours=_more(around.neighbours, neighbours_query(thing)),
        more_conclusions=_more(around.conclusions, conclusions_query(thing)),
    )


def _more(rows: Rows, query: str) -> More | None:
    return More(rows.left_out, query) if rows.left_out else None


def _rank(iri: str, names: Names) -> tuple[int, str]:
    name = iri.removeprefix(JG).removesuffix(_TEXT)
    return (_LAST.index(name) + 1 if name in _LAST else 0), names.of(iri)


def _heading(iri: str, names: Names) -> str:
    """Return what a property is called; one that keeps a figure as printed is called as the figure itself is."""
    name = names.of(iri).removesuffix(", as printed")
    return name[:1].upper() + name[1:]


_DOCUMENTS = f"""PREFIX foaf: <{PREFIXES["foaf"]}>
PREFIX prov: <{PREFIXES["prov"]}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>

SELECT DISTINCT ?page WHERE {{{{
  <{{iri}}> prov:hadPrimarySource/(foaf:page|rdfs:seeAlso) ?page
}}}}
ORDER BY ?page"""

_LICENCES = f"""PREFIX dcterms: <{PREFIXES["dcterms"]}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>

SELECT DISTINCT ?licence WHERE {{{{
  GRAPH ?graph {{{{ <{{iri}}> rdfs:label ?label }}}}
  ?graph dcterms:license ?licence
}}}}
ORDER BY ?licence"""

_NEIGHBOURS = f"""PREFIX jg: <{JG}>
PREFIX prov: <{PREFIXES["prov"]}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>

SELECT DISTINCT ?claim ?source ?disagrees WHERE {{{{
  {{same}}{{{{ <{{iri}}> jg:disagreesWith ?claim }}}} UNION {{{{ ?claim jg:disagreesWith <{{iri}}> }}}}
  FILTER(?claim != <{{iri}}>)
  ?claim rdfs:label ?label ; prov:hadPrimarySource ?source .
  BIND(EXISTS {{{{ <{{iri}}> jg:disagreesWith|^jg:disagreesWith ?claim }}}} AS ?disagrees)
}}}}
ORDER BY DESC(?disagrees) ?label ?claim"""

_CONCLUSIONS = f"""PREFIX jg: <{JG}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>

SELECT DISTINCT ?inference WHERE {{{{
  ?inference jg:derivation/jg:premise <{{iri}}> ; rdfs:label ?label
}}}}
ORDER BY ?label"""
