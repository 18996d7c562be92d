"""The broker: a process on a loopback port that asks listed endpoints for executors, which can reach nothing else.

``python -m jakgraph.store.federation.broker`` reads one line of JSON from standard input (`configuration`), writes an
empty line once it listens, and lives until standard input closes or SIGTERM comes. Started by `keeper`, never by hand.
"""

from __future__ import annotations

import asyncio
import hmac
import os
import signal
import socket
import sys
import time
from collections import OrderedDict
from contextlib import suppress
from typing import NamedTuple

from aiohttp import web

from jakgraph.errors import EndpointFailed
from jakgraph.store import processes
from jakgraph.store.federation.addresses import read_networks
from jakgraph.store.federation.asking import QUERY, EndpointAnswer, EndpointClient
from jakgraph.store.federation.configuration import BrokerConfig
from jakgraph.store.federation.exchange import TIMEOUT, Report

MOST_REQUESTS = 50
"""Different requests that one query may cause: a query that asks for each of its rows is no load for somebody else."""
MOST_QUERY_BYTES = 32 * 2**20
"""Of what the engine makes of the text inside a SERVICE: names written out, so longer than the text."""
_RESERVE_SECONDS = 0.5
"""What is left to a query, of its time, after its endpoint has failed: to say so, or to go on where it is SILENT."""
_LARGEST_RESERVE = 0.2
"""The part of a short time that is left for that at most."""
_OVERHEAD = 1024
"""About the bytes that an outcome takes beside text and answer: many short ones are no way to fill the memory."""
_MOST_COUNTED = 1024
"""Queries whose requests are counted, more than can run at once."""


class Request(NamedTuple):
    """What a query asks of the listed endpoint of a number."""

    query: str
    endpoint: int
    text: bytes


Outcome = EndpointAnswer | Report


class Asked:
    """What queries have asked of late: the same request of the same query again has the same outcome.

    So a query sees one state of an endpoint, and asks it once, also where the engine evaluates a clause for each row.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._outcomes: OrderedDict[Request, Outcome] = OrderedDict()
        self._counts: OrderedDict[str, int] = OrderedDict()

    def find(self, request: Request) -> Outcome | None:
        """Return what came of a request."""
        return self._outcomes.get(request)

    def count(self, query: str) -> int:
        """Note another request of a query, and return how many there were with it."""
        self._counts[query] = self._counts.get(query, 0) + 1
        if len(self._counts) > _MOST_COUNTED:
            self._counts.popitem(last=False)
        return self._counts[query]

    def keep(self, request: Request, outcome: Outcome) -> None:
        """Keep an outcome while there is room; the oldest go first."""
        self._outcomes[request] = outcome
        self._bytes += _size(request, outcome)
        while self._bytes > self._most_bytes:
            self._bytes -= _size(*self._outcomes.popitem(last=False))


def _size(request: Request, outcome: Outcome) -> int:
    return _OVERHEAD + len(request.text) + (len(outcome.body) if isinstance(outcome, EndpointAnswer) else 0)


class Broker:
    """Takes the requests of executors: ``POST /SECRET/QUERY/ENDS/ENDPOINT`` (`exchange.Errand`), a query as body."""

    def __init__(self, config: BrokerConfig, client: EndpointClient) -> None:
        self._config = config
        self._client = client
        self._asked = Asked(2 * config.most_bytes)

    def app(self) -> web.Application:
        """Return the web application."""
        app = web.Application(client_max_size=MOST_QUERY_BYTES)
        app.router.add_post("/{secret}/{query}/{ends:[0-9]+}/{endpoint:[0-9]+}", self._handle)
        return app

    async def _handle(self, call: web.Request) -> web.Response:
        found = call.match_info
        endpoint = int(found["endpoint"])
        is_known = hmac.compare_digest(found["secret"].encode(), self._config.secret.encode())
        if not is_known or endpoint >= len(self._config.endpoints) or call.content_type != QUERY:
            raise web.HTTPNotFound
        request = Request(found["query"], endpoint, await call.read())
        outcome = self._asked.find(request)
        if outcome is None:
            left = int(found["ends"]) / 1000 - time.monotonic()
            outcome = await self._outcome(request, left - min(_RESERVE_SECONDS, left * _LARGEST_RESERVE))
            self._asked.keep(request, outcome)
        if isinstance(outcome, EndpointAnswer):
            return web.Response(body=outcome.body, content_type=outcome.content_type)
        status = 504 if outcome.reason == TIMEOUT else 502
        return web.Response(status=status, text=outcome.to_json(), content_type="application/json")

    async def _outcome(self, request: Request, seconds: float) -> Outcome:
        """Ask an endpoint, and return its answer or why there is none."""
        name = self._config.endpoints[request.endpoint]
        if self._config.secret.encode() in request.text:  # the gate sees to it; this to what the gate may not have seen
            return Report(name, "nested", f"A SERVICE inside another is not sent to <{name}>.")
        if self._asked.count(request.query) > MOST_REQUESTS:
            return Report(
                name,
                "too-many",
                f"The query asks more than {MOST_REQUESTS} different things of others; <{name}> was not asked again.",
                "Ask for more at once, with fewer SERVICE clauses.",
            )
        try:
            return await self._client.ask(request.endpoint, request.text, seconds)
        except EndpointFailed as error:
            return Report.of(error)


async def serve(config: BrokerConfig) -> None:
    """Serve until standard input closes or SIGTERM comes."""
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, done.set)
    loop.add_reader(sys.stdin.fileno(), done.set)
    networks = read_networks(config.networks)
    async with EndpointClient(config.endpoints, networks, config.most_bytes, config.agent) as client:
        # A handler whose executor has gone is cancelled, and its request to the endpoint with it.
        runner = web.AppRunner(Broker(config, client).app(), handler_cancellation=True, access_log=None)
        await runner.setup()
        await web.SockSite(runner, socket.socket(fileno=config.listener), shutdown_timeout=0.1).start()
        os.write(sys.stdout.fileno(), b"\n")
        await done.wait()
        await runner.cleanup()


def main() -> None:
    """Run a broker as configured on standard input."""
    config = BrokerConfig.from_json(sys.stdin.readline())
    processes.die_with_parent(config.parent_pid)
    processes.name_process("jakgraph-broker")
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(config))


if __name__ == "__main__":
    main()
