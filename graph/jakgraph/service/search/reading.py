"""What all things are called: read from the engine by one query, for the index. Knows no page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jakgraph.namespaces import JG, JGR, PREFIXES
from jakgraph.service.own import own_result
from jakgraph.service.result_table import kind_of_thing
from jakgraph.service.things import CLAIMS, THING_KINDS
from jakgraph.store.jobs import QueryJob

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jakgraph.service.context import ServiceContext

MOST_NAMES = 250_000
"""Names of other people's data beyond these are left out, and the page says so."""

TERM, OTHER = "term", ""
"""Kinds of hits that are no kinds of things: terms of the ontology, and all the rest."""

LABEL, IRI = "label", "IRI"
WITHIN = "within"
"""The way of what is no name of a thing but of what it belongs to: arms of many trials have the same label."""
WAYS = (LABEL, "synonym", "symbol", "acronym", "abbreviation", "title", "identifier", "elsewhere called", IRI)
"""How a thing goes by a name, the ones that are its own first."""

_FIRST = ("drug", "protein", "trial", "disease")
_DOCUMENTS = ("source", "case")
_NEXT = tuple(kind.path for kind in THING_KINDS if kind.group != CLAIMS and kind.path not in (*_FIRST, *_DOCUMENTS))
CLAIM_KINDS = tuple(kind.path for kind in THING_KINDS if kind.group == CLAIMS and kind.path not in ("claim", "case"))
KIND_ORDER = {kind: place for place, kind in enumerate((*_FIRST, *_NEXT, *_DOCUMENTS, TERM, OTHER, *CLAIM_KINDS))}
"""The order in which kinds of hits are shown: what the graph is about, documents, terms, the rest, claims."""


@dataclass(frozen=True)
class Named:
    """A thing with its label and all it goes by, as pairs of text and way; the label is among them.

    ``within`` is what it belongs to, where labels of its kind do not say so.
    """

    iri: str
    kind: str
    label: str
    names: tuple[tuple[str, str], ...]
    within: str = ""


@dataclass(frozen=True)
class Readings:
    """The things of a dataset; ``is_whole``: none of their names is left out."""

    things: tuple[Named, ...]
    is_whole: bool


def read_names(context: ServiceContext) -> Readings:
    """Return the things of the dataset with their names. Raises what `Engine.evaluate` raises."""
    text = _BUILTIN if context.is_builtin else _anybody(everywhere=context.settings.default_graph == "own")
    result = own_result(context, QueryJob(f"{text}\nLIMIT {MOST_NAMES + 1}", "json"), "names for the search")
    rows = json.loads(result.body)["results"]["bindings"]
    things = tuple(_gathered(rows[:MOST_NAMES], is_builtin=context.is_builtin))
    return Readings(things, len(rows) <= MOST_NAMES)


def _gathered(rows: Iterable[dict[str, Any]], *, is_builtin: bool) -> Iterator[Named]:
    """Give each thing that has a label once, with its names, each once; English labels before others."""
    labels: dict[str, tuple[int, str]] = {}
    names: dict[str, dict[str, str]] = {}
    within: dict[str, str] = {}
    for row in rows:
        iri, way, text = row["thing"]["value"], row["way"]["value"], " ".join(row["name"]["value"].split())
        if way == WITHIN:
            within[iri] = min(text, within.get(iri, text))
        if not text or way == WITHIN:
            continue
        if way == LABEL:
            language = row["name"].get("xml:lang", "")
            candidate = (0 if language.split("-")[0] == "en" else 1 if not language else 2, text)
            labels[iri] = min(labels.get(iri, candidate), candidate)
        kept = names.setdefault(iri, {})
        if text not in kept or WAYS.index(way) < WAYS.index(kept[text]):
            kept[text] = way
    for iri, (_, label) in labels.items():
        kind = (TERM if iri.startswith(JG) else kind_of_thing(iri)) if is_builtin else OTHER
        yield Named(iri, kind, label, tuple(names[iri].items()), within.get(iri, ""))


_BUILTIN = f"""PREFIX dcterms: <{PREFIXES["dcterms"]}>
PREFIX jg: <{JG}>
PREFIX jgr: <{JGR}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>
PREFIX skos: <{PREFIXES["skos"]}>

SELECT ?thing ?way ?name WHERE {{
  {{ ?thing rdfs:label ?name . BIND("label" AS ?way) }}
  UNION {{ ?thing skos:altLabel ?name . BIND("synonym" AS ?way) }}
  UNION {{ ?thing jg:geneSymbol ?name . BIND("symbol" AS ?way) }}
  UNION {{ ?thing jg:acronym ?name . BIND("acronym" AS ?way) }}
  UNION {{ ?thing jg:abbreviation ?name . BIND("abbreviation" AS ?way) }}
  UNION {{ ?thing jg:title ?name . BIND("title" AS ?way) }}
  UNION {{ ?thing dcterms:identifier ?name . BIND("identifier" AS ?way) }}
  UNION {{ ?reference jg:subject ?thing ; jg:curie ?name . BIND("identifier" AS ?way) }}
  UNION {{ ?reference jg:subject ?thing ; jg:object ?object . BIND(STR(?object) AS ?name) BIND("IRI" AS ?way) }}
  UNION {{
    ?reference jg:subject ?thing ; jg:match <{JGR}match/exact-match> ; jg:objectLabel ?name .
    BIND("elsewhere called" AS ?way)
  }}
  UNION {{
    VALUES ?class {{ jg:Arm jg:Endpoint }}
    ?thing a ?class ; jg:trial/rdfs:label ?name . BIND("within" AS ?way)
  }}
  FILTER(STRSTARTS(STR(?thing), STR(jgr:)))
  FILTER(!REGEX(STR(?thing), "^{JGR}(cross-reference|derivation|graph|inference|treatment|trial-publication)/"))
}}"""
"""Cross-references, derivations and the like are about things, and no things themselves: pages of things lead there."""


def _anybody(*, everywhere: bool) -> str:
    """Return the query for names in any data; ``everywhere``: in named graphs too, not in the default one only."""
    pattern = "?thing ?property ?name"
    where = f"{{ {pattern} }} UNION {{ GRAPH ?graph {{ {pattern} }} }}" if everywhere else pattern
    return f"""PREFIX rdfs: <{PREFIXES["rdfs"]}>
PREFIX skos: <{PREFIXES["skos"]}>

SELECT DISTINCT ?thing ?way ?name WHERE {{
  VALUES (?property ?way) {{ (rdfs:label "label") (skos:prefLabel "label") (skos:altLabel "synonym") }}
  {where}
  FILTER(ISIRI(?thing) && ISLITERAL(?name))
}}"""
