"""What is counted, logged and bounded of queries, in process: ``/metrics``, the log, and 429."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from jakgraph.service.app import create_app
from jakgraph.service.journal import LOG_NAME, JsonLines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient

    from jakgraph.service.context import ServiceContext

SECRET = "SELECT ('a-secret' AS ?x) {}"
STRANGER = {"REMOTE_ADDR": "192.0.2.1"}


class Records(logging.Handler):
    """Keeps the records of the log."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(record)


@pytest.fixture
def lines() -> Iterator[Callable[..., list[dict[str, Any]]]]:
    """Give the lines of the log so far."""
    log, records = logging.getLogger(LOG_NAME), Records()
    was = log.level
    log.addHandler(records)
    log.setLevel(logging.INFO)

    def read(*, with_text: bool = False) -> list[dict[str, Any]]:
        form = JsonLines(with_text=with_text)
        return [json.loads(form.format(record)) for record in records.kept]

    yield read
    log.setLevel(was)
    log.removeHandler(records)


@pytest.fixture
def client(context: ServiceContext) -> FlaskClient:
    return create_app(replace(context)).test_client()


def samples(client: FlaskClient) -> dict[tuple[str, ...], float]:
    response = client.get("/metrics")
    assert response.mimetype == "text/plain"
    families = text_string_to_metric_families(response.text)
    return {
        (sample.name, *(sample.labels[key] for key in sorted(sample.labels))): sample.value
        for family in families
        for sample in family.samples
    }


def test_a_query_is_one_line(client: FlaskClient, lines: Callable[..., list[dict[str, Any]]]) -> None:
    """Each query leaves one line: who, what kind, how much, how long, how it ended; its text is a hash."""
    client.get("/sparql", query_string={"query": SECRET})
    (line,) = lines()
    assert {"client": "127.0.0.1", "form": "SELECT", "rows": 1, "outcome": "ok", "kept": False}.items() <= line.items()
    assert set(line) == {"time", "id", "client", "form", "rows", "bytes", "ms", "kept", "outcome", "name", "hash"}
    assert len(line["hash"]) == 16
    assert "a-secret" not in json.dumps(line)


def test_the_text_is_written_where_it_is_wanted(
    client: FlaskClient, lines: Callable[..., list[dict[str, Any]]]
) -> None:
    """``--log-queries`` adds the text, on one line whatever is in it."""
    client.post("/sparql", data={"query": SECRET + "\n#\u2028"})
    assert lines(with_text=True)[0]["text"] == SECRET + "\n#\u2028"


def test_headers_are_not_logged(client: FlaskClient, lines: Callable[..., list[dict[str, Any]]]) -> None:
    """No token goes into the log."""
    client.get("/sparql", query_string={"query": SECRET}, headers={"Authorization": "Bearer t0ken", "Cookie": "t0ken"})
    assert "t0ken" not in json.dumps(lines(with_text=True))


@pytest.mark.parametrize(
    ("address", "outcome"),
    [
        ("/sparql?query=SELECT", "query-syntax"),
        ("/sparql?query=SELECT*{SERVICE<urn:x>{}}", "query-refused"),
        ("/sparql?query=ASK{}&format=turtle", "not-acceptable"),
        ("/store/none", "no-such-graph"),
        ("/store?default", "ok"),
        ("/query?query=ASK{}", "ok"),
        ("/query?query=ASK", "query-syntax"),
    ],
)
def test_every_way_to_ask_is_watched(
    client: FlaskClient, lines: Callable[..., list[dict[str, Any]]], address: str, outcome: str
) -> None:
    """Endpoint, graph store and page: each query ends with ``ok`` or the type of its problem."""
    client.get(address)
    assert [line["outcome"] for line in lines()] == [outcome]


def test_a_known_answer_is_not_modified(client: FlaskClient, lines: Callable[..., list[dict[str, Any]]]) -> None:
    """A 304 costs no evaluation, and the log says so."""
    etag = client.get("/store/entities").headers["ETag"]
    client.get("/store/entities", headers={"If-None-Match": etag})
    assert [line["outcome"] for line in lines()] == ["ok", "not-modified"]


def test_queries_are_counted(client: FlaskClient) -> None:
    """``/metrics`` counts queries by form and outcome, their rows, and none that runs when all have ended."""
    client.get("/sparql", query_string={"query": "SELECT ?x { VALUES ?x {1 2 3} }"})
    client.get("/sparql", query_string={"query": "nonsense"})
    found = samples(client)
    assert found["jakgraph_queries_total", "SELECT", "ok"] == 1
    assert found["jakgraph_queries_total", "unknown", "query-syntax"] == 1
    assert found["jakgraph_result_rows_total",] == 3
    assert found["jakgraph_query_seconds_count",] == 2
    assert found["jakgraph_queries_running",] == 0


def test_metrics_tell_nothing_of_clients_or_queries(client: FlaskClient) -> None:
    """What anybody may read names nobody."""
    client.get("/sparql", query_string={"query": SECRET}, environ_base=STRANGER)
    assert "a-secret" not in client.get("/metrics").text
    assert "192.0.2.1" not in client.get("/metrics").text


def test_who_has_used_his_share_is_429(context: ServiceContext) -> None:
    """Over the share: 429 with Retry-After, at each way to ask; other addresses and pages go on."""
    settings = replace(context.settings, client_seconds=0.000001)
    client = create_app(replace(context, settings=settings)).test_client()
    assert client.get("/sparql?query=ASK{}", environ_base=STRANGER).status_code == 200
    for address in ("/sparql?query=ASK{}%23", "/store/entities", "/query?query=ASK{}"):
        response = client.get(address, environ_base=STRANGER)
        assert response.status_code == 429
        assert int(response.headers["Retry-After"]) >= 1
    assert client.get("/", environ_base=STRANGER).status_code == 200
    assert client.get("/sparql?query=ASK{}%23", environ_base={"REMOTE_ADDR": "192.0.2.2"}).status_code == 200


def test_the_share_is_the_clients_not_the_proxys(context: ServiceContext) -> None:
    """Behind a trusted proxy, addresses are told apart by X-Forwarded-For."""
    settings = replace(context.settings, client_seconds=0.000001, trusted_proxies="192.0.2.1")
    client = create_app(replace(context, settings=settings)).test_client()

    def status(query: str, forwarded: str) -> int:
        headers = {"X-Forwarded-For": forwarded}
        return client.get(f"/sparql?query={query}", headers=headers, environ_base=STRANGER).status_code

    assert status("ASK{}", "198.51.100.1") == 200
    assert status("ASK{}%23", "198.51.100.1") == 429
    assert status("ASK{}%23", "198.51.100.2") == 200
