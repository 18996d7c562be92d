"""In which sections, and in which order within them, the reference shows its terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.service.ontology.terms import ANNOTATION, CLASS, DATATYPE, OBJECT, Section, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_BOUNDS = ("Below", "AtMost", "Above", "AtLeast")

_PROPERTY_SECTIONS: tuple[tuple[str, str, str, Callable[[Term], bool]], ...] = (
    (
        "links",
        "Properties that link",
        "From one thing to another.",
        lambda term: term.kind == OBJECT and not term.is_concluded,
    ),
    (
        "values",
        "Properties with values",
        "Figures, dates and texts.",
        lambda term: term.kind in (DATATYPE, ANNOTATION) and not term.is_concluded,
    ),
    (
        "shortcuts",
        "What is concluded",
        "Stated by rules from claims, in the graph of what is inferred, never by hand.",
        lambda term: term.is_concluded,
    ),
)


def arrange(terms: Sequence[Term]) -> tuple[Section, ...]:
    """Return the terms in sections: classes from the top down, properties by what they hold; digits and bounds last.

    Sections that would be empty are left out, and each term stands in exactly one.
    """
    terms = sorted(terms, key=lambda term: (term.label.lower(), term.name))
    classes = [term for term in terms if term.kind == CLASS]
    names = {term.name for term in terms}
    entities, claims = (_below(classes, root) for root in ("Entity", "Claim"))
    others = [term for term in classes if term not in entities and term not in claims]
    properties = [term for term in terms if term.kind != CLASS]
    attached = [term for term in properties if _belongs_to_figure(term, names)]
    rest = [term for term in properties if term not in attached]
    sections = [
        Section("top", "Records and documents", "What everything else is a kind of, and what it rests on.", (*others,)),
        Section("entities", "Entities", "Things that claims are about.", (*entities,)),
        Section("claims", "Claims", "What a source can be right or wrong about.", (*claims,)),
    ]
    sections += [
        Section(anchor, heading, lead, tuple(term for term in rest if chosen(term)))
        for anchor, heading, lead, chosen in _PROPERTY_SECTIONS
    ]
    lead = "Beside a figure: its digits as printed (…Text), and what stands for it where the source gives only a bound."
    sections.append(Section("digits", "Digits and bounds", lead, (*attached,)))
    return tuple(section for section in sections if section.terms)


def _below(classes: Sequence[Term], root: str) -> list[Term]:
    """Return a class and everything below it, each under its parent, siblings by label."""
    by_name = {term.name: term for term in classes}
    found: list[Term] = []

    def visit(term: Term) -> None:
        if term not in found:
            found.append(term)
            for child in term.children:
                if child.href.removeprefix("#") in by_name:
                    visit(by_name[child.href.removeprefix("#")])

    if root in by_name:
        visit(by_name[root])
    return found


def _belongs_to_figure(term: Term, names: set[str]) -> bool:
    if term.kind != DATATYPE:
        return False
    return any(term.name.endswith(end) and term.name.removesuffix(end) in names for end in ("Text", *_BOUNDS))
