"""A visitor of the site: an own profile in the browser, a page, and everything that happened in it that should not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Response, Route

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
_RULES = {"target-size": {"enabled": True}}
"""Beside axe-core's own selection, which holds WCAG 2.1 A and AA, contrast included, and good practice."""

_WATCH_POLICY = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.effectiveDirective} forbids ${event.blockedURI} at ${event.sourceFile}`);
});
"""
_RUN_AXE = """
async (rules) => (await axe.run(document, { resultTypes: ["violations"], rules })).violations.map(
  (found) => `${found.id}: ${found.help}\\n` + found.nodes.map((node) => `  ${node.target}: ${node.html}`).join("\\n"),
)
"""
_FAILED_LOAD = "Failed to load resource"  # what the console says of responses, which are looked at one by one


class Visitor:
    """One page in a browser profile of its own, cut off from every other origin."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self._origin = origin
        self._troubles: list[str] = []
        self._loaded: dict[tuple[str, str], None] = {}
        context.set_default_timeout(10_000)
        context.add_init_script(_WATCH_POLICY)
        context.route("**/*", self._let_through)
        self.refusals: set[int] = set()
        """The statuses that this visitor provokes on purpose."""
        self.page = context.new_page()
        self.page.on("console", self._read_console)
        self.page.on("pageerror", lambda error: self._troubles.append(f"script: {error}"))
        self.page.on("response", self._look_at)
        self.page.on("crash", lambda _: self._troubles.append("the page crashed"))

    def troubles(self) -> list[str]:
        """Return what was noticed, in words."""
        return list(self._troubles)

    def loaded(self) -> list[tuple[str, str]]:
        """Return what the browser has asked for, each once: its kind, as browsers name it, and its address."""
        return list(self._loaded)

    def accessibility_violations(self) -> list[str]:
        """Return what axe-core finds on the page as it is now, one text per rule with the places."""
        if not self.page.evaluate("() => 'axe' in window"):
            if not AXE.is_file():
                raise RuntimeError("axe-core is not installed: 'python web/bundle.py check' fetches it.")
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[str] = self.page.evaluate(_RUN_AXE, _RULES)
        return found

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than its window."""
        width: int = self.page.evaluate("() => document.scrollingElement.scrollWidth - window.innerWidth")
        return max(0, width)

    def focused(self) -> str:
        """Return the text of the element that has the focus, or its id where it is a field."""
        text: str = self.page.evaluate("() => document.activeElement.innerText || document.activeElement.id")
        return " ".join(text.split())

    def tab_to(self, pattern: str, most: int = 150) -> None:
        """Press the tabulator until the focus is on an element whose text, or a field whose id, is all this pattern."""
        passed = []
        for _ in range(most):
            self.page.keyboard.press("Tab")
            passed.append(self.focused())
            if re.fullmatch(pattern, passed[-1]):
                return
        raise AssertionError(f"the tabulator does not reach {pattern!r} but {passed}")

    def _let_through(self, route: Route) -> None:
        address = route.request.url
        self._loaded[route.request.resource_type, address] = None
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" == self._origin or parts.scheme in {"data", "blob"}:
            route.continue_()
        else:
            self._troubles.append(f"request to elsewhere: {address}")
            route.abort()

    def _look_at(self, response: Response) -> None:
        if (
            response.status >= 400
            and response.status not in self.refusals
            and not response.request.is_navigation_request()
        ):
            self._troubles.append(f"status {response.status}: {response.url}")

    def _read_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(_FAILED_LOAD):
            self._troubles.append(f"console: {message.text}")
