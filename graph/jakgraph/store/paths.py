"""Finds the shortest paths between two things in an executor: a kind of job beside SPARQL.

The search is Yen's (Finding the k shortest loopless paths in a network, Management Science 17, 1971): each next path
leaves one found before at some thing, by a shortest way that none before it took. Ways are searched from both ends.
"""

from __future__ import annotations

import heapq
import json
from itertools import pairwise
from typing import TYPE_CHECKING

from jakgraph.store.adjacency import Rank
from jakgraph.store.results import ResultLimits, WrittenResult

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from typing import Any

    from jakgraph.store.adjacency import Adjacency
    from jakgraph.store.wire import Request

Path = tuple[int, ...]
"""Things by number, from one end to the other."""


class PathsEvaluator:
    """Answers with the paths between two things: the hops, each with its best edge, and which hops make each path."""

    def __init__(self, adjacency: Adjacency, limits: ResultLimits) -> None:
        self._adjacency = adjacency
        self._limits = limits
        self.is_worn = False

    def evaluate(self, request: Request) -> WrittenResult:
        """Return JSON, ``{hops: [{source, relation, target, claim, inferred, others}], paths: [[number of hop]]}``.

        A thing that is not there has no paths. ``unknown`` beside them are relations to go without that no edge has.
        Raises ResultTooLarge.
        """
        options = request.options
        relations = {iri: number for number, iri in enumerate(self._adjacency.relations)}
        unknown = sorted(set(options["without"]) - relations.keys())
        without = frozenset(relations[iri] for iri in options["without"] if iri in relations)
        ends = [self._adjacency.things.find(options[name]) for name in ("source", "target")]
        paths: list[Path] = []
        if ends[0] is not None and ends[1] is not None:
            search = Search(self._adjacency, ends[1], options["hops"], without)
            paths = search.shortest(ends[0], options["count"])
        hops: dict[tuple[int, int], int] = {}
        found = [[hops.setdefault(hop, len(hops)) for hop in pairwise(path)] for path in paths]
        document = {"hops": [self._hop(*hop, without) for hop in hops], "paths": found, "unknown": unknown}
        body = json.dumps(document, separators=(",", ":")).encode()
        self._limits.check_rows(len(found))
        self._limits.check_bytes(len(body))
        return WrittenResult(body, len(found))

    def _hop(self, thing: int, other: int, without: Collection[int]) -> Mapping[str, Any]:
        adjacency, edges = self._adjacency, self._adjacency.edges
        best, *others = adjacency.between(thing, other, without)
        claim = edges.claims[best]
        return {
            "source": adjacency.things[edges.sources[best]],
            "relation": adjacency.relations[edges.relations[best]],
            "target": adjacency.things[edges.targets[best]],
            "claim": adjacency.claims[claim - 1] if claim else "",
            "inferred": edges.ranks[best] == Rank.INFERRED,
            "others": len(others),
        }


class Search:
    """Searches paths to one thing of at most so many hops, over all relations but some, either way along edges."""

    def __init__(self, adjacency: Adjacency, target: int, hops: int, without: Collection[int] = ()) -> None:
        self._adjacency = adjacency
        self._target = target
        self._hops = hops
        self._without = without

    def shortest(self, source: int, count: int) -> list[Path]:
        """Return the shortest paths on which no thing comes twice; of the same length, by the IRIs along them."""
        found: list[Path] = []
        waiting = [(len(path), path) for path in self._way((source,), set())]
        seen = {path for _, path in waiting}
        while waiting and len(found) < count:
            path = heapq.heappop(waiting)[1]
            found.append(path)
            for place in range(len(path) - 1):
                root = path[: place + 1]
                taken = {other[place + 1] for other in found if other[: place + 1] == root}
                for branch in self._way(root, taken):
                    if branch not in seen:
                        seen.add(branch)
                        heapq.heappush(waiting, (len(branch), branch))
        return found

    def _way(self, root: Path, taken: Collection[int]) -> Iterator[Path]:
        """Yield the first of the shortest paths that begin with ``root`` and go on by none of ``taken``, if any."""
        blocked = set(root)
        if self._target in blocked:
            return
        first = self._adjacency.beside(root[-1], self._without) - blocked - set(taken)
        layers = self._layers(first, blocked, self._hops - len(root))
        if not layers:
            return
        path = [*root, min(layers[0])]
        for layer in layers[1:]:
            path.append(min(self._adjacency.beside(path[-1], self._without) & layer))
        yield tuple(path)

    def _layers(self, first: set[int], blocked: set[int], most: int) -> list[set[int]]:
        """Return what lies on shortest ways from any of ``first`` to the target, by distance; nothing: there is none.

        The side with fewer edges is widened first, until both meet.
        """
        ahead, behind = [first], [{self._target}]
        seen_ahead, seen_behind = blocked | first, blocked | {self._target}
        while not (meeting := ahead[-1] & behind[-1]):
            if len(ahead) + len(behind) - 2 >= most or not ahead[-1] or not behind[-1]:
                return []
            if self._edges_at(ahead[-1]) <= self._edges_at(behind[-1]):
                self._widen(ahead, seen_ahead)
            else:
                self._widen(behind, seen_behind)
        for layers in (ahead, behind):
            layers[-1] = meeting
            for place in range(len(layers) - 2, -1, -1):
                layers[place] &= self._around(layers[place + 1])
        return [*ahead, *reversed(behind[:-1])]

    def _widen(self, layers: list[set[int]], seen: set[int]) -> None:
        layers.append(self._around(layers[-1]) - seen)
        seen |= layers[-1]

    def _around(self, things: Collection[int]) -> set[int]:
        around: set[int] = set()
        for thing in things:
            around |= self._adjacency.beside(thing, self._without)
        return around

    def _edges_at(self, things: Collection[int]) -> int:
        return sum(map(self._adjacency.degree, things))
