"""The front in a real service: the same answers as the app alone, and nobody holds it up."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient
    from tests.conftest import RunningService

pytestmark = pytest.mark.server

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LABELS = "SELECT * { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?label"
BY_CONNECTION = {"content-length", "date", "server", "connection", "query-id"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
HTML = {"Accept": "text/html"}
LATEST_HEALTH_SECONDS = 0.1
LATEST_CANCEL_SECONDS = 0.5


def query(text: str, **parameters: str) -> str:
    return f"/sparql?{urlencode({'query': text, **parameters})}"


@pytest.mark.parametrize(
    ("method", "target", "headers", "body"),
    [
        ("GET", query(LABELS), {}, b""),
        ("GET", query(LABELS), {"Accept": "text/csv;q=0.5, text/tab-separated-values"}, b""),
        ("GET", query(LABELS, format="xml"), HTML, b""),
        ("HEAD", query(LABELS), {}, b""),
        ("GET", query(LABELS), {"If-None-Match": "*"}, b""),
        ("POST", "/sparql", FORM, urlencode({"query": LABELS}).encode()),
        ("POST", "/sparql", DIRECT, LABELS.encode()),
        ("QUERY", "/sparql", DIRECT, LABELS.encode()),
        ("GET", query("SELECT * { ?s ?p }"), {}, b""),
        ("GET", query("SELECT * { SERVICE <http://example.org/> {} }"), {}, b""),
        ("GET", query(LABELS), {"Accept": "image/png"}, b""),
        ("GET", query(LABELS), HTML, b""),
        ("POST", "/sparql", {**FORM, **HTML}, b"query=SELECT"),
        ("POST", "/sparql", {"Content-Type": "text/plain"}, b"ASK {}"),
        ("POST", "/sparql", DIRECT, b"ASK \xff"),
        ("GET", "/sparql?query=%FF", {}, b""),
        ("GET", f"{query('ASK {}')}&query=1", {}, b""),
        ("PUT", "/sparql", {}, b"x"),
        ("OPTIONS", "/sparql", {}, b""),
        ("GET", "/nothing/h%C3%A9re%20%ff", {}, b""),
        ("HEAD", "/problem", {}, b""),
        ("GET", "/query", HTML, b""),
        ("DELETE", "/health", {}, b""),
    ],
)
def test_the_front_answers_as_the_app_does(
    trials_service: RunningService, client: FlaskClient, method: str, target: str, headers: Any, body: bytes
) -> None:
    """One protocol, two ways to it: status, headers and body do not depend on the server before the app.

    Tags are of two loadings of the data, so only that both have one is compared.
    """
    headers = {"Accept-Encoding": "identity", "Accept": "*/*", **headers}
    alone = client.open(target, method=method, headers=headers, data=body)
    through = httpx.request(method, trials_service.url + target, headers=headers, content=body)
    assert through.status_code == alone.status_code

    def compared(items: Any) -> set[tuple[str, str]]:
        return {
            (name.lower(), "" if name.lower() == "etag" else ",".join(sorted(value.split(", "))))
            for name, value in items
            if name.lower() not in BY_CONNECTION
        }

    if alone.mimetype != "text/html":  # pages name their own dataset
        assert compared(through.headers.multi_items()) == compared(alone.headers.items())
        assert through.content == alone.data
        assert through.headers.get("content-length") == alone.headers.get("content-length") or not alone.data


def test_the_description_names_the_address_that_was_asked(service: RunningService) -> None:
    """What the front leaves to the app sees the client's own Host."""
    port = urlsplit(service.url).port
    text = httpx.get(f"{service.url}/sparql", headers={"Host": f"graph.example:{port}"}).text
    assert f"<http://graph.example:{port}/sparql>" in text


def test_an_answer_by_every_connection_is_whole(service: RunningService) -> None:
    """Bodies go out compressed where the client asks, and come back as they were."""
    plain = httpx.get(service.url + query("SELECT * { ?s ?p ?o }"), headers={"Accept-Encoding": "identity"})
    for _ in range(2):
        coded = httpx.get(service.url + query("SELECT * { ?s ?p ?o }"), headers={"Accept-Encoding": "gzip"})
        assert coded.headers["Content-Encoding"] == "gzip"
        assert coded.content == plain.content


@contextmanager
def connection(service: RunningService, sent: bytes = b"") -> Iterator[socket.socket]:
    """A connection that has sent these bytes and stays open while the block runs."""
    address = urlsplit(service.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as open_one:
        open_one.sendall(sent)
        yield open_one


def post(body: bytes, length: int | None = None) -> bytes:
    fields = f"Content-Type: application/sparql-query\r\nContent-Length: {length or len(body)}"
    return f"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{fields}\r\n\r\n".encode() + body


def get(target: str, fields: str = "Host: x") -> bytes:
    return f"GET {target} HTTP/1.1\r\n{fields}\r\nConnection: close\r\n\r\n".encode("latin-1")


def everything(open_one: socket.socket) -> bytes:
    parts = []
    while part := open_one.recv(65_536):
        parts.append(part)
    return b"".join(parts)


def running_queries(service: RunningService) -> set[int]:
    """Return the executors of a service that are computing."""
    return {
        pid
        for child in children(service.process.pid)
        for pid in children(child)
        if state_of(pid, "jakgraph-query") in "RT"
    }


def children(pid: int) -> set[int]:
    lists = [path.read_text(encoding="ascii") for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return {int(child) for line in lists for child in line.split()}


def state_of(pid: int, name: str) -> str:
    """Return the state of a process of that name, X where there is none."""
    try:
        found, _, rest = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").partition("(")[2].rpartition(")")
    except (FileNotFoundError, ProcessLookupError):
        return "X"
    return rest.split()[0] if found == name else "X"


def seconds_until(is_met: Any, limit: float) -> float:
    """Return how long a condition took to come true, at most the limit."""
    started = time.monotonic()
    while not is_met() and time.monotonic() - started < limit:
        time.sleep(0.01)
    return time.monotonic() - started


PICTURE = query(ENDLESS).replace("/sparql", "/graph/result")


@pytest.mark.parametrize(
    "sent", [get(query(ENDLESS)), post(ENDLESS.encode()), get(PICTURE)], ids=["GET", "POST", "picture"]
)
def test_a_client_that_hangs_up_stops_its_query(service: RunningService, sent: bytes) -> None:
    """Guarantee 6: nobody computes for a client that has left, half a second later at the latest."""
    with connection(service, sent):
        assert seconds_until(lambda: len(running_queries(service)) == 1, 10) < 10
        time.sleep(0.5)
        assert len(running_queries(service)) == 1
    assert seconds_until(lambda: not running_queries(service), 5) < LATEST_CANCEL_SECONDS


def test_half_sent_bodies_and_idle_connections_hold_nobody_up(service: RunningService) -> None:
    """Guarantee 3: 40 bodies that do not come and 1,000 silent clients; health and queries answer as ever."""
    with ExitStack() as stack, httpx.Client(base_url=service.url) as other:
        for _ in range(40):
            stack.enter_context(connection(service, post(b"ASK {", 1_000)))
        for _ in range(1_000):
            stack.enter_context(connection(service))
        assert other.get("/health").status_code == 200
        started = time.monotonic()
        assert other.get("/health").status_code == 200
        assert time.monotonic() - started < LATEST_HEALTH_SECONDS
        assert other.get(query("ASK { <urn:a> <urn:b> 1 }")).json()["boolean"] is False


def test_health_answers_while_every_place_is_taken(service: RunningService) -> None:
    """Eight clients with runaways, and more than there are threads: health has its own way."""
    with ExitStack() as stack, httpx.Client(base_url=service.url) as other:
        for number in range(40):
            text = ENDLESS.replace("?n", f"?n{number}")
            stack.enter_context(connection(service, post(text.encode())))
        assert other.get("/health").status_code == 200
        answers = [other.get(query(f"ASK {{ <urn:a> <urn:b> {number} }}")) for number in range(5)]
        assert {answer.status_code for answer in answers} <= {200, 503}
        assert all("Retry-After" in answer.headers for answer in answers if answer.status_code == 503)
    assert seconds_until(lambda: not running_queries(service), 5) < 5


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (post(b"ASK {}", 100 * 2**20), 413),
        (post(b"ASK { FILTER " + b"(" * 10_000 + b"1" + b")" * 10_000 + b" }"), 403),
        (
            post(b"3\r\nASK\r\n2\r\n{}\r\n0\r\n\r\n").replace(b"Content-Length: 20", b"Transfer-Encoding: chunked"),
            200,
        ),
        (get("/sparql?query=ASK{}", "Host: x\r\nX: \xff"), 200),
        (get("/sparql?query=\xff"), 400),
        (get("/%00%0d%0aX:y"), 404),
        (get("/sparql", "Host: "), 400),
        (
            get("/sparql?query=ASK{}", "Host: x\r\nAccept: text/csv\r\nAccept: */*;q=0.1"),
            200,
        ),
        (b"NONSENSE\r\n\r\n", 400),
    ],
)
def test_odd_requests_have_an_answer(service: RunningService, sent: bytes, status: int) -> None:
    """Whatever is sent, the answer is the protocol's, never a 500 and never silence."""
    with connection(service, sent) as open_one:
        assert everything(open_one).startswith(f"HTTP/1.1 {status} ".encode())
