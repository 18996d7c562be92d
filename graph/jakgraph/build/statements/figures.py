"""Figures and things as a claim's wording prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.build.vocabulary import BOUND_SIGN
from jakgraph.model import Arm, Endpoint, Number, Trial

if TYPE_CHECKING:
    from jakgraph.model import Figure
    from jakgraph.tables import Tables


def shown(figure: Figure, relation: str | None = None) -> str:
    """Return a figure as printed, with the sign of its bound, or ``not reported``."""
    if isinstance(figure, Number):
        return BOUND_SIGN.get(relation or "", "") + figure.text
    return "not reported"


def place(endpoint: Endpoint, tables: Tables) -> str:
    """Return trial and endpoint."""
    return f"{tables.get(Trial, endpoint.trial).label}, {endpoint.label}"


def arm_label(key: str | None, tables: Tables, otherwise: str) -> str:
    """Return an arm's regimen; ``otherwise`` where a claim names no arm."""
    return tables.get(Arm, key).label if key else otherwise
