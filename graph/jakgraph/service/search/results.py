"""Hits as readers see them: under the headings of their kinds, with what made them match set off. Knows no HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jakgraph.service.search.index import EXACT
from jakgraph.service.search.reading import CLAIM_KINDS, IRI, KIND_ORDER, LABEL, OTHER, TERM
from jakgraph.service.search.words import NUMERALS, fold, squash
from jakgraph.service.things import NODE_KINDS, THING_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jakgraph.service.search.index import Found, Hit

SHOWN_OF_A_KIND = 6
SHOWN_OF_CLAIMS = 4
HITS_ON_A_PAGE = 50

_KINDS = {kind.path: kind for kind in THING_KINDS}
_WORD = re.compile(r"[^\W_]+")

Parts = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is what matched."""


@dataclass(frozen=True)
class KindCount:
    """How many hits of one kind there are; ``kind`` is its word in addresses, ``mark`` its mark, if it has one."""

    kind: str
    heading: str
    mark: str
    count: int


@dataclass(frozen=True)
class Group:
    """The best hits of one kind, or of all kinds of claims, whose ``of`` then says how many of each there are."""

    of: tuple[KindCount, ...]
    hits: tuple[Hit, ...]

    @property
    def is_of_claims(self) -> bool:
        """Whether the hits are claims, of any kind."""
        return self.of[0].kind in CLAIM_KINDS

    @property
    def count(self) -> int:
        """How many hits there are, shown or not."""
        return sum(kind.count for kind in self.of)


def grouped(found: Found, *, is_builtin: bool) -> tuple[Group, ...]:
    """Return the hits by kind: those that are exactly what was asked for first, then in the order of kinds."""
    by_kind: dict[str, list[Hit]] = {}
    for hit in found.hits:
        by_kind.setdefault(hit.kind, []).append(hit)
    kinds = sorted(by_kind, key=lambda kind: (kind == OTHER or by_kind[kind][0].fit != EXACT, KIND_ORDER[kind]))
    counts = {kind: _count_of(kind, len(by_kind[kind]), is_builtin=is_builtin) for kind in kinds}
    groups = [
        Group((counts[kind],), tuple(by_kind[kind][:SHOWN_OF_A_KIND])) for kind in kinds if kind not in CLAIM_KINDS
    ]
    claims = tuple(counts[kind] for kind in CLAIM_KINDS if kind in counts)
    if claims:
        best = [hit for hit in found.hits if hit.kind in CLAIM_KINDS][:SHOWN_OF_CLAIMS]
        groups.append(Group(claims, tuple(best)))
    return tuple(groups)


def hits_of_kind(found: Found, word: str, *, is_builtin: bool) -> Group | None:
    """Return all hits of the kind that addresses call by this word; None where there is none."""
    hits = tuple(hit for hit in found.hits if _word_of(hit.kind) == word)
    return Group((_count_of(hits[0].kind, len(hits), is_builtin=is_builtin),), hits) if hits else None


def nodes_of(found: Found) -> Found:
    """Return what of it the graph browser draws as nodes."""
    hits, near = (tuple(hit for hit in of if hit.kind in NODE_KINDS) for of in (found.hits, found.near))
    return replace(found, hits=hits, near=near)


def kind_name(kind: str) -> str:
    """Return what one hit of a kind is called, an empty string for the rest.

    >>> kind_name("drug"), kind_name("term")
    ('drug', 'term')
    """
    return _KINDS[kind].singular if kind in _KINDS else kind


def is_explained(hit: Hit) -> bool:
    """Tell whether a hit goes by another name than its label, so that a reader is owed the reason."""
    return hit.name != hit.label and hit.way != IRI


def way_name(hit: Hit) -> str:
    """Return how a thing goes by the name that matched; another label is one of another language."""
    return "also called" if hit.way == LABEL else hit.way


def parts_of(text: str, words: Sequence[str]) -> Parts:
    """Return a text in pieces, those set off that begin as one of the words that were looked for.

    Written in one piece it may be all of them together.

    >>> parts_of("SLE-BRAVE-I", ("brave", "1"))
    (('SLE-', False), ('BRAVE-I', True))
    >>> parts_of("anti-dsDNA", ("antidsdna",))
    (('anti-dsDNA', True),)
    """
    parts: list[tuple[str, bool]] = []
    end = 0
    for match in _WORD.finditer(text):
        folded = fold(match[0])
        numeral = NUMERALS.get(folded, folded)
        if not any(_begins(numeral, folded, word) for word in words):
            continue
        between = text[end : match.start()]
        if parts and not _WORD.search(between):
            parts[-1] = (f"{parts[-1][0]}{between}{match[0]}", True)
        else:
            parts += [(between, False), (match[0], True)]
        end = match.end()
    if not parts:
        return ((text, squash(text) == "".join(words)),)
    return tuple(part for part in (*parts, (text[end:], False)) if part[0])


def _begins(numeral: str, folded: str, word: str) -> bool:
    return numeral == word or (folded.startswith(word) and not (word.isdecimal() and len(word) == 1))


def _count_of(kind: str, count: int, *, is_builtin: bool) -> KindCount:
    if kind in _KINDS:
        return KindCount(kind, _KINDS[kind].plural, kind, count)
    heading = "terms of the ontology" if kind == TERM else "other things" if is_builtin else "things"
    return KindCount(_word_of(kind), heading, "", count)


def _word_of(kind: str) -> str:
    return kind if kind != OTHER else "other"
