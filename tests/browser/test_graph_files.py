"""What a picture is taken home as: files for other programs, and its query."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import expect
from tests.browser.picture import POTENCIES, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-graph")]


def test_the_picture_is_taken_home(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    """Every format of the export can be read by what it is for."""
    page = visit(f"/graph#{POTENCIES}").page
    expect(page.locator("#said")).to_contain_text("are shown")
    things, statements = map(int, re.findall(r"\d+", said(page))[:2])
    page.get_by_text("Export").click()
    files: dict[str, Path] = {}
    for name in ("PNG", "SVG", "GraphML", "CSV"):
        with page.expect_download() as started:
            page.get_by_role("button", name=name, exact=True).click()
        files[name] = tmp_path / started.value.suggested_filename
        started.value.save_as(files[name])
    assert files["PNG"].read_bytes().startswith(b"\x89PNG")
    assert ET.parse(files["SVG"]).getroot().tag == "{http://www.w3.org/2000/svg}svg"
    space = "{http://graphml.graphdrawing.org/xmlns}"
    graph = ET.parse(files["GraphML"]).getroot()
    assert len(list(graph.iter(f"{space}node"))) == things
    assert len(list(graph.iter(f"{space}edge"))) == statements
    rows = list(csv.DictReader(files["CSV"].read_text(encoding="utf-8").splitlines()))
    assert len(rows) == statements
    assert all(row["source"] and row["in_words"] for row in rows)


def test_the_picture_is_a_query(visit: Callable[..., Visitor]) -> None:
    """The SPARQL of the picture is answered with the triples of what is shown."""
    page = visit("/graph#1;a:drug/baricitinib;e:drug/baricitinib:inhibits:out:0").page
    expect(page.locator("#said")).to_contain_text("are shown")
    page.get_by_text("Export").click()
    page.get_by_role("button", name="SPARQL for this picture").click()
    expect(page.locator("#answer")).to_contain_text("Baricitinib")
    expect(page.locator("#answer")).to_contain_text("inhibits")
