"""Federated queries from end to end of the engine: a real broker, real executors, real endpoints on loopback."""

from __future__ import annotations

import json
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from tests.store.conftest import eventually
from tests.store.federation.conftest import Reply

from jakgraph.errors import (
    EndpointFailed,
    EndpointTimeout,
    QueryCancelled,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    ResultTooLarge,
)
from jakgraph.store.cancellation import Cancellation
from jakgraph.store.jobs import QueryJob

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.store.conftest import LoopbackTrap
    from tests.store.federation.conftest import Elsewhere, Federation

    from jakgraph.store.engine import Engine

    Federate = Callable[..., Federation]

EX = "PREFIX ex: <https://example.org/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
DEAD = "http://127.0.0.1:9/sparql"
"""Nobody listens at the port of "discard"."""


def rows_of(engine: Engine, text: str) -> list[dict[str, str]]:
    """Return the solutions of a query: values by variable."""
    found: dict[str, Any] = json.loads(engine.evaluate(QueryJob(text, "json")).body)
    return [{name: term["value"] for name, term in row.items()} for row in found["results"]["bindings"]]


def test_rows_of_an_endpoint_are_joined_with_our_own(federate: Federate, elsewhere: Elsewhere) -> None:
    """The engine itself evaluates SERVICE: what the endpoint answers is joined by the names of the variables."""
    engine = federate(elsewhere.url()).engine
    text = f"{EX}SELECT * {{ ?s rdfs:label ?l SERVICE <{elsewhere.url()}> {{ ?s ex:note ?n }} }}"
    assert rows_of(engine, text) == [{"s": "https://example.org/a", "l": "A", "n": "from elsewhere"}]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { service <URL> { ?s ex:note ?n } }",
        "PREFIX there: <BASE> SELECT * { SERVICE there:sparql { ?s ex:note ?n } }",
        "PREFIX : <URL> SELECT * { SERVICE : { ?s ex:note ?n } }",
        "BASE <BASE> SELECT * { SERVICE <sparql> { ?s ex:note ?n } }",
        "BASE <BASE> PREFIX there: <spa> SELECT * { SERVICE SILENT there:rql { ?s ex:note ?n } }",
        "SELECT * { { SELECT * { SERVICE <URL> { ?s ex:note ?n } } LIMIT 1 } }",
        "SELECT * { ex:a rdfs:label ?l OPTIONAL { SERVICE <URL> { ?s ex:note ?n } } }",
        "SELECT * { SERVICE#>\n<URL>#{\n{ ?s ex:note ?n } } # SERVICE <http://a/> {",
        "SELECT ?n { BIND('é \\u00e9' AS ?e) SERVICE <URL> { ?s ex:note ?n } }",
        "SELECT ?n { FILTER(1<2) { SERVICE <URL> { ?s ex:note ?n } } UNION { SERVICE <URL> { ?s ex:note ?n } } }",
    ],
)
def test_an_endpoint_may_be_named_in_every_way(federate: Federate, elsewhere: Elsewhere, text: str) -> None:
    """By its address, by a prefix or against a base, anywhere in the query, with comments between."""
    engine = federate(elsewhere.url()).engine
    text = EX + text.replace("URL", elsewhere.url()).replace("BASE <BASE>", f"BASE <{elsewhere.url('/')}>")
    rows = rows_of(engine, text.replace("<BASE>", f"<{elsewhere.url('/')}>"))
    assert {row["n"] for row in rows} == {"from elsewhere"}
    assert {request.path for request in elsewhere.requests} == {"/sparql"}


def test_the_endpoint_is_told_the_pattern_and_nothing_about_the_client(
    federate: Federate, elsewhere: Elsewhere
) -> None:
    """A query by POST, with neither cookies nor credentials, also after the endpoint has set a cookie."""
    elsewhere.at("/sparql", Reply(headers={"Set-Cookie": "a=b; Path=/"}))
    engine = federate(elsewhere.url()).engine
    for _ in range(2):
        rows_of(engine, f"{EX}SELECT * {{ SERVICE <{elsewhere.url()}> {{ ?s ex:note ?n }} }}")
    first, second = elsewhere.requests
    assert first.headers == second.headers
    assert set(first.headers) == {"host", "accept", "accept-encoding", "content-type", "content-length", "user-agent"}
    assert (first.method, first.headers["content-type"]) == ("POST", "application/sparql-query")
    assert first.body == "SELECT * WHERE { ?s <https://example.org/note> ?n . }"


def test_a_query_asks_the_same_thing_once(federate: Federate, elsewhere: Elsewhere) -> None:
    """Where the engine evaluates a clause for each of 400 rows, the endpoint still has one request; per query."""
    engine = federate(elsewhere.url()).engine
    text = f"{EX}ASK {{ ?x ex:number ?o FILTER NOT EXISTS {{ SERVICE <{elsewhere.url()}> {{ ?s ex:note ?n }} }} }}"
    for _ in range(2):
        engine.evaluate(QueryJob(text, "json"))
    assert len(elsewhere.requests) == 2


def test_a_query_asks_an_endpoint_that_fails_once(federate: Federate, elsewhere: Elsewhere) -> None:
    """A failure holds for the whole query, where it is SILENT too."""
    elsewhere.at("/sparql", Reply(status=500))
    engine = federate(elsewhere.url()).engine
    clause = f"SERVICE SILENT <{elsewhere.url()}> {{ ?s ex:note ?n }}"
    assert rows_of(engine, f"{EX}SELECT (COUNT(?x) AS ?c) {{ ?x ex:number ?o FILTER EXISTS {{ {clause} }} }}") == [
        {"c": "400"}
    ]
    assert len(elsewhere.requests) == 1


@pytest.mark.parametrize(
    ("reply", "reason", "words"),
    [
        (Reply(status=500, content_type="text/plain", pieces=(b"out of\nlicence",)), "status", "500: out of licence"),
        (Reply(status=404, content_type="text/html", pieces=(b"<html>",)), "status", r"status 404\."),
        (Reply(content_type="text/html", pieces=(b"<html>",)), "not-sparql", "answered with text/html"),
        (Reply(pieces=(b"{junk",)), "not-sparql", "well formed"),
        (Reply(headers={"Content-Encoding": "gzip"}), "not-sparql", "results of a query"),
        (Reply(pieces=(b" " * 2**21,)), "too-large", "1 MiB"),
        (Reply(pieces=(b'{"head":{"vars":[]},',), length=400), "unreachable", "could not be reached"),
        (Reply(status=303, headers={"Location": "/sparql"}), "redirect", "circle"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_endpoint_that_fails_is_named(
    federate: Federate, elsewhere: Elsewhere, reply: Reply, reason: str, words: str
) -> None:
    """The error says which endpoint, what went wrong and how to mend it, and nothing of the broker's address."""
    elsewhere.at("/sparql", reply)
    running = federate(elsewhere.url(), service_bytes=2**20)
    with pytest.raises(EndpointFailed, match=words) as caught:
        rows_of(running.engine, f"SELECT * {{ SERVICE <{elsewhere.url()}> {{ ?s ?p ?n }} }}")
    assert (caught.value.endpoint, caught.value.reason) == (elsewhere.url(), reason)
    assert running.keeper.url.rsplit("/", 1)[1] not in str(caught.value)


def test_an_endpoint_that_nobody_serves_is_named(federate: Federate) -> None:
    """Connection refused: the listed endpoint cannot be reached."""
    with pytest.raises(EndpointFailed, match="could not be reached") as caught:
        rows_of(federate(DEAD).engine, f"SELECT * {{ SERVICE <{DEAD}> {{ ?s ?p ?n }} }}")
    assert (caught.value.endpoint, caught.value.reason) == (DEAD, "unreachable")


@pytest.mark.parametrize("kind", ["dead", "slow", "html", "cut"])
def test_silent_goes_on_without_the_endpoint(federate: Federate, elsewhere: Elsewhere, kind: str) -> None:
    """SERVICE SILENT binds nothing where the endpoint fails, also where it is too slow for the query's time."""
    elsewhere.at("/slow", Reply(seconds=30))
    elsewhere.at("/html", Reply(content_type="text/html"))
    elsewhere.at("/cut", Reply(length=4000))
    url = DEAD if kind == "dead" else elsewhere.url(f"/{kind}")
    engine = federate(url, timeout_seconds=2.5).engine
    text = f"{EX}SELECT * {{ ex:a rdfs:label ?l SERVICE SILENT <{url}> {{ ?s ?p ?n }} }}"
    assert rows_of(engine, text) == [{"l": "A"}]


def test_an_endpoint_that_is_too_slow_is_named_before_the_query_ends(federate: Federate, elsewhere: Elsewhere) -> None:
    """What is left of the query's time is told to the broker, so the client learns who was slow, within the limit."""
    elsewhere.at("/sparql", Reply(pieces=(b" ",) * 1000, seconds=0.1))
    engine = federate(elsewhere.url(), timeout_seconds=3.0).engine
    started = time.monotonic()
    with pytest.raises(EndpointTimeout, match="had not answered"):
        rows_of(engine, f"SELECT * {{ SERVICE <{elsewhere.url()}> {{ ?s ?p ?n }} }}")
    assert time.monotonic() - started < 3.0
    assert eventually(lambda: elsewhere.left == 1)


def test_a_client_with_little_patience_learns_who_was_slow(federate: Federate, elsewhere: Elsewhere) -> None:
    """The limit that counts is the query's own, which its client may have lowered."""
    elsewhere.at("/sparql", Reply(seconds=30))
    engine = federate(elsewhere.url(), timeout_seconds=20.0).engine
    job = QueryJob(f"SELECT * {{ SERVICE <{elsewhere.url()}> {{ ?s ?p ?n }} }}", "json", timeout_seconds=1.0)
    with pytest.raises(EndpointTimeout):
        engine.evaluate(job)


def test_a_query_that_waits_for_others_is_in_nobodys_way(federate: Federate, elsewhere: Elsewhere) -> None:
    """It takes no fast place until its like has shown that the endpoint is quick: with one place, others still run."""
    elsewhere.at("/sparql", Reply(seconds=2))
    running = federate(elsewhere.url(), fast_slots=1, fast_wait_seconds=0.0)
    text = f"SELECT * {{ SERVICE <{elsewhere.url()}> {{ ?s ?p ?n }} }}"
    waiting = threading.Thread(target=rows_of, args=(running.engine, text))
    waiting.start()
    assert eventually(lambda: len(elsewhere.requests) == 1)
    assert rows_of(running.engine, f"{EX}SELECT ?l {{ ex:a rdfs:label ?l }}") == [{"l": "A"}]
    waiting.join()


def test_a_query_that_is_ended_lets_the_endpoint_go(federate: Federate, elsewhere: Elsewhere) -> None:
    """At the time limit of a query that is busy elsewhere, and when it is cancelled, the broker hangs up."""
    elsewhere.at("/sparql", Reply(seconds=30))
    engine = federate(elsewhere.url(), timeout_seconds=20.0).engine
    job = QueryJob(f"SELECT * {{ SERVICE <{elsewhere.url()}> {{ ?s ?p ?n }} }}", "json")
    stop = Cancellation()
    threading.Timer(0.6, stop.cancel).start()
    started = time.monotonic()
    with pytest.raises(QueryCancelled):
        engine.evaluate(job, stop)
    assert time.monotonic() - started < 1.5
    assert eventually(lambda: elsewhere.left == 1, 1.0)


def test_the_time_limit_holds_while_the_engine_works_on_an_answer(federate: Federate, elsewhere: Elsewhere) -> None:
    """After the endpoint has answered, the query is like any other: killed at its limit."""
    engine = federate(elsewhere.url(), timeout_seconds=1.5).engine
    runaway = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
    with pytest.raises(QueryTimeout):
        rows_of(engine, f"SELECT (COUNT(*) AS ?x) {{ SERVICE <{elsewhere.url()}> {{ ?s ?p ?n }} {runaway} }}")


def test_a_result_of_a_federated_query_has_the_limits_of_all(federate: Federate, elsewhere: Elsewhere) -> None:
    """Rows beyond the limit are an error, not a part."""
    engine = federate(elsewhere.url(), max_rows=100).engine
    with pytest.raises(ResultTooLarge):
        rows_of(engine, f"{EX}SELECT * {{ ?x ex:number ?o SERVICE <{elsewhere.url()}> {{ ?s ?p ?n }} }}")


def test_mistakes_keep_their_place(federate: Federate, elsewhere: Elsewhere) -> None:
    """Line, column and token are those of the text that was sent, and nobody is asked to find them."""
    engine = federate(elsewhere.url()).engine
    with pytest.raises(QuerySyntaxError) as caught:
        rows_of(engine, f"ASK {{ SERVICE <{elsewhere.url()}> {{ ?s ?p ?n }} }}\n  LIMIT x")
    assert (caught.value.line, caught.value.token) == (2, "x")
    assert elsewhere.requests == []


@pytest.mark.parametrize("name", ["TRAP", "REDIRECT"])
def test_nobody_else_is_reached(federate: Federate, elsewhere: Elsewhere, trap: LoopbackTrap, name: str) -> None:
    """Neither an endpoint that is not listed, nor where a listed one sends to."""
    hits = trap.hits
    for status in (301, 302, 303, 307, 308):
        elsewhere.at("/sparql", Reply(status=status, headers={"Location": trap.url}))
        engine = federate(elsewhere.url()).engine
        url = trap.url if name == "TRAP" else elsewhere.url()
        with pytest.raises((QueryRefused, EndpointFailed), match=r"not (among|listed)"):
            rows_of(engine, f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?n }} }}")
        if name == "TRAP":
            break
    assert trap.hits == hits


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_a_listed_endpoint_is_followed(federate: Federate, elsewhere: Elsewhere, status: int) -> None:
    """The same query is sent on, as a query."""
    elsewhere.at("/old", Reply(status=status, headers={"Location": "/sparql"}))
    engine = federate(elsewhere.url("/old"), elsewhere.url()).engine
    assert rows_of(engine, f"SELECT ?n {{ SERVICE <{elsewhere.url('/old')}> {{ ?s ?p ?n }} }}")
    assert [(request.method, request.path) for request in elsewhere.requests] == [("POST", "/old"), ("POST", "/sparql")]


def test_a_listed_name_may_not_lead_to_an_address_that_is_not_public(federate: Federate, elsewhere: Elsewhere) -> None:
    """``localhost`` is a name, and whoever resolves it decides where it leads: it is not asked, unless ..."""
    url = elsewhere.url(host="localhost")
    with pytest.raises(EndpointFailed, match="not public") as caught:
        rows_of(federate(url).engine, f"SELECT ?n {{ SERVICE <{url}> {{ ?s ?p ?n }} }}")
    assert (caught.value.reason, elsewhere.requests) == ("address", [])


def test_unless_the_operator_names_its_network(federate: Federate, elsewhere: Elsewhere) -> None:
    """... the operator says that the network is meant."""
    url = elsewhere.url(host="localhost")
    engine = federate(url, service_networks="127.0.0.0/8, ::1").engine
    assert rows_of(engine, f"SELECT ?n {{ SERVICE <{url}> {{ ?s ?p ?n }} }}")


def test_a_query_cannot_cause_any_number_of_requests(federate: Federate, elsewhere: Elsewhere) -> None:
    """A query that asks more different things than is decent is told so, and the endpoint is left alone."""
    engine = federate(elsewhere.url(), timeout_seconds=20.0).engine
    clauses = " ".join(f"{{ SERVICE <{elsewhere.url()}> {{ ?s ex:p{n} ?n }} }} UNION" for n in range(60))
    with pytest.raises(EndpointFailed, match="more than 50") as caught:
        rows_of(engine, f"{EX}SELECT * {{ {clauses} {{ }} }}")
    assert caught.value.reason == "too-many"
    assert len(elsewhere.requests) == 50


def test_nothing_inside_a_clause_names_the_broker(federate: Federate, elsewhere: Elsewhere) -> None:
    """Where the engine finds a clause inside another that the gate found beside it, the endpoint is not asked."""
    running = federate(elsewhere.url())
    clause = f"SERVICE <{elsewhere.url()}>"
    text = f"SELECT * {{ {clause} {{ ?s ?p ?o FILTER(?s<?p#> ) }}\n ) {clause} {{ ?a ?b ?c }} }} }}"
    with pytest.raises((EndpointFailed, QueryRefused), match="SERVICE"):
        rows_of(running.engine, text)
    assert elsewhere.requests == []


def test_no_answer_names_the_broker(federate: Federate, elsewhere: Elsewhere) -> None:
    """Where the engine finds a string in which the gate found a clause, there is no answer."""
    running = federate(elsewhere.url())
    text = f"SELECT * {{ BIND((1<?x#>\n) AS ?b) BIND('\n#>' AS ?c) SERVICE <{elsewhere.url()}> {{ ?s ?p ?o }} }}"
    with suppress(QuerySyntaxError, QueryRefused):
        body = running.engine.evaluate(QueryJob(text, "json")).body
        assert running.keeper.url.encode() not in body
