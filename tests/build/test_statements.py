from __future__ import annotations

import pytest
from tests.curation import write_tables

from jakgraph import paths
from jakgraph.build.statements import statement_of
from jakgraph.model import (
    ROW_TYPES,
    Autoantibody,
    AutoantibodyFinding,
    Claim,
    ImmuneComplexDeposit,
    OutcomeMeasure,
    StateDefinition,
)
from jakgraph.tables import read_tables

ANTIBODY = {"autoantibody_id": "anti-sm", "label": "anti-Smith antibody", "antigen": "Sm", "antigen_kind": "nuclear"}
STATE = {"outcome_measure_id": "lldas", "label": "LLDAS", "measure_kind": "composite-responder"}
FINDING = {"autoantibody_finding_id": "x", "autoantibody": "anti-sm", "population": "SLE"}
DEPOSIT = {"immune_complex_deposit_id": "x", "deposit_kind": "tissue", "site": "glomeruli", "organ_system": "renal"}
DEFINITION = {
    "state_definition_id": "x",
    "outcome_measure": "lldas",
    "variant": "LLDAS 2016",
    "state_kind": "remission",
}


@pytest.fixture
def worded(tmp_path):
    """Give the words for one row of a claim's table."""

    def _worded(claim_type: type[Claim], row: dict[str, str]) -> str:
        rows = {Autoantibody: [ANTIBODY], OutcomeMeasure: [STATE], claim_type: [row]}
        tables = read_tables(write_tables(tmp_path, rows))
        return statement_of(tables.get(claim_type, "x"), tables)

    return _worded


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"positive": "24", "tested": "130", "percent": "18.5", "tested_as": "SmBB"},
         "anti-Smith antibody (SmBB) in SLE: 24 of 130 positive, 18.5 %"),
        ({"percent_low": "20", "percent_high": "40"}, "anti-Smith antibody in SLE: 20 to 40 %"),
        ({"percent_high": "2", "figure_text": "2 % or less"}, "anti-Smith antibody in SLE: 2 % or less"),
        ({"sensitivity": "20.7", "specificity": "99.4", "detects": "SLE"},
         "anti-Smith antibody in SLE: sensitivity 20.7 %, specificity 99.4 % for SLE"),
        ({"associations": "discoid rash|rare outside SLE"},
         "anti-Smith antibody in SLE, associations: discoid rash; rare outside SLE"),
        ({}, "anti-Smith antibody in SLE: no figure reported"),
    ],
)  # fmt: skip
def test_a_finding_of_an_autoantibody_gives_its_figures_or_what_it_goes_with(worded, cells, said):
    """Counts, percent, range, test quality as printed; without a figure, the associations."""
    assert worded(AutoantibodyFinding, FINDING | cells) == said


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"components": "IgG|IgA", "complement": "C3|C1q", "consequence": "nephritis"},
         "tissue, glomeruli: IgG, IgA; complement: C3, C1q; nephritis"),
        ({"complement": "C4d", "population": "15 patients", "figure_text": "2.3 against 0.6"},
         "tissue, glomeruli: complement: C4d; in 15 patients: 2.3 against 0.6"),
        ({"components": "IgG3", "percent": "21"}, "tissue, glomeruli: IgG3; 21 %"),
    ],
)  # fmt: skip
def test_a_deposit_says_what_of_with_which_complement_and_what_follows(worded, cells, said):
    """Site first, then components, complement, consequence, and figures with who was examined."""
    assert worded(ImmuneComplexDeposit, DEPOSIT | cells) == said


def test_a_definition_lists_its_criteria_and_how_they_combine(worded):
    """All criteria, in the order of the table, and whether all or any must hold where the source says so."""
    criteria = {"criteria": "activity-index: 4 or less|glucocorticoid: 7.5 mg a day or less"}
    said = "LLDAS 2016: activity-index: 4 or less; glucocorticoid: 7.5 mg a day or less"
    assert worded(StateDefinition, DEFINITION | criteria) == said
    combined = worded(StateDefinition, DEFINITION | criteria | {"combination": "all"})
    assert combined.startswith("LLDAS 2016 (all): ")


def test_every_claim_of_the_tables_has_words():
    """No claim type and no row of the curated tables is without wording."""
    tables = read_tables(paths.tables_dir())
    for row_type in ROW_TYPES:
        if issubclass(row_type, Claim):
            for claim in tables.rows(row_type):
                assert statement_of(claim, tables).strip(), claim.key
