"""Keeps plans by the shape of their queries: one that differs in its constants only is not planned again."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from jakgraph.store.planning.rewriting import planned
from jakgraph.store.shapes import Form, mark, shape_of
from jakgraph.store.tokens import may_be_operator

if TYPE_CHECKING:
    from jakgraph.store.planning.statistics import Statistics

MOST_PLANS = 512
"""Plans kept; the one used longest ago is forgotten first."""
MOST_CHARACTERS = 20_000
"""Longer queries are evaluated as they are."""


class Plans:
    """Plans queries by what these statistics tell."""

    def __init__(self, statistics: Statistics) -> None:
        self._statistics = statistics
        self._forms: OrderedDict[str, Form | None] = OrderedDict()

    def of(self, text: str) -> str:
        """Return what to evaluate in place of a query; the same text where there is no better way."""
        if len(text) > MOST_CHARACTERS:
            return text
        shape = shape_of(text)
        if shape is not None and not shape.is_plain:
            return text
        form = self._form(shape.key, text, shape.constants) if shape else self._form(text, text, None)
        return form.filled(shape.constants if shape else ()) if form else text

    def _form(self, key: str, text: str, constants: tuple[str, ...] | None) -> Form | None:
        if key in self._forms:
            self._forms.move_to_end(key)
            return self._forms[key]
        form = self._forms[key] = self._plan(text, constants)
        if len(self._forms) > MOST_PLANS:
            self._forms.popitem(last=False)
        return form

    def _plan(self, text: str, constants: tuple[str, ...] | None) -> Form | None:
        marked = mark(text, constants)
        if marked is None or any(may_be_operator(marked.original(token)) for token in marked.tokens):
            return None
        plan = planned(marked, self._statistics)
        return None if plan is None else Form(plan)
