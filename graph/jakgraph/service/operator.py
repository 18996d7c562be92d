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
    return bool(token) and hmac.compare_digest(_brought(call).encode("utf-8", "surrogateescape"), token.encode())


def require_operator(call: HttpCall, token: str) -> None:
    """Raise NoOperator where the service has no token, TokenMissing or TokenWrong where the request lacks it."""
    if not token:
        raise NoOperator
    if not _brought(call):
        raise TokenMissing
    if not is_operator(call, token):
        raise TokenWrong


def _brought(call: HttpCall) -> str:
    given = call.headers.get("authorization", "")
    return given[len(_BEARER) :].strip() if given.lower().startswith(_BEARER) else ""
