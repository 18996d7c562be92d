"""Where the page about an IRI is: our own things have pages, terms stand in the reference, the rest is described."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from flask import url_for

from jakgraph.namespaces import JG, JGR

if TYPE_CHECKING:
    from collections.abc import Callable

    from jakgraph.service.context import ServiceContext

KIND = "[a-z]+(?:-[a-z]+)*"
KEY = r"[A-Za-z0-9]+(?:[-._/]+[A-Za-z0-9]+)*"
_THING = re.compile(rf"({KIND})/({KEY})")


def thing_of(iri: str) -> tuple[str, str] | None:
    """Return kind and key of one of our own things, None for every other IRI.

    >>> thing_of("https://w3id.org/jakgraph/drug/baricitinib")
    ('drug', 'baricitinib')
    >>> thing_of("https://w3id.org/jakgraph/graph/source/pmid-36848918")
    ('graph', 'source/pmid-36848918')
    >>> thing_of("https://w3id.org/jakgraph/ontology#Drug")
    """
    match = _THING.fullmatch(iri.removeprefix(JGR)) if iri.startswith(JGR) else None
    return (match[1], match[2]) if match else None


def addresses(context: ServiceContext) -> Callable[[str], str]:
    """Return a function from an IRI to the address of the page about it. Within a request."""
    query = url_for("query_page.page")
    pages = url_for("entities.page", kind="drug", key="x").removesuffix("drug/x") if context.is_builtin else ""

    def address(iri: str) -> str:
        thing = thing_of(iri) if context.is_builtin else None
        if thing:
            return f"{pages}{thing[0]}/{thing[1]}"
        if context.release and iri.startswith(JG):
            return url_for("ontology.current", _anchor=iri.removeprefix(JG))
        return f"{query}?query={quote_plus(f'DESCRIBE <{iri}>', safe=':/')}"

    return address
