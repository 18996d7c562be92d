"""Why an answer is empty: which of the names in its query nothing in the data has. Most are misspelt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.errors import EngineUnavailable, QueryError
from jakgraph.namespaces import JG, JGR
from jakgraph.service.names import Names, can_be_asked, prefixes_in
from jakgraph.service.terms import read_solutions
from jakgraph.store.jobs import QueryJob
from jakgraph.store.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jakgraph.service.answers import Reader
    from jakgraph.store.tokens import Token

MOST_NAMES = 50
"""Names of one query that are looked for."""
LOOKUP_SECONDS = 3.0


@dataclass(frozen=True)
class UnknownName:
    """A name that nothing has: as it is shown, its IRI, and what to search for instead."""

    shown: str
    iri: str
    sought: str


def unknown_names(reader: Reader, text: str) -> tuple[UnknownName, ...]:
    """Return the names of a query that stand nowhere in the data; none where a busy engine cannot tell."""
    asked = [iri for iri in dict.fromkeys(names_in(text)) if can_be_asked(iri)][:MOST_NAMES]
    if not asked:
        return ()
    everywhere = reader.context.settings.default_graph == "own"
    job = QueryJob(_lookup(asked, everywhere=everywhere), "json", timeout_seconds=LOOKUP_SECONDS)
    try:
        rows = read_solutions(reader.part(job, "names", may_refuse=False).body, MOST_NAMES).rows
    except (QueryError, EngineUnavailable):
        return ()
    found = {row["name"].value for row in rows}
    names = Names({}, prefixes_in(text))
    return tuple(_unknown(iri, names) for iri in asked if iri in found)


def names_in(text: str) -> Iterator[str]:
    """Give the IRIs in a query that name things, properties or classes; not those of prefixes, datatypes, functions.

    >>> list(names_in('PREFIX ex: <urn:> SELECT * { ex:a <urn:p> "1"^^ex:number FILTER(ex:f(?x)) }'))
    ['urn:a', 'urn:p']
    """
    tokens = list(tokenize(text))
    declared = [index for index, token in enumerate(tokens[:-2]) if token.is_word("PREFIX")]
    prefixes = {tokens[index + 1].text[:-1]: tokens[index + 2].text[1:-1] for index in declared}
    prologue = {place for index in declared for place in (index + 1, index + 2)}
    for index, token in enumerate(tokens):
        if token.kind not in ("iri", "name") or index in prologue or _names_nothing(tokens, index):
            continue
        if token.kind == "iri":
            yield token.text[1:-1]
            continue
        prefix, _, local = token.text.partition(":")
        if prefix in prefixes:
            yield prefixes[prefix] + local


def _names_nothing(tokens: list[Token], index: int) -> bool:
    """Tell whether a name is that of a datatype, a function or a base: it need not stand in the data."""
    is_called = index + 1 < len(tokens) and tokens[index + 1].is_mark("(")
    return is_called or (index > 0 and (tokens[index - 1].is_mark("^^") or tokens[index - 1].is_word("BASE")))


def _unknown(iri: str, names: Names) -> UnknownName:
    is_thing = iri.startswith(JGR) and not iri.startswith(JG)
    shown = iri.removeprefix(JGR) if is_thing else names.of(iri)
    last = iri.rstrip("/#").replace("#", "/").rpartition("/")[2]
    return UnknownName(shown, iri, " ".join(last.replace("-", " ").replace("_", " ").split()))


def _lookup(iris: list[str], *, everywhere: bool) -> str:
    places = ["?name ?p1 ?o1", "?s2 ?name ?o2", "?s3 ?p3 ?name"]
    patterns = [f"{{ {place} }}" for place in places]
    if everywhere:
        patterns += [f"{{ GRAPH ?g {{ {place} }} }}" for place in places]
    values = " ".join(f"<{iri}>" for iri in iris)
    conditions = "\n".join(f"  FILTER NOT EXISTS {pattern}" for pattern in patterns)
    return f"SELECT ?name {{\n  VALUES ?name {{ {values} }}\n{conditions}\n}}"
