"""Links to pictures: fragments that hold the log of the graph browser's operations, as ``operations.ts`` reads them."""

from __future__ import annotations

from urllib.parse import quote

_VERSION = "1"
_AS_THEY_ARE = "/?,=$@!'()*~"
"""Characters that need no escape in a fragment and separate nothing in the log."""


def result_fragment(query: str) -> str:
    """Return the fragment of the picture of a query's result.

    >>> result_fragment("SELECT ?drug { ?drug a jg:Drug }")
    '1;q:SELECT+?drug+%7B+?drug+a+jg%3ADrug+%7D'
    """
    return f"{_VERSION};q:{quote(query, safe=_AS_THEY_ARE).replace('%20', '+')}"
