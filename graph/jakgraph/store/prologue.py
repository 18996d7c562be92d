"""BASE and PREFIX of a query, as far as they have been read, and the IRIs that names stand for under them. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from jakgraph.store.tokens import decode_codepoints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jakgraph.store.tokens import Token

_LOCAL_ESCAPE = re.compile(r"\\(.)")
_LONGEST = 2_000
"""Characters of base and reference together."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def resolved(reference: str, base: str) -> str:
    """Return a reference as an absolute IRI; unchanged where there is no base, or none that anything can be told by.

    That is one that is no IRI, and one of a length that only serves to keep this busy.

    >>> resolved("drug/baricitinib", "https://w3id.org/jakgraph/"), resolved("urn:a", "https://w3id.org/jakgraph/")
    ('https://w3id.org/jakgraph/drug/baricitinib', 'urn:a')
    """
    if not base or _SCHEME.match(reference) or len(base) + len(reference) > _LONGEST:
        return reference
    try:
        return urljoin(base, reference) + ("#" if reference.endswith("#") else "")  # which urljoin drops
    except ValueError:  # such as the square bracket of an IPv6 address without the other
        return reference


class Prologue:
    """What has been declared so far."""

    def __init__(self) -> None:
        self._base = ""
        self._prefixes: dict[str, str] = {}

    def declare(self, word: Token, following: Sequence[Token]) -> None:
        """Take the declaration that begins with a word; nothing happens where the word begins none."""
        if word.is_word("BASE") and following and following[0].kind == "iri":
            self._base = self.iri(following[0])
        elif word.is_word("PREFIX") and len(following) > 1 and following[1].kind == "iri":
            self._prefixes[following[0].text] = self.iri(following[1])

    def iri(self, token: Token) -> str:
        """Return the IRI that an ``iri`` or ``name`` token stands for; without its prefix where that is unknown."""
        if token.kind == "iri":
            return resolved(decode_codepoints(token.text[1:-1]), self._base)
        prefix, _, local = token.text.partition(":")
        return self._prefixes.get(f"{prefix}:", "") + _LOCAL_ESCAPE.sub(r"\1", local)
