"""How much a page costs its reader: everything that the browser loads for it, in bytes on the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from tests.browser.addresses import EACH_PAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser")]

MOST_BYTES = 60_000
GRAPH_MOST_BYTES = 210_000
"""Of the graph browser, which brings a library for drawing and laying out."""
COUNTED = frozenset({"document", "stylesheet", "script"})


def bytes_on_the_wire(address: str) -> int:
    """Return the size of a body as a browser that knows Brotli gets it."""
    headers = {"Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "br"}
    with httpx.stream("GET", address, headers=headers) as response:
        return sum(map(len, response.iter_raw()))


@pytest.mark.parametrize("address", EACH_PAGE)
def test_page_is_light(visit: Callable[..., Visitor], address: str) -> None:
    """HTML, style sheets and scripts of a page come to at most 60 kB with Brotli; those of the graph to 210 kB."""
    visitor = visit(address)
    visitor.page.wait_for_load_state("networkidle")
    sizes = {item: bytes_on_the_wire(item) for kind, item in visitor.loaded() if kind in COUNTED}
    allowed = GRAPH_MOST_BYTES if address.startswith("/graph") else MOST_BYTES
    assert sum(sizes.values()) <= allowed, sizes
