"""Inspects queries, those of a shape that it has seen without reading them again. Safe for threads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jakgraph.store.inspection import SURROGATE, inspect_query
from jakgraph.store.recent import Recent
from jakgraph.store.shapes import Form, mark, shape_of
from jakgraph.store.tokens import normalised

if TYPE_CHECKING:
    from jakgraph.store.inspection import Inspection

MOST_SHAPES = 512
"""Shapes remembered; the one used longest ago is forgotten first."""
MOST_CHARACTERS = 10_000
"""Longer texts are read each time, so that what is remembered stays within some ten megabytes."""


@dataclass(frozen=True)
class _Seen:
    """What is the same for all texts of a shape, and their normal text to be filled in, where they share so much."""

    inspection: Inspection
    normal_text: Form | None


class Inspector:
    """Does what `inspect_query` does, with the ``services`` that queries may ask."""

    def __init__(self, services: tuple[str, ...] = ()) -> None:
        self._services = services
        self._seen = Recent[_Seen](MOST_SHAPES)

    def inspect(self, text: str) -> Inspection:
        """Return what the text says about itself, or raise why it is not even given to an executor.

        Raises what `inspect_query` raises.
        """
        # Half characters, and the endpoints that SERVICE names, are refused or not text by text.
        if len(text) > MOST_CHARACTERS or "service" in text.lower() or (not text.isascii() and SURROGATE.search(text)):
            return inspect_query(text, self._services)
        shape = shape_of(text)
        if shape is None or not shape.is_plain:
            return inspect_query(text, self._services)
        seen = self._seen.find(shape.key)
        if seen is None:
            inspection = inspect_query(text, self._services)
            form = _normal_form(text, shape.constants, inspection)
            self._seen.keep(shape.key, _Seen(replace(inspection, normal_text=""), form))
            return replace(inspection, shape=shape)
        if seen.normal_text is None:
            return inspect_query(text, self._services)
        return replace(seen.inspection, normal_text=seen.normal_text.filled(shape.constants), shape=shape)


def _normal_form(text: str, constants: tuple[str, ...], inspection: Inspection) -> Form | None:
    """Return the form of the normal text of this shape; None where its texts have less in common: each is read."""
    marked = mark(text, constants)
    if marked is None or inspection.from_graphs or inspection.from_named or inspection.services:
        return None
    normal = Form.of(normalised(marked.text, marked.tokens))
    return normal if normal.filled(constants) == inspection.normal_text else None
