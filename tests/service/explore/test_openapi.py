"""The description of the endpoints for programs says what they answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.service.conftest import running_engine, written

from jakgraph.service.app import create_app
from jakgraph.service.context import DatasetFacts, ServiceContext
from jakgraph.settings import Settings
from jakgraph.store.jobs import MOST_HOPS, MOST_PATHS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

GRAPH = """
PREFIX jg: <https://w3id.org/jakgraph/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
BASE <https://w3id.org/jakgraph/>

GRAPH <graph/entities> {
  <drug/a> a jg:Entity ; rdfs:label "A" . <drug/b> a jg:Entity . <protein/k> a jg:Entity .
}
GRAPH <graph/source/s> {
  <potency/1> a jg:Potency ; jg:drug <drug/a> ; jg:target <protein/k> ; jg:evidenceType <evidence/e> ;
    jg:verification <verification/v> ; prov:hadPrimarySource <source/s> .
}
GRAPH <graph/inferred> {
  <potency/1> a jg:Claim ; jg:disagreesWith <potency/2> .
  <drug/a> jg:inhibits <protein/k> . <drug/b> jg:inhibits <protein/k> .
}
"""
TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None)}
ANSWERS = {
    "/graph/schema": ("",),
    "/graph/things": ("kind=drug&q=a", "kind=Drug", "kind=drug&offset=-1", "kind=drug&q=" + "a" * 201),
    "/graph/examples": (
        "source=drug&relation=Potency&target=protein&direction=claim",
        "source=drug&relation=inhibits&target=protein&direction=in",
        "source=drug&relation=%3E&target=protein&direction=out",
    ),
    "/graph/relations": ("iri=drug/a", "iri=drug/none", "iri="),
    "/graph/neighbours": (
        "iri=drug/a&relation=https://w3id.org/jakgraph/ontology%23Potency&direction=claim",
        "iri=drug/a&relation=r&direction=up",
        "iri=drug/a&direction=in&offset=-1",
    ),
    "/graph/edges": ("iri=drug/a&iri=protein/k", "", "iri=x"),
    "/graph/common": (
        "iri=drug/a&iri=protein/k&hide=evidence/e",
        "",
        "iri=drug/a&hide=colour/red",
        "iri=drug/a&since=x",
    ),
    "/graph/paths": ("from=drug/a&to=drug/b", "from=drug/a&to=drug/none", "from=drug/a&to=drug/b&k=11"),
    "/graph/result": ("query=SELECT * { ?s ?p ?o }", "query=SELECT", "", "query=ASK {}"),
}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client over a claim and two inferences."""
    with running_engine(written(tmp_path_factory, "graph.trig", GRAPH)) as engine:
        yield create_app(ServiceContext(engine, Settings(), DatasetFacts("Graph", engine.revision))).test_client()


@pytest.fixture(scope="module")
def description(browser: FlaskClient) -> Any:
    """The description as it is served."""
    response = browser.get("/graph/openapi.json")
    assert (response.status_code, response.mimetype) == (200, "application/json")
    return response.json


def fits(value: Any, schema: dict[str, Any], description: Any) -> bool:
    """Tell whether a value has the type, the members and no other members than a schema of ours says."""
    if "$ref" in schema:
        return fits(value, resolved(schema, description), description)
    names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if type(value) not in [TYPES[name] for name in names] or value not in schema.get("enum", [value]):
        return False
    if isinstance(value, list):
        return all(fits(item, schema["items"], description) for item in value)
    if not isinstance(value, dict):
        return True
    members = schema["properties"]
    is_closed = schema.get("additionalProperties") is False
    return (
        set(schema["required"]) <= value.keys()
        and (not is_closed or value.keys() <= members.keys())
        and all(fits(item, members[name], description) for name, item in value.items() if name in members)
    )


def resolved(item: dict[str, Any], description: Any) -> Any:
    """Return what a reference leads to."""
    if "$ref" not in item:
        return item
    for step in item["$ref"].removeprefix("#/").split("/"):
        description = description[step]
    return description


@pytest.mark.parametrize("path", ANSWERS)
def test_answers_are_as_described(browser: FlaskClient, description: Any, path: str) -> None:
    """An answer and each refusal has the type and the members that the description gives them."""
    responses = description["paths"][path]["get"]["responses"]
    for query in ANSWERS[path]:
        response = browser.get(f"{path}?{query}")
        documented = resolved(responses.get(str(response.status_code), responses["default"]), description)
        assert (response.status_code == 200) == (query == ANSWERS[path][0])
        assert fits(json.loads(response.data), documented["content"][response.mimetype]["schema"], description), query


def test_every_endpoint_is_described_with_its_limits(browser: FlaskClient, description: Any) -> None:
    """What the browser reads and the description are the same endpoints, and the same limits."""
    rules = {rule.rule for rule in browser.application.url_map.iter_rules() if rule.endpoint.startswith("explore.")}
    assert set(description["paths"]) == rules - {"/graph", "/graph/openapi.json"} == set(ANSWERS)
    paths = {item["name"]: item["schema"] for item in description["paths"]["/graph/paths"]["get"]["parameters"]}
    assert (paths["k"]["maximum"], paths["hops"]["maximum"]) == (MOST_PATHS, MOST_HOPS)


def test_what_does_not_fit_is_noticed(description: Any) -> None:
    """The comparison of these tests can fail."""
    node = {"iri": "i", "label": "l", "kind": "k"}
    schema = description["components"]["schemas"]["Node"]
    assert fits(node, schema, description)
    assert not fits({**node, "kind": 1}, schema, description)
    assert not fits({**node, "more": "m"}, schema, description)
    assert not fits({"iri": "i"}, schema, description)
