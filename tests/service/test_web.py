"""What holds for every response: mistakes of ours, addresses behind a proxy, garbage."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jakgraph.errors import DatasetError
from jakgraph.service import answering
from jakgraph.service.app import create_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from jakgraph.service.context import ServiceContext


@pytest.mark.parametrize("mistake", [ZeroDivisionError("secret"), DatasetError("/srv/secret.ttl", "secret")])
def test_a_mistake_of_ours_is_a_500_that_tells_nothing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, mistake: Exception
) -> None:
    """Our bug is a 500 with a problem body, for programs and browsers; the cause goes to the log only."""

    def fail(*_: object) -> None:
        raise mistake

    monkeypatch.setattr(answering, "plan_query", fail)
    for accept, media_type in (("*/*", "application/problem+json"), ("text/html", "text/html")):
        with caplog.at_level(logging.ERROR):
            response = client.get("/sparql?format=json&query=ASK{}", headers={"Accept": accept})
        assert (response.status_code, response.mimetype) == (500, media_type)
        assert "secret" not in response.text
        assert "Traceback" not in response.text
        assert "secret" in caplog.text


def test_the_endpoint_is_named_by_its_public_address(context: ServiceContext) -> None:
    """--public-url: description and pages name the address that clients see."""
    public = replace(context, settings=replace(context.settings, public_url="https://example.org/jak/"))
    client = create_app(public).test_client()
    assert "<https://example.org/jak/sparql>" in client.get("/sparql").text
    assert "https://example.org/jak/sparql" in client.get("/").text


def test_links_work_under_a_path_prefix(client: FlaskClient) -> None:
    """Links on pages are local: a proxy that mounts the service under a path needs nothing else."""
    text = client.get("/", environ_overrides={"SCRIPT_NAME": "/jak"}).text
    assert 'href="/jak/query"' in text
    assert 'href="/jak/static/jakgraph.css' in text
    assert 'href="/query' not in text


printable = st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=255), max_size=40)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "PUT"]),
    path=st.sampled_from(["/sparql", "/query", "/", "/health", "/problem", "/static/none"]),
    query=st.one_of(st.just("query=ASK%7B%7D"), st.binary(max_size=30).map(lambda raw: raw.decode("latin-1"))),
    headers=st.dictionaries(
        st.sampled_from(["Accept", "Content-Type", "If-None-Match", "Content-Encoding", "Origin", "Range", "Host"]),
        printable,
    ),
    body=st.binary(max_size=60),
)
def test_no_request_is_a_500(
    client: FlaskClient, method: str, path: str, query: str, headers: dict[str, str], body: bytes
) -> None:
    """Whatever is sent, the answer is one of the statuses that we mean, and never a 500."""
    response = client.open(path, method=method, query_string=query, headers=headers, data=body)
    assert response.status_code in (200, 204, 206, 303, 304, 400, 403, 404, 405, 406, 413, 415, 416, 503)
    response.close()


@pytest.mark.parametrize("host", ["a b", '<x>"', "a{b}"])
def test_a_host_that_is_none_is_400(client: FlaskClient, host: str) -> None:
    """RFC 9112, 3.2: an invalid Host is answered with 400; it never gets into a description."""
    for path in ("/sparql", "/"):
        assert client.get(path, headers={"Host": host}).status_code == 400
