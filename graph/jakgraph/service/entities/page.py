"""Puts the page about a thing together: its panels or its card, every statement, and what points to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.namespaces import JG, PREFIXES
from jakgraph.service.answers import names_for
from jakgraph.service.entities.addresses import addresses
from jakgraph.service.entities.claims import claim_card, read_surroundings
from jakgraph.service.entities.panels import ask_panels, show_panel
from jakgraph.service.entities.reading import CLAIM, LABEL, LINKS_SHOWN, TYPE, links_query, read_links
from jakgraph.service.result_table import cell_of
from jakgraph.service.terms import Rows, Term
from jakgraph.service.things import THING_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jakgraph.service.answers import Reader
    from jakgraph.service.entities.claims import ClaimCard
    from jakgraph.service.entities.panels import ShownPanel
    from jakgraph.service.entities.reading import Links, Thing
    from jakgraph.service.names import Names
    from jakgraph.service.result_table import Cell
    from jakgraph.service.things import ThingKind

_NO_ROWS = Rows((), ())
_LONGEST_PAGE_NUMBER = 6
_EVERYWHERE = frozenset({CLAIM, str(JG.Curated), str(JG.Entity)})
"""Classes that say nothing of a thing in particular."""
_WORKINGS = frozenset(PREFIXES["rdf"] + name for name in ("subject", "predicate", "object"))
"""How explanations name a thing: of no use to readers, whom its conclusions are shown."""

_PARENTS = (str(JG.trial), f"{PREFIXES['prov']}hadPrimarySource")
"""What a thing is a part of, as the way to it shows: its trial, the source of a claim."""


@dataclass(frozen=True)
class Fact:
    """Every value of a property; ``is_inferred``: none of them was stated."""

    name: Cell
    values: tuple[Cell, ...]
    is_inferred: bool


@dataclass(frozen=True)
class LinkList:
    """The things that point to this one by a property; ``things`` are those of page ``number``, when it is open."""

    name: Cell
    predicate: str
    count: int
    query: str
    things: tuple[Cell, ...] = ()
    number: int = 0

    @property
    def pages(self) -> int:
        """How many pages there are of them."""
        return -(-self.count // LINKS_SHOWN)


@dataclass(frozen=True)
class ThingPage:
    """Everything that the page about a thing shows; ``card`` is None where it is no claim.

    ``defined`` are classes that it belongs to by their definitions, beside those that it is said to be of; ``parents``
    are what it is a part of.
    """

    thing: Thing
    kind: ThingKind | None
    classes: tuple[Cell, ...]
    defined: tuple[Cell, ...]
    panels: tuple[ShownPanel, ...]
    empty: tuple[ShownPanel, ...]
    card: ClaimCard | None
    facts: tuple[Fact, ...]
    links: tuple[LinkList, ...]
    parents: tuple[Cell, ...]
    address: Callable[[str], str]


def page_about(reader: Reader, thing: Thing, arguments: Mapping[str, str]) -> ThingPage:
    """Return the page about a thing; ``in`` and ``page`` of the arguments open a list of what points to it."""
    asked = () if thing.is_claim else ask_panels(reader, reader.context.panels, thing.kind, thing.key)
    around = read_surroundings(reader, thing) if thing.is_claim else None
    opened = arguments.get("in", "")
    number = page_number(arguments.get("page", "1"))
    is_link = any(links.predicate == opened for links in thing.links)
    linked = read_links(reader, thing, opened, number) if is_link else _NO_ROWS
    iris = {iri for panel in asked for iri in panel.rows.iris()} | (around.iris() if around else set()) | linked.iris()
    names = names_for(reader, iris | _own_iris(thing))
    address = addresses(reader.context)
    panels = [show_panel(panel, names, address) for panel in asked]
    inferred = {item.value.value for item in thing.statements if item.predicate == TYPE and item.is_inferred}
    own = [iri for iri in thing.classes if iri.startswith(JG) and iri not in _EVERYWHERE]
    return ThingPage(
        thing=thing,
        kind=next((kind for kind in THING_KINDS if kind.path == thing.kind), None),
        classes=tuple(_iri_cell(iri, names, address) for iri in own if iri not in inferred),
        defined=tuple(_iri_cell(iri, names, address) for iri in own if iri in inferred),
        panels=tuple(panel for panel in panels if panel.has_place),
        empty=tuple(panel for panel in panels if not panel.has_place),
        card=claim_card(thing, around, names, address) if around else None,
        facts=_facts(thing, names, address),
        links=tuple(
            _links(thing, item, names, address, (linked, number) if item.predicate == opened else (_NO_ROWS, 0))
            for item in thing.links
            if item.predicate not in _WORKINGS
        ),
        parents=tuple(cell_of(term, names, address) for iri in _PARENTS for term in thing.values(iri)),
        address=address,
    )


def _own_iris(thing: Thing) -> set[str]:
    values = {item.value.value for item in thing.statements if item.value.kind == "iri"}
    properties = {item.predicate for item in thing.statements} | {item.predicate for item in thing.links}
    return values | properties | {item.graph for item in thing.statements}


def page_number(text: str) -> int:
    """Return the number of a page that an address asks for; the first, where it is none."""
    return max(int(text), 1) if text.isdecimal() and len(text) <= _LONGEST_PAGE_NUMBER else 1


def _facts(thing: Thing, names: Names, address: Callable[[str], str]) -> tuple[Fact, ...]:
    properties = dict.fromkeys(item.predicate for item in thing.statements if item.predicate != LABEL)
    ordered = sorted(properties, key=lambda iri: (iri != TYPE, names.of(iri)))
    return tuple(
        Fact(
            _iri_cell(iri, names, address),
            tuple(cell_of(term, names, address) for term in thing.values(iri)),
            is_inferred=all(item.is_inferred for item in thing.statements if item.predicate == iri),
        )
        for iri in ordered
    )


def _links(
    thing: Thing, links: Links, names: Names, address: Callable[[str], str], opened: tuple[Rows, int]
) -> LinkList:
    rows, number = opened
    return LinkList(
        name=_iri_cell(links.predicate, names, address),
        predicate=links.predicate,
        count=links.count,
        query=links_query(thing.iri, links.predicate),
        things=tuple(cell_of(row["thing"], names, address) for row in rows.rows),
        number=number,
    )


def _iri_cell(iri: str, names: Names, address: Callable[[str], str]) -> Cell:
    return cell_of(Term("iri", iri), names, address)
