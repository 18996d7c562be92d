"""Asking endpoints: what is resolved and checked is what is connected to, and TLS proves who answers."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from tests.store.federation.conftest import Elsewhere, Reply

from jakgraph.errors import EndpointFailed
from jakgraph.store.federation.addresses import read_networks
from jakgraph.store.federation.asking import EndpointAnswer, EndpointClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.store.conftest import LoopbackTrap


def ask(url: str, networks: str = "127.0.0.0/8") -> EndpointAnswer:
    """Return what the endpoint at an address answers."""

    async def once() -> EndpointAnswer:
        async with EndpointClient((url,), read_networks(networks), 2**20, "JAKgraph/test") as client:
            return await client.ask(0, b"ASK {}", 5.0)

    return asyncio.run(once())


class Names:
    """The machine's resolver, for one name, under somebody else's control: each answer is used once."""

    def __init__(self, name: str, *answers: list[str]) -> None:
        self._name = name
        self._answers = list(answers)
        self._real = socket.getaddrinfo
        self.asked = 0

    def __call__(self, host: Any, port: Any, *rest: Any, **named: Any) -> Any:
        if host != self._name:
            return self._real(host, port, *rest, **named)
        self.asked += 1
        found = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]


def test_a_name_is_resolved_once(elsewhere: Elsewhere, trap: LoopbackTrap, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads to another address a moment later (DNS rebinding) changes nothing for the connection."""
    hits = trap.hits
    names = Names("rebinding.example", ["127.0.0.1"], ["127.0.0.2"])
    monkeypatch.setattr(socket, "getaddrinfo", names)
    assert ask(elsewhere.url(host="rebinding.example"), "127.0.0.1/32").body
    assert (names.asked, trap.hits) == (1, hits)
    with pytest.raises(EndpointFailed, match="not public"):
        ask(elsewhere.url(host="rebinding.example"), "127.0.0.1/32")


def test_one_address_that_is_not_public_is_enough(elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with a public and a private address is not asked at either."""
    monkeypatch.setattr(socket, "getaddrinfo", Names("mixed.example", ["193.62.193.80", "127.0.0.1"]))
    with pytest.raises(EndpointFailed, match="not public") as caught:
        ask(elsewhere.url(host="mixed.example"), "")
    assert "127.0.0.1" not in str(caught.value)
    assert elsewhere.requests == []


@pytest.mark.parametrize("host", ["no-such-host.invalid", "two..dots.invalid", f"{'long' * 16}.invalid"])
def test_a_name_without_an_address_is_unreachable(host: str) -> None:
    """And is said to be, whatever keeps it from having one."""
    with pytest.raises(EndpointFailed, match="could not be reached") as caught:
        ask(f"http://{host}/sparql")
    assert caught.value.reason == "unreachable"


def test_an_error_does_not_tell_to_which_address_a_name_leads(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be one of the operator's own network; the operator finds it on stderr."""
    monkeypatch.setattr(socket, "getaddrinfo", Names("inside.example", ["127.0.0.3"]))
    with pytest.raises(EndpointFailed, match="could not be reached: Connection refused") as caught:
        ask("http://inside.example:9/sparql")
    assert "127.0.0.3" not in str(caught.value)


@pytest.mark.parametrize("location", ["http://[::1", "//host]", "http://\xff\xfe.example/", f"/{'long' * 1000}"])
def test_a_redirect_to_nowhere_is_named(elsewhere: Elsewhere, location: str) -> None:
    """Whatever stands where an address should, it is quoted as short text that can be sent on."""
    elsewhere.at("/sparql", Reply(status=307, headers={"Location": location}))
    with pytest.raises(EndpointFailed, match="which is not listed") as caught:
        ask(elsewhere.url())
    assert caught.value.reason == "redirect"
    assert len(str(caught.value).encode()) < 500


def test_a_redirect_that_does_not_say_where_to_is_not_followed(elsewhere: Elsewhere) -> None:
    """It is an answer with a status that is none, and the endpoint is not asked again."""
    elsewhere.at("/sparql", Reply(status=307, pieces=()))
    with pytest.raises(EndpointFailed, match="status 307"):
        ask(elsewhere.url())
    assert len(elsewhere.requests) == 1


@contextmanager
def secured(server: Elsewhere, authority: trustme.CA, name: str) -> Iterator[list[str]]:
    """Let an endpoint speak TLS with a certificate for a name; the names that clients ask for are collected."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    asked: list[str] = []
    context.sni_callback = lambda _socket, wanted, _context: asked.append(str(wanted))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    yield asked


@pytest.fixture
def secure() -> Iterator[Elsewhere]:
    """Give an endpoint that does not serve yet."""
    with Elsewhere() as server:
        yield server
        server.shutdown()


@pytest.mark.parametrize("name", ["localhost", "other.example"])
def test_certificates_are_checked_by_name(
    secure: Elsewhere, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    """Though the connection goes to an address, the endpoint is asked for, and must prove, the name."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with secured(secure, authority, name) as asked:
        threading.Thread(target=secure.serve_forever, args=(0.01,), daemon=True).start()
        url = secure.url(host="localhost").replace("http:", "https:")
        if name == "localhost":
            assert ask(url, "127.0.0.0/8, ::1").body
        else:
            with pytest.raises(EndpointFailed, match="could not prove") as caught:
                ask(url, "127.0.0.0/8, ::1")
            assert caught.value.reason == "certificate"
    assert set(asked) == {"localhost"}
