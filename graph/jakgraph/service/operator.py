"""Who is the operator: whoever brings the token of ``JAKGRAPH_TOKEN`` as a bearer. Knows no Flask."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from jakgraph.service.protocol.faults import NoOperator, TokenMissing, TokenWrong

if TYPE_CHECKING:
    from jakgraph.service.protocol.parameters import HttpCall

_BEARER = "bearer "


def is_operator(call: HttpCall, token: str) -> bool:
    """Tell whether a request brings the token, in a time that does not depend on what it brings instead."""
    return _is_token(_brought(call), token)


def require_operator(call: HttpCall, token: str) -> None:
    """Raise NoOperator where the service has no token, TokenMissing or TokenWrong where the request lacks it."""
    require_token(_brought(call), token)


def require_token(given: str, token: str) -> None:
    """Raise NoOperator where the service has no token, TokenMissing or TokenWrong where what is given is not it."""
    if not token:
        raise NoOperator
    if not given:
        raise TokenMissing
    if not _is_token(given, token):
        raise TokenWrong


def _is_token(given: str, token: str) -> bool:
    return bool(token) and hmac.compare_digest(given.encode("utf-8", "surrogateescape"), token.encode())


def _brought(call: HttpCall) -> str:
    given = call.headers.get("authorization", "")
    return given[len(_BEARER) :].strip() if given.lower().startswith(_BEARER) else ""
