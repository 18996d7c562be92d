from __future__ import annotations

import shutil

import pytest
from tests.curation import write_tables
from tests.validate.test_rules import GOOD, RESULT

from jakgraph import paths
from jakgraph.errors import DatasetError
from jakgraph.model import ArmResult
from jakgraph.validate import check


@pytest.fixture
def ontology(tmp_path):
    """A copy of the ontology folder with one small shape in it."""
    folder = tmp_path / "ontology"
    shutil.copytree(paths.ontology_dir(), folder)
    (folder / "shapes.ttl").write_text(
        """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX jg: <https://w3id.org/jakgraph/ontology#>
        jg:PercentShape a sh:NodeShape ; sh:targetClass jg:ArmResult ;
          sh:property [ sh:path jg:percent ; sh:maxInclusive 50 ; sh:message "Keep it at 50 or below." ] ."""
    )
    return folder


def test_a_broken_shape_is_reported_at_the_line_of_its_row(tmp_path, ontology):
    """A violation found in the graph points back to the table file and line that the curator edits."""
    tables = write_tables(tmp_path / "tables", GOOD)
    report = check(tables, ontology)
    found = [problem for problem in report.errors if problem.rule == "shape"]
    assert [(problem.file, problem.line) for problem in found] == [("arm_results.csv", 2)]
    assert "Keep it at 50 or below." in found[0].message


def test_unreadable_tables_are_reported_and_not_built(tmp_path):
    """When the tables cannot be read, the report holds every reading problem and nothing else is tried."""
    tables = write_tables(tmp_path, GOOD | {ArmResult: [RESULT | {"percent": "many"}, RESULT | {"arm_result_id": "?"}]})
    report = check(tables, paths.ontology_dir())
    assert {problem.rule for problem in report.errors} == {"bad-number", "bad-id"}
    assert not report.ok


def test_two_sources_that_disagree_are_a_notice_not_an_error(tmp_path, ontology):
    """Knowledge of a disagreement does not stop a release."""
    (ontology / "shapes.ttl").unlink()
    other = RESULT | {"arm_result_id": "r2", "events": "140", "percent": "55.6", "notes": "digest"}
    report = check(write_tables(tmp_path / "tables", GOOD | {ArmResult: [RESULT, other]}), ontology)
    assert [problem.rule for problem in report.notices] == ["sources-disagree"]


def test_shapes_that_are_not_turtle_are_named(tmp_path, ontology):
    """A slip in the shapes file is an error of that file, with its line."""
    (ontology / "shapes.ttl").write_text("PREFIX sh: <http://www.w3.org/ns/shacl#>\nsh: sh: [ .\n")
    with pytest.raises(DatasetError, match=r"shapes\.ttl:2"):
        check(write_tables(tmp_path / "tables", GOOD), ontology)


def test_a_check_without_its_remedy_is_named(tmp_path, ontology):
    """A curator's own slip in a check file is an error of that file, not a traceback."""
    (ontology / "checks" / "new.rq").write_text("SELECT ?thing { ?thing ?p ?o }\n")
    with pytest.raises(DatasetError, match=r"new\.rq: no line begins with '# Remedy: '"):
        check(write_tables(tmp_path / "tables", GOOD), ontology)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT ?thing {\n ?thing ?p }", r"new\.rq:3:12: it is not SPARQL\. Look there or just before"),
        ("ASK {}", r"new\.rq: it is not a SELECT query with the variable \?thing\. Begin with SELECT \?thing"),
        ("SELECT ?other { ?other ?p ?o }", r"new\.rq: it is not a SELECT query with the variable \?thing"),
    ],
)
def test_a_check_that_cannot_be_asked_is_named(tmp_path, ontology, text, says):
    """A check that is no SPARQL, or asks for something else, is an error of that file, with its place."""
    (ontology / "checks" / "new.rq").write_text(f"# Remedy: mend it.\n{text}\n")
    with pytest.raises(DatasetError, match=says):
        check(write_tables(tmp_path / "tables", GOOD), ontology)
