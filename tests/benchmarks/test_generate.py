"""A generated graph has the shape of the built-in one, and cannot be taken for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from benchmarks.generate import NAMESPACE, Shape, name_of

from jakgraph.cli.release import current_release
from jakgraph.namespaces import JGR

if TYPE_CHECKING:
    from collections.abc import Iterable

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
COPIES = 2
SEED = 7

Quads = list[ox.Quad]


@pytest.fixture(scope="module")
def real() -> Quads:
    """Return the statements of the built-in graph."""
    return list(ox.parse(path=current_release().nquads, format=ox.RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def shape(real: Quads) -> Shape:
    """Return its shape."""
    return Shape(real)


@pytest.fixture(scope="module")
def generated(real: Quads, shape: Shape) -> Quads:
    """Return the statements of a graph with two things for each real one."""
    text = "".join(shape.lines(COPIES * len(real), SEED))
    return list(ox.parse(text, format=ox.RdfFormat.N_QUADS))


def kinds(quads: Iterable[ox.Quad]) -> Counter[str]:
    """Count the things of each kind."""
    return Counter(quad.object.value for quad in quads if quad.predicate.value == TYPE)


def fan_out(quads: Iterable[ox.Quad], prefix: str) -> dict[str, Counter[int]]:
    """Return for each relation how many things below a prefix have how many of it."""
    each = Counter((quad.subject.value, quad.predicate.value) for quad in quads if is_below(quad.subject, prefix))
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for (_, predicate), number in each.items():
        found[predicate][number] += 1
    return found


def is_below(term: object, prefix: str) -> bool:
    """Tell whether a term is an IRI with this prefix."""
    return isinstance(term, ox.NamedNode) and term.value.startswith(prefix)


def test_size_is_what_was_asked_for(generated: Quads, real: Quads) -> None:
    """As many statements as asked for, each of them once."""
    assert len(generated) == len({quad.triple for quad in generated}) == COPIES * len(real)


def test_kinds_are_those_of_the_real_graph(generated: Quads, real: Quads) -> None:
    """Every kind of claim and entity comes once per copy: twice as often as in the real graph, or a little more."""
    for kind in ("Potency", "ArmResult", "Contrast", "Drug", "Trial", "Source", "Derivation", "CrossReference"):
        name = f"{JGR}ontology#{kind}"
        assert COPIES * kinds(real)[name] <= kinds(generated)[name] <= (COPIES + 1) * kinds(real)[name]


def test_relations_have_the_fan_out_of_the_real_graph(generated: Quads, real: Quads) -> None:
    """In a whole copy as many things have as many of a relation as in the real graph."""
    copy = fan_out(generated, name_of("", 0))
    original = fan_out(real, str(JGR))
    assert f"{JGR}ontology#inhibits" in copy
    for predicate, numbers in copy.items():
        assert numbers <= original[predicate]
    claims = f"{JGR}ontology#arm"
    assert copy[claims] == original[claims]


def test_links_join_the_copies(generated: Quads) -> None:
    """Some links of the second copy lead into the first, most stay within."""
    second, first = name_of("", 1), name_of("", 0)
    targets = [quad.object for quad in generated if is_below(quad.subject, second)]
    within, elsewhere = (sum(is_below(target, prefix) for target in targets) for prefix in (second, first))
    assert 0.15 < elsewhere / (within + elsewhere) < 0.25


def test_generated_things_say_so(generated: Quads, real: Quads) -> None:
    """Nothing of the real graph is stated anew about a real thing; every generated name is marked."""
    once = {quad.triple for quad in real}
    things = [quad for quad in generated if is_below(quad.subject, NAMESPACE)]
    assert {quad.triple for quad in generated if not is_below(quad.subject, NAMESPACE)} <= once | blank(generated)
    assert all("(generated " in quad.object.value for quad in things if quad.predicate.value == LABEL)


def blank(quads: Quads) -> set[ox.Triple]:
    """Return the statements about and with blank nodes, whose names differ from one reading to the next."""
    return {q.triple for q in quads if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)}


def test_same_seed_same_bytes(shape: Shape, real: Quads) -> None:
    """A seed names a graph."""
    size = len(real) + 20_000
    first, again, other = (list(islice(shape.lines(size, seed), size)) for seed in (1, 1, 2))
    assert first == again != other
