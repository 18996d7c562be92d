"""What the reference says of a term. Plain data, made by `reading`, shown by the page and the picture."""

from __future__ import annotations

from dataclasses import dataclass

CLASS, OBJECT, DATATYPE, ANNOTATION = "class", "object property", "datatype property", "annotation property"


@dataclass(frozen=True)
class Link:
    """A piece of text that may lead somewhere: to a term on the same page (``#Drug``), or out of the site."""

    text: str
    href: str = ""
    title: str = ""

    @property
    def is_outward(self) -> bool:
        """Whether it leads to another site."""
        return bool(self.href) and not self.href.startswith("#")


@dataclass(frozen=True)
class ColumnUse:
    """A table column that fills a property, with what the column means."""

    table: str
    column: str
    meaning: str


@dataclass(frozen=True)
class Bridge:
    """How a term of ours relates to terms of other ontologies: a few words, and those terms."""

    relation: str
    targets: tuple[Link, ...]


@dataclass(frozen=True)
class Term:
    """A class or property of ours."""

    iri: str
    name: str
    kind: str
    label: str
    definition: str
    example: str = ""
    notes: tuple[str, ...] = ()
    parents: tuple[Link, ...] = ()
    children: tuple[Link, ...] = ()
    definitions: tuple[tuple[Link, ...], ...] = ()
    """Expressions that the term is equivalent to, each as a run of words and links."""
    chains: tuple[tuple[Link, ...], ...] = ()
    domains: tuple[Link, ...] = ()
    ranges: tuple[Link, ...] = ()
    used_on: tuple[Link, ...] = ()
    """For a class: the properties whose subjects are of it."""
    bridges: tuple[Bridge, ...] = ()
    sources: tuple[Link, ...] = ()
    tables: tuple[str, ...] = ()
    columns: tuple[ColumnUse, ...] = ()
    is_concluded: bool = False
    """Whether rules state it, and nobody else."""


@dataclass(frozen=True)
class Section:
    """Terms that are read together."""

    anchor: str
    heading: str
    lead: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Reference:
    """The ontology as its page shows it."""

    iri: str
    version: str
    title: str
    description: str
    abstract: str
    licence: str
    sections: tuple[Section, ...]

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term, in the order of the page."""
        return tuple(term for section in self.sections for term in section.terms)

    def count(self, *kinds: str) -> int:
        """Return how many terms are of these kinds."""
        return sum(term.kind in kinds for term in self.terms)
