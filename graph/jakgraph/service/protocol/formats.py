"""The formats that a result can be sent in: names, media types, file name endings. Knows no request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jakgraph.store.inspection import QueryForm
    from jakgraph.store.jobs import ResultFormat


@dataclass(frozen=True)
class Format:
    """One way to write a result. The first media type is its own, the rest are asked for by older clients."""

    name: ResultFormat
    title: str
    ending: str
    media_types: tuple[str, ...]
    words: tuple[str, ...] = ()
    """What ``format=`` takes for it besides its name, its ending and its media types."""
    w3c_name: str = ""
    """Its local name in ``http://www.w3.org/ns/formats/``, for the service description."""


@dataclass(frozen=True)
class Choice:
    """The format that a result goes out in, and the media type that it is labelled with."""

    format: Format
    media_type: str

    @property
    def content_type(self) -> str:
        """Return the Content-Type: ``text/*`` has no charset of its own that could be relied on, so it is named.

        >>> Choice(SOLUTION_FORMATS[2], "text/csv").content_type
        'text/csv; charset=utf-8'
        """
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


SOLUTION_FORMATS = (
    Format(
        "json",
        "JSON",
        "srj",
        ("application/sparql-results+json", "application/json"),
        w3c_name="SPARQL_Results_JSON",
    ),
    Format(
        "xml",
        "XML",
        "srx",
        ("application/sparql-results+xml", "application/xml", "text/xml"),
        w3c_name="SPARQL_Results_XML",
    ),
    Format("csv", "CSV", "csv", ("text/csv",), w3c_name="SPARQL_Results_CSV"),
    Format("tsv", "TSV", "tsv", ("text/tab-separated-values",), w3c_name="SPARQL_Results_TSV"),
)
"""What SELECT and ASK can be had in, the preferred one first."""

GRAPH_FORMATS = (
    # Every Turtle document is a Notation3 document, so N3 costs a label only.
    Format("turtle", "Turtle", "ttl", ("text/turtle", "text/n3"), ("n3",), "Turtle"),
    Format("ntriples", "N-Triples", "nt", ("application/n-triples",), ("n-triples",), "N-Triples"),
    Format(
        "rdfxml",
        "RDF/XML",
        "rdf",
        ("application/rdf+xml", "application/xml", "text/xml"),
        ("rdf+xml", "xml"),
        "RDF_XML",
    ),
    Format("jsonld", "JSON-LD", "jsonld", ("application/ld+json", "application/json"), ("json-ld", "json"), "JSON-LD"),
    Format("nquads", "N-Quads", "nq", ("application/n-quads",), ("n-quads",), "N-Quads"),
    Format("trig", "TriG", "trig", ("application/trig",), w3c_name="TriG"),
)
"""What CONSTRUCT and DESCRIBE can be had in, the preferred one first."""


def formats_of(form: QueryForm) -> tuple[Format, ...]:
    """Return the formats that a query of this form can be answered in, the preferred one first."""
    return SOLUTION_FORMATS if form in ("SELECT", "ASK") else GRAPH_FORMATS


def answers_to(item: Format, word: str) -> bool:
    """Tell whether ``format=word`` means this format.

    >>> [item.name for item in GRAPH_FORMATS if answers_to(item, "xml")]
    ['rdfxml']
    """
    plus_kept = word.lower().replace(" ", "+")  # "format=rdf+xml" typed into a URL arrives with a blank
    return plus_kept in (item.name, item.ending, *item.words, *item.media_types)
