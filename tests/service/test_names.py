"""What things are called on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jakgraph.namespaces import JG, JGR
from jakgraph.service.names import Names, look_up_names, prefixes_in

if TYPE_CHECKING:
    from jakgraph.service.context import ServiceContext

BARICITINIB = f"{JGR}drug/baricitinib"


def test_labels_come_from_the_graph_in_english(context: ServiceContext) -> None:
    """The English label goes before others; an IRI without one is not known."""
    names = look_up_names(context, [BARICITINIB, str(JG.Drug)], {})
    assert names.of(BARICITINIB) == "baricitinib"
    assert not names.knows(str(JG.Drug))


def test_labels_are_found_in_named_graphs_where_the_default_graph_is_its_own(own_context: ServiceContext) -> None:
    """With --default-graph own, what a named graph calls a thing counts too; skos:prefLabel is a label."""
    names = look_up_names(own_context, ["http://example.org/in-default", "http://example.org/in-named"], {})
    assert names.of("http://example.org/in-default") == "preferred"
    assert names.of("http://example.org/in-named") == "named"


def test_what_is_no_iri_in_a_query_is_not_asked_for(context: ServiceContext) -> None:
    """Text that would end the VALUES block is left out of it."""
    names = look_up_names(context, ["> } } #", "a b", BARICITINIB], {})
    assert names.of(BARICITINIB) == "baricitinib"


def test_without_an_engine_there_are_still_names(dead_context: ServiceContext) -> None:
    """A page without labels is better than none."""
    assert look_up_names(dead_context, [str(JG.Drug)], {}).of(str(JG.Drug)) == "jg:Drug"


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "rdf:type"),
        (f"{JGR}drug/baricitinib", "baricitinib"),
        ("http://example.org/v#weight", "weight"),
        ("http://example.org/v/weight/", "weight"),
        ("https://pubmed.example/36848918/", "pubmed.example/36848918"),
        ("http://example.org/", "example.org"),
        ("https://example.org/index/?code=L04", "example.org/index/?code=L04"),
        ("urn:isbn:123", "urn:isbn:123"),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_without_a_label_the_curie_or_the_end_is_the_name(iri: str, name: str) -> None:
    """No label: CURIE, else local name, else enough of the IRI to know it by."""
    assert Names({}).of(iri) == name


def test_the_prefixes_of_the_query_shorten_its_result() -> None:
    """The writer of the query knows his own prefixes; the longest namespace fits best."""
    prefixes = prefixes_in("prefix ex: <http://ex.org/>\nPREFIX v:<http://ex.org/v#> SELECT * {}")
    assert prefixes == {"ex": "http://ex.org/", "v": "http://ex.org/v#"}
    assert Names({}, prefixes).of("http://ex.org/v#a") == "v:a"
    assert Names({}, prefixes).of("http://ex.org/a") == "ex:a"
