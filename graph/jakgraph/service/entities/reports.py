"""What a reader sends who found an error in a figure: claim, value, source, revision."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from jakgraph.service.entities.claims import SOURCE_WORD

if TYPE_CHECKING:
    from jakgraph.service.context import ServiceContext
    from jakgraph.service.entities.claims import ClaimCard
    from jakgraph.service.entities.page import ThingPage

_LONGEST_LABEL = 500


def report_lines(context: ServiceContext, page: ThingPage) -> str:
    """Return the lines that say which figure is meant, where it is from, and in which state of the data it stood."""
    dated = f" of {context.facts.built_on.isoformat()}" if context.facts.built_on else ""
    lines = (
        f"{'Claim' if page.card else 'Thing'}: {page.thing.iri}",
        f"Says: {page.thing.label[:_LONGEST_LABEL]}",
        *([_source_line(page.card)] if page.card else []),
        f"Data{dated}, revision {context.engine.revision[:12]}",
        "What the source says, and where in it: ",
    )
    return "\n".join(lines)


def _source_line(card: ClaimCard) -> str:
    sources = dict(card.evidence).get(SOURCE_WORD, ())
    return f"Source: {', '.join(cell.text for cell in sources) or 'none is named'}"


def report_address(context: ServiceContext, page: ThingPage) -> str:
    """Return the address of the operator's form with everything filled in; empty where there is no form."""
    template = context.settings.report_url
    title, text = f"Error in {page.thing.kind}/{page.thing.key}", report_lines(context, page)
    return template.replace("{title}", quote(title, safe="")).replace("{text}", quote(text, safe=""))
