"""The front as an RSGI application: kept answers at once, queries and pages from threads, bounded in number."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from jakgraph.errors import EngineBusy, JakgraphError
from jakgraph.service.answering import CANCELLATION
from jakgraph.service.front.requests import headers_of, peer_of, read_body
from jakgraph.service.front.waiting import QueryThreads, reply_from
from jakgraph.service.front.wsgi import call_app, environ_of
from jakgraph.service.protocol.kinds import INTERNAL
from jakgraph.service.protocol.negotiation import prefers_html
from jakgraph.service.protocol.parameters import HttpCall, QueryParameters, read_query_operation
from jakgraph.service.protocol.problems import internal_problem, problem_of, problem_reply
from jakgraph.service.protocol.reply import SECURITY_HEADERS
from jakgraph.store.cancellation import Cancellation
from jakgraph.store.steps import BLOCKING

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from wsgiref.types import WSGIApplication

    from jakgraph.service.answering import Answering
    from jakgraph.service.context import ServiceContext
    from jakgraph.service.front.rsgi import Exchange, Scope
    from jakgraph.service.protocol.reply import Reply
    from jakgraph.store.steps import Steps

PAGE_THREADS = 8
WAITING_QUERIES = 256
"""Queries that may wait for a fast place, each in a thread; who is next is the engine's to say, not the threads'."""
WAITING_REQUESTS = 1_000
"""Requests that may be in the threads' hands or waiting for one; the next is told to come back."""
LONGEST_GLANCE = 10_000
"""Bytes of a request that can be read between two events; a longer one has a thread from the beginning."""
_ENDPOINT = "/sparql"
_QUERY_PAGE = "/query"
_STORE = "/store/"
_HEALTH = "/health"
_KEPT_METHODS = ("GET", "HEAD")
_QUERY_METHODS = ("GET", "HEAD", "POST", "QUERY")

_log = logging.getLogger(__name__)


class Front:
    """Answers for one worker process: queries by itself, everything else by the WSGI app behind it.

    A query has a thread only once it may block or proves not to be short, everything else from when its body is whole
    until its reply is made; health has a thread of its own.
    """

    def __init__(self, app: WSGIApplication, answering: Answering, context: ServiceContext) -> None:
        settings = context.settings
        self._app = app
        self._answering = answering
        self._engine = context.engine
        places = settings.fast_slots + settings.slow_slots + settings.slow_queue
        self._queries = QueryThreads(places + WAITING_QUERIES)
        self._pages = ThreadPoolExecutor(PAGE_THREADS, "page")
        self._health = ThreadPoolExecutor(1, "health")
        self._waiting = 0
        self._prefers_html = lru_cache(maxsize=256)(prefers_html)

    def __rsgi_del__(self, loop: AbstractEventLoop) -> None:
        """Stop every query: a worker that ends waits for nobody."""
        del loop
        self.close()

    def close(self) -> None:
        """Stop every query and let the threads go; nothing is answered afterwards."""
        self._engine.close()
        self._queries.close()
        for threads in (self._pages, self._health):
            threads.shutdown(wait=False, cancel_futures=True)

    async def __rsgi__(self, scope: Scope, exchange: Exchange) -> None:
        """Answer one request."""
        try:
            headers = headers_of(scope)
            reply = self._kept(scope, headers) or await self._made(scope, exchange, headers)
        except JakgraphError as error:
            problem = problem_of(error)
            if problem.kind is INTERNAL:
                _log.exception("an error that no request should cause")
            reply = problem_reply(problem)
        except Exception:  # noqa: BLE001 - the last frame before the client, who is told that it was our mistake
            _log.exception("a mistake of our own")
            reply = problem_reply(internal_problem())
        _send(exchange, reply)

    def _kept(self, scope: Scope, headers: dict[str, str]) -> Reply | None:
        if scope.path != _ENDPOINT or scope.method not in _KEPT_METHODS:
            return None
        return self._answering.ready(_call(scope, headers))

    async def _made(self, scope: Scope, exchange: Exchange, headers: dict[str, str]) -> Reply:
        """Return a reply that is made for this request. Raises RequestTooLarge, RequestTimeout, EngineBusy."""
        body = await read_body(scope, exchange, headers)
        cancellation = Cancellation()
        ask_app = partial(self._ask_app, scope, headers, body, cancellation)
        if scope.path == _HEALTH:
            return await reply_from(self._health, ask_app, exchange, cancellation)
        if self._waiting >= WAITING_REQUESTS:
            raise EngineBusy("Too many requests wait for an answer.")
        self._waiting += 1
        try:
            if not self._is_for_programs(scope, headers):
                if scope.path == _QUERY_PAGE or f"{scope.path}/".startswith(_STORE):
                    return await self._queries.reply_from(ask_app, exchange, cancellation)
                return await reply_from(self._pages, ask_app, exchange, cancellation)
            steps = self._answer(_call(scope, headers, body), ask_app, cancellation)
            return await self._queries.reply_in_steps(steps, exchange, cancellation)
        finally:
            self._waiting -= 1

    def _is_for_programs(self, scope: Scope, headers: dict[str, str]) -> bool:
        is_query = scope.path == _ENDPOINT and scope.method in _QUERY_METHODS
        return is_query and not self._prefers_html(headers.get("accept"))

    def _answer(self, call: HttpCall, ask_app: partial[Reply], cancellation: Cancellation) -> Steps[Reply]:
        """Answer a query operation; a request for the service description is the app's."""
        if len(call.query_string) + len(call.body) > LONGEST_GLANCE:
            yield BLOCKING
        operation = read_query_operation(call)
        if isinstance(operation, QueryParameters):
            return (yield from self._answering.answer_in_steps(call, operation, cancellation))
        yield BLOCKING
        return ask_app()

    def _ask_app(self, scope: Scope, headers: dict[str, str], body: bytes, cancellation: Cancellation) -> Reply:
        return call_app(self._app, {**environ_of(scope, headers, body), CANCELLATION: cancellation})


def _call(scope: Scope, headers: dict[str, str], body: bytes = b"") -> HttpCall:
    query_string = scope.query_string.encode("utf-8", "surrogateescape")
    return HttpCall(scope.method, query_string, headers, body, peer_of(scope))


def _send(exchange: Exchange, reply: Reply) -> None:
    named = {name.lower() for name, _ in reply.headers}
    headers = [*reply.headers, *(header for header in SECURITY_HEADERS if header[0].lower() not in named)]
    if reply.body:
        exchange.response_bytes(reply.status, headers, reply.body)
    else:
        exchange.response_empty(reply.status, headers)
