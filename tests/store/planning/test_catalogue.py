"""The queries of this repository on its own graph: planned, they have the same solutions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from jakgraph import paths
from jakgraph.build import build_release
from jakgraph.store.planning.plans import Plans
from jakgraph.store.planning.statistics import statistics_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("planned-catalogue")

QUERIES = sorted(paths.queries_dir().rglob("*.rq"))


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Plans:
    """Plans for the built-in graph."""
    folder = tmp_path_factory.mktemp("release")
    build_release(paths.tables_dir(), paths.ontology_dir(), folder)
    store = Store()
    store.bulk_load(path=folder / "jakgraph.nq", format=RdfFormat.N_QUADS)
    return Plans(statistics_of(store, reads_union=True))


def _solutions(store: Store, text: str) -> tuple[list[str], Counter[tuple[str, ...]]]:
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    return [variable.value for variable in found.variables], Counter(tuple(map(str, row)) for row in found)


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_a_planned_query_has_the_same_solutions(plans: Plans, file: Path) -> None:
    """Every competency query and every panel, as it is written."""
    text = file.read_text("utf-8")
    store = plans.statistics.store
    assert _solutions(store, plans.of(text).text) == _solutions(store, text)


def test_most_of_them_are_planned(plans: Plans) -> None:
    """Otherwise the rule above would hold of nothing."""
    assert sum(plans.of(file.read_text("utf-8")).form is not None for file in QUERIES) > len(QUERIES) / 2
