"""Makes parts, which can be put in order, of the elements of a group that are joined with their neighbours."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from jakgraph.store.planning.before import Before
from jakgraph.store.planning.estimates import Estimate, Known
from jakgraph.store.planning.injection import is_injectable_select
from jakgraph.store.planning.ordering import Part
from jakgraph.store.planning.patterns import triples_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyoxigraph import Literal, NamedNode

    from jakgraph.store.planning.before import Written
    from jakgraph.store.planning.estimates import Estimates
    from jakgraph.store.planning.groups import Element
    from jakgraph.store.planning.patterns import Triple
    from jakgraph.store.planning.writing import Writer

_PASSES_VALUES = 0.5


def is_joined(element: Element) -> bool:
    """Tell whether an element is joined with its neighbours in any order."""
    if element.kind == "groups":
        return len(element.groups) == 1 and element.groups[0].is_select
    return element.kind in {"triples", "VALUES"}


def parts_of_triples(element: Element, estimates: Estimates, new_name: Callable[[], str] | None) -> list[Part]:
    """Return a part for each pattern of a run of triples. Raises UnknownPatternError where it cannot be taken apart."""
    return [_part_of(triple, estimates) for triple in triples_of(element.tokens, estimates.iri, new_name)]


def _part_of(triple: Triple, estimates: Estimates) -> Part:
    names = triple.variables
    expect, learned = partial(estimates.of, triple), partial(estimates.learned, triple)
    return Part(triple.text, names, names, expect, learned, has_open_path=triple.path.is_open)


def part_of_values(element: Element, text: str, estimates: Estimates) -> Part:
    """Return a table of values as a part: what it says of a variable that has a value already is a filter.

    A filter keeps each solution once. So no value may stand twice in the table, whatever constants the plan is used
    with: names are the same for all of them, IRIs are not.
    """
    cells = element.tokens[3:-1]
    looked_up, learned = "", _nothing_new
    rows = max(1, sum(token.is_mark("(") for token in element.tokens) - 1)
    if element.tokens[1].kind == "variable":
        rows = max(1, len(cells))
        values = [estimates.value((token,)) for token in cells if token.kind in {"iri", "name"}]
        if len(values) == len(cells):
            variable = element.tokens[1].text
            learned = partial(_learn_values, variable[1:], tuple(values))
            are_names = all(token.kind == "name" for token in cells)
            if len(cells) == 1 or (are_names and len(set(values)) == len(cells)):
                looked_up = f"FILTER({variable} IN ({', '.join(token.text for token in cells)}))"
    return Part(
        text,
        element.variables,
        element.bound,
        partial(_expect_values, float(rows)),
        learned,
        looked_up=looked_up,
        is_whole=not looked_up,
    )


def part_of_select(element: Element, others: frozenset[str], sure: frozenset[str], writer: Writer) -> Part:
    """Return a subselect as a part, which can be looked up where it may see the variables that ``others`` share.

    ``sure`` are those that have a value somewhere beside it: it is looked up once it is given all of them.
    """
    [group] = element.groups
    alone = each = writer.alone(group)
    shared = group.variables & others
    given = shared & element.bound & sure
    may_look_up = bool(given) and is_injectable_select(group, shared)
    if may_look_up:
        each = writer.group(group, Before(bound=given, seen=shared))
    return Part(
        f"{{{alone.text}}}",
        group.variables,
        element.bound,
        partial(_expect_select, alone, each),
        partial(_learn_all, alone.known),
        looked_up=f"{{{each.text}}}" if may_look_up else "",
        needs=given,
        is_whole=not may_look_up,
        binds_nodes=False,
    )


def _nothing_new(known: Mapping[str, Known]) -> Mapping[str, Known]:
    return known


def _learn_values(
    name: str, values: tuple[NamedNode | Literal | None, ...], known: Mapping[str, Known]
) -> Mapping[str, Known]:
    found = tuple(value for value in values if value is not None)
    return {**known, name: replace(known.get(name, Known()), values=found)}


def _learn_all(found: Mapping[str, Known], known: Mapping[str, Known]) -> Mapping[str, Known]:
    return {**found, **known}


def _expect_values(rows: float, bound: frozenset[str], _known: Mapping[str, Known]) -> Estimate:
    return Estimate(_PASSES_VALUES if bound else rows, 1.0)


def _expect_select(alone: Written, each: Written, bound: frozenset[str], _known: Mapping[str, Known]) -> Estimate:
    return Estimate(each.rows, max(1.0, each.cost)) if bound else Estimate(alone.rows, alone.cost)
