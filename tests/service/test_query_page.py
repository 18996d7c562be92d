"""``/query``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from tests.service.pages import Page

from jakgraph.queries import GROUPS
from jakgraph.service.answering import CANCELLATION
from jakgraph.service.app import create_app
from jakgraph.service.query_page import LONGEST_ADDRESS
from jakgraph.service.watch import QueryWatch
from jakgraph.store.cancellation import Cancellation

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from jakgraph.service.context import ServiceContext

RDFS = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
JG = "PREFIX jg: <https://w3id.org/jakgraph/ontology#>\n"
BARICITINIB = "https://w3id.org/jakgraph/drug/baricitinib"
ENTITIES = "https://w3id.org/jakgraph/graph/entities"


def run(client: FlaskClient, query: str, **parameters: str) -> TestResponse:
    return client.get("/query", query_string={"query": query, **parameters}, headers={"Accept": "text/html"})


def test_the_empty_form_starts_with_a_query_that_works(client: FlaskClient, read_page: Callable[[str], Page]) -> None:
    """The first thing to see is a query; running it gives rows."""
    text = read_page("/query").textareas[0]
    assert "2 rows" in run(client, text).text


def test_a_competency_query_is_shown_with_title_question_text_and_answer(read_page: Callable[[str], Page]) -> None:
    """?name= preloads the text, says title and question, and answers."""
    page = read_page("/query?name=drugs")
    assert page.headings[0] == "Drugs"
    assert "Which drugs are in the graph?" in page.text
    assert "SELECT ?drug" in page.textareas[0]
    assert "2 rows" in page.text


def test_the_text_of_a_competency_query_is_known_by_its_own(read_page: Callable[[str], Page]) -> None:
    """The form sends only the text (with CR LF): the page still knows the question."""
    text = read_page("/query?name=drugs").textareas[0].replace("\n", "\r\n")
    assert read_page("/query?" + urlencode({"query": text})).headings[0] == "Drugs"


def test_a_parameter_of_a_question_can_be_changed_in_a_form(read_page: Callable[[str], Page]) -> None:
    """The form shows each parameter with its default; another value gives another answer to the same question."""
    page = read_page("/query?name=name-of-a-drug")
    assert "1 row" in page.text
    assert {"name": "drug", "value": "tofacitinib"}.items() <= page.inputs["parameter-drug"].items()
    changed = read_page("/query?name=name-of-a-drug&drug=drug/baricitinib")
    assert "drug/baricitinib> }" in changed.textareas[0]
    assert "2 rows" in changed.text
    assert changed.inputs["parameter-drug"]["value"] == "drug/baricitinib"


def test_a_question_is_known_by_its_text_with_another_value(read_page: Callable[[str], Page]) -> None:
    """The form sends only the text: title and parameters stay."""
    text = read_page("/query?name=name-of-a-drug&drug=baricitinib").textareas[0]
    page = read_page("/query?" + urlencode({"query": text}))
    assert page.headings[0] == "Name of a drug"
    assert page.inputs["parameter-drug"]["value"] == "baricitinib"


def test_a_value_of_the_wrong_kind_is_400_and_says_what_is_wrong(client: FlaskClient) -> None:
    """Nothing but a thing of the right kind gets into the query."""
    hostile = "baricitinib } UNION { ?drug ?p ?o"
    for value in ("protein/jak1", hostile):
        response = client.get("/query", query_string={"name": "name-of-a-drug", "drug": value})
        assert response.status_code == 400
        assert "Write its key, such as tofacitinib" in response.text
        page = Page(response.text)
        assert page.headings[0] == "Name of a drug"
        assert page.inputs["parameter-drug"]["value"] == value
        assert hostile not in page.textareas[0]


def test_questions_stand_under_the_headings_of_their_groups(read_page: Callable[[str], Page]) -> None:
    """Many questions stay in view: by group, the group of the question at hand open."""
    for path in ("/", "/query"):
        assert [text for text in read_page(path).headings if text in GROUPS] == ["Mechanism", "Sources and identifiers"]
    page = read_page("/query?name=name-of-a-drug")
    assert page.open_details == ["Sources and identifiers 1 Name of a drug"]


def test_an_unknown_name_is_404(client: FlaskClient) -> None:
    """A link to a query that is gone says so."""
    assert client.get("/query?name=none").status_code == 404


def test_iris_are_shown_by_their_english_labels(client: FlaskClient) -> None:
    """Labels, not IRIs: en before other languages, the IRI in the title, the link to the page about the thing."""
    text = run(client, JG + "SELECT ?drug { ?drug a jg:Drug }").text
    assert f'title="{BARICITINIB}">baricitinib</a>' in text
    assert "Baricitinib (de)" not in text
    assert 'href="/page/drug/baricitinib"' in text


def test_iris_are_shown_on_demand(client: FlaskClient) -> None:
    """A link switches to IRIs and back, keeping the query."""
    query = JG + "SELECT ?drug { ?drug a jg:Drug }"
    text = run(client, query, iris="1").text
    assert f">{BARICITINIB}</a>" in text
    assert "Show names" in text
    assert "iris=1" in run(client, query).text


def test_numbers_stand_right_and_gaps_are_said(client: FlaskClient) -> None:
    """A column of numbers is set to the right; an unbound cell is an em dash that reads as no value."""
    text = run(client, "SELECT ?n ?gap { VALUES (?n ?gap) { (1.57 UNDEF) (12 UNDEF) } }").text
    assert '<th scope="col" class="number">n</th>' in text
    assert '<td class="number">' in text
    assert 'aria-label="no value"' in text


def test_rows_and_time_are_said(client: FlaskClient) -> None:
    """The reader sees how many rows there are and how long they took."""
    assert "<b>1</b> row in " in run(client, "SELECT ?x { VALUES ?x { 1 } }").text


def test_the_very_result_can_be_had_in_each_format(client: FlaskClient, read_page: Callable[[str], Page]) -> None:
    """Downloads are the same query with format=, dataset and limit kept."""
    asked = {"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": ENTITIES, "timeout": 9}
    links = dict(read_page("/query?" + urlencode(asked)).links)
    for title, word in (("JSON", "json"), ("XML", "xml"), ("CSV", "csv"), ("TSV", "tsv")):
        expected = client.get("/sparql", query_string={**asked, "format": word})
        assert expected.status_code == 200
        response = client.get(links[title])
        assert response.data == expected.data
        assert "timeout=9" in links[title]


def test_a_graph_is_shown_as_triples_with_labels(read_page: Callable[[str], Page]) -> None:
    """CONSTRUCT and DESCRIBE: subject, predicate, object; downloads as RDF."""
    page = read_page("/query?" + urlencode({"query": f"DESCRIBE <{BARICITINIB}>"}))
    assert "3 triples" in page.text
    assert {"Turtle", "JSON-LD", "RDF/XML", "N-Triples"} <= set(dict(page.links))
    assert {"baricitinib", "jg:Drug", "rdf:type"} <= set(dict(page.links))


def test_ask_is_answered_in_words(client: FlaskClient) -> None:
    """Yes or no, and what that means."""
    assert "<strong>Yes</strong>" in run(client, "ASK { ?s ?p ?o }").text
    text = run(client, "ASK { <urn:a> ?p ?o }").text
    assert "<strong>No</strong>" in text
    assert "Download: " in text


def test_an_empty_result_says_what_it_means(client: FlaskClient) -> None:
    """Nothing found is an answer with a date, not a blank page."""
    text = run(client, "SELECT ?s { ?s a <urn:none> }").text
    assert "Nothing matches." in text
    assert "24 November 2026" in text


def test_a_long_result_is_shown_in_part_and_says_so(client: FlaskClient) -> None:
    """500 rows are shown, the total and the whole downloads are named, and the download is whole."""
    digits = "{ VALUES ?%s { 0 1 2 3 4 5 6 7 8 9 } }"
    query = f"SELECT ?a ?b ?c {{ {digits % 'a'} {digits % 'b'} {digits % 'c'} }}"
    text = run(client, query).text
    assert "the first 500 of 1,000 rows" in text
    assert "Download all" in text
    assert text.count("<tr>") == 501
    whole = client.get("/sparql", query_string={"query": query, "format": "csv"})
    assert len(whole.text.splitlines()) == 1001


def test_a_mistake_is_shown_in_its_line(client: FlaskClient) -> None:
    """Message, hint and the line with the marked token, under the status of the error."""
    response = run(client, "SELECT ?drug WHERE {\n  ?drug a jg:Drug .\n}")
    assert (response.status_code, response.mimetype) == (400, "text/html")
    assert "The query is not SPARQL" in response.text
    assert "What to do:" in response.text
    assert "<mark>" in response.text
    assert 'aria-invalid="true"' in response.text
    assert "SELECT ?drug WHERE {" in response.text


def test_a_refusal_is_shown_on_the_page(client: FlaskClient) -> None:
    """Errors other than of syntax are told the same way."""
    response = run(client, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert (response.status_code, "This service does not do that" in response.text) == (403, True)


def test_a_timeout_is_shown_on_the_page_with_its_status(client: FlaskClient) -> None:
    """The page has the status and the Retry-After of the endpoint."""
    runaway = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(12)) + " }"
    response = run(client, runaway, timeout="0.2")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
    assert "0.2 s" in response.text


def test_a_doubled_parameter_is_400(client: FlaskClient) -> None:
    """The page reads parameters by the endpoint's rules."""
    assert client.get("/query?query=ASK{}&query=ASK{}").status_code == 400
    assert client.get("/query?query=%FF").status_code == 400


def test_nothing_in_data_or_query_becomes_markup_or_a_script_link(client: FlaskClient) -> None:
    """Text from queries and data is text; IRIs of other schemes than http are no links."""
    query = 'SELECT * { VALUES (?x ?y) { ("<script>alert(1)</script>" <javascript:alert(1)>) } } # </textarea><script>'
    text = run(client, query).text
    assert "<script>" not in text
    assert 'href="javascript:' not in text
    assert text.count("</textarea>") == 1


def test_the_dataset_of_the_address_is_kept_and_said(client: FlaskClient) -> None:
    """default-graph-uri holds on the page too: the reader sees it, and the form sends it again."""
    graph = "https://w3id.org/jakgraph/graph/entities"
    text = run(client, JG + "SELECT ?d { ?d a jg:Drug }", **{"default-graph-uri": graph}).text
    assert f'<input type="hidden" name="default-graph-uri" value="{graph}">' in text
    assert "2</b> rows" in text
    assert f"<code>{graph}</code>" in text


def test_the_form_leads_to_an_address_that_can_be_shared(client: FlaskClient) -> None:
    """What is posted is found again by GET under an address with everything that was asked for."""
    asked = {"query": "ASK { ?s ?p 'é' }", "timeout": "2", "named-graph-uri": ["urn:a", "urn:b"]}
    response = client.post("/query", data=asked)
    assert response.status_code == 303
    pairs = parse_qsl(urlsplit(response.headers["Location"]).query)
    graphs = [("named-graph-uri", "urn:a"), ("named-graph-uri", "urn:b")]
    assert sorted(pairs) == sorted([("query", "ASK { ?s ?p 'é' }"), ("timeout", "2"), *graphs])


def test_a_text_too_long_for_an_address_is_answered_at_once(
    client: FlaskClient, read_page: Callable[[str], Page]
) -> None:
    """It is not cut, the page says that it has no address, and every format can still be had, by POST."""
    text = f"ASK {{}} # {'x' * LONGEST_ADDRESS}"
    response = client.post("/query", data={"query": text})
    assert response.status_code == 200
    read_page(response.text)
    assert "too many for an address" in response.text
    assert text in response.text
    assert 'a href="/sparql?' not in response.text
    assert response.text.count('name="format"') == 4
    opened = client.post("/sparql", data={"query": text, "format": "csv"}, headers={"Accept": "text/html"})
    assert opened.mimetype == "text/csv"


def test_a_mistake_in_a_long_text_is_shown(client: FlaskClient) -> None:
    """Errors of posted texts are those of any other."""
    assert client.post("/query", data={"query": f"ASK {{ # {'x' * LONGEST_ADDRESS}"}).status_code == 400


def test_only_forms_are_posted(client: FlaskClient) -> None:
    """Another body is 415, as everywhere."""
    assert client.post("/query", data="x", content_type="text/plain").status_code == 415


def test_a_page_shares_kept_answers_and_the_journal_with_the_endpoint(context: ServiceContext) -> None:
    """What a page asks is logged as any query is, and asked again it is answered from what is kept ready."""
    watch = QueryWatch.of(context.settings)
    client = create_app(replace(context, watched_by=watch)).test_client()
    for _ in range(2):
        assert client.get("/query", query_string={"query": "SELECT ?s { ?s a <urn:none> }"}).status_code == 200
    seen = watch.slow.slowest(60, None)
    assert sorted(slow.record.kept for slow in seen if not slow.record.name) == [False, True]


def test_a_page_whose_client_has_left_asks_nothing(context: ServiceContext) -> None:
    """One cancellation stands for the whole request: every query that the page would still ask ends at once."""
    gone = Cancellation()
    gone.cancel()
    response = (
        create_app(context)
        .test_client()
        .get("/query", query_string={"query": "ASK { ?s a <urn:never> }"}, environ_overrides={CANCELLATION: gone})
    )
    assert response.status_code == 503
    assert "The query was cancelled" in response.text


@pytest.mark.parametrize(
    ("address", "name", "sought"),
    [
        ("/query?name=name-of-a-drug&drug=baricitinb", "drug/baricitinb", "baricitinb"),
        ("/query?query=ASK{<https://w3id.org/jakgraph/trial/sle-brave-9>?p?o}", "trial/sle-brave-9", "sle brave 9"),
        (
            "/query?query=PREFIX%20jg:<https://w3id.org/jakgraph/ontology%23>SELECT*{?s%20a%20jg:Drugg}",
            "jg:Drugg",
            "Drugg",
        ),
        ("/query?query=DESCRIBE<https://w3id.org/jakgraph/drug/none>", "drug/none", "none"),
    ],
)
def test_names_that_nothing_has_are_named_where_nothing_is_found(
    read_page: Callable[[str], Page], address: str, name: str, sought: str
) -> None:
    """A misspelt name is the likeliest reason for an empty answer: it is shown, with a search for it."""
    page = read_page(address)
    assert page.problems() == []
    assert f"A name in the query that nothing in this data has: {name} (search for it)." in page.text
    assert ("search for it", "/search?" + urlencode({"q": sought})) in page.links


def test_an_empty_answer_with_names_that_exist_is_an_answer(read_page: Callable[[str], Page]) -> None:
    """Nothing is said of names where each of them stands in the data; nor where something was found."""
    known = "<https://w3id.org/jakgraph/drug/baricitinib> a <https://w3id.org/jakgraph/ontology#Trial>"
    page = read_page("/query?" + urlencode({"query": f"SELECT * {{ {known} . ?s ?p ?o }}"}))
    assert "Nothing matches. The query was evaluated" in page.text
    assert "That is an answer, unless" in page.text
    found = read_page("/query?" + urlencode({"query": "SELECT * { ?s ?p ?o MINUS { ?s <urn:nobody> ?o } }"}))
    assert "nothing in this data has" not in page.text + found.text
