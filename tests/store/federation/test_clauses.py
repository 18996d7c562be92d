"""The gate for SERVICE: what passes once endpoints are listed, and that nothing else does."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.test_inspection import CALLS, JUNK, SERVICE_CALLS

from jakgraph.errors import QueryError, QueryRefused
from jakgraph.store.federation.exchange import Errand, exchange_endpoints
from jakgraph.store.inspection import inspect_query

if TYPE_CHECKING:
    from tests.store.conftest import LoopbackTrap

LISTED = ("http://listed.example/sparql", "https://also.example/")
BROKER = Errand("http://127.0.0.1:1/secret", "q", 1.0)


@pytest.mark.parametrize(
    ("text", "endpoints"),
    [
        ("SELECT * { SERVICE <http://listed.example/sparql> { } }", [0]),
        ("SELECT * { SERVICE SILENT <https://also.example/> { } SERVICE <http://listed.example/sparql> {} }", [1, 0]),
        ("PREFIX l: <http://listed.example/> ASK { SERVICE l:sparql {} }", [0]),
        ("BASE <https://also.example/x> ASK { { SERVICE </> {} } UNION { SERVICE <./> {} } }", [1, 1]),
        ("PREFIX service: <http://s/> ASK { SERVICE <https://also.example/> {} GRAPH ?g { service:a ?p ?o } }", [1]),
        ("ASK { SERVICE <https://also.example/> {} FILTER(?a<?b) ?s ?p 'SERVICE <http://x/> {' } # SERVICE ?x {", [1]),
        ("ASK { ?s ?p '\\u00e9' SERVICE <https://also.example/> {} }", [1]),
        ("ASK { ?s ?p ?service }", []),
    ],
)
def test_clauses_that_ask_listed_endpoints_pass(text: str, endpoints: list[int]) -> None:
    """They are found with their place, whatever stands around them."""
    clauses = inspect_query(text, LISTED).services
    assert [clause.endpoint for clause in clauses] == endpoints
    assert [LISTED[clause.endpoint] for clause in clauses] == [clause.url for clause in clauses]
    exchanged = exchange_endpoints(text, clauses, BROKER)
    assert exchanged.count("http://127.0.0.1:1/secret/q/1000/") == len(endpoints)
    pyoxigraph.Store().query(exchanged) if not endpoints else None


@pytest.mark.parametrize("text", SERVICE_CALLS)
def test_a_list_opens_the_way_to_nobody_else(text: str) -> None:
    """What was refused without a list is refused with one, with the place and what to do."""
    with pytest.raises(QueryRefused) as caught:
        inspect_query(text.replace("TRAP", "http://trap.example/"), LISTED)
    assert caught.value.feature == "SERVICE"
    assert caught.value.line is not None
    assert caught.value.remedy


@pytest.mark.parametrize("text", SERVICE_CALLS)
def test_a_listed_endpoint_beside_it_does_not_help(text: str) -> None:
    """A query with a clause that passes and one that does not is refused."""
    listed = text.replace("* {", "* { SERVICE <https://also.example/> { } ", 1)
    with pytest.raises(QueryRefused):
        inspect_query(listed.replace("TRAP", "http://trap.example/"), LISTED)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ASK { SERVICE <http://listed.example/sparql/> {} }", "sparql/>, which is not among"),
        ("ASK { SERVICE <HTTP://listed.example/sparql> {} }", "not among"),
        ("ASK { SERVICE <http://listed.example/sparql#x> {} }", "not among"),
        ("ASK { SERVICE <sparql> {} }", "not among"),
        ("ASK { SERVICE ?where {} }", r"\?where leaves open"),
        ("ASK { SERVICE <https://also.example/> { SERVICE <https://also.example/> {} } }", "inside another"),
        ("ASK { SERVICE <https://also.example/> { { ?a ?b ?c } { SERVICE ?x {} } } }", "inside another"),
        ("ASK { SERVICE <https://also.example/> {} ?s ?p '\\u0022' }", "codepoints"),
        (r"ASK { \u0053ERVICE <https://also.example/> {} }", "SERVICE"),
        (r"ASK { SERVICE <https://also.ex\u0061mple/> {} }", "codepoints"),
        (
            "PREFIX SERVICEe: <x> PREFIX e: <y> ASK { SERVICE <https://also.example/> {} SERVICEe:x {} }",
            "more than one",
        ),
        ("ASK { FILTER(?a<'&&?b>'' SERVICE <https://also.example/> {} #')\n}", "more than one way"),
    ],
)
def test_other_clauses_are_refused_with_what_would_pass(text: str, words: str) -> None:
    """Addresses are compared letter by letter; nothing is left to the engine's guess."""
    with pytest.raises(QueryRefused, match=words):
        inspect_query(text, LISTED)


def test_the_refusal_says_where_and_what_is_allowed() -> None:
    """The place is that of the endpoint's name; the hint lists the endpoints that may be asked, the first of many."""
    with pytest.raises(QueryRefused) as caught:
        inspect_query("ASK {\n  SERVICE <http://no/> {} }", LISTED)
    assert (caught.value.line, caught.value.column) == (2, 11)
    assert "<http://listed.example/sparql> or <https://also.example/>" in caught.value.remedy
    with pytest.raises(QueryRefused, match="<http://7/> or 12 others"):
        inspect_query("ASK { SERVICE <http://no/> {} }", tuple(f"http://{number}/" for number in range(20)))


def test_a_clause_after_one_that_has_ended_is_not_inside_it() -> None:
    """Braces are counted, also those of groups within a clause."""
    text = (
        "ASK { SERVICE <https://also.example/> { { } OPTIONAL { ?a ?b ?c } } { SERVICE <https://also.example/> {} } }"
    )
    assert len(inspect_query(text, LISTED).services) == 2


LISTED_CALLS = st.sampled_from(
    ["SERVICE <LISTED> { ?s ?p ?o }", "SERVICE<LISTED>{}", "service silent l: { }", "SERVICE l:#{\n{ }"]
)


@given(st.lists(st.one_of(CALLS, LISTED_CALLS, JUNK.map("".join)), max_size=8).map("".join))
def test_whatever_passes_reaches_the_listed_endpoint_only(trap: LoopbackTrap, body: str) -> None:
    """Soup of calls, strings, comments and operators: what passes the gate and its exchange never reaches the trap."""
    listed = "http://listed.example/sparql"
    prologue = f"PREFIX e: <{trap.url}> PREFIX : <{trap.url}> PREFIX l: <{listed}> "
    text = f"{prologue}SELECT * {{ {body.replace('TRAP', trap.url).replace('LISTED', listed)} }}"
    try:
        clauses = inspect_query(text, LISTED).services
    except QueryError:
        return
    hits = trap.hits
    dead = Errand("http://127.0.0.1:2/secret", "q", 1.0)
    with contextlib.suppress(SyntaxError, RuntimeError, OSError):
        results = pyoxigraph.Store().query(exchange_endpoints(text, clauses, dead))
        if isinstance(results, pyoxigraph.QuerySolutions):
            next(results, None)
    assert trap.hits == hits
