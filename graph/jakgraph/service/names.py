"""What things are called on pages: their labels from the graph, else a CURIE, else the end of their IRI."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jakgraph.errors import EngineUnavailable, QueryError
from jakgraph.namespaces import PREFIXES
from jakgraph.service.terms import read_solutions
from jakgraph.store.jobs import QueryJob

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jakgraph.service.context import ServiceContext
    from jakgraph.service.terms import Term
    from jakgraph.store.jobs import QueryResult

MOST_NAMES = 5_000
LOOKUP_SECONDS = 3.0
_SAFE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_PREFIX_LINE = re.compile(r"\bPREFIX\s+([\w.-]*):\s*<([^<>\s]*)>", re.IGNORECASE)
_WORD = re.compile(r"(?=.*[^\W\d])[\w.%~:-]+")
_PLAIN_LOCAL_NAME = re.compile(r"\w(?:[\w.-]*[\w-])?")


class Names:
    """Labels of some IRIs, and prefixes to shorten the others with."""

    def __init__(self, labels: Mapping[str, str], prefixes: Mapping[str, str] | None = None) -> None:
        self._labels = labels
        self._prefixes = {**PREFIXES, **(prefixes or {})}

    def knows(self, iri: str) -> bool:
        """Tell whether the graph has a label for this IRI."""
        return iri in self._labels

    def of(self, iri: str) -> str:
        """Return what to call this IRI.

        >>> Names({}).of("https://w3id.org/jakgraph/ontology#Drug")
        'jg:Drug'
        >>> Names({}).of("http://example.org/things/lupus%20band")
        'lupus%20band'
        """
        return self._labels.get(iri) or self.curie(iri) or _local_name(iri)

    def curie(self, iri: str) -> str:
        """Return the IRI with the longest fitting prefix, or an empty string where the rest would not be one name."""
        fitting = [(space, prefix) for prefix, space in self._prefixes.items() if space and iri.startswith(space)]
        if not fitting:
            return ""
        namespace, prefix = max(fitting)
        rest = iri[len(namespace) :]
        return f"{prefix}:{rest}" if _PLAIN_LOCAL_NAME.fullmatch(rest) else ""


def can_be_asked(iri: str) -> bool:
    """Tell whether this can stand between angle brackets in a query: data may hold what is no IRI."""
    return _SAFE_IRI.fullmatch(iri) is not None


def prefixes_in(query: str) -> dict[str, str]:
    """Return the prefixes that a query declares, to shorten IRIs the way its writer does."""
    return {prefix: namespace for prefix, namespace in _PREFIX_LINE.findall(query) if prefix}


def look_up_names(context: ServiceContext, iris: Iterable[str], prefixes: Mapping[str, str]) -> Names:
    """Return the names of these IRIs as the engine of a context knows them; see `find_names`."""
    in_named_graphs = context.settings.default_graph == "own"
    return find_names(context.engine.evaluate, iris, prefixes, in_named_graphs=in_named_graphs)


def find_names(
    evaluate: Callable[[QueryJob], QueryResult],
    iris: Iterable[str],
    prefixes: Mapping[str, str],
    *,
    in_named_graphs: bool,
) -> Names:
    """Return the names of these IRIs, by one query. A busy or slow engine costs the labels, never the page."""
    asked = sorted(iri for iri in iris if can_be_asked(iri))[:MOST_NAMES]
    if not asked:
        return Names({}, prefixes)
    text = _label_query(asked, in_named_graphs=in_named_graphs)
    try:
        result = evaluate(QueryJob(text, "json", timeout_seconds=LOOKUP_SECONDS))
    except (QueryError, EngineUnavailable):
        return Names({}, prefixes)
    return Names(_choose_labels(read_solutions(result.body, 20 * MOST_NAMES).rows), prefixes)


def _label_query(iris: Iterable[str], *, in_named_graphs: bool) -> str:
    """Return the query; two VALUES, one for things and one for properties, make the engine a hundred times slower."""
    values = " ".join(f"<{iri}>" for iri in iris)
    pattern = "?iri ?property ?label"
    where = f"{{ {pattern} }} UNION {{ GRAPH ?graph {{ {pattern} }} }}" if in_named_graphs else pattern
    return f"""PREFIX rdfs: <{PREFIXES["rdfs"]}>
PREFIX skos: <{PREFIXES["skos"]}>
SELECT ?iri ?property ?label WHERE {{
  VALUES ?iri {{ {values} }}
  {where}
  FILTER(?property IN (rdfs:label, skos:prefLabel))
}}"""


def _choose_labels(rows: Iterable[dict[str, Term]]) -> dict[str, str]:
    """Return one label per IRI: English, then without a language, then any; rdfs:label before skos:prefLabel."""
    best: dict[str, tuple[int, bool, str]] = {}
    for row in rows:
        iri, label = row["iri"].value, row["label"]
        if label.kind != "literal" or not label.value.strip():
            continue
        rank = 0 if label.language.split("-")[0] == "en" else 1 if not label.language else 2
        candidate = (rank, row["property"].value != PREFIXES["rdfs"] + "label", label.value)
        best[iri] = min(best.get(iri, candidate), candidate)
    return {iri: candidate[2] for iri, candidate in best.items()}


def _local_name(iri: str) -> str:
    """Return the end of a web IRI, or all but its scheme where that end is no word; any other IRI whole.

    >>> _local_name("http://example.org/vocab#weight"), _local_name("https://pubmed.example/36848918/")
    ('weight', 'pubmed.example/36848918')
    """
    if not iri.startswith(("http://", "https://")):
        return iri
    rest = iri.split("://", 1)[1].rstrip("#/")
    last = re.split(r"[#/]", rest)[-1]
    return last if _WORD.fullmatch(last) else rest or iri
