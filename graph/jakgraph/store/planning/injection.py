"""Tells which groups may be evaluated for each solution so far, instead of in whole and joined afterwards. Pure.

A group that is evaluated for a solution sees its values. Joined afterwards it would not: that makes no difference to
triples, but to what looks at a variable that has no value yet, and to whatever counts, cuts or takes away solutions.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from jakgraph.store.planning.groups import Element, Group, depends_on_ends, outside_brackets, variables_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jakgraph.store.tokens import Token

_NONE: frozenset[str] = frozenset()
_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_CUTS = ("LIMIT", "OFFSET", "VALUES")


def is_injectable(group: Group, outside: frozenset[str], *, sees_outside: bool) -> bool:
    """Tell whether a group has the same solutions where variables of ``outside`` have their values beforehand.

    ``sees_outside`` is whether the group's own FILTERs see these anyway, as those of OPTIONAL do.
    """
    if group.is_select:
        return is_injectable_select(group, outside & group.variables)
    certain = _NONE
    for element in group.elements:
        if not _is_injectable(element, outside, certain):
            return False
        certain |= element.bound
    filters = [element for element in group.elements if element.kind == "FILTER"]
    return bool(certain) and (sees_outside or all(element.variables & outside <= certain for element in filters))


def _is_injectable(element: Element, outside: frozenset[str], certain: frozenset[str]) -> bool:
    names = element.variables
    match element.kind:
        case "triples":
            return not depends_on_ends(element)
        case "BIND":
            return (names - variables_of(element.tokens[-2:])) & outside <= certain
        case "OPTIONAL":
            is_well_designed = names & outside <= certain
            return is_well_designed and is_injectable(element.groups[0], outside, sees_outside=True)
        case "groups":
            return all(is_injectable(group, outside, sees_outside=False) for group in element.groups)
        case kind:
            return kind in {"VALUES", "FILTER"}


def assigned_in(group: Group) -> frozenset[str]:
    """Return the variables to which BIND, VALUES or a selection's AS give values that can be seen from outside.

    Those that have a value already must not be among them: the engine takes no such LATERAL.
    """
    names = _after_as(group.head)
    for element in group.elements:
        if element.kind == "BIND":
            names |= _after_as(element.tokens)
        elif element.kind == "VALUES":
            names |= element.variables
        names = names.union(*map(assigned_in, element.groups))
    return names if group.projected is None else names & group.projected


def _after_as(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(after.text[1:] for word, after in pairwise(tokens) if word.is_word("AS"))


def is_injectable_select(group: Group, given: frozenset[str]) -> bool:
    """Tell whether a subselect has the same solutions where these of its variables have their values beforehand."""
    if any(token.is_word(*_CUTS) for token in group.tail):
        return False
    plain = variables_of(outside_brackets(group.head))
    if any(token.is_mark("*") for token in outside_brackets(group.head)):
        plain = group.variables
    keys = _keys(group.tail)
    if assigned_in(group) & given:
        return False
    if keys is None and any(token.is_word(*_AGGREGATES) for token in group.head):
        return False
    if not given <= (plain if keys is None else plain & keys):
        return False
    return is_injectable(group.elements[0].groups[0], given, sees_outside=False)


def _keys(tail: Sequence[Token]) -> frozenset[str] | None:
    """Return the variables that solutions are grouped by; None where they are not grouped."""
    start = next((index for index, token in enumerate(tail) if token.is_word("GROUP")), None)
    if start is None:
        return None
    keys = set()
    for token in tail[start + 2 :]:
        if token.kind != "variable":
            break
        keys.add(token.text[1:])
    return frozenset(keys)
