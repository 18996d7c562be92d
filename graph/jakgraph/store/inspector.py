"""Inspects queries, those of a shape that it has seen without reading them again. Safe for threads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jakgraph.store.inspection import MAX_CHARACTERS, inspect_query
from jakgraph.store.recent import Recent
from jakgraph.store.shapes import Form, mark, shape_of
from jakgraph.store.tokens import normalised

if TYPE_CHECKING:
    from jakgraph.store.inspection import Inspection

MOST_SHAPES = 2_048
"""Shapes remembered; the one used longest ago is forgotten first."""


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
        # Half characters cannot be encoded; SERVICE and FROM are judged by the very names in the text.
        if len(text) > MAX_CHARACTERS or not _is_whole(text) or "service" in text.lower():
            return inspect_query(text, self._services)
        shape = shape_of(text)
        if shape is None or not shape.is_plain:
            return inspect_query(text, self._services)
        seen = self._seen.find(shape.key)
        if seen is None:
            inspection = inspect_query(text, self._services)
            self._seen.keep(shape.key, _Seen(inspection, _normal_form(text, shape.constants, inspection)))
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


def _is_whole(text: str) -> bool:
    """Tell whether a text holds no half of a character."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
