"""Which representation a client gets: RFC 9110, 12.5.1, and the ``format`` parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jakgraph.service.protocol.faults import BadRequest, NotAcceptable
from jakgraph.service.protocol.formats import GRAPH_FORMATS, SOLUTION_FORMATS
from jakgraph.service.protocol.negotiation import choose_format, parse_accept, prefers_html

if TYPE_CHECKING:
    from jakgraph.service.protocol.formats import Format
    from jakgraph.store.inspection import QueryForm

CHROMIUM = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
FORMS: tuple[QueryForm, ...] = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
KNOWN = [media_type for item in (*SOLUTION_FORMATS, *GRAPH_FORMATS) for media_type in item.media_types]


def chosen(form: QueryForm, accept: str | None, word: str | None = None) -> str:
    return choose_format(form, accept, word).media_type


@pytest.mark.parametrize("accept", [None, "", "  ", "*/*", "application/*"])
def test_without_a_wish_tables_are_json(accept: str | None) -> None:
    """12.5.1: no Accept header means that anything will do; an empty one is treated the same."""
    assert chosen("SELECT", accept) == chosen("ASK", accept) == "application/sparql-results+json"


@pytest.mark.parametrize("accept", [None, "*/*", "text/*"])
def test_without_a_wish_graphs_are_turtle(accept: str | None) -> None:
    """12.5.1: no Accept header means that anything will do."""
    assert chosen("CONSTRUCT", accept) == chosen("DESCRIBE", accept) == "text/turtle"


@pytest.mark.parametrize("item", SOLUTION_FORMATS, ids=lambda item: item.name)
@pytest.mark.parametrize("form", ["SELECT", "ASK"])
def test_each_table_format_is_had_by_each_of_its_media_types(form: QueryForm, item: Format) -> None:
    """The four result formats of SPARQL 1.1, under their own media types and under the aliases clients send."""
    for media_type in item.media_types:
        choice = choose_format(form, media_type, None)
        assert (choice.format, choice.media_type) == (item, media_type)


@pytest.mark.parametrize("item", GRAPH_FORMATS, ids=lambda item: item.name)
@pytest.mark.parametrize("form", ["CONSTRUCT", "DESCRIBE"])
def test_each_graph_format_is_had_by_each_of_its_media_types(form: QueryForm, item: Format) -> None:
    """The RDF formats, under their own media types and under the aliases clients send."""
    for media_type in item.media_types:
        choice = choose_format(form, media_type, None)
        assert (choice.format, choice.media_type) == (item, media_type)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/csv, application/sparql-results+xml;q=0.9", "text/csv"),
        ("*/*;q=0.1, text/csv;q=0.2", "text/csv"),
        ("text/*, application/sparql-results+json;q=0.9", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;charset=utf-8", "text/csv"),
        ("text/csv ; header=present ; q=0.7, text/html", "text/csv"),
        ("image/png, text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=nonsense, application/xml", "application/xml"),
    ],
)
def test_quality_and_specificity_decide(accept: str, expected: str) -> None:
    """12.5.1: the highest quality wins, the most specific range sets it, 0 means never; parameters do not matter."""
    assert chosen("SELECT", accept) == expected


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "*/*;q=0", "garbage", "application/json;q=0"])
def test_where_nothing_fits_the_available_types_are_listed(accept: str) -> None:
    """15.5.7: 406 comes with the list of what can be had."""
    with pytest.raises(NotAcceptable) as caught:
        choose_format("SELECT", accept, None)
    assert caught.value.available[:4] == (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    )


@pytest.mark.parametrize(
    ("form", "word", "expected"),
    [
        ("SELECT", "json", "application/sparql-results+json"),
        ("SELECT", "CSV", "text/csv"),
        ("SELECT", "srx", "application/sparql-results+xml"),
        ("ASK", "application/json", "application/json"),
        ("CONSTRUCT", "xml", "application/rdf+xml"),
        ("CONSTRUCT", "rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT", "application/rdf xml", "application/rdf+xml"),
        ("CONSTRUCT", "json", "application/ld+json"),
        ("DESCRIBE", "ttl", "text/turtle"),
        ("DESCRIBE", "n3", "text/turtle"),
    ],
)
def test_the_format_parameter_goes_before_accept(form: QueryForm, word: str, expected: str) -> None:
    """format= takes a name, a file ending or a media type, also one whose + was read as a blank."""
    assert chosen(form, "image/png", word) == expected


def test_a_format_of_the_other_kind_of_result_is_not_acceptable() -> None:
    """A graph has no CSV: 406, with the names that would do."""
    with pytest.raises(NotAcceptable) as caught:
        choose_format("CONSTRUCT", None, "csv")
    assert caught.value.available == ("turtle", "ntriples", "rdfxml", "jsonld", "nquads", "trig")


def test_a_word_that_names_no_format_is_a_bad_request() -> None:
    """format=docx is a mistake in the request, not in its Accept header."""
    with pytest.raises(BadRequest, match="docx") as caught:
        choose_format("SELECT", None, "docx")
    assert caught.value.parameter == "format"


def test_text_is_labelled_as_utf_8() -> None:
    """RFC 7111 and W3C: CSV, TSV and Turtle say their charset; JSON and XML have their own."""
    assert choose_format("SELECT", "text/csv", None).content_type == "text/csv; charset=utf-8"
    assert choose_format("SELECT", None, None).content_type == "application/sparql-results+json"


def test_a_browser_is_told_from_a_program() -> None:
    """A browser names text/html and likes no data format better; */* alone is a program."""
    assert prefers_html(CHROMIUM)
    assert prefers_html("text/html")
    for accept in (None, "", "*/*", "application/json", "text/html;q=0.5, text/csv", "application/json, text/html"):
        assert not prefers_html(accept), accept


media_ranges = st.builds(
    "{};q={}".format,
    st.one_of(st.sampled_from([*KNOWN, "*/*", "text/*", "text/html"]), st.text(max_size=12)),
    st.one_of(st.floats(0, 1).map("{:.3f}".format), st.text(max_size=4)),
)


@settings(deadline=None)
@given(st.sampled_from(FORMS), st.one_of(st.text(), st.lists(media_ranges).map(",".join)))
def test_any_accept_header_gives_a_format_or_a_406(form: QueryForm, accept: str) -> None:
    """No header is a mistake of ours."""
    prefers_html(accept)
    try:
        choice = choose_format(form, accept, None)
    except NotAcceptable as fault:
        assert fault.available  # noqa: PT017  # both outcomes are right
    else:
        assert choice.media_type in choice.format.media_types


@settings(deadline=None)
@given(st.sampled_from(FORMS), st.permutations([(name, index / 10) for index, name in enumerate(KNOWN[:9], start=1)]))
def test_the_order_of_ranges_with_different_qualities_does_not_matter(
    form: QueryForm, ranges: list[tuple[str, float]]
) -> None:
    """12.5.1: quality decides, not position."""
    header = ", ".join(f"{name};q={quality}" for name, quality in ranges)
    in_order = ", ".join(f"{name};q={quality}" for name, quality in sorted(ranges))
    assert chosen(form, header) == chosen(form, in_order)


def test_media_type_parameters_are_dropped() -> None:
    """Profile and charset choose no variant here."""
    accept = parse_accept('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted";q=0.3')
    assert accept is not None
    assert list(accept) == [("application/ld+json", 0.3)]
