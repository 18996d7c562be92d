"""What to expect of a query before it runs: whether one of the same shape was short or long. Safe for threads."""

from __future__ import annotations

import re
import time
from enum import Enum
from typing import TYPE_CHECKING

from jakgraph.store.recent import Recent
from jakgraph.store.shapes import shape_of
from jakgraph.store.wire import SPARQL

if TYPE_CHECKING:
    from collections.abc import Callable

    from jakgraph.store.shapes import Shape

MOST_SHAPES = 4_096
"""Shapes remembered; the one asked for or seen longest ago is forgotten first."""
LONG_SECONDS = 60.0
"""How long a shape is taken for long: data, machine and constants differ, so it may try again."""

_VARYING = re.compile(
    r"""(<[^<>"{}|^`\s]*+>)|([?$][^\W\d]++)\d++|"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?|(?<![\w:.%/-])\d++(?:\.\d++)?"""
)
"""Strings end with their line at the latest: to look from each quote of a text for an end that never comes would take
minutes."""


class Expectation(Enum):
    """What a query is expected to be."""

    SHORT = 0
    UNKNOWN = 1
    LONG = 2


def resemblance_of(text: str, kind: str = SPARQL, shape: Shape | None = None) -> int:
    """Return a number that jobs of one kind share which differ in strings, numbers and the digits of variables only.

    ``shape`` is the text's, for whoever has it.

    >>> one, two = 'SELECT ?n1 { ?n1 <http://e/p2> "a" }', 'SELECT ?n2 { ?n2 <http://e/p2> "b" }'
    >>> resemblance_of(one) == resemblance_of(two)
    True
    >>> resemblance_of("ASK { <http://e/1> ?p ?o }") == resemblance_of("ASK { <http://e/2> ?p ?o }")
    False
    """
    shape = shape or shape_of(text)
    return hash((kind, shape.resemblance if shape else _VARYING.sub(r"\1\2", text)))


class Expectations:
    """Remembers how queries of a shape went last."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen = Recent[tuple[Expectation, float]](MOST_SHAPES)

    def of(self, shape: int) -> Expectation:
        """Return what to expect of a query of this shape."""
        expectation, since = self._seen.find(shape) or (Expectation.UNKNOWN, 0.0)
        is_over = expectation is Expectation.LONG and self._clock() - since > LONG_SECONDS
        return Expectation.UNKNOWN if is_over else expectation

    def note(self, shape: int, expectation: Expectation) -> None:
        """Remember how a query of this shape went."""
        self._seen.keep(shape, (expectation, self._clock()))
