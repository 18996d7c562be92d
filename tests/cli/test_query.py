"""``jakgraph query``: answers and errors in a terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from jakgraph.cli import main
from jakgraph.cli.results import terminal_records, terminal_table
from jakgraph.service.result_table import Cell, Column, ResultTable

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("installed")]

CLASSES = """PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?class WHERE { VALUES ?class { <https://w3id.org/jakgraph/ontology#Drug> } ?class a owl:Class }
"""


def query(text: str | bytes, *options: str) -> Result:
    return CliRunner().invoke(main, ["query", "-", *options], input=text)


def test_table_shows_labels_for_iris() -> None:
    """A person reads names; the IRI is what a machine wants."""
    result = query(CLASSES)
    assert result.exit_code == 0, result.stderr
    assert "drug" in result.stdout.lower()
    assert "w3id.org" not in result.stdout


def test_other_formats_are_the_engines_bytes() -> None:
    """What goes into a pipe is the standard format, whole, with IRIs."""
    answer = json.loads(query(CLASSES, "--format", "json").stdout)
    assert answer["results"]["bindings"][0]["class"]["value"] == "https://w3id.org/jakgraph/ontology#Drug"


def test_ask_is_answered_in_words() -> None:
    """A question is answered by yes or no."""
    assert query("ASK { ?s ?p ?o }").stdout == "yes\n"
    assert query("ASK { <urn:a> <urn:b> <urn:c> }").stdout == "no\n"


def test_graph_is_printed_as_turtle() -> None:
    """Triples have no table; Turtle is the form that people read."""
    assert "@prefix" in query("CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 1").stdout


def test_query_may_be_a_file(tmp_path: Path) -> None:
    """A file's name is where errors are placed; a byte order mark at its start is no error."""
    file = tmp_path / "drug.rq"
    file.write_text("\ufeffASK { ?s ?p ?o }", encoding="utf-8")
    assert CliRunner().invoke(main, ["query", str(file)]).stdout == "yes\n"
    file.write_text("SELECT * WHERE {\n  ?s ?p\n}", encoding="utf-8")
    broken = CliRunner().invoke(main, ["query", str(file)])
    assert broken.exit_code == 1
    assert broken.stderr.startswith(f"{file}:3:1: error: ")
    assert "^" in broken.stderr
    assert broken.stdout == ""


def test_format_that_does_not_fit_is_a_usage_error() -> None:
    """Rows cannot be Turtle; the message names the formats that can be."""
    result = query("SELECT * { ?s ?p ?o }", "--format", "turtle")
    assert result.exit_code == 2
    assert "json, xml, csv, tsv" in result.stderr


def test_time_limit_stops_the_query() -> None:
    """The limit holds here as in the service, and nothing is printed in part."""
    result = query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", "--timeout", "0.5")
    assert result.exit_code == 1
    assert "time limit of 0.5 s" in result.stderr
    assert result.stdout == ""


def test_text_that_is_not_utf8_is_an_error() -> None:
    """Bytes that are no text are placed by line."""
    result = query(b"ASK {\n?s ?p '\xff' }")
    assert result.exit_code == 1
    assert "standard input:2: the query is not UTF-8" in result.stderr


TABLE = ResultTable(
    columns=(Column("drug", is_numeric=False, is_wordy=False), Column("dose", is_numeric=True, is_wordy=False)),
    rows=(
        (Cell("baricitinib", "iri", "https://example.org/b"), Cell("4", "number")),
        (Cell("a\x1b[31mb", "text"), Cell("", "none")),
    ),
)


def printed(renderable: object, width: int) -> list[str]:
    console = Console(width=width, color_system=None)
    with console.capture() as capture:
        console.print(renderable)
    return [line.rstrip() for line in capture.get().splitlines()]


def test_numbers_stand_to_the_right() -> None:
    """Digits of one place stand below each other."""
    assert printed(terminal_table(TABLE), 80)[2].endswith("     4")


def test_literal_cannot_steer_the_terminal() -> None:
    """A control character in the data is shown as a replacement character."""
    assert any("a\N{REPLACEMENT CHARACTER}[31mb" in line for line in printed(terminal_table(TABLE), 80))


def test_record_lists_every_column() -> None:
    """Where a table is too wide, each row is a list of its columns, with nothing left out."""
    lines = printed(terminal_records(TABLE), 30)
    assert lines[1:3] == ["drug  baricitinib", "dose  4"]
    assert lines[5] == "dose"
