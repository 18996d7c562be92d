"""Which representation a client gets, by Werkzeug's reading of ``Accept`` or by the ``format`` parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from jakgraph.service.protocol.faults import BadRequest, NotAcceptable
from jakgraph.service.protocol.formats import GRAPH_FORMATS, SOLUTION_FORMATS, Choice, Format, answers_to, formats_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jakgraph.store.inspection import QueryForm

HTML = "text/html"


def parse_accept(header: str | None) -> MIMEAccept | None:
    """Return the media ranges of an ``Accept`` header, or None where it is absent or empty: then anything fits.

    Parameters such as ``charset`` and ``profile`` are dropped: no format here has two variants to tell apart.

    >>> parse_accept("text/csv;charset=utf-8;q=0.5").to_header()
    'text/csv;q=0.5'
    """
    if header is None or not header.strip():
        return None
    ranges = parse_accept_header(header, MIMEAccept)
    return MIMEAccept([(media_range.split(";", 1)[0].strip().lower(), quality) for media_range, quality in ranges])


def best_of(accept: MIMEAccept | None, media_types: Sequence[str]) -> str | None:
    """Return the media type that the client likes best, the earlier one where it likes two the same; None: no fit."""
    if accept is None:
        return media_types[0]
    return accept.best_match(media_types)


def prefers_html(header: str | None) -> bool:
    """Tell whether a browser is asking: it names ``text/html`` and likes no result or graph format better."""
    accept = parse_accept(header)
    if accept is None or HTML not in [media_range for media_range, _ in accept]:
        return False
    machine = [media_type for item in (*SOLUTION_FORMATS, *GRAPH_FORMATS) for media_type in item.media_types]
    return best_of(accept, [*machine, "application/problem+json", HTML]) == HTML


def choose_format(form: QueryForm, accept_header: str | None, word: str | None) -> Choice:
    """Return what a query of this form is answered in; see `choose_among`."""
    return choose_among(formats_of(form), accept_header, word, f"The result of {form}")


def choose_among(formats: Sequence[Format], accept_header: str | None, word: str | None, what: str) -> Choice:
    """Return the best of these formats; ``word`` is the ``format`` parameter and goes before Accept.

    ``what`` is to be written, for the message. Raises BadRequest for a word that names no format at all, NotAcceptable
    where nothing fits.
    """
    if word is not None:
        return _named_format(formats, word, what)
    by_media_type = {media_type: item for item in formats for media_type in item.media_types}
    # Own media types stand before aliases, so that an alias is only ever sent to a client that prefers it.
    own = [item.media_types[0] for item in formats]
    if accept_header in own:  # as most programs ask
        return Choice(by_media_type[accept_header], accept_header)
    offered = [*own, *(media_type for media_type in by_media_type if media_type not in own)]
    best = best_of(parse_accept(accept_header), offered)
    if best is None:
        raise NotAcceptable(f"{what} can be had in nothing that your Accept header allows.", offered)
    return Choice(by_media_type[best], best)


def _named_format(formats: Sequence[Format], word: str, what: str) -> Choice:
    for item in formats:
        if answers_to(item, word):
            asked = word.lower().replace(" ", "+")
            return Choice(item, asked if asked in item.media_types else item.media_types[0])
    names = [item.name for item in formats]
    if any(answers_to(item, word) for item in (*SOLUTION_FORMATS, *GRAPH_FORMATS)):
        raise NotAcceptable(f"{what} cannot be written as {word}.", names)
    raise BadRequest(f"format={word} names no format.", parameter="format", remedy=f"Use one of: {', '.join(names)}.")
