"""An executor: a forked process that answers the queries of one connection, one after the other, until it closes."""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.errors import EndpointFailed, QueryRefused, QuerySyntaxError, ResultTooLarge
from jakgraph.store import processes, wire
from jakgraph.store.allocator import limit_heap_growth
from jakgraph.store.problems import answer_of

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Mapping

    from jakgraph.store.kinds import Evaluators

_SHORT_BODY = 2**16
"""Bytes of an answer that are rather copied than sent apart from what frames them."""
_CHUNK = 2**16
"""Bytes read at once: more than most requests have, less than what costs the allocator a mapping of its own."""
_KEPT_GROWTH_BYTES = 64 * 2**20
"""An executor whose queries have ever needed more than this is replaced: its memory may not shrink again."""


@dataclass(frozen=True)
class ExecutorConfig:
    """What every executor of a zygote is told."""

    memory_bytes: int
    max_rows: int
    max_result_bytes: int
    max_queries: int
    prefixes: Mapping[str, str]
    base_iri: str = ""
    broker_url: str = ""
    """Where the broker is asked; empty where SERVICE is not allowed at all."""
    grace_seconds: float = 0.0
    """How much of a request's ``seconds`` is beyond the time limit that its client knows."""
    plans_queries: bool = True


def become_executor(
    zygote_pid: int, config: ExecutorConfig, close_in: Callable[[], None] = processes.forbid_files
) -> None:
    """Turn this newly forked process into one that can only compute: it dies with its zygote and opens nothing.

    ``close_in`` is what keeps it from opening anything, or anything else than its job needs.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    processes.die_with_parent(zygote_pid)
    processes.name_process("jakgraph-query")
    processes.offer_to_memory_killer()
    processes.cap_memory(config.memory_bytes)
    limit_heap_growth(config.memory_bytes)
    close_in()


class Executor:
    """Answers requests on one connection, each by the evaluator of its kind."""

    def __init__(
        self, connection: socket.socket, evaluators: Evaluators, config: ExecutorConfig, hello: wire.Hello
    ) -> None:
        self._connection = connection
        self._evaluators = evaluators
        self._config = config
        self._hello = hello
        self._first_peak = processes.peak_memory()
        self._answered = 0

    def serve(self) -> None:
        """Say hello, then answer every request until the other side closes."""
        incoming = wire.Incoming()
        try:
            self._connection.sendall(wire.encode_hello(self._hello))
            while chunk := self._connection.recv(_CHUNK):
                incoming.feed(chunk)
                if frame := incoming.frame():
                    self._reply(wire.decode_request(frame))
        except (BrokenPipeError, ConnectionResetError):
            return

    def _reply(self, request: wire.Request) -> None:
        started = time.perf_counter()
        signal.setitimer(signal.ITIMER_REAL, max(request.seconds, 0.001))
        answer, body = self._answer(request)
        signal.setitimer(signal.ITIMER_REAL, 0)
        self._answered += 1
        header = {
            **vars(answer),
            "milliseconds": (time.perf_counter() - started) * 1000,
            "retire": answer.retire or self._is_worn(),
        }
        start, end = wire.encode_start(header, len(body)), wire.encode_end()
        if len(body) <= _SHORT_BODY:  # in one piece, so that the other side wakes once
            self._connection.sendall(b"".join((start, body, end)))
            return
        for piece in (start, body, end):
            self._connection.sendall(piece)

    def _answer(self, request: wire.Request) -> tuple[wire.Answer, bytes | bytearray]:
        try:
            result = self._evaluators[request.kind].evaluate(request)
        except (QuerySyntaxError, QueryRefused, ResultTooLarge, EndpointFailed, MemoryError) as error:
            return answer_of(error), b""
        return wire.Answer("ok", count=result.count, plan=result.plan), result.body

    def _is_worn(self) -> bool:
        growth = processes.peak_memory() - self._first_peak
        has_worn_out = any(evaluator.is_worn for evaluator in self._evaluators.values())
        return has_worn_out or growth > _KEPT_GROWTH_BYTES or self._answered >= self._config.max_queries
