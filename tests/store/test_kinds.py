"""Kinds of job: an executor does whatever has an evaluator."""

from __future__ import annotations

import socket

from jakgraph.store import wire
from jakgraph.store.executor import Executor, ExecutorConfig
from jakgraph.store.results import WrittenResult


class Reverse:
    """A kind of job of its own: the text backwards, so many times."""

    is_worn = False

    def evaluate(self, request: wire.Request) -> WrittenResult:
        return WrittenResult(request.text[::-1].encode() * request.options["times"], 3)


def test_a_request_is_answered_by_the_evaluator_of_its_kind() -> None:
    """Kind, text and options reach the evaluator, and its result travels back as any other's does."""
    config = ExecutorConfig(2**30, 10, 10, 10, {})
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(wire.encode_request(wire.Request("abc", "json", 5, kind="reverse", options={"times": 2}), 5))
        ours.shutdown(socket.SHUT_WR)
        Executor(theirs, {"reverse": Reverse()}, config, wire.Hello(1, "r", 0)).serve()
        incoming = wire.Incoming()
        incoming.feed(ours.recv(65536))
    assert incoming.frame()  # the hello
    frame = incoming.frame()
    assert frame
    answer = wire.decode_answer(frame)
    assert (answer.status, answer.count, frame.body) == ("ok", 3, b"cbacba")
