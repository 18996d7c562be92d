"""A query that answers with names and values, asked once more for the things that these are of. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.store.tokens import tokenize

if TYPE_CHECKING:
    from jakgraph.store.tokens import Token

_GROUPING = ("GROUP", "HAVING")
_CUTTING = ("LIMIT", "OFFSET", "VALUES")


def with_every_variable(query: str) -> str | None:
    """Return a SELECT with every variable of its pattern in its answer, and without grouping.

    None where there is nothing to gain, or where groups are counted off, so that their things would be others.

    >>> with_every_variable("SELECT ?name (COUNT(?t) AS ?n) { ?d rdfs:label ?name ; jg:testedIn ?t } GROUP BY ?name")
    'SELECT * { ?d rdfs:label ?name ; jg:testedIn ?t }'
    >>> with_every_variable("SELECT DISTINCT ?name WHERE { ?d rdfs:label ?name } ORDER BY ?name LIMIT 5")
    'SELECT * WHERE { ?d rdfs:label ?name } ORDER BY ?name LIMIT 5'
    >>> with_every_variable("SELECT ?name { ?d rdfs:label ?name } GROUP BY ?name LIMIT 5")
    >>> with_every_variable("SELECT (1 AS ?n) {}")
    """
    tokens = list(tokenize(query))
    outer = _at_the_outside(tokens)
    select = next((place for place in outer if tokens[place].is_word("SELECT")), None)
    opening = next((place for place in outer if tokens[place].is_mark("{")), None)
    closing = next((place for place in reversed(outer) if tokens[place].is_mark("}")), None)
    if select is None or opening is None or closing is None or not select < opening < closing:
        return None
    if not any(token.kind == "variable" for token in tokens[opening:closing]):
        return None
    start = next((place for place in outer if place > select and tokens[place].is_word("FROM", "WHERE")), opening)
    tail = [tokens[place] for place in outer if place > closing]
    end = len(query)
    if any(token.is_word(*_GROUPING) for token in tail):
        if any(token.is_word(*_CUTTING) for token in tail):
            return None
        end = tokens[closing].end
    return f"{query[: tokens[select].end]} * {query[tokens[start].start : end]}"


def _at_the_outside(tokens: list[Token]) -> list[int]:
    """Return the places of the tokens that stand in no brackets, and of the outermost brackets themselves."""
    depth = 0
    outer = []
    for place, token in enumerate(tokens):
        depth -= token.is_mark("}", ")", "]")
        if depth == 0:
            outer.append(place)
        depth += token.is_mark("{", "(", "[")
    return outer
