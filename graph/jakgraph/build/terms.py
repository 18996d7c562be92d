"""RDF terms for model values: IRIs of rows and words, canonical literals. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from jakgraph.namespaces import GRAPH, JG, JGR

if TYPE_CHECKING:
    from decimal import Decimal

    from rdflib import IdentifiedNode

    from jakgraph.model import Row

    Triple = tuple[IdentifiedNode, URIRef, IdentifiedNode | Literal]
    Quad = tuple[IdentifiedNode, URIRef, IdentifiedNode | Literal, URIRef]

ONTOLOGY_GRAPH = GRAPH["ontology"]
ENTITIES_GRAPH = GRAPH["entities"]
MAPPINGS_GRAPH = GRAPH["mappings"]
INFERRED_GRAPH = GRAPH["inferred"]
EXPLANATIONS_GRAPH = GRAPH["explanations"]
UNVERIFIED_GRAPH = GRAPH["unverified"]
"""Claims behind which no document was seen."""


def class_iri(row_type: type[Row]) -> URIRef:
    """Return the ontology class of a table's rows."""
    return JG[row_type.__name__]


def row_iri(row_type: type[Row], key: str) -> URIRef:
    """Return the IRI of a row: https://w3id.org/jakgraph/<kind>/<key>."""
    return JGR[f"{row_type.iri_kind}/{key}"]


def concept_iri(scheme: str, word: str) -> URIRef:
    """Return the IRI of a word of a controlled list."""
    return JGR[f"{scheme}/{word}"]


def scheme_iri(scheme: str) -> URIRef:
    """Return the IRI of a controlled list."""
    return JGR[f"scheme/{scheme}"]


def source_graph(source_key: str) -> URIRef:
    """Return the named graph of the claims taken from a source."""
    return GRAPH[f"source/{source_key}"]


def text_literal(value: str) -> Literal:
    """Return a plain string."""
    return Literal(value)


def label_literal(value: str) -> Literal:
    """Return a string in English."""
    return Literal(value, lang="en")


def number_literal(value: Decimal) -> Literal:
    """Return a number as Turtle and SPARQL abbreviate it, so that ``jg:dose 4`` and ``jg:estimate 1.57`` match.

    Whole numbers are xsd:integer, others xsd:decimal without exponent or trailing zeros, as engines keep them.

    >>> from decimal import Decimal
    >>> [number_literal(Decimal(text)).n3() for text in ("1.50", "57.0", "1E+2")]
    ['"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"57"^^<http://www.w3.org/2001/XMLSchema#integer>', \
'"100"^^<http://www.w3.org/2001/XMLSchema#integer>']
    """
    if value == value.to_integral_value():
        return integer_literal(value)
    return Literal(format(value, "f").rstrip("0"), datatype=XSD.decimal, normalize=False)


def integer_literal(value: Decimal | int) -> Literal:
    """Return an xsd:integer."""
    return Literal(str(int(value)), datatype=XSD.integer, normalize=False)


def date_literal(value: str) -> Literal:
    """Return xsd:gYear, xsd:gYearMonth or xsd:date, by how much of the date is known.

    >>> date_literal("2018-08").datatype.fragment
    'gYearMonth'
    """
    datatype: Any = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(value)]
    return Literal(value, datatype=datatype, normalize=False)
