"""Asks a WSGI app for a reply: the request as an environ, the response as a whole. Blocking: for a thread."""

from __future__ import annotations

import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

from jakgraph.service.front.requests import peer_of
from jakgraph.service.protocol.reply import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping
    from wsgiref.types import WSGIApplication

    from jakgraph.service.front.rsgi import Scope

_OWN_NAMES = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def environ_of(scope: Scope, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """Return the environ of a request (PEP 3333), whose body is whole.

    Headers with an underscore in their name are left out: they would pass for those with a hyphen.
    """
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode("utf-8", "surrogateescape").decode("latin-1"),
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": peer_of(scope),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        if "_" not in name:
            environ[_OWN_NAMES.get(name) or f"HTTP_{name.upper().replace('-', '_')}"] = value
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    if body:
        environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def call_app(app: WSGIApplication, environ: dict[str, Any]) -> Reply:
    """Return the whole response of an app; without Content-Length where there is a body: whoever sends it knows."""
    started: list[Any] = []
    written: list[bytes] = []

    def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
        started[:] = [int(status.split(maxsplit=1)[0]), headers]
        return written.append

    pieces = app(environ, start_response)
    try:
        written.extend(pieces)
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()
    status, headers = started
    body = b"".join(written)
    sent = tuple((name, value) for name, value in headers if not body or name.lower() != "content-length")
    return Reply(status, sent, body)
