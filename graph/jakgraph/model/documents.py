"""What claims are taken from, and the words and prefixes that tables use: sources, concepts, prefixes, references."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from jakgraph.model.columns import Kind, column, concept, key, reference, text
from jakgraph.model.rows import Curated, Row


@dataclass(frozen=True, kw_only=True)
class Source(Row):
    """A document that states something, or a channel (copy, digest, aggregator) in which it was seen."""

    table: ClassVar[str] = "sources"
    iri_kind: ClassVar[str] = "source"
    key_column: ClassVar[str] = "source_id"
    unique: ClassVar[tuple[str, ...]] = ("identifier",)

    source_id: str = key("slug: pmid-36848918, nct03616912, doi-…, label-…")
    label: str = text("short citation or name, in own words", required=True)
    source_kind: str = concept("source-kind", "what kind of document or channel it is", required=True)
    identifier: str | None = column(Kind.CURIE, "its CURIE: PMID:…, DOI:…, clinicaltrials:NCT…")
    url: str | None = column(Kind.URL, "web address, where it has no identifier or a better page")
    year: str | None = column(Kind.PARTIAL_DATE, "year of publication, when seen")
    licence: str | None = column(Kind.URL, "address of its licence, when its content is under one")
    part_of: str | None = reference("sources", "the document of which this is another form or a part")
    notes: str | None = text("curator's remarks, in own words")


@dataclass(frozen=True, kw_only=True)
class Concept(Row):
    """A word of a controlled list, such as an evidence type or an arm's role."""

    table: ClassVar[str] = "concepts"
    iri_kind: ClassVar[str] = ""
    key_column: ClassVar[str] = "concept_id"

    concept_id: str = key("scheme and word: evidence-type.case-report")
    scheme: str = column(Kind.SLUG, "the list it belongs to", required=True)
    label: str = text("how a page shows it", required=True)
    definition: str = text("what it means here", required=True)
    rank: str | None = column(Kind.INTEGER, "place in the list where the list is ordered; 1 is first")
    broader: str | None = reference("concepts", "wider word of the same list")


@dataclass(frozen=True, kw_only=True)
class Prefix(Row):
    """An external vocabulary or database whose identifiers the graph links to."""

    table: ClassVar[str] = "prefixes"
    iri_kind: ClassVar[str] = "prefix"
    key_column: ClassVar[str] = "prefix_id"
    unique: ClassVar[tuple[str, ...]] = ("prefix",)

    prefix_id: str = key("slug of the prefix, in lower case")
    prefix: str = text("as written before the colon in a CURIE", required=True)
    name: str = text("name of the vocabulary or database", required=True)
    expansion: str = column(Kind.URL, "what the prefix stands for in an IRI", required=True)
    web_page: str | None = text("address of the page of one identifier; {id} marks its place")
    pattern: str | None = text("regular expression that the part after the colon matches as a whole")
    licence: str | None = text("licence as its owner states it")
    homepage: str | None = column(Kind.URL, "its home page")
    sparql_endpoint: str | None = column(Kind.URL, "public SPARQL endpoint that serves it")
    used_for: str | None = text("what it is used for here")
    source: str | None = reference("sources", "where the entry was seen")
    notes: str | None = text("curator's remarks, in own words")


@dataclass(frozen=True, kw_only=True)
class CrossReference(Curated):
    """An external identifier of one of our things, with the label it was checked against."""

    table: ClassVar[str] = "cross_references"
    iri_kind: ClassVar[str] = "cross-reference"
    key_column: ClassVar[str] = "cross_reference_id"
    unique: ClassVar[tuple[str, ...]] = ("subject", "object")

    cross_reference_id: str = key("slug of subject and object")
    subject: str = column(Kind.ENTITY, "our thing: <kind>/<slug>", required=True)
    object: str = column(Kind.CURIE, "the external identifier", required=True)
    object_label: str | None = text("label seen beside the identifier in its source")
    match: str = concept("match", "exact-match or close-match", required=True)


@dataclass(frozen=True, kw_only=True)
class RetiredIdentifier(Row):
    """A key that was in use and never will be again."""

    table: ClassVar[str] = "retired"
    iri_kind: ClassVar[str] = "retired"
    key_column: ClassVar[str] = "retired_id"

    retired_id: str = key("table and key: drugs.old-name")
    reason: str = text("why it went", required=True)
    replaced_by: str | None = column(Kind.ENTITY, "what stands in its place: <kind>/<slug>")
    retired_on: str = column(Kind.DATE, "day on which it went", required=True)
