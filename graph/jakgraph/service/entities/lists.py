"""``/page/<kind>``: every thing of a kind by its name, in pages. Reads; knows no template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.namespaces import PREFIXES
from jakgraph.service.entities.addresses import addresses
from jakgraph.service.entities.reading import solutions
from jakgraph.service.names import Names
from jakgraph.service.result_table import cell_of

if TYPE_CHECKING:
    from jakgraph.service.answers import Reader
    from jakgraph.service.result_table import Cell
    from jakgraph.service.things import ThingKind

THINGS_SHOWN = 300
MOST_THINGS = 100_000


@dataclass(frozen=True)
class KindList:
    """One page, the first being 1, of the things of a kind; ``query`` gives all of them."""

    kind: ThingKind
    things: tuple[Cell, ...]
    count: int
    number: int
    query: str

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(-(-self.count // THINGS_SHOWN), 1)

    @property
    def first(self) -> int:
        """The place of the first thing of this page among all."""
        return (self.number - 1) * THINGS_SHOWN + 1


def list_of(reader: Reader, kind: ThingKind, number: int) -> KindList:
    """Return a page of the things of a kind by name; past the end it holds none."""
    query = _THINGS.format(iri=kind.iri)
    found = solutions(reader, query, MOST_THINGS).rows
    first = (number - 1) * THINGS_SHOWN
    shown = found[first : first + THINGS_SHOWN]
    names = Names({row["thing"].value: row["name"].value for row in shown})
    address = addresses(reader.context)
    things = tuple(cell_of(row["thing"], names, address) for row in shown)
    return KindList(kind, things, len(found), number, query)


_THINGS = f"""PREFIX rdfs: <{PREFIXES["rdfs"]}>

SELECT ?thing ?name WHERE {{{{
  ?thing a <{{iri}}> ; rdfs:label ?name
}}}}
ORDER BY LCASE(?name) ?thing"""
