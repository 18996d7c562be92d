"""Every competency query is a picture: what it answers with, or what its names and figures are of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from jakgraph import paths
from jakgraph.queries import load_competency_queries, without_header

if TYPE_CHECKING:
    from tests.conftest import RunningService

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("contract")]

NO_PICTURE = {"where-two-trials-disagree": "its sub-selects pass on names only"}
QUERIES = {query.name: query for query in load_competency_queries(paths.queries_dir())}


@pytest.mark.parametrize("name", QUERIES)
def test_a_question_is_a_picture(builtin_service: RunningService, name: str) -> None:
    """It has things and, where it is known to have none, a number of rows to tell."""
    text = without_header(QUERIES[name].text)
    drawing = httpx.get(f"{builtin_service.url}/graph/result", params={"query": text}, timeout=30).json()
    assert drawing["count"] > 0
    assert bool(drawing["nodes"]) == (name not in NO_PICTURE)
    assert not any("://" in node["label"] for node in drawing["nodes"])
    assert not any("://" in edge["label"] + edge.get("statement", "") for edge in drawing["edges"])
