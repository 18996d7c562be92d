"""What things are called in a picture: short, and never a whole IRI, whatever the data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jakgraph.service.names import Names

UNNAMED = "unnamed"
_BREAKS = re.compile(r"[/#:?&=;]+")


def shown_name(iri: str, names: Names) -> str:
    """Return what to call a thing, a relation or a class in a picture.

    >>> from jakgraph.service.names import Names
    >>> names = Names({"http://example.org/1": "http://example.org/label/rash"})
    >>> shown_name("http://example.org/1", names), shown_name("urn:isbn:0451450523", names)
    ('rash', 'isbn 0451450523')
    >>> shown_name("https://pubmed.example/36848918/", names)
    'pubmed.example 36848918'
    >>> shown_name("_:b0", names), shown_name("https://w3id.org/jakgraph/ontology#Drug", names)
    ('unnamed', 'jg:Drug')
    """
    if iri.startswith("_:"):
        return UNNAMED
    name = " ".join(names.of(iri).split())
    if "://" in name or name == iri or ("/" in name and not names.knows(iri)):
        *before, name = [piece for piece in _BREAKS.split(name) if piece] or [UNNAMED]
        if before and not any(map(str.isalpha, name)):
            name = f"{before[-1]} {name}"  # a number alone says nothing
    return name
