"""Claims about the disease itself in words: autoantibodies, immune complexes, states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.model import Autoantibody, Number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jakgraph.model import AutoantibodyFinding, ImmuneComplexDeposit, StateDefinition
    from jakgraph.tables import Tables


def autoantibody_finding(claim: AutoantibodyFinding, tables: Tables) -> str:
    """Return how often an autoantibody is found in whom; without a figure, what it goes with."""
    antibody = tables.get(Autoantibody, claim.autoantibody).label + (f" ({claim.tested_as})" if claim.tested_as else "")
    figures = ", ".join(_finding_figures(claim)) or ("" if claim.associations else "no figure reported")
    said = f": {figures}" if figures else f", associations: {'; '.join(claim.associations)}"
    return f"{antibody} in {claim.population}{said}"


def _finding_figures(claim: AutoantibodyFinding) -> Iterator[str]:
    if isinstance(claim.positive, Number):
        yield f"{claim.positive.text}{f' of {claim.tested.text}' if isinstance(claim.tested, Number) else ''} positive"
    if isinstance(claim.percent, Number):
        yield f"{claim.percent.text} %"
    elif isinstance(claim.percent_low, Number) and isinstance(claim.percent_high, Number):
        yield f"{claim.percent_low.text} to {claim.percent_high.text} %"
    if isinstance(claim.sensitivity, Number) and isinstance(claim.specificity, Number):
        what = f" for {claim.detects}" if claim.detects else ""
        yield f"sensitivity {claim.sensitivity.text} %, specificity {claim.specificity.text} %{what}"
    if claim.figure_text:
        yield claim.figure_text


def immune_complex_deposit(claim: ImmuneComplexDeposit, tables: Tables) -> str:
    """Return where immune complexes are, what they are made of and what follows."""
    kind = tables.concept("deposit-kind", claim.deposit_kind).label
    parts = []
    if claim.components:
        parts.append(", ".join(claim.components))
    if claim.complement:
        parts.append(f"complement: {', '.join(claim.complement)}")
    if claim.consequence:
        parts.append(claim.consequence)
    figures = [f"{claim.percent.text} %"] if isinstance(claim.percent, Number) else []
    figures += [claim.figure_text] if claim.figure_text else []
    if figures:
        who = f"in {claim.population}: " if claim.population else ""
        parts.append(who + ", ".join(figures))
    return f"{kind}, {claim.site}: {'; '.join(parts) or 'nothing more stated'}"


def state_definition(claim: StateDefinition, tables: Tables) -> str:
    """Return the criteria of a state, and whether all or any of them must hold."""
    how = f" ({tables.concept('criteria-combination', claim.combination).label})" if claim.combination else ""
    return f"{claim.variant}{how}: {'; '.join(claim.criteria)}"
