"""Puts the broker's addresses where a query names its endpoints, and reads the broker's reports of failure. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jakgraph.errors import EndpointFailed, EndpointTimeout

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jakgraph.store.federation.clauses import ServiceClause

TIMEOUT = "timeout"
"""The reason of an `EndpointTimeout`."""
_BEFORE_REPORT = " with payload:\n"
"""What pyoxigraph writes between the status of an endpoint's answer and its body."""


@dataclass(frozen=True)
class Errand:
    """One query's right to ask the broker: ``url`` is the broker's with its secret, ``ends_at`` on the monotonic clock.

    The errand's address tells the broker which query asks and how long it may, so that nothing must be arranged
    between the two beforehand.
    """

    url: str
    query: str
    ends_at: float

    def address_of(self, endpoint: int) -> str:
        """Return where the listed endpoint of that number is asked.

        >>> Errand("http://127.0.0.1:4000/s3cret", "q1", 12.5).address_of(2)
        'http://127.0.0.1:4000/s3cret/q1/12500/2'
        """
        return f"{self.url}/{self.query}/{round(self.ends_at * 1000)}/{endpoint}"


def exchange_endpoints(text: str, clauses: Iterable[ServiceClause], errand: Errand) -> str:
    """Return a query with the name of each clause's endpoint, and nothing else, exchanged for the broker's address."""
    parts, done = [], 0
    for clause in clauses:
        parts += [text[done : clause.start], f"<{errand.address_of(clause.endpoint)}>"]
        done = clause.end
    return "".join((*parts, text[done:]))


def port_of(broker_url: str) -> int:
    """Return the port of the broker."""
    return urlsplit(broker_url).port or 0


def secret_of(broker_url: str) -> str:
    """Return the part of the broker's address that nobody else knows."""
    return broker_url.rpartition("/")[2]


@dataclass(frozen=True)
class Report:
    """What the broker says when an endpoint gives no answer: the parts of an `EndpointFailed`."""

    endpoint: str
    reason: str
    message: str
    remedy: str = ""

    @classmethod
    def of(cls, error: EndpointFailed) -> Report:
        """Return the report of an error."""
        return cls(error.endpoint, error.reason, error.message, error.remedy)

    def to_json(self) -> str:
        """Return it as one line."""
        return json.dumps(asdict(self))

    def as_error(self) -> EndpointFailed:
        """Return it as the error that it reports."""
        kind = EndpointTimeout if self.reason == TIMEOUT else EndpointFailed
        return kind(self.endpoint, self.reason, self.message, remedy=self.remedy)


def reported_failure(complaint: str) -> EndpointFailed | None:
    """Return the broker's report that stands in pyoxigraph's complaint about an answer; None if there is none."""
    _, found, payload = complaint.partition(_BEFORE_REPORT)
    if not found:
        return None
    try:
        return Report(**json.loads(payload)).as_error()
    except (ValueError, TypeError):
        return None
