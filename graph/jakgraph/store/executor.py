"""An executor: a forked process that answers the queries of one connection, one after the other, until it closes."""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from jakgraph.errors import QueryRefused, QuerySyntaxError, ResultTooLarge
from jakgraph.store import processes, wire
from jakgraph.store.inspection import resolved
from jakgraph.store.problems import answer_of
from jakgraph.store.results import ResultLimits, WrittenResult, write_result
from jakgraph.store.syntax import explain

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping

    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

    from jakgraph.store.dataset import Dataset

_CHUNK = 2**18
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


def become_executor(zygote_pid: int, config: ExecutorConfig) -> None:
    """Turn this newly forked process into one that can only compute: it dies with its zygote and opens nothing."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    processes.die_with_parent(zygote_pid)
    processes.name_process("jakgraph-query")
    processes.offer_to_memory_killer()
    processes.cap_memory(config.memory_bytes)
    processes.forbid_files()


class Executor:
    """Answers requests on one connection from one dataset."""

    def __init__(self, connection: socket.socket, dataset: Dataset, config: ExecutorConfig, pid: int) -> None:
        self._connection = connection
        self._dataset = dataset
        self._config = config
        self._pid = pid
        self._limits = ResultLimits(config.max_rows, config.max_result_bytes)
        self._base = config.base_iri or None
        self._first_peak = processes.peak_memory()
        self._answered = 0
        self._changed_store = False

    def serve(self) -> None:
        """Say hello, then answer every request until the other side closes."""
        hello = wire.Hello(self._pid, self._dataset.revision, self._dataset.triples)
        incoming = wire.Incoming()
        try:
            self._connection.sendall(wire.encode_hello(hello))
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
        self._connection.sendall(wire.encode_start(header, len(body)))
        self._connection.sendall(body)
        self._connection.sendall(wire.encode_end())

    def _answer(self, request: wire.Request) -> tuple[wire.Answer, bytes | bytearray]:
        try:
            result = self._evaluate(request)
        except (QuerySyntaxError, QueryRefused, ResultTooLarge, MemoryError) as error:
            return answer_of(error), b""
        return wire.Answer("ok", count=result.count), result.body

    def _evaluate(self, request: wire.Request) -> WrittenResult:
        try:
            results = self._query(request)
            return write_result(results, request.result_format, self._limits, self._config.prefixes)
        except SyntaxError as error:
            complain = partial(complaint_about, base_iri=self._base)
            raise explain(request.text, str(error.args[0]), complain, self._config.prefixes) from error
        except RuntimeError as error:  # pyoxigraph's word for a function that it does not know
            raise QueryRefused("function", f"{error}.", remedy="Use SPARQL's own functions and xsd: casts.") from error
        except OSError as error:  # something tried to leave this process; `forbid_files` and this say no
            raise QueryRefused("SERVICE", f"The query reached for something outside: {error}.") from error

    def _query(self, request: wire.Request) -> QuerySolutions | QueryBoolean | QueryTriples:
        store = self._dataset.store
        if request.default_graphs is None and request.named_graphs is None:
            is_union = self._dataset.reads_union
            return store.query(request.text, base_iri=self._base, use_default_graph_as_union=is_union)
        asked = dict.fromkeys(request.default_graphs or ())
        defaults: list[NamedNode | BlankNode] = [self._graph(iri) for iri in asked]
        named = [self._graph(iri) for iri in request.named_graphs or ()]
        if len(defaults) > 1 and not self._dataset.is_disjoint:
            defaults = [self._merge(defaults)]
        return store.query(request.text, base_iri=self._base, default_graph=[*defaults], named_graphs=[*named])

    def _graph(self, iri: str) -> NamedNode:
        iri = resolved(iri, self._config.base_iri)
        try:
            graph = NamedNode(iri)
        except ValueError as error:
            raise QueryRefused(
                "FROM", f"<{iri}> is not an absolute IRI.", remedy="Write the graph's whole IRI, or declare a BASE."
            ) from error
        if not self._dataset.store.contains_named_graph(graph):
            raise QueryRefused(
                "FROM",
                f"There is no graph <{iri}> in this dataset, and none is fetched.",
                remedy="SELECT ?g WHERE { GRAPH ?g {} } lists the graphs there are.",
            )
        return graph

    def _merge(self, graphs: list[NamedNode | BlankNode]) -> BlankNode:
        """Return a new graph with one copy of each triple of several; this process's copy of the store only."""
        merged = BlankNode()
        store = self._dataset.store
        self._changed_store = True
        store.bulk_extend(
            Quad(quad.subject, quad.predicate, quad.object, merged)
            for graph in graphs
            for quad in store.quads_for_pattern(None, None, None, graph)
        )
        return merged

    def _is_worn(self) -> bool:
        growth = processes.peak_memory() - self._first_peak
        return self._changed_store or growth > _KEPT_GROWTH_BYTES or self._answered >= self._config.max_queries


def complaint_about(text: str, base_iri: str | None = None) -> str | None:
    """Return pyoxigraph's complaint about a text, None if it has none; evaluates on nothing."""
    try:
        Store().query(text, base_iri=base_iri)
    except SyntaxError as error:
        return str(error.args[0])
    except (RuntimeError, OSError, ValueError):
        return None
    return None
