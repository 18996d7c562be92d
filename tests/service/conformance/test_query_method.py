"""The HTTP method QUERY (draft-ietf-httpbis-safe-method-w-body) at ``/sparql``, by rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

DRUGS = "SELECT ?drug { ?drug a <https://w3id.org/jakgraph/ontology#Drug> }"
DIRECT = "application/sparql-query"
PAPER = "https://w3id.org/jakgraph/graph/source/pmid36848918"


def query(client: FlaskClient, data: object = DRUGS, content_type: str | None = DIRECT, **more: str) -> TestResponse:
    return client.open("/sparql", method="QUERY", data=data, content_type=content_type, query_string=more)


def test_the_body_is_the_query(client: FlaskClient) -> None:
    """The content and its media type say what is asked; the answer is that of GET."""
    got = client.get("/sparql", query_string={"query": DRUGS})
    asked = query(client)
    assert (asked.status_code, asked.content_type) == (200, got.content_type)
    assert sorted(map(str, asked.json["results"]["bindings"])) == sorted(map(str, got.json["results"]["bindings"]))


def test_a_form_is_read_too(client: FlaskClient) -> None:
    """Both media types of a posted query are read."""
    assert len(query(client, {"query": DRUGS}, None).json["results"]["bindings"]) == 2


def test_the_address_may_name_the_dataset(client: FlaskClient) -> None:
    """The target's query component counts, as with POST."""
    assert json.loads(query(client, **{"default-graph-uri": PAPER}).data)["results"]["bindings"] == []


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/sparql-update"])
def test_a_media_type_that_is_missing_or_unknown_fails(client: FlaskClient, content_type: str) -> None:
    """A QUERY without a media type that is read MUST fail."""
    assert query(client, content_type=content_type).status_code == 415


def test_without_content_there_is_no_query(client: FlaskClient) -> None:
    """An empty QUERY asks nothing, also not for the service description."""
    assert query(client, "").status_code == 400


def test_it_is_answered_by_negotiation(client: FlaskClient) -> None:
    """Accept counts as for GET."""
    response = client.open("/sparql", method="QUERY", data=DRUGS, content_type=DIRECT, headers={"Accept": "text/csv"})
    assert response.mimetype == "text/csv"


def test_its_answer_is_not_that_of_a_get(client: FlaskClient) -> None:
    """The content is part of what was asked: nothing of a QUERY is kept for a GET of the same address."""
    assert query(client).headers["Cache-Control"] == "no-store"
    assert client.get("/sparql").mimetype == "text/turtle"


def test_options_say_that_it_is_there(client: FlaskClient) -> None:
    """Accept-Query names the media types; Allow and the preflight name the method."""
    response = client.options("/sparql")
    assert response.headers["Accept-Query"] == "application/sparql-query, application/x-www-form-urlencoded"
    assert "QUERY" in response.headers["Allow"]
    assert "QUERY" in response.headers["Access-Control-Allow-Methods"]
