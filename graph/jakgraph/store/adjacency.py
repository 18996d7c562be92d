"""The things of a dataset and the edges between them, in flat arrays: no Python object for a thing or an edge.

Built once by the zygote, which shares it with every executor that it forks. Knows no search (`paths` has that).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from enum import IntEnum
from itertools import accumulate, combinations
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pyoxigraph import Quad, Store

    from jakgraph.store.drawing import EdgeWords

_NUMBER = "I"


class Rank(IntEnum):
    """How well an edge is founded; the lower is shown first."""

    CLAIM = 0
    """A claim that was seen in its source."""
    STATED = 1
    UNVERIFIED = 2
    """A claim that nobody has checked."""
    NOT_REACHED = 3
    """A claim that nothing was found up to its figure."""
    INFERRED = 4


class Texts:
    """Sorted texts, each known by its number, in one run of bytes."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        encoded = [text.encode() for text in texts]
        self._bytes = b"".join(encoded)
        self._starts = array("Q", accumulate(map(len, encoded), initial=0))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> str:
        return self._bytes[self._starts[number] : self._starts[number + 1]].decode()

    def find(self, text: str) -> int | None:
        """Return the number of a text, None where it is not among them."""
        number = bisect_left(range(len(self)), text.encode(), key=lambda place: self[place].encode())
        return number if number < len(self) and self[number] == text else None

    @property
    def size(self) -> int:
        """Bytes taken."""
        return len(self._bytes) + len(self._starts) * self._starts.itemsize


class Edges:
    """Edges in parallel arrays: ends, relation and claim by number (``claims`` holds number + 1, 0: no claim), rank."""

    def __init__(self) -> None:
        self.sources = array(_NUMBER)
        self.targets = array(_NUMBER)
        self.relations = array(_NUMBER)
        self.claims = array(_NUMBER)
        self.ranks = array("B")

    def __len__(self) -> int:
        return len(self.sources)

    def add(self, ends: tuple[int, int], relation: int, rank: Rank, claim: int | None = None) -> None:
        """Put one edge behind the others."""
        self.sources.append(ends[0])
        self.targets.append(ends[1])
        self.relations.append(relation)
        self.claims.append(0 if claim is None else claim + 1)
        self.ranks.append(rank)


class Adjacency:
    """Edges by the things at their ends, either way: what is beside a thing is a run of ``others`` and ``edge_ids``."""

    def __init__(
        self,
        things: Texts | None = None,
        relations: Sequence[str] = (),
        claims: Texts | None = None,
        edges: Edges | None = None,
    ) -> None:
        self.things = things or Texts()
        self.relations = tuple(relations)
        self.claims = claims or Texts()
        self.edges = edges or Edges()
        self.starts = self._starts()
        self.others = array(_NUMBER, bytes(2 * len(self.edges) * self.edges.sources.itemsize))
        self.edge_ids = array(_NUMBER, self.others)
        self._fill()

    def _starts(self) -> array[int]:
        degrees = array(_NUMBER, bytes(len(self.things) * self.edges.sources.itemsize))
        for ends in (self.edges.sources, self.edges.targets):
            for end in ends:
                degrees[end] += 1
        return array(_NUMBER, accumulate(degrees, initial=0))

    def _fill(self) -> None:
        free = self.starts[:]
        for edge, (source, target) in enumerate(zip(self.edges.sources, self.edges.targets, strict=True)):
            for end, other in ((source, target), (target, source)):
                self.others[free[end]] = other
                self.edge_ids[free[end]] = edge
                free[end] += 1

    def beside(self, thing: int, without: Collection[int] = ()) -> set[int]:
        """Return the things that share an edge with one, edges of some relations apart."""
        run = slice(self.starts[thing], self.starts[thing + 1])
        if not without:
            return set(self.others[run])
        relations = self.edges.relations
        found = zip(self.others[run], self.edge_ids[run], strict=True)
        return {other for other, edge in found if relations[edge] not in without}

    def between(self, thing: int, other: int, without: Collection[int] = ()) -> list[int]:
        """Return the edges that two things share, the best founded first, edges of some relations apart."""
        run = slice(self.starts[thing], self.starts[thing + 1])
        edges = self.edges
        found = [
            edge
            for end, edge in zip(self.others[run], self.edge_ids[run], strict=True)
            if end == other and edges.relations[edge] not in without
        ]
        return sorted(found, key=lambda edge: (edges.ranks[edge], self.relations[edges.relations[edge]], edge))

    def degree(self, thing: int) -> int:
        """Return how many edges a thing has."""
        return self.starts[thing + 1] - self.starts[thing]

    @property
    def size(self) -> int:
        """Bytes taken, the few relations apart."""
        edges = self.edges
        arrays = (self.starts, self.others, self.edge_ids, edges.sources, edges.targets, edges.relations, edges.claims)
        return self.things.size + self.claims.size + len(edges) + sum(len(row) * row.itemsize for row in arrays)


def build_adjacency(store: Store, words: EdgeWords | None) -> Adjacency:
    """Return the index of a store's edges: the same for the same content, empty where there are no entities."""
    things = sorted(_instances(store, words.type, words.entity)) if words else []
    if not words or not things:
        return Adjacency()
    builder = _Builder(store, words, {iri: number for number, iri in enumerate(things)})
    for number, iri in enumerate(things):
        builder.add_statements(number, iri)
    claims = sorted(_instances(store, words.type, words.claim))
    for number, iri in enumerate(claims):
        builder.add_claim(number, iri)
    return Adjacency(Texts(things), tuple(builder.relations), Texts(claims), builder.edges)


def _instances(store: Store, type_iri: str, class_iri: str) -> set[str]:
    quads = store.quads_for_pattern(None, NamedNode(type_iri), NamedNode(class_iri), None)
    return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}


class _Builder:
    """Collects edges; what it holds beside them is thrown away."""

    def __init__(self, store: Store, words: EdgeWords, numbers: dict[str, int]) -> None:
        self._store = store
        self._words = words
        self._numbers = numbers
        self.relations: dict[str, int] = {}
        self.edges = Edges()

    def add_statements(self, number: int, iri: str) -> None:
        """Add the statements from one thing to others; a thing's statement about itself leads nowhere."""
        words = self._words
        ranks: dict[tuple[str, int], Rank] = {}
        for relation, other, graph in self._links(iri):
            if not graph or other == number or not relation.startswith(words.terms):
                continue
            rank = Rank.INFERRED if graph == words.inferred_graph else Rank.STATED
            key = relation, other
            ranks[key] = min(rank, ranks.get(key, rank))
        for (relation, other), rank in sorted(ranks.items()):
            self.edges.add((number, other), self._relation(relation), rank)

    def add_claim(self, number: int, iri: str) -> None:
        """Add an edge between any two things that a claim names, by the class that its source's graph gives it."""
        words = self._words
        ends, classes, rank = set(), set(), Rank.CLAIM
        for quad in self._quads(iri):
            if quad.predicate.value in words.not_reached:
                rank = Rank.NOT_REACHED
            if not isinstance(quad.object, NamedNode):
                continue
            value = quad.object.value
            if quad.predicate.value == words.type and _graph_of(quad) not in ("", words.inferred_graph):
                classes.add(value)
            elif quad.predicate.value == words.verification and value == words.unverified:
                rank = max(rank, Rank.UNVERIFIED)
            elif value in self._numbers and quad.predicate.value not in words.left_out:
                ends.add(self._numbers[value])
        if not classes:
            return
        relation = self._relation(min(classes))
        for pair in combinations(sorted(ends), 2):
            self.edges.add(pair, relation, rank, number)

    def _links(self, iri: str) -> Iterator[tuple[str, int, str]]:
        """Yield relation, thing and graph of the statements about a thing that may be edges."""
        for quad in self._quads(iri):
            if isinstance(quad.object, NamedNode):
                other = self._numbers.get(quad.object.value)
                if other is not None and quad.predicate.value not in self._words.left_out:
                    yield quad.predicate.value, other, _graph_of(quad)

    def _quads(self, iri: str) -> Iterable[Quad]:
        return self._store.quads_for_pattern(NamedNode(iri), None, None, None)

    def _relation(self, iri: str) -> int:
        return self.relations.setdefault(iri, len(self.relations))


def _graph_of(quad: Quad) -> str:
    """Return the IRI of a quad's graph, "" for the default graph, which may hold the merge of all."""
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
