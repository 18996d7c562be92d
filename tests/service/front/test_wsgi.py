"""The WSGI app behind the front."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from wsgiref.validate import validator

import pytest

from jakgraph.service.front.wsgi import call_app, environ_of


@dataclass
class Asked:
    """A request as RSGI gives it."""

    method: str = "GET"
    path: str = "/é x"
    query_string: str = "a=%20"
    http_version: str = "1.1"
    server: str = "[::1]:8000"
    client: str = "[::1]:4711"
    scheme: str = "http"
    authority: str | None = None
    headers: Any = field(default_factory=dict)


def test_the_environ_is_that_of_pep_3333() -> None:
    """The reference validator accepts environ and use; the path's bytes are its UTF-8."""
    seen: dict[str, Any] = {}

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.update(environ, body=environ["wsgi.input"].read(4))
        start_response("201 Created", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return [b"o", b"k"]

    headers = {"host": "example.org", "content-type": "text/plain", "x-a": "1", "x_a": "2"}
    reply = call_app(validator(app), environ_of(Asked("POST"), headers, b"body"))
    assert (reply.status, reply.headers, reply.body) == (201, (("Content-Type", "text/plain"),), b"ok")
    assert seen["PATH_INFO"] == "/é x".encode().decode("latin-1")
    assert (seen["SERVER_NAME"], seen["SERVER_PORT"], seen["REMOTE_ADDR"]) == ("::1", "8000", "::1")
    assert (seen["CONTENT_LENGTH"], seen["body"], seen["HTTP_X_A"]) == ("4", b"body", "1")


def test_a_reply_without_body_keeps_its_length() -> None:
    """The answer to HEAD says how long the answer to GET is."""

    def app(_: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "12")])
        return []

    assert dict(call_app(app, environ_of(Asked("HEAD"), {}, b"")).headers)["Content-Length"] == "12"


def test_an_app_that_fails_is_closed() -> None:
    """What the app holds is let go also when its response breaks off."""
    closed: list[bool] = []

    class Pieces:
        def __iter__(self) -> Any:
            raise ZeroDivisionError

        def close(self) -> None:
            closed.append(True)

    def app(_: dict[str, Any], start_response: Any) -> Any:
        start_response("200 OK", [])
        return Pieces()

    with pytest.raises(ZeroDivisionError):
        call_app(app, environ_of(Asked(), {}, b""))
    assert closed == [True]
