"""The classes as a picture: where each stands, from the reference alone; web/templates/classes.svg draws it.

The widest tree fills the picture: its root above, a column for each branch, and a last column for what stands by
itself. The same ontology gives the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.service.ontology.terms import CLASS

if TYPE_CHECKING:
    from jakgraph.service.ontology.terms import Reference, Term

ROW, COLUMN, INDENT, MARGIN = 24, 200, 18, 8
"""Steps of the grid; COLUMN is the least width of a column, which is as wide as its longest label."""
LABEL, CHARACTER, GAP = 12, 8, 20
"""Where a label begins beside its mark, the most that one of its 13 px characters takes on average, and what is left
free between columns."""
MARK = 14
"""Height of the colour before a label; lines leave from below it and arrive at its middle."""

FAMILIES = {
    "Drug": "drug",
    "Protein": "molecule",
    "Cytokine": "molecule",
    "Receptor": "molecule",
    "Pathway": "molecule",
    "Autoantibody": "molecule",
    "Disease": "disease",
    "Manifestation": "disease",
    "Trial": "study",
    "Arm": "study",
    "OutcomeMeasure": "measure",
    "Endpoint": "measure",
    "AdverseEventTerm": "measure",
    "Claim": "claim",
    "Source": "document",
}
"""Class -> family of its colour, as docs/visual-language.md has them; a class below takes its parent's."""


@dataclass(frozen=True)
class Box:
    """One class in its place: ``x`` and ``y`` of its left upper corner, and the box that it hangs on."""

    term: Term
    x: int
    y: int
    family: str
    parent: tuple[int, int] | None

    @property
    def is_head(self) -> bool:
        """Whether others hang on it."""
        return bool(self.term.children)

    @property
    def label_x(self) -> int:
        """Where its label begins."""
        return self.x + LABEL

    @property
    def right(self) -> int:
        """Where its label ends at the latest."""
        return self.label_x + CHARACTER * len(self.term.label)

    @property
    def connector(self) -> str:
        """Return the line from its parent as SVG path data; empty where it has none."""
        if self.parent is None:
            return ""
        start, y = self.parent[0] + 2, self.parent[1] + MARK + 2
        if self.x == self.parent[0] + INDENT:
            return f"M{start} {y}V{self.y + MARK // 2}H{self.x - 3}"
        # another branch of the root: along the row below it, then down
        return f"M{start} {y}V{y + ROW // 2}H{self.x + 2}V{self.y - 3}"


@dataclass(frozen=True)
class Picture:
    """All boxes, and how large the picture is."""

    boxes: tuple[Box, ...]
    width: int
    height: int


def lay_out(reference: Reference) -> Picture:
    """Return every class of the reference in its place."""
    classes = {term.name: term for term in reference.terms if term.kind == CLASS}
    tree = _Tree(classes)
    top = max(tree.roots, key=lambda name: (tree.size(name), name))
    branches = [name for name in tree.children[top] if tree.size(name) > 2]
    singles = [name for name in tree.children[top] if name not in branches]
    root = Box(classes[top], MARGIN, MARGIN, "", None)
    boxes = [root]
    x, y = MARGIN, MARGIN + 2 * ROW
    for branch in branches:
        column = tree.place(branch, x, y, (root.x, root.y))
        boxes += column
        x = max(x + COLUMN, max(box.right for box in column) + GAP)
    for name in singles:
        boxes += tree.place(name, x, y, (root.x, root.y))
        y = boxes[-1].y + ROW
    y += ROW // 2
    for name in (name for name in tree.roots if name != top):
        boxes += tree.place(name, x, y, None)
        y = boxes[-1].y + ROW
    width = max(box.right for box in boxes) + MARGIN
    height = max(box.y for box in boxes) + ROW + MARGIN
    return Picture(tuple(boxes), width, height)


class _Tree:
    """The classes by who is below whom; a class with two parents hangs on the first of them by name."""

    def __init__(self, classes: dict[str, Term]) -> None:
        self._classes = classes
        parent_of = {
            name: next((p for link in term.parents if (p := link.href.removeprefix("#")) in classes), None)
            for name, term in classes.items()
        }
        self.children = {
            name: sorted((child for child, parent in parent_of.items() if parent == name), key=self._label)
            for name in classes
        }
        self.roots = sorted((name for name, parent in parent_of.items() if parent is None), key=self._label)

    def _label(self, name: str) -> tuple[str, str]:
        return self._classes[name].label.lower(), name

    def size(self, name: str) -> int:
        """Return how many classes there are from this one down."""
        return 1 + sum(self.size(child) for child in self.children[name])

    def place(self, name: str, x: int, y: int, parent: tuple[int, int] | None, family: str = "") -> list[Box]:
        """Return a class and everything below it, one to a row, each level a step to the right."""
        family = FAMILIES.get(name, family)
        boxes = [Box(self._classes[name], x, y, family, parent)]
        for child in self.children[name]:
            boxes += self.place(child, x + INDENT, boxes[-1].y + ROW, (x, y), family)
        return boxes
