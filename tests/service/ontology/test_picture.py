"""Where the picture puts the classes."""

from __future__ import annotations

import re
from itertools import pairwise

from jakgraph import paths
from jakgraph.service.ontology.picture import lay_out
from jakgraph.service.ontology.terms import CLASS, Link, Reference, Section, Term


def reference(*pairs: tuple[str, str]) -> Reference:
    """Return a reference of classes, each below the other of its pair ("": below none)."""
    terms = tuple(
        Term(
            iri=name,
            name=name,
            kind=CLASS,
            label=name,
            definition="",
            parents=(Link(parent, f"#{parent}"),) if parent else (),
            children=tuple(Link(child, f"#{child}") for child, above in pairs if above == name),
        )
        for name, parent in pairs
    )
    return Reference("", "", "", "", "", "", (Section("all", "", "", terms),))


TREE = (
    ("Curated", ""), ("Claim", "Curated"), ("Entity", "Curated"), ("Link", "Curated"), ("Source", ""),
    ("Case", "Claim"), ("Contrast", "Claim"), ("Drug", "Entity"), ("Arm", "Entity"), ("SubArm", "Arm"),
)  # fmt: skip


def test_every_class_has_a_place_of_its_own() -> None:
    """No class is left out, none stands on another or outside the picture."""
    picture = lay_out(reference(*TREE))
    assert {box.term.name for box in picture.boxes} == {name for name, _ in TREE}
    places = {(box.x, box.y) for box in picture.boxes}
    assert len(places) == len(TREE)
    assert all(0 <= x < picture.width and 0 <= y < picture.height for x, y in places)


def test_no_label_runs_into_the_next_column() -> None:
    """A column is as wide as its longest label: whatever stands in one row ends before the next begins."""
    long = "a class whose name says all that its definition says, word for word"
    boxes = lay_out(reference(*TREE, (long, "SubArm"), (f"{long} again", "Contrast"))).boxes
    columns = sorted({box.x for box in boxes if box.y == boxes[1].y})
    for start, following in pairwise(columns):
        assert all(box.right < following for box in boxes if start <= box.x < following and box.parent)


def test_the_picture_holds_its_labels() -> None:
    """The longest label of the last column ends inside the picture."""
    picture = lay_out(reference(*TREE, ("a root of its own with a name of some length", "")))
    assert all(box.right <= picture.width for box in picture.boxes)


def test_branches_are_columns_and_single_classes_share_one() -> None:
    """The children of the widest root that have children start columns; what stands by itself is in the last."""
    at = {box.term.name: box for box in lay_out(reference(*TREE)).boxes}
    assert at["Claim"].x < at["Entity"].x < at["Link"].x == at["Source"].x
    assert at["Claim"].y == at["Entity"].y == at["Link"].y
    assert at["Drug"].x > at["Entity"].x
    assert at["SubArm"].x > at["Arm"].x


def test_lines_lead_to_parents_only() -> None:
    """A root has no line; every other class has one."""
    boxes = lay_out(reference(*TREE)).boxes
    assert {box.term.name for box in boxes if not box.connector} == {"Curated", "Source"}


def test_a_class_has_the_colour_of_its_family() -> None:
    """A class below one with a colour has that colour; one without a family has none."""
    at = {box.term.name: box.family for box in lay_out(reference(*TREE)).boxes}
    assert (at["Contrast"], at["Drug"], at["SubArm"], at["Link"]) == ("claim", "drug", "study", "")


def test_the_order_of_the_terms_does_not_matter() -> None:
    """The same classes give the same picture, in whatever order they were read."""
    forth, back = (lay_out(reference(*pairs)) for pairs in (TREE, TREE[::-1]))
    assert [(b.term.name, b.x, b.y, b.family, b.connector) for b in forth.boxes] == [
        (b.term.name, b.x, b.y, b.family, b.connector) for b in back.boxes
    ]


def test_its_colours_are_those_of_the_style_sheet() -> None:
    """An image cannot use the page's style: what it repeats of it is the same, in light and in dark."""
    sheets, pictures = (
        [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part)) for part in text.split("prefers-color-scheme: dark")]
        for text in (
            (paths.web_dir() / "static" / "jakgraph.css").read_text("utf-8"),
            (paths.web_dir() / "templates" / "classes.svg").read_text("utf-8"),
        )
    )
    for sheet, picture in zip(sheets, pictures, strict=True):
        assert picture
        assert picture.items() <= sheet.items()
