"""Evaluates a query whose SERVICE clauses ask listed endpoints: an executor's last job as well as its first."""

from __future__ import annotations

import secrets
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from jakgraph.errors import EndpointFailed, QueryRefused
from jakgraph.store import processes
from jakgraph.store.federation.clauses import ServiceClause
from jakgraph.store.federation.exchange import Errand, exchange_endpoints, reported_failure, secret_of
from jakgraph.store.sparql import unknown_function

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jakgraph.store.results import WrittenResult
    from jakgraph.store.sparql import SparqlEvaluator
    from jakgraph.store.wire import Request


class FederatedEvaluator:
    """Evaluates one query, by the engine's own SERVICE; the request's option ``services`` holds its clauses.

    The text stays the client's own: only what the engine is given has the broker's addresses in it. ``is_worn`` from
    the beginning, so that no executor that has seen an endpoint's answer sees another query.
    """

    is_worn = True

    def __init__(self, sparql: SparqlEvaluator, broker_url: str, grace_seconds: float) -> None:
        self._sparql = sparql
        self._broker_url = broker_url
        self._grace_seconds = grace_seconds

    def evaluate(self, request: Request) -> WrittenResult:
        """Return the complete result. Raises EndpointFailed, and what `SparqlEvaluator.evaluate` raises."""
        clauses = [ServiceClause(**fields) for fields in request.options["services"]]
        ends_at = time.monotonic() + request.seconds - self._grace_seconds
        errand = Errand(self._broker_url, secrets.token_hex(8), ends_at)
        try:
            result = self._sparql.write(replace(request, text=exchange_endpoints(request.text, clauses, errand)))
        except SyntaxError as error:
            processes.forbid_files()  # explaining it may evaluate beginnings of the text, with the names in it
            raise self._sparql.explained(request.text, error) from error
        except RuntimeError as error:
            if str(error).startswith("The custom function"):
                raise unknown_function(error) from error
            raise _unreadable(clauses) from error
        except OSError as error:
            raise reported_failure(str(error)) or _unasked(clauses) from error
        if secret_of(self._broker_url).encode() in result.body:  # the engine read text where the gate read a name
            raise QueryRefused("SERVICE", "A SERVICE of this query can be read in more than one way.")
        return result


def _unreadable(clauses: Sequence[ServiceClause]) -> EndpointFailed:
    names = _names(clauses)
    return EndpointFailed(
        names, "not-sparql", f"The answer of {names} is not what it says it is: the results of a query, well formed."
    )


def _unasked(clauses: Sequence[ServiceClause]) -> EndpointFailed:
    """Return the error for a broker that gave no report; its address stays out of it."""
    names = _names(clauses)
    message = f"{names} could not be asked: the part of this service that asks other endpoints failed."
    return EndpointFailed(names, "broker", message, remedy="Try again in a second.")


def _names(clauses: Sequence[ServiceClause]) -> str:
    return " or ".join(dict.fromkeys(clause.url for clause in clauses))
