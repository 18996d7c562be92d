"""The picture as files, read by what they are for: nothing is lost, and every file says of which data it is."""

from __future__ import annotations

import csv
import json
import re
import struct
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from ndex2.cx2 import RawCX2NetworkFactory
from playwright.sync_api import expect
from rdflib import Graph
from rdflib.namespace import PROV, RDF
from tests.browser.picture import POTENCIES, said, shows

from jakgraph.namespaces import JG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-files")]

PICTURE = f"{POTENCIES};e:drug/baricitinib:inhibits:out:0;e:drug/baricitinib:testedIn:out:0"
SVG = "{http://www.w3.org/2000/svg}"
BLUE, GREEN = "#0072b2", "#009e73"


@pytest.fixture
def picture(visit: Callable[..., Visitor]) -> Page:
    """The picture of a drug, its kinases and its trials, in a browser set to dark."""
    page = visit(f"/graph#{PICTURE}", color_scheme="dark").page
    expect(page.locator("#said")).to_contain_text("are shown")
    return page


def taken_home(page: Page, name: str, folder: Path) -> Path:
    """Take the picture home in a format, and return the file."""
    menu = page.locator("details.menu", has_text="Export")
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    with page.expect_download() as started:
        page.get_by_role("button", name=name, exact=True).click()
    file = folder / started.value.suggested_filename
    started.value.save_as(file)
    return file


def counts(page: Page) -> tuple[int, int]:
    """Return how many things and statements are said to be shown."""
    things, statements = map(int, re.findall(r"\d+", said(page))[:2])
    return things, statements


def test_png_can_be_printed_and_says_of_which_data(picture: Page, tmp_path: Path) -> None:
    """At least 170 mm wide at 300 dots per inch, on white whatever the page looks like."""
    png = taken_home(picture, "PNG", tmp_path).read_bytes()
    width, height = struct.unpack(">II", png[16:24])
    assert width >= 2000
    assert height >= 300
    assert struct.unpack(">4sII", png[37:49]) == (b"pHYs", 11811, 11811)
    corner = picture.evaluate(
        """async (bytes) => {
          const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/png" }));
          const context = new OffscreenCanvas(image.width, image.height).getContext("2d", { willReadFrequently: true });
          context.drawImage(image, 0, 0);
          const below = context.getImageData(0, image.height - 60, image.width, 60).data;
          const isInked = below.filter((_, at) => at % 4 === 0).some((red) => red < 90);
          return { corner: [...context.getImageData(2, 2, 1, 1).data], isInked };
        }""",
        list(png),
    )
    assert corner == {"corner": [255, 255, 255, 255], "isInked": True}


def test_svg_has_the_marks_of_kinds_and_a_caption(picture: Page, tmp_path: Path) -> None:
    """Blue discs, green hexagons, dashes for inferences, in the colours of paper."""
    root = ET.parse(taken_home(picture, "SVG", tmp_path)).getroot()
    text = " ".join("".join(root.itertext()).split())
    assert re.search(r"data of \d+ \w+ 2\d{3}, revision [0-9a-f]{12}", text)
    assert "Baricitinib" in text
    assert [circle for circle in root.iter(f"{SVG}circle") if circle.get("fill") == BLUE]
    assert [shape for shape in root.iter(f"{SVG}polygon") if shape.get("fill") == GREEN]
    assert [line for line in root.iter(f"{SVG}path") if line.get("stroke-dasharray")]


def test_svg_of_nothing_is_small_and_whole(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    """No number in it is infinite."""
    page = visit("/graph").page
    text = taken_home(page, "SVG", tmp_path).read_text(encoding="utf-8")
    assert "Infinity" not in text
    assert "NaN" not in text
    ET.fromstring(text)


def test_graphml_is_read_by_networkx(picture: Page, tmp_path: Path) -> None:
    """Things by IRI with name and kind, statements with their evidence."""
    graph = nx.read_graphml(taken_home(picture, "GraphML", tmp_path))
    assert (graph.number_of_nodes(), graph.number_of_edges()) == counts(picture)
    assert graph.nodes["https://w3id.org/jakgraph/drug/baricitinib"] == {"label": "Baricitinib", "kind": "drug"}
    edges = [edge for _, _, edge in graph.edges(data=True)]
    assert all(edge["document"] and edge["statement"] for edge in edges if "claim" in edge)
    assert any(edge.get("inferred") is True for edge in edges)


def test_cx2_is_read_by_ndex2(picture: Page, tmp_path: Path) -> None:
    """Every thing has a place, every attribute is declared, colours and shapes are a style."""
    file = taken_home(picture, "CX2", tmp_path)
    network = RawCX2NetworkFactory().get_cx2network(json.loads(file.read_text(encoding="utf-8")))
    nodes, edges = network.get_nodes(), network.get_edges()
    assert (len(nodes), len(edges)) == counts(picture)
    assert all(isinstance(node["x"], int | float) and isinstance(node["y"], int | float) for node in nodes.values())
    declared = network.get_attribute_declarations()
    assert {name for node in nodes.values() for name in node["v"]} == set(declared["nodes"])
    assert {name for edge in edges.values() for name in edge["v"]} == set(declared["edges"])
    colors = network.get_visual_properties()["nodeMapping"]["NODE_BACKGROUND_COLOR"]["definition"]["map"]
    assert {"v": "drug", "vp": BLUE} in colors
    assert "revision" in network.get_network_attributes()["description"]


def test_turtle_holds_what_is_shown_with_its_evidence(picture: Page, tmp_path: Path) -> None:
    """Things, claims with their sources, inferences with their explanations, under prefixes."""
    text = taken_home(picture, "Turtle", tmp_path).read_text(encoding="utf-8")
    graph = Graph().parse(data=text, format="turtle")
    assert "@prefix jg:" in text
    things, _ = counts(picture)
    assert len(set(graph.subjects(RDF.type, JG.Entity))) == things
    claims = set(graph.subjects(RDF.type, JG.Claim))
    assert claims
    assert all(
        (source, RDF.type, JG.Source) in graph
        for claim in claims
        for source in graph.objects(claim, PROV.hadPrimarySource)
    )
    assert set(graph.subjects(RDF.object, None))


def test_csv_begins_no_formula(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    """Names come from anybody's query; in a spreadsheet they stay text."""
    query = "CONSTRUCT { <http://example.org/a> <http://example.org/-x> <http://example.org/@b> } WHERE {}"
    visitor = visit(f"/graph#1;q:{quote(query)}")
    shows(visitor.page, 2, 1)
    (row,) = csv.DictReader(taken_home(visitor.page, "CSV", tmp_path).read_text(encoding="utf-8").splitlines())
    assert (row["from"], row["statement"], row["to"]) == ("a", "'-x", "'@b")
