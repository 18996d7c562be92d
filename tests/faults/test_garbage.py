"""2,000 requests that nobody wrote: garbage, and queries of ours with mistakes in them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, quote_from_bytes

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import serving
from tests.faults.raw import ask, eventually, head, held, open_files, processes, settle

from jakgraph import paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import RunningService

GARBAGE = 1_000
MUTANTS = 1_000
WARMING = 60
GROWTH_BYTES = 16 * 2**20
FRAGMENTS = (
    *(
        "{",
        "}",
        "(",
        ")",
        "<",
        ">",
        '"',
        "'",
        "'''",
        "\\",
        "\\u12",
        "#",
        "?",
        "$x",
        "@en",
        "^^",
        "_:b",
        "[]",
        ";",
        ".",
        "|",
        "^",
        "*",
    ),
    *(
        "SELECT",
        "CONSTRUCT",
        "DESCRIBE",
        "UNION",
        "MINUS",
        "SERVICE <http://127.0.0.1:9/>",
        "FROM <file:///etc/passwd>",
    ),
    *("FILTER(", "BIND(1/0 AS ?z)", "GROUP BY", "HAVING", "LIMIT -1", "OFFSET 99999999999999999999", "VALUES", "UNDEF"),
    *(
        "\x00",
        "\ufffe",
        "é",
        "\U0001f600",
        "1e999",
        "INSERT DATA {}",
        "PREFIX : <",
        "BASE <:>",
        "REGEX('a', '(((a+)+)+)+$')",
    ),
)
TARGETS = ("/", "/sparql", "/query", "/store", "/queries", "/queries/1", "/health", "/metrics", "/search", "/ontology")
MORE_TARGETS = ("/.well-known/void", "/graph", "/static/", "/release/x", "/admin/reload", "/drug/x", "*", "//", "/..")
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "QUERY", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "get", "X-1")
NAMES = ("Accept", "Content-Type", "Content-Encoding", "If-None-Match", "Range", "Authorization", "Origin", "Cookie")
MORE_NAMES = ("Accept-Encoding", "Accept-Language", "X-Forwarded-For", "Forwarded", "Expect", "Upgrade", "Host", "TE")
VALUES = (
    "*/*",
    "text/html;q=2",
    "application/sparql-query",
    "application/x-www-form-urlencoded",
    "gzip;q=nan",
    "bytes=0-",
)
PARAMETERS = ("query", "update", "default-graph-uri", "named-graph-uri", "timeout", "format", "graph", "default", "q")

once = settings(
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
visible = st.binary(max_size=60).map(lambda data: bytes(byte for byte in data if byte not in b"\r\n\x00"))
texts = st.one_of(st.sampled_from(VALUES).map(str.encode), visible)
pairs = st.tuples(st.sampled_from(PARAMETERS), st.binary(max_size=40))


@st.composite
def addresses(draw: st.DrawFn) -> bytes:
    """Draw the target of a request: a path of ours or none, parameters of ours with any bytes."""
    known = st.sampled_from(TARGETS + MORE_TARGETS).map(str.encode)
    path = draw(st.one_of(known, st.binary(max_size=40).map(lambda data: b"/" + quote_from_bytes(data).encode())))
    query = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in draw(st.lists(pairs, max_size=4)))
    return path + (b"?" + query.encode() if query else b"")


@st.composite
def requests(draw: st.DrawFn) -> bytes:
    """Draw a request that is framed as one, whatever is in it."""
    names = st.sampled_from(NAMES + MORE_NAMES).map(str.encode)
    lines = [name + b": " + value for name, value in draw(st.lists(st.tuples(names, texts), max_size=5))]
    body = draw(st.binary(max_size=200))
    method = draw(st.sampled_from(METHODS)).encode()
    first = b"%b %b HTTP/1.1" % (method, draw(addresses()))
    own = (b"Host: localhost", b"Connection: close", b"Content-Length: %d" % len(body))
    return b"\r\n".join((first, *own, *lines, b"", body))


@st.composite
def mutants(draw: st.DrawFn) -> str:
    """Draw a query of ours with one to four mistakes in it."""
    text = draw(st.sampled_from([path.read_text("utf-8") for path in sorted(paths.queries_dir().glob("*.rq"))]))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        middle = draw(st.sampled_from(("", text[start:end] * 2, *FRAGMENTS)))
        text = text[:start] + middle + text[end:]
    return text


@pytest.fixture(scope="module")
def service() -> Iterator[RunningService]:
    """Give a service of the built-in graph with a short limit of time, and without kept answers: they are no leak."""
    with serving("--timeout", "1", "--cache-mb", "0") as running:
        yield running


def test_garbage_is_answered_and_leaves_nothing(service: RunningService) -> None:
    """2,000 such requests: none is answered with 500 or never; no process, file, or memory of one is left over."""
    main = service.process.pid
    settle(main)
    _send(service, WARMING)
    assert eventually(lambda: not _running(service))
    everyone, files, before = len(processes(main)), open_files(main), held(main)
    _send(service, GARBAGE)
    assert service.process.poll() is None
    assert eventually(lambda: not _running(service))
    assert eventually(lambda: len(processes(main)) <= everyone + 4)
    assert eventually(lambda: open_files(main) <= files + 16)
    after = held(main)
    grown = {name: after[name].bytes - known.bytes for name, known in before.items()}
    assert max(grown.values()) < GROWTH_BYTES, grown
    assert "Traceback" not in service.messages()


def _send(service: RunningService, number: int) -> None:
    @settings(once, max_examples=number)
    @given(requests())
    def send_garbage(request: bytes) -> None:
        _check(service, request)

    @settings(once, max_examples=number)
    @given(mutants(), st.booleans())
    def send_mutant(text: str, is_for_people: bool) -> None:
        query = f"query={quote(text, errors='surrogatepass')}"
        _check(service, head("GET", f"/query?{query}", "Accept: text/html") if is_for_people else _form(query.encode()))

    send_garbage()
    send_mutant()


def _form(data: bytes) -> bytes:
    lines = ("Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(data)}")
    return head("POST", "/sparql", *lines) + data


def _check(service: RunningService, request: bytes) -> None:
    answer = ask(service.url, request)
    assert answer.status is None or answer.status < 500 or answer.status == 503, answer.body[:500]


def _running(service: RunningService) -> list[object]:
    found: list[object] = httpx.get(f"{service.url}/queries").json()["queries"]
    return found
