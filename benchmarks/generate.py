"""Write a graph of any size with the shape of the built-in one: its kinds, relations, and how many of each a thing has.

Every thing of the real release is a template. Each copy has the same statements under a name of its own; one in
five links leads to another copy, so that copies are no islands; decimal figures vary. The ontology and the lists of
concepts are there once. Names say that they are generated, and every thing lies in a namespace of its own, so that no
figure can pass for a real one. The same seed gives the same bytes::

    .venv/bin/python -m benchmarks.generate --triples 1_000_000 /tmp/generated-1m.nq
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rich.console import Console
from rich.progress import Progress

from jakgraph import paths
from jakgraph.namespaces import JGR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Rendered = Callable[[int, Random], str]
    """Gives the text of an object in a copy with this number."""

NAMESPACE = "https://generated.example/jakgraph/"
ELSEWHERE = 0.2
"""The share of links that lead to another copy."""
_BASE = str(JGR)
_ONTOLOGY = f"{_BASE}ontology"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"
_LISTED_ONCE = {
    f"{_SKOS}Concept",
    f"{_SKOS}ConceptScheme",
    f"{_ONTOLOGY}#Prefix",
    f"{_ONTOLOGY}#Rule",
}
_NAMES = {
    "http://www.w3.org/2000/01/rdf-schema#label",
    f"{_SKOS}prefLabel",
    f"{_SKOS}altLabel",
    "http://purl.org/dc/terms/title",
}
_STEP = 10_000


def name_of(path: str, copy: int = 0) -> str:
    """Return the IRI of a generated thing.

    >>> name_of("drug/baricitinib")
    'https://generated.example/jakgraph/0/drug/baricitinib'
    """
    return f"{NAMESPACE}{copy}/{path}"


@dataclass(frozen=True)
class _Statement:
    """A statement of a template: ``graph`` is a text, or a path where each copy has a graph of its own."""

    predicate: str
    object: Rendered
    graph: str
    is_own_graph: bool


class Shape:
    """Templates taken from a release: what there is once, and the things of which there may be any number."""

    def __init__(self, quads: list[ox.Quad]) -> None:
        self._things = _things_of(quads)
        self._once = [f"{quad} .\n" for quad in quads if self._path(quad.subject) is None]
        statements: dict[str, list[_Statement]] = defaultdict(list)
        for quad in quads:
            if (path := self._path(quad.subject)) is not None:
                statements[path].append(self._statement(quad))
        self._templates = sorted(statements.items())

    @classmethod
    def read(cls, nquads: Path) -> Shape:
        """Return the shape of a graph in N-Quads."""
        return cls(list(ox.parse(path=nquads, format=ox.RdfFormat.N_QUADS)))

    def lines(self, triples: int, seed: int) -> Iterator[str]:
        """Give so many lines of N-Quads; fewer never than what there is once."""
        yield from self._once
        left = triples - len(self._once)
        random = Random(seed)
        copy = 0
        while left > 0:
            for line in self._copy(copy, random):
                if left == 0:
                    return
                left -= 1
                yield line
            copy += 1

    def _copy(self, copy: int, random: Random) -> Iterator[str]:
        here = f"{NAMESPACE}{copy}/"
        for path, statements in self._templates:
            for statement in statements:
                graph = f"<{here}{statement.graph}>" if statement.is_own_graph else statement.graph
                yield f"<{here}{path}> {statement.predicate} {statement.object(copy, random)} {graph} .\n"

    def _path(self, term: object) -> str | None:
        """Return what identifies a thing below the base; None for what there is once."""
        return term.value.removeprefix(_BASE) if isinstance(term, ox.NamedNode) and term in self._things else None

    def _statement(self, quad: ox.Quad) -> _Statement:
        path = self._path(quad.graph_name)
        graph = path or f"<{NAMESPACE}{quad.graph_name.value.removeprefix(_BASE)}>"
        return _Statement(str(quad.predicate), self._rendered(quad), graph, path is not None)

    def _rendered(self, quad: ox.Quad) -> Rendered:
        value = quad.object
        if (path := self._path(value)) is not None:
            return lambda copy, random: f"<{NAMESPACE}{_target(copy, random)}/{path}>"
        if isinstance(value, ox.Literal) and quad.predicate.value in _NAMES:
            return _name(value)
        if isinstance(value, ox.Literal) and value.datatype.value == _DECIMAL:
            return _figure(float(value.value))
        text = str(value)
        return lambda _copy, _random: text


def _things_of(quads: list[ox.Quad]) -> set[object]:
    """Return the things of a release that any number of copies may have: those with a type, and no list's members."""
    types: dict[object, set[str]] = defaultdict(set)
    for quad in quads:
        if quad.predicate.value == _TYPE and isinstance(quad.subject, ox.NamedNode):
            types[quad.subject].add(quad.object.value)
    return {
        term
        for term, named in types.items()
        if term.value.startswith(_BASE) and not term.value.startswith(_ONTOLOGY) and not named & _LISTED_ONCE
    }


def _target(copy: int, random: Random) -> int:
    """Return the copy to which a link leads: its own, or one before it, which is whole."""
    return int(random.random() * copy) if copy and random.random() < ELSEWHERE else copy


def _name(literal: ox.Literal) -> Rendered:
    text, _, ending = str(literal).rpartition('"')
    return lambda copy, _random: f'{text} (generated {copy})"{ending}'


def _figure(value: float) -> Rendered:
    """Return a figure between 0.8 and 1.25 times a real one, with as many digits as most sources give."""
    return lambda _copy, random: f'"{value * (0.8 + 0.45 * random.random()):.4f}"^^<{_DECIMAL}>'


def write(shape: Shape, triples: int, seed: int, output: Path) -> None:
    """Write the lines to a file, with a progress bar."""
    with output.open("w", encoding="utf-8") as file, Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(output.name, total=triples)
        for number, line in enumerate(shape.lines(triples, seed)):
            file.write(line)
            if number % _STEP == 0:
                progress.update(task, completed=number)
        progress.update(task, completed=triples)


def main() -> None:
    """Generate one file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("output", type=Path, help="file to write, N-Quads")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--release", type=Path, default=paths.release_dir() / "jakgraph.nq", help="whose shape")
    arguments = parser.parse_args()
    write(Shape.read(arguments.release), arguments.triples, arguments.seed, arguments.output)


if __name__ == "__main__":
    main()
