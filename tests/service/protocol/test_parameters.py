"""SPARQL 1.1 Protocol, section 2.1: how a query operation is read out of a request."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jakgraph.service.protocol.faults import (
    BadRequest,
    MethodNotAllowed,
    RequestFault,
    RequestTooLarge,
    UnsupportedMediaType,
)
from jakgraph.service.protocol.parameters import (
    DIRECT,
    FORM,
    MAX_BODY_BYTES,
    MAX_QUERY_BYTES,
    DescriptionParameters,
    HttpCall,
    QueryParameters,
    read_query_operation,
)

ASK = "ASK {}"


def get(query_string: str | bytes, method: str = "GET") -> HttpCall:
    data = query_string.encode() if isinstance(query_string, str) else query_string
    return HttpCall(method, data, {})


def post(body: str | bytes, content_type: str, query_string: str = "", **headers: str) -> HttpCall:
    data = body.encode() if isinstance(body, str) else body
    return HttpCall("POST", query_string.encode(), {"content-type": content_type, **headers}, data)


def test_get_takes_the_query_from_the_query_string() -> None:
    """2.1.1: query via GET."""
    assert read_query_operation(get("query=ASK%20%7B%7D")) == QueryParameters(ASK)


def test_head_is_read_like_get() -> None:
    """RFC 9110, 9.3.2: HEAD is GET without the content."""
    assert read_query_operation(get("query=ASK%20%7B%7D", "HEAD")) == QueryParameters(ASK)


def test_form_post_takes_the_query_from_the_body() -> None:
    """2.1.2: query via POST with URL-encoded parameters."""
    call = post(urlencode({"query": ASK, "default-graph-uri": "http://example.org/g"}), FORM)
    assert read_query_operation(call) == QueryParameters(ASK, ("http://example.org/g",))


def test_direct_post_takes_the_body_as_the_query() -> None:
    """2.1.3: query via POST directly; the other parameters stay in the query string."""
    call = post(ASK, DIRECT, "named-graph-uri=http://example.org/g")
    assert read_query_operation(call) == QueryParameters(ASK, (), ("http://example.org/g",))


def test_a_plus_is_a_blank_and_percent_25_a_percent_sign() -> None:
    """application/x-www-form-urlencoded: + is a blank, %2B a plus, %25 a percent sign, decoded once."""
    operation = read_query_operation(get("query=ASK+{}%23%2B%2525"))
    assert operation == QueryParameters("ASK {}#+%25")


def test_graphs_may_be_given_many_times_and_keep_their_order() -> None:
    """2.1.4: default-graph-uri and named-graph-uri take 0 or more values."""
    graphs = "default-graph-uri=urn:b&default-graph-uri=urn:a&named-graph-uri=urn:n"
    operation = read_query_operation(get(f"query=ASK{{}}&{graphs}"))
    assert operation == QueryParameters("ASK{}", ("urn:b", "urn:a"), ("urn:n",))


@pytest.mark.parametrize("name", ["query", "timeout"])
def test_a_parameter_given_twice_is_a_bad_request(name: str) -> None:
    """2.1: exactly one query; the same for the time limit."""
    pairs = [("query", ASK), ("timeout", "1"), (name, "1")]
    with pytest.raises(BadRequest) as caught:
        read_query_operation(get(urlencode(pairs)))
    assert caught.value.parameter == name


def test_a_query_in_both_url_and_form_body_is_a_bad_request() -> None:
    """2.1.2: a form POST has its parameters in one place."""
    with pytest.raises(BadRequest, match="2 times"):
        read_query_operation(post("query=ASK%7B%7D", FORM, "query=ASK%7B%7D"))


def test_a_query_in_both_url_and_direct_body_is_a_bad_request() -> None:
    """2.1.3: a direct POST has no parameter query."""
    with pytest.raises(BadRequest, match="2 times"):
        read_query_operation(post(ASK, DIRECT, "query=ASK%7B%7D"))


def test_get_without_a_query_asks_for_the_service_description() -> None:
    """Service Description 2: dereferencing the endpoint's address gives its description."""
    assert read_query_operation(get("")) == DescriptionParameters()
    assert read_query_operation(get("format=turtle")) == DescriptionParameters("turtle")


def test_post_without_a_query_is_a_bad_request() -> None:
    """2.1: exactly one query."""
    with pytest.raises(BadRequest) as caught:
        read_query_operation(post("default-graph-uri=urn:g", FORM))
    assert caught.value.parameter == "query"


@pytest.mark.parametrize("call", [get("update=CLEAR+ALL"), post("update=CLEAR+ALL", FORM)])
def test_an_update_is_a_bad_request_that_says_so(call: HttpCall) -> None:
    """2.2: update is another operation, and this service has none."""
    with pytest.raises(BadRequest, match="read-only"):
        read_query_operation(call)


@pytest.mark.parametrize("content_type", ["text/plain", "application/sparql-update", "application/json", "", ";", "a"])
def test_another_media_type_is_unsupported(content_type: str) -> None:
    """RFC 9110, 15.5.16: 415 for a body of a type that the operation does not take."""
    with pytest.raises(UnsupportedMediaType) as caught:
        read_query_operation(post(ASK, content_type))
    assert caught.value.readable == (FORM, DIRECT)


def test_the_media_type_is_compared_without_case_and_parameters() -> None:
    """RFC 9110, 8.3.1: type and subtype are case-insensitive; charset=utf-8 changes nothing."""
    assert read_query_operation(post(ASK, "Application/SPARQL-Query; charset=UTF-8")) == QueryParameters(ASK)


def test_another_charset_is_unsupported() -> None:
    """2.1.3: the query is in UTF-8."""
    with pytest.raises(UnsupportedMediaType, match="utf-16"):
        read_query_operation(post(ASK, "application/sparql-query; charset=utf-16"))


def test_a_compressed_body_is_unsupported() -> None:
    """RFC 9110, 8.4: a content coding that is not undone is refused, so no body can unfold into a bigger one."""
    with pytest.raises(UnsupportedMediaType, match="content coding"):
        read_query_operation(post(ASK, DIRECT, **{"content-encoding": "gzip"}))


@pytest.mark.parametrize(
    "call",
    [
        get("query=ASK%7B%7D%23%FF"),
        get(b"query=ASK{}#\xff"),
        post("query=%C3%28", FORM),
        post(b"query=\xc3\x28", FORM),
        post(b"ASK {} # \xff", DIRECT),
    ],
)
def test_what_is_not_utf_8_is_a_bad_request(call: HttpCall) -> None:
    """2.1: parameters and bodies are UTF-8."""
    with pytest.raises(BadRequest, match="not UTF-8"):
        read_query_operation(call)


def test_a_query_beyond_the_limit_is_too_large_in_the_url_and_in_the_body() -> None:
    """The longest query is a published number of bytes."""
    for call in (
        get(b"query=" + b"a" * (MAX_QUERY_BYTES + 1)),
        post(b"a" * (MAX_QUERY_BYTES + 1), DIRECT),
        post(b"a" * (MAX_BODY_BYTES + 1), FORM),
    ):
        with pytest.raises(RequestTooLarge) as caught:
            read_query_operation(call)
        assert caught.value.limit_bytes == MAX_QUERY_BYTES


def test_a_query_at_the_limit_is_read_however_it_is_encoded() -> None:
    """The limit counts the query, not its percent-encoding."""
    body = b"query=" + b"%41" * MAX_QUERY_BYTES
    assert read_query_operation(post(body, FORM)) == QueryParameters("A" * MAX_QUERY_BYTES)


@pytest.mark.parametrize("graph", ["g", "", "/g", "http://example.org/a b", "<urn:g>"])
def test_a_graph_that_is_no_absolute_iri_is_a_bad_request(graph: str) -> None:
    """2.1.4: graphs are named by IRIs."""
    with pytest.raises(BadRequest, match="absolute IRI"):
        read_query_operation(get(urlencode({"query": ASK, "default-graph-uri": graph})))


@pytest.mark.parametrize("timeout", ["0", "-1", "nan", "inf", "soon", "1s"])
def test_a_timeout_that_is_no_number_of_seconds_is_a_bad_request(timeout: str) -> None:
    """Timeout is a finite number of seconds above 0."""
    with pytest.raises(BadRequest, match="timeout"):
        read_query_operation(get(urlencode({"query": ASK, "timeout": timeout})))


def test_the_first_format_counts() -> None:
    """SPARQLWrapper sends format=json-ld&format=application/ld+json."""
    operation = read_query_operation(get("query=ASK{}&format=json-ld&format=application/ld%2Bjson"))
    assert operation == QueryParameters("ASK{}", format="json-ld")


def test_the_timeout_is_in_seconds() -> None:
    """timeout=0.5 is half a second."""
    assert read_query_operation(get("query=ASK{}&timeout=0.5")) == QueryParameters("ASK{}", timeout_seconds=0.5)


def test_unknown_parameters_are_left_alone() -> None:
    """2.1: clients add parameters of their own (SPARQLWrapper sends output and results)."""
    assert read_query_operation(get("query=ASK{}&output=json&results=json")) == QueryParameters("ASK{}")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "get"])
def test_other_methods_are_not_allowed_and_the_others_are_named(method: str) -> None:
    """2.1: query operations use GET or POST."""
    with pytest.raises(MethodNotAllowed) as caught:
        read_query_operation(HttpCall(method, b"", {}))
    assert caught.value.allowed == ("GET", "HEAD", "POST", "QUERY", "OPTIONS")


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_both_encodings(text: str) -> None:
    """Decoding undoes encoding, for any text."""
    expected = QueryParameters(text)
    assert read_query_operation(get(f"query={quote(text)}")) == expected
    assert read_query_operation(post(urlencode({"query": text}), FORM)) == expected
    assert read_query_operation(post(text, DIRECT)) == expected


@settings(deadline=None)
@given(st.sampled_from(["GET", "POST"]), st.binary(), st.text(), st.binary())
def test_any_bytes_are_an_operation_or_a_fault(
    method: str, query_string: bytes, content_type: str, body: bytes
) -> None:
    """No request is a mistake of ours."""
    with suppress(RequestFault):
        read_query_operation(HttpCall(method, query_string, {"content-type": content_type}, body))
