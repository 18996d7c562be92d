"""The graph browser's endpoints keep what their OpenAPI file says, against a running service and whatever is asked."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

if TYPE_CHECKING:
    from schemathesis.schemas import BaseSchema
    from tests.conftest import RunningService

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("contract")]

DESCRIPTION = json.loads(resources.files("jakgraph.service.explore").joinpath("openapi.json").read_text("utf-8"))
EXAMPLES_EACH = 40
"""Generated requests for each endpoint and mode; the seed is fixed, so that a run repeats the one before."""

ASKED = [
    (path, mode)
    for path, item in DESCRIPTION["paths"].items()
    for mode in GenerationMode
    if item["get"].get("parameters") or mode is GenerationMode.POSITIVE  # nothing can be wrong where nothing is asked
]

each_endpoint = pytest.mark.parametrize("path", DESCRIPTION["paths"])

QUERIES = st.builds(
    "{} WHERE {{ ?s ?p ?o }} LIMIT {}".format,
    st.sampled_from(["SELECT *", "SELECT ?s", "SELECT ?p ?o", "CONSTRUCT { ?s ?p ?o }", "DESCRIBE ?s"]),
    st.integers(0, 400),
)
"""Any query would do; a string of other characters is none, so the description's `format` is filled from these."""


@pytest.fixture(scope="module")
def described(builtin_service: RunningService) -> BaseSchema:
    """The description as the service gives it."""
    schemathesis.openapi.format("sparql-query", QUERIES)
    return schemathesis.openapi.from_url(f"{builtin_service.url}/graph/openapi.json")


def example_of(path: str) -> dict[str, Any]:
    """Return the parameters that the description gives as an example, required ones and others."""
    parameters = [
        DESCRIPTION["components"]["parameters"][item["$ref"].rpartition("/")[2]] if "$ref" in item else item
        for item in DESCRIPTION["paths"][path]["get"].get("parameters", [])
    ]
    assert all("example" in item for item in parameters if item.get("required")), "a required parameter has an example"
    return {item["name"]: item["example"] for item in parameters if "example" in item}


@each_endpoint
def test_the_example_is_answered_as_described(described: BaseSchema, path: str) -> None:
    """The examples in the description are about real things, and their answers fit it."""
    response = described[path]["GET"].Case(query=example_of(path)).call_and_validate()
    assert response.status_code == 200
    assert response.json() != {}


@pytest.mark.parametrize(("path", "mode"), ASKED, ids=[f"{mode.value}-{path}" for path, mode in ASKED])
def test_whatever_is_asked_is_answered_as_described(described: BaseSchema, path: str, mode: GenerationMode) -> None:
    """What the description allows is taken, what it does not allow is refused, and every answer fits it."""

    @settings(max_examples=EXAMPLES_EACH, derandomize=True, deadline=None, database=None)
    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    def holds(case: schemathesis.Case) -> None:
        case.call_and_validate()

    holds()
