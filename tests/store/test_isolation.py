"""Nothing outward: no query reaches a socket or a file, with the gate and without it."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from tests.store.test_inspection import SERVICE_CALLS

from jakgraph.errors import QueryRefused, QuerySyntaxError
from jakgraph.store import wire
from jakgraph.store.inspection import inspect_query
from jakgraph.store.jobs import QueryJob

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.conftest import LoopbackTrap

    from jakgraph.store.engine import Engine
    from jakgraph.store.supervisor import Supervisor


def ask_past_the_gate(socket_path: Path, request: wire.Request) -> tuple[wire.Answer, bytes]:
    """Send a request straight to an executor, as if inspection had let everything through."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(str(socket_path))
        connection.sendall(wire.encode_request(request, request.seconds))
        incoming = wire.Incoming()
        frames: list[wire.Frame] = []
        while len(frames) < 2:
            incoming.feed(connection.recv(65536))
            while frame := incoming.frame():
                frames.append(frame)
    return wire.decode_answer(frames[1]), frames[1].body


@pytest.mark.parametrize("text", SERVICE_CALLS)
def test_service_reaches_nobody(engine: Engine, trap: LoopbackTrap, text: str) -> None:
    """The gate refuses it, and nobody has been asked."""
    hits = trap.hits
    with pytest.raises(QueryRefused):
        engine.evaluate(QueryJob(text.replace("TRAP", trap.url), "json"))
    assert trap.hits == hits


@pytest.mark.parametrize("text", SERVICE_CALLS)
def test_service_reaches_nobody_past_the_gate(supervisor: Supervisor, trap: LoopbackTrap, text: str) -> None:
    """Second wall: an executor cannot open a socket, so even an unseen SERVICE fails or is empty."""
    hits = trap.hits
    request = wire.Request(text.replace("TRAP", trap.url), "json", 5)
    answer, _ = ask_past_the_gate(supervisor.socket_path, request)
    assert answer.status in {"ok", "refused", "syntax"}
    assert trap.hits == hits


@pytest.mark.parametrize("clause", ["FROM <{}>", "FROM NAMED <{}>"])
def test_graphs_elsewhere_are_neither_asked_for_nor_read(
    supervisor: Supervisor, engine: Engine, trap: LoopbackTrap, tmp_path: Path, clause: str
) -> None:
    """FROM with an address or a file is refused; past the gate it is empty."""
    canary = tmp_path / "canary.ttl"
    canary.write_text("<http://e/s> <http://e/p> 'canary' .", encoding="utf-8")
    hits = trap.hits
    for graph in (trap.url, canary.as_uri()):
        text = f"SELECT * {clause.format(graph)} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
        with pytest.raises(QueryRefused, match=graph):
            engine.evaluate(QueryJob(text, "json"))
        _, body = ask_past_the_gate(supervisor.socket_path, wire.Request(text, "json", 5))
        assert b"canary" not in body
    assert trap.hits == hits


@pytest.mark.parametrize("text", ["LOAD <{}>", "LOAD SILENT <{}> INTO GRAPH <http://g>"])
def test_load_is_no_query_on_either_side_of_the_gate(supervisor: Supervisor, trap: LoopbackTrap, text: str) -> None:
    """An update is a syntax error for the gate and for the executor."""
    hits = trap.hits
    with pytest.raises(QuerySyntaxError, match="LOAD changes data"):
        inspect_query(text.format(trap.url))
    answer, _ = ask_past_the_gate(supervisor.socket_path, wire.Request(text.format(trap.url), "json", 5))
    assert answer.status == "syntax"
    assert trap.hits == hits


def test_functions_that_need_the_system_still_work(engine: Engine) -> None:
    """Time, chance and hashes need no file once the executor runs."""
    text = 'SELECT (NOW() AS ?a) (RAND() AS ?b) (UUID() AS ?c) (SHA256("x") AS ?d) (STRUUID() AS ?e) {}'
    assert engine.evaluate(QueryJob(text, "csv")).count == 1
