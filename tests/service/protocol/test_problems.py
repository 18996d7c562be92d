"""The one error body of the service: its shape, and that every error of ours has one."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jakgraph import errors
from jakgraph.service.protocol import faults
from jakgraph.service.protocol.kinds import INTERNAL, KINDS, NEVER_IN_A_REQUEST, kind_of_status
from jakgraph.service.protocol.problems import (
    internal_problem,
    problem_of,
    problem_reply,
    status_problem,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jakgraph.service.protocol.reply import Reply

EXAMPLES: tuple[errors.JakgraphError, ...] = (
    errors.QuerySyntaxError("Unexpected token.", line=2, column=13, token="}", hint="Close the bracket."),
    errors.QueryRefused("SERVICE", "SERVICE asks elsewhere.", line=1, column=10, remedy="Ask there."),
    errors.QueryTimeout(2.5),
    errors.QueryOutOfMemory(2**30),
    errors.ResultTooLarge("max-rows", 1_000),
    errors.QueryCancelled(),
    errors.QueryCrashed(11),
    errors.EndpointFailed("http://a.example/", "status", "It answered with status 500.", remedy="Ask for less."),
    errors.EndpointTimeout("http://a.example/", "timeout", "It had not answered.", remedy="Ask for less."),
    errors.EngineUnavailable("The engine is starting.", retry_after_seconds=3),
    errors.EngineBusy("Too many.", retry_after_seconds=7),
    errors.ParameterError("drug", "'x y' is not a key.", remedy="Write its key."),
    faults.BadRequest("Twice.", parameter="query", remedy="Once."),
    faults.NoSuchGraph(("urn:a",)),
    faults.TooManyRequests(60.0, 5),
    faults.MethodNotAllowed("PUT", ("GET", "POST")),
    faults.NoOperator(),
    faults.ReloadFailed("a.ttl:2:7: no object.", "Mend it.", file="a.ttl", line=2, column=7),
    faults.ReloadUnavailable(),
    faults.TokenMissing(),
    faults.TokenWrong(),
    faults.NotAcceptable("Nothing fits.", ("text/csv",)),
    faults.RequestTimeout(30),
    faults.RequestTooLarge(10),
    faults.UnsupportedMediaType("No.", ("text/plain",)),
)


def subclasses(error: type[errors.JakgraphError]) -> Iterator[type[errors.JakgraphError]]:
    yield error
    for child in error.__subclasses__():
        yield from subclasses(child)


def body_of(reply: Reply) -> dict[str, object]:
    body: dict[str, object] = json.loads(reply.body)
    return body


@pytest.mark.parametrize("error", sorted(subclasses(errors.JakgraphError), key=lambda error: error.__name__))
def test_every_error_is_a_problem_or_cannot_happen_in_a_request(error: type[errors.JakgraphError]) -> None:
    """The mapping from errors to problems is total: a new error is put into exactly one of the two tables."""
    if not error.__module__.startswith(("jakgraph.errors", "jakgraph.service")):
        pytest.skip(f"{error.__module__} is not below the service")
    assert (error in KINDS) != (error in NEVER_IN_A_REQUEST), f"name {error.__name__} in service/protocol/kinds.py"


def test_every_kind_has_an_example_here() -> None:
    """The tests below speak of every error that a request can cause."""
    assert {type(error) for error in EXAMPLES} == set(KINDS)


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_a_problem_has_the_members_of_rfc_9457(error: errors.JakgraphError) -> None:
    """RFC 9457, 3.1: type, title, status and detail, under application/problem+json."""
    reply = problem_reply(problem_of(error))
    body = body_of(reply)
    assert dict(reply.headers)["Content-Type"] == "application/problem+json"
    assert body["type"] == f"https://w3id.org/jakgraph/problem#{KINDS[type(error)].slug}"
    assert body["title"] == KINDS[type(error)].title
    assert body["status"] == reply.status == KINDS[type(error)].status
    assert body["detail"] == error.message
    assert body.get("hint", "") == error.remedy


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_a_problem_may_be_read_from_anywhere_and_is_never_kept(error: errors.JakgraphError) -> None:
    """Errors have the CORS headers of answers, vary by Accept, and stay out of caches."""
    headers = dict(problem_reply(problem_of(error)).headers)
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Vary"] == "Accept, Accept-Encoding"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_every_datum_of_an_error_is_in_its_problem(error: errors.JakgraphError) -> None:
    """Errors carry data; a program gets each of them without reading prose."""
    problem = problem_of(error)
    told = json.dumps(problem.as_dict()) + json.dumps(problem.headers)
    data = {name: value for name, value in inspect.getmembers(error) if name in vars(error)}
    for name, value in data.items():
        for part in value if isinstance(value, tuple) else (value,):
            assert str(part) in told, f"{name}={part!r} is missing from {told}"


def test_a_syntax_error_says_where() -> None:
    """Line, column and token of the mistake are members of their own."""
    body = problem_of(EXAMPLES[0]).as_dict()
    assert (body["line"], body["column"], body["token"], body["hint"]) == (2, 13, "}", "Close the bracket.")


@pytest.mark.parametrize(
    ("error", "limit"),
    [
        (errors.QueryTimeout(2.5), {"name": "timeout", "value": 2.5, "unit": "second"}),
        (errors.QueryOutOfMemory(2**30), {"name": "memory", "value": 2**30, "unit": "byte"}),
        (errors.ResultTooLarge("max-rows", 5), {"name": "max-rows", "value": 5, "unit": "row"}),
        (errors.ResultTooLarge("max-result-mb", 5), {"name": "max-result-mb", "value": 5, "unit": "MiB"}),
    ],
)
def test_a_limit_is_named_with_its_value_and_unit(error: errors.JakgraphError, limit: dict[str, object]) -> None:
    """Whoever passes a limit is told which, how high it is, and in what unit."""
    assert problem_of(error).as_dict()["limit"] == limit


@pytest.mark.parametrize(
    ("error", "seconds"),
    [(errors.EngineBusy("x", retry_after_seconds=7), "7"), (errors.EngineUnavailable("x"), "1")],
)
def test_an_engine_without_a_place_says_when_to_come_back(error: errors.JakgraphError, seconds: str) -> None:
    """RFC 9110, 15.6.4: 503 with Retry-After in whole seconds."""
    reply = problem_reply(problem_of(error))
    assert (reply.status, dict(reply.headers)["Retry-After"]) == (503, seconds)


def test_a_timeout_asks_to_wait_for_the_length_of_its_limit() -> None:
    """A client that repeats a runaway does so no more often than the limit allows."""
    reply = problem_reply(problem_of(errors.QueryTimeout(2.5)))
    assert (reply.status, dict(reply.headers)["Retry-After"]) == (503, "3")


def test_405_names_the_allowed_methods() -> None:
    """RFC 9110, 15.5.6: 405 comes with Allow."""
    reply = problem_reply(problem_of(faults.MethodNotAllowed("PUT", ("GET", "POST"))))
    assert dict(reply.headers)["Allow"] == "GET, POST"


def test_415_names_the_readable_types() -> None:
    """W3C LDP, 7.1: Accept-Post lists what a POST may hold."""
    reply = problem_reply(problem_of(faults.UnsupportedMediaType("x", ("a/b", "c/d"))))
    assert dict(reply.headers)["Accept-Post"] == "a/b, c/d"


def test_an_error_of_starting_tells_a_client_nothing() -> None:
    """An error that no request can cause is our mistake: 500, without its text."""
    problem = problem_of(errors.DatasetError("/srv/secret.ttl", "bad"))
    assert problem.kind is INTERNAL
    assert "secret" not in json.dumps(problem.as_dict())
    assert internal_problem().as_dict()["status"] == 500


@pytest.mark.parametrize(("status", "type_"), [(404, "about:blank"), (405, "method-not-allowed"), (418, "about:blank")])
def test_a_status_of_the_framework_is_a_problem_too(status: int, type_: str) -> None:
    """RFC 9457, 4.2.1: about:blank where the status says all there is."""
    body = status_problem(status, "x").as_dict()
    assert str(body["type"]).endswith(type_)
    assert (body["status"], bool(body["title"])) == (status, True)


def test_a_status_without_a_name_is_still_a_problem() -> None:
    """Any number can come from the framework."""
    assert kind_of_status(599).title == "Status 599"


def test_the_documentation_lists_every_kind_with_its_status() -> None:
    """docs/sparql-endpoint.md names each type beside its status, and no other."""
    text = (Path(__file__).parents[3] / "docs" / "sparql-endpoint.md").read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if re.match(r"\| \d{3} \|", row)]
    listed = {(slug, int(row[2:5])) for row in rows for slug in re.findall(r"`([a-z-]+-[a-z-]+|internal)`", row)}
    assert listed == {(kind.slug, kind.status) for kind in (*KINDS.values(), INTERNAL)}
