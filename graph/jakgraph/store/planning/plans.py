"""Keeps plans by the shape of their queries: one that differs in its constants only is not planned again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.store.planning.rewriting import planned
from jakgraph.store.recent import Recent
from jakgraph.store.shapes import Form, mark, shape_of
from jakgraph.store.tokens import may_be_operator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jakgraph.store.planning.statistics import Statistics
    from jakgraph.store.shapes import Shape

MOST_PLANS = 512
"""Plans kept; the one used longest ago is forgotten first."""
MOST_CHARACTERS = 20_000
"""Longer queries are evaluated as they are."""


@dataclass(frozen=True)
class Plan:
    """What to evaluate in place of a query, and its form for others of its shape; without one, the query itself."""

    text: str
    form: Form | None = None


class Plans:
    """Plans queries by what these ``statistics`` tell."""

    def __init__(self, statistics: Statistics) -> None:
        self.statistics = statistics
        self._plans = Recent[Plan](MOST_PLANS)

    def of(self, text: str) -> Plan:
        """Return the plan of a query."""
        if len(text) > MOST_CHARACTERS:
            return Plan(text)
        shape = shape_of(text)
        if shape is not None and not shape.is_plain:
            return Plan(text)
        key, constants = (shape.key, shape.constants) if shape else (text, ())
        plan = self._plans.find(key)
        if plan is None:
            plan = self._plan(text, constants if shape else None)
            self._plans.keep(key, plan)
        return Plan(plan.form.filled(constants), plan.form) if plan.form else Plan(text)

    def _plan(self, text: str, constants: tuple[str, ...] | None) -> Plan:
        marked = mark(text, constants)
        if marked is None or any(may_be_operator(marked.original(token)) for token in marked.tokens):
            return Plan(text)
        written = planned(marked, self.statistics)
        if written is None:
            return Plan(text)
        # Without constants there are no marks, and what looks like one is the query's own.
        return Plan(text, Form([written]) if constants is None else Form.of(written))


class ToldPlans:
    """The plans that executors told of, for the process that asks them: no other executor need make them again."""

    def __init__(self) -> None:
        self._told = Recent[Form | bool](MOST_PLANS)

    def find(self, shape: Shape | None) -> str | None:
        """Return what to evaluate in place of a query; empty: itself; None where nobody has told yet."""
        form = self._told.find(shape.key) if shape else None
        if shape is None or form is None:
            return None
        return form.filled(shape.constants) if isinstance(form, Form) else ""

    def note(self, shape: Shape | None, pieces: Sequence[str] | None) -> None:
        """Remember what was told of a shape: the pieces of a form, none where its queries are evaluated as they are."""
        if shape is not None and pieces is not None:
            self._told.keep(shape.key, Form(pieces) if pieces else True)
