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

from aiohttp import web

from jakgraph.errors import EndpointFailed, EndpointTimeout
from jakgraph.store import processes
from jakgraph.store.federation.addresses import read_networks
from jakgraph.store.federation.asking import QUERY, EndpointAnswer, EndpointClient
from jakgraph.store.federation.configuration import BrokerConfig
from jakgraph.store.federation.exchange import Report

MOST_REQUESTS = 50
"""Different requests that one query may cause: a query that asks for each of its rows is no load for somebody else."""
MOST_QUERY_BYTES = 8 * 2**20
_RESERVE_SECONDS = 0.5
"""What is left to a query, of its time, after its endpoint has failed: to say so, or to go on where it is SILENT."""
_LARGEST_RESERVE = 0.2
"""The part of a short time that is left for that at most."""
_MOST_KEPT = 1024


class Asked:
    """What each query has asked in this moment's past: the same request again has the same answer, without a request.

    So a query sees one state of an endpoint, also where the engine evaluates a clause for each row.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._answers: OrderedDict[tuple[str, int, bytes], EndpointAnswer] = OrderedDict()
        self._counts: OrderedDict[str, int] = OrderedDict()

    def find(self, query: str, endpoint: int, text: bytes) -> EndpointAnswer | None:
        """Return what this query was answered to this request."""
        return self._answers.get((query, endpoint, text))

    def count(self, query: str) -> int:
        """Note another request of a query, and return how many there were with it."""
        self._counts[query] = self._counts.get(query, 0) + 1
        if len(self._counts) > _MOST_KEPT:
            self._counts.popitem(last=False)
        return self._counts[query]

    def keep(self, query: str, endpoint: int, text: bytes, answer: EndpointAnswer) -> None:
        """Keep an answer while there is room; the oldest go first."""
        self._answers[query, endpoint, text] = answer
        self._bytes += len(text) + len(answer.body)
        while self._bytes > self._most_bytes:
            (_, _, oldest), forgotten = self._answers.popitem(last=False)
            self._bytes -= len(oldest) + len(forgotten.body)


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

    async def _handle(self, request: web.Request) -> web.Response:
        found = request.match_info
        endpoint = int(found["endpoint"])
        is_known = hmac.compare_digest(found["secret"].encode(), self._config.secret.encode())
        if not is_known or endpoint >= len(self._config.endpoints) or request.content_type != QUERY:
            raise web.HTTPNotFound
        text = await request.read()
        left = int(found["ends"]) / 1000 - time.monotonic()
        try:
            answer = await self._answer(
                found["query"], endpoint, text, left - min(_RESERVE_SECONDS, left * _LARGEST_RESERVE)
            )
        except EndpointFailed as error:
            status = 504 if isinstance(error, EndpointTimeout) else 502
            return web.Response(status=status, text=Report.of(error).to_json(), content_type="application/json")
        return web.Response(body=answer.body, content_type=answer.content_type)

    async def _answer(self, query: str, endpoint: int, text: bytes, seconds: float) -> EndpointAnswer:
        if known := self._asked.find(query, endpoint, text):
            return known
        name = self._config.endpoints[endpoint]
        if self._config.secret.encode() in text:  # the gate sees to it; this sees to what the gate may not have seen
            raise EndpointFailed(name, "nested", f"A SERVICE inside another is not sent to <{name}>.")
        if self._asked.count(query) > MOST_REQUESTS:
            raise EndpointFailed(
                name,
                "too-many",
                f"The query asks more than {MOST_REQUESTS} different things of others; <{name}> was not asked again.",
                remedy="Take SERVICE out of FILTER EXISTS and the like, so that it is asked once for all rows.",
            )
        answer = await self._client.ask(endpoint, text, seconds)
        self._asked.keep(query, endpoint, text, answer)
        return answer


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
