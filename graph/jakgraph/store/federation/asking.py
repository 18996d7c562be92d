"""Asks one listed endpoint one query: at an address that was checked, within a time and a size, telling nothing else.

The only code of this service that opens a connection to somewhere else. It runs in the broker's process.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn, Self
from urllib.parse import urljoin

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponseError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from jakgraph.errors import EndpointFailed, EndpointTimeout
from jakgraph.store.federation.addresses import may_be_asked
from jakgraph.store.federation.exchange import TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from aiohttp import ClientResponse

    from jakgraph.store.federation.addresses import Network

QUERY = "application/sparql-query"
RESULTS = ("application/sparql-results+json", "application/sparql-results+xml")
"""The media types that the engine reads in an endpoint's answer."""
MIB = 2**20
MOST_AT_ONCE = 4
"""Requests that one endpoint gets at once; further ones wait their turn."""
_MOST_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_EXCERPT = 200
"""Characters of an endpoint's own words about a query that it did not answer."""


_LOG = logging.getLogger(__name__)


class RefusedAddressError(OSError):
    """A name resolves to an address that may not be asked."""


@dataclass(frozen=True)
class EndpointAnswer:
    """A complete answer of an endpoint."""

    body: bytes
    content_type: str


class CheckedResolver(AbstractResolver):
    """Resolves names as this machine does, and fails where any of the addresses may not be asked.

    The connection goes to what was checked: nothing is resolved a second time.
    """

    def __init__(self, networks: Sequence[Network]) -> None:
        self._networks = networks
        self._system = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of a host; raises OSError where there are none or one may not be asked."""
        found = await self._system.resolve(host, port, family)
        for result in found:
            if not may_be_asked(result["host"], self._networks):
                raise RefusedAddressError(f"{host} resolves to {result['host']}")
        return found

    async def close(self) -> None:
        """Let go of nothing: it holds nothing."""


class EndpointClient:
    """Asks the listed endpoints; an async context manager. ``most_bytes`` bound an answer."""

    def __init__(self, listed: Sequence[str], networks: Sequence[Network], most_bytes: int, agent: str) -> None:
        self._listed = listed
        self._networks = networks
        self._most_bytes = most_bytes
        self._headers = {
            "Accept": ", ".join(RESULTS),
            "Accept-Encoding": "identity",  # so that what is counted is what is kept
            "Content-Type": QUERY,
            "User-Agent": agent,
        }

    async def __aenter__(self) -> Self:
        connector = TCPConnector(
            resolver=CheckedResolver(self._networks),
            use_dns_cache=False,
            ssl=ssl.create_default_context(),
            limit=0,
            limit_per_host=MOST_AT_ONCE,
        )
        self._session = ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,  # neither proxies nor the passwords of a .netrc
            timeout=ClientTimeout(total=None),
        )
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        await self._session.close()

    async def ask(self, endpoint: int, query: bytes, seconds: float) -> EndpointAnswer:
        """Return the answer of a listed endpoint, by its number, within so many seconds; raises EndpointFailed."""
        name = self._listed[endpoint]
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                return await self._follow(name, query)
        except TimeoutError as error:
            raise EndpointTimeout(
                name,
                TIMEOUT,
                f"The endpoint <{name}> had not answered after the {max(0.0, seconds):.3g} s that the query leaves it.",
                remedy="Ask it for less, or write SERVICE SILENT to go on without it.",
            ) from error
        except (ClientError, OSError, UnicodeError) as error:  # the last: a name with a part that names cannot have
            _fail(name, error)

    async def _follow(self, name: str, query: bytes) -> EndpointAnswer:
        """Ask an endpoint, and where it sends elsewhere, the listed endpoint that it names: the same query, anew."""
        url = name
        for _ in range(_MOST_REDIRECTS + 1):
            async with self._session.post(url, data=query, headers=self._headers, allow_redirects=False) as response:
                if response.status not in _REDIRECTS or "Location" not in response.headers:
                    return await self._read(name, response)
                url = _target(url, response.headers["Location"])
            if url not in self._listed:
                raise EndpointFailed(
                    name,
                    "redirect",
                    f"The endpoint <{name}> sends to <{_shown(url)}>, which is not listed; nobody was asked there.",
                    remedy="This service's operator may list that address.",
                )
        raise EndpointFailed(name, "redirect", f"The endpoint <{name}> sends in a circle.")

    async def _read(self, name: str, response: ClientResponse) -> EndpointAnswer:
        body = bytearray()
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > self._most_bytes:
                raise EndpointFailed(
                    name,
                    "too-large",
                    f"The answer of <{name}> is larger than this service takes from an endpoint "
                    f"({self._most_bytes // MIB} MiB).",
                    remedy="Put more of the pattern, a LIMIT or an aggregate inside the SERVICE.",
                )
        if response.status != 200:
            raise _refused(name, response, bytes(body))
        if response.content_type not in RESULTS or response.headers.get("Content-Encoding", "identity") != "identity":
            raise EndpointFailed(
                name,
                "not-sparql",
                f"The endpoint <{name}> answered with {_shown(response.content_type)}, "
                "not with the results of a query.",
                remedy="The address may be that of a page; this service's operator can list the endpoint's own.",
            )
        return EndpointAnswer(bytes(body), response.content_type)


def _target(url: str, location: str) -> str:
    """Return where an answer from an address sends to; where that is no address, what it says."""
    try:
        return urljoin(url, location)
    except ValueError:
        return location


def _shown(words: str) -> str:
    """Return somebody else's words as they may stand in an error: short, in one line, and text whatever they are."""
    return " ".join(words.encode("utf-8", "replace").decode().split())[:_EXCERPT]


def _refused(name: str, response: ClientResponse, body: bytes) -> EndpointFailed:
    is_readable = response.content_type in {"text/plain", "application/json", "application/problem+json"}
    words = _shown(body.decode("utf-8", "replace")) if is_readable else ""
    message = f"The endpoint <{name}> answered with status {response.status}{f': {words}' if words else '.'}"
    return EndpointFailed(name, "status", message, remedy="See whether it takes the part of the query inside SERVICE.")


def _fail(name: str, error: Exception) -> NoReturn:
    """Raise what a failed connection means for the query."""
    cause = error
    while cause is not None and not isinstance(cause, RefusedAddressError):
        cause = cause.__cause__ or cause.__context__  # type: ignore[assignment]
    if cause is not None:
        _LOG.warning("%s was not asked: %s, which is neither public nor in --service-networks.", name, cause)
        raise EndpointFailed(
            name,
            "address",
            f"The endpoint <{name}> was not asked: its name leads to an address that is not public.",
            remedy="This service's operator can list the endpoint by that address, or name its network.",
        ) from error
    if isinstance(error, ssl.SSLError | ssl.CertificateError) or "certificate" in str(error).lower():
        message = f"The endpoint <{name}> could not prove that it is the one of that name: {error}."
        raise EndpointFailed(name, "certificate", message) from error
    _LOG.warning("%s could not be reached: %s", name, error)
    raise EndpointFailed(
        name,
        "unreachable",
        f"The endpoint <{name}> could not be reached: {_reason_of(error)}.",
        remedy="Try again later, or write SERVICE SILENT to go on without it.",
    ) from error


def _reason_of(error: Exception) -> str:
    """Return in words why a request failed, without the address to which a name leads: that is its operator's."""
    if isinstance(error, ClientConnectorError):
        number = error.os_error.errno or 0
        return os.strerror(number) if number > 0 else _shown(error.os_error.strerror or "its name leads nowhere")
    if isinstance(error, ClientResponseError):
        return "what it sends is not HTTP"
    return _shown(str(error)) or type(error).__name__
