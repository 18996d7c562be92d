"""Reads a page the way its rules are stated: headings, links, controls, tables, ids."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

_VOID = frozenset({"meta", "link", "img", "input", "br", "hr"})


class Page(HTMLParser):
    """A parsed page.

    ``links`` are pairs of text and address, ``headings`` the texts of h1 to h3, ``inputs`` the attributes of the
    fields that have an id, ``open_details`` the texts of the details that are open, ``data`` the texts of data blocks.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.headings: list[str] = []
        self.textareas: list[str] = []
        self.inputs: dict[str, dict[str, str]] = {}
        self.open_details: list[str] = []
        self.data: list[str] = []
        self.ids: list[str] = []
        self._elements: list[tuple[str, dict[str, str]]] = []
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self._text: list[str] = []
        self._wrong: list[str] = []
        self.feed(text)
        self.close()

    @property
    def text(self) -> str:
        """The text of the page, blanks folded."""
        return " ".join("".join(self._text).split())

    def count(self, tag: str) -> int:
        """Return how many elements of this name there are."""
        return sum(name == tag for name, _ in self._elements)

    def problems(self) -> list[str]:
        """Return every rule of accessible HTML that is broken."""
        wrong = list(self._wrong) + [f"<{name}> is not closed" for name, _, _ in self._open]
        wrong += [f"id {name} is used {times} times" for name, times in Counter(self.ids).items() if times > 1]
        labelled = {attributes.get("for") for name, attributes in self._elements if name == "label"}
        for name, attributes in self._elements:
            wrong += [f"<{name}> has {item}" for item in attributes if item == "style" or item.startswith("on")]
            is_module = attributes.get("src") and attributes.get("type") == "module"
            if name == "script" and not is_module and attributes.get("type") != "application/ld+json":
                wrong.append("a script is neither a module of a file of ours nor data")
            if name == "img" and "alt" not in attributes:
                wrong.append("an image has no alt")
            if (
                name in ("textarea", "input")
                and attributes.get("type") != "hidden"
                and attributes.get("id") not in labelled
            ):
                wrong.append("a control has no label")
            if name == "th" and "scope" not in attributes:
                wrong.append("a heading cell has no scope")
            for reference in ("aria-labelledby", "aria-describedby"):
                if attributes.get(reference, "") not in ("", *self.ids):
                    wrong.append(f"{reference}={attributes[reference]} names nothing")
        if self.count("table") != self.count("caption"):
            wrong.append("a table has no caption")
        if not any(name == "html" and attributes.get("lang") for name, attributes in self._elements):
            wrong.append("the page has no language")
        return wrong

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self._elements.append((tag, attributes))
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "input" and "id" in attributes:
            self.inputs[attributes["id"]] = attributes
        if tag not in _VOID:
            self._open.append((tag, attributes, []))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            self._wrong.append(f"</{tag}> closes nothing")
            return
        _, attributes, pieces = self._open.pop()
        raw = "".join(pieces)
        text = " ".join(raw.split())
        if tag == "a":
            self.links.append((text, attributes.get("href", "")))
        if tag in ("h1", "h2", "h3"):
            self.headings.append(text)
        if tag == "details" and "open" in attributes:
            self.open_details.append(text)
        if tag == "script" and raw:
            self.data.append(raw)
        if tag == "textarea":
            self.textareas.append(raw.removeprefix("\n"))

    def handle_data(self, data: str) -> None:
        self._text.append(data)
        for _, _, pieces in self._open:
            pieces.append(data)
