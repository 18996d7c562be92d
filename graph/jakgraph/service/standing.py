"""What is new in the graph, what its documents dispute and what nobody knows: numbers that are answers to queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from jakgraph.namespaces import JG
from jakgraph.service.once import OncePerRevision
from jakgraph.service.own import own_result
from jakgraph.service.terms import read_solutions
from jakgraph.store.jobs import QueryJob

if TYPE_CHECKING:
    from jakgraph.service.context import ServiceContext
    from jakgraph.store.jobs import QueryResult

_OPEN = (
    ("unverified-claims", "claim that nobody has seen in a source", "claims that nobody has seen in a source"),
    ("claims-that-disagree", "pair of claims that contradict each other", "pairs of claims that contradict each other"),
    ("verdicts-resting-on-news", "verdict that rests on news alone", "verdicts that rest on news alone"),
    (
        "expected-harms-not-reported",
        "harm expected of a drug and not reported",
        "harms expected of a drug and not reported",
    ),
    ("trials-still-running", "trial that had not ended", "trials that had not ended"),
)
"""Competency queries whose number of rows says how much is open, with words for one and for several."""

_APPROVED = f"""PREFIX jg: <{JG}>

SELECT ?drug WHERE {{
  ?drug a jg:JakInhibitorApprovedForLupus
}}
ORDER BY ?drug"""

_NEWEST = f"""PREFIX jg: <{JG}>

SELECT ?day (COUNT(?claim) AS ?claims) WHERE {{
  ?claim a jg:Claim ; jg:curatedOn ?day
}}
GROUP BY ?day
ORDER BY DESC(?day)
LIMIT 1"""


WHAT = "what is new and open"
"""What the log calls these queries."""


@dataclass(frozen=True)
class OpenQuestion:
    """How many rows a query has, in words that go with it; ``name`` is empty where it is no competency query."""

    name: str
    text: str
    count: int
    words: str


@dataclass(frozen=True)
class Newest:
    """The last day on which claims were entered or checked, how many, and the query for them."""

    day: date
    count: int
    query: str


@dataclass(frozen=True)
class Standing:
    """What is new and what is open in one revision."""

    revision: str
    newest: Newest | None
    open_questions: tuple[OpenQuestion, ...]


class StandingOfGraph:
    """Counts what is new and open in the graph that is served, and keeps it until the revision changes."""

    def __init__(self, context: ServiceContext) -> None:
        self._context = context
        self._counted = OncePerRevision(context.engine, self._count, WHAT)

    def now(self) -> Standing | None:
        """Return the numbers of the current revision; None while they are being counted, or cannot be."""
        return self._counted.now()

    def _count(self, revision: str) -> Standing:
        texts = {query.name: query.text for query in self._context.queries}
        asked = [("", _APPROVED, "JAK inhibitor approved for lupus", "JAK inhibitors approved for lupus")]
        asked += [(name, texts[name], one, several) for name, one, several in _OPEN if name in texts]
        return Standing(revision, self._newest(), tuple(self._open(*question) for question in asked))

    def _open(self, name: str, text: str, one: str, several: str) -> OpenQuestion:
        count = self._asked(text).count
        return OpenQuestion(name, text, count, one if count == 1 else several)

    def _asked(self, text: str) -> QueryResult:
        return own_result(self._context, QueryJob(text, "json"), WHAT)

    def _newest(self) -> Newest | None:
        rows = read_solutions(self._asked(_NEWEST).body, 1).rows
        if not rows:
            return None
        day = date.fromisoformat(rows[0]["day"].value)
        return Newest(day, int(rows[0]["claims"].value), _claims_of(day))


def _claims_of(day: date) -> str:
    return f"""PREFIX jg: <{JG}>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

SELECT ?claim WHERE {{
  ?claim a jg:Claim ; jg:curatedOn "{day.isoformat()}"^^xsd:date
}}
ORDER BY ?claim"""
