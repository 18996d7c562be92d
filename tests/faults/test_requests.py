"""Requests that are too large, too deep, not UTF-8, compressed, or meant to come back as a header of their own."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pytest
from tests.faults.raw import ask, head, memory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import RunningService

MIB = 2**20
QUERY_TYPE = "Content-Type: application/sparql-query"
DEEP = 10_000
TOO_MUCH_FOR_URLS = (None, 400, 414, 431)


def test_query_of_100_mb_is_refused_unread(service: RunningService) -> None:
    """A body that announces 100 MB gets 413 before it is sent; one that does not, as soon as it is too long."""
    before = memory(service.process.pid)
    announced = ask(service.url, [head("POST", "/sparql", QUERY_TYPE, f"Content-Length: {100 * MIB}"), *_megabytes()])
    chunked = head("POST", "/sparql", QUERY_TYPE, "Transfer-Encoding: chunked")
    unannounced = ask(service.url, [chunked, *(b"%x\r\n%b\r\n" % (len(part), part) for part in _megabytes())])
    assert announced.status == 413
    assert unannounced.status in (413, None)  # closed on one that goes on sending, which may cost it the answer
    assert memory(service.process.pid) - before < 30 * MIB
    assert _is_well(service)


def test_address_of_100_mb_is_refused_unread(service: RunningService) -> None:
    """An address has a bound, beyond which it is not read on."""
    before = memory(service.process.pid)
    answer = ask(service.url, [b"GET /sparql?query=", *_megabytes(), b" HTTP/1.1\r\nHost: localhost\r\n\r\n"])
    assert answer.status in TOO_MUCH_FOR_URLS
    assert memory(service.process.pid) - before < 30 * MIB
    assert _is_well(service)


def _megabytes() -> Iterator[bytes]:
    return (b" " * MIB for _ in range(100))


@pytest.mark.parametrize(
    ("pattern", "opening", "closing"),
    [
        ("SELECT * { ↓ ?a ?b ?c ↑ }", "{", "}"),
        ("SELECT * { ?a ?b ?c FILTER(↓ 1 ↑) }", "(", ")"),
        ("SELECT * { ?a ↓ <urn:p> ↑ ?c }", "(", ")"),
        ("SELECT * { ?a ↓ <urn:p> ?c }", "<urn:p> / ", ""),
        ("SELECT * { ↓ { ?a ?b ?c } }", "{ ?a ?b ?c } UNION ", ""),
        ("SELECT * { ?a ?b ?c ↓ ↑ }", "OPTIONAL { ?a ?b ?c ", "}"),
        ("SELECT * { ?a ?b ?c FILTER(↓ true) }", "!", ""),
        ("SELECT * { ?a ?b ↓ ?c ↑ }", "(", ")"),
        ("SELECT * { ?a ?b ↓ ?p ?o ↑ }", "[ ?p ", "]"),
        ("SELECT * { ?a ?b ?c ↓ ↑ }", "FILTER EXISTS { ?a ?b ?c ", "}"),
        ("SELECT * { ↓ ?a ?b ?c ↑ }", "{ SELECT * { ", "} }"),
        ("↓", "{" * 100, ""),
    ],
    ids=repr,
)
def test_deep_query_is_refused(service: RunningService, pattern: str, opening: str, closing: str) -> None:
    """Nesting of 10,000 levels is an error of the query, told as one, and costs no process its life."""
    text = pattern.replace("↓", opening * DEEP).replace("↑", closing * DEEP)
    answer = httpx.post(f"{service.url}/sparql", data={"query": text}, timeout=15)
    assert answer.status_code in (httpx.codes.BAD_REQUEST, httpx.codes.FORBIDDEN)
    assert answer.headers["content-type"] == "application/problem+json"
    assert _is_well(service)


@pytest.mark.parametrize(
    "request_bytes",
    [
        head("GET", "/sparql?query=ASK%20%7B%7D%20%23%ff%fe"),
        head("GET", "/sparql?query=ASK{}\udcff"),
        head("GET", "/sparql?%ff=1&query=ASK%7B%7D%ff"),
        head("GET", "/drug/%ff%fe"),
        head("GET", "/store/%c3%28"),
        head("GET", "/store?graph=urn:%ed%a0%80"),
        head("GET", "/search?q=%ff"),
        head("GET", "/sparql?query=ASK%7B%7D", "Accept: \udcff\udcfe"),
        head("GET", "/sparql?query=ASK%7B%7D", 'If-None-Match: "\udcff"'),
        head("GET", "/", "X-\udcff: 1"),
        head("POST", "/sparql", QUERY_TYPE, "Content-Length: 8") + b"ASK {} \xff",
        head("POST", "/sparql", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 9")
        + b"query=\xc3\x28\xff",
        head("POST", "/sparql", f"{QUERY_TYPE}; charset=\udcff", "Content-Length: 6") + b"ASK {}",
        head("POST", "/query", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 9")
        + b"query=\xff\xfe\xff",
    ],
    ids=repr,
)
def test_bytes_that_are_not_utf8(service: RunningService, request_bytes: bytes) -> None:
    """Bytes that are no UTF-8, wherever they stand, are the client's mistake and never ours."""
    answer = ask(service.url, request_bytes)
    assert answer.status is not None
    assert answer.status < 500
    assert _is_well(service)


@pytest.mark.parametrize("line_end", ["%0d%0a", "%0a", "%0d", "%c4%8d%c4%8a", "%e5%98%8d%e5%98%8a"])
@pytest.mark.parametrize(
    "target",
    [
        "/sparql?query=ASK%7B%7D&format=json{end}Injected:%20yes",
        "/sparql?query=ASK%7B%7D&default-graph-uri=urn:x{end}Injected:%20yes",
        "/sparql?query=ASK%7B%7D{end}Injected:%20yes",
        "/sparql?qu{end}Injected:%20yes&query=x",
        "/store?graph=urn:x{end}Injected:%20yes",
        "/store/graph{end}Injected:%20yes",
        "/drug/baricitinib{end}Injected:%20yes",
        "/ontology/1{end}Injected:%20yes",
        "/query?query=ASK%7B%7D&format=json{end}Injected:%20yes",
        "/queries/1{end}Injected:%20yes",
        "/{end}Injected:%20yes",
    ],
)
def test_line_ends_make_no_header(service: RunningService, target: str, line_end: str) -> None:
    """What comes back of an address in a header stays on its line, for programs and for browsers."""
    for accept in ("*/*", "text/html"):
        answer = ask(service.url, head("GET", target.format(end=line_end), f"Accept: {accept}"))
        assert answer.status is not None
        assert answer.status < 500
        assert not [name for name, _ in answer.headers if name.lower() == "injected"]


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """Return 200 MB of blanks as the megabyte that gzip makes of them."""
    return gzip.compress(b" " * (200 * MIB), 1)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, gzip", "identity, gzip"])
@pytest.mark.parametrize("target", ["/sparql", "/query", "/store?graph=urn:x"])
def test_compressed_bodies_are_not_unpacked(service: RunningService, bomb: bytes, target: str, coding: str) -> None:
    """A body with a content coding is refused as it is, so that there is nothing to blow up."""
    lines = (QUERY_TYPE, f"Content-Encoding: {coding}", f"Content-Length: {len(bomb)}")
    before = memory(service.process.pid)
    answer = ask(service.url, head("POST", target, *lines) + bomb)
    assert answer.status in ((415,) if target == "/sparql" else (405, 415))
    assert memory(service.process.pid) - before < 30 * MIB


def test_addresses_of_the_tests_are_real(service: RunningService) -> None:
    """The address into which line ends are put answers without them."""
    target = quote("/sparql?query=ASK{}&format=json", safe="/?=&")
    assert httpx.get(service.url + target).json()["boolean"] is True


def _is_well(service: RunningService) -> bool:
    answer = httpx.get(f"{service.url}/sparql", params={"query": "ASK {}"})
    return answer.status_code == httpx.codes.OK and service.process.poll() is None
