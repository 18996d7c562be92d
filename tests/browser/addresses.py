"""The pages that are looked at, by name: one of each template and state. A new page gets a line here."""

from __future__ import annotations

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
    "not-found": "/nowhere",
    "queries": "/queries",
    "drug": "/page/drug/baricitinib",
    "trial": "/page/trial/sle-brave-i",
    "protein": "/page/protein/jak1",
    "cytokine": "/page/cytokine/il-6",
    "disease": "/page/disease/systemic-lupus-erythematosus",
}
