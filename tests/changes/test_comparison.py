"""Planted changes between two releases, and what the changelog says of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from jakgraph.changes import Changelog, compare, read_snapshot, to_json, to_markdown
from jakgraph.changes.snapshot import snapshot_of
from jakgraph.errors import DatasetError

if TYPE_CHECKING:
    from pathlib import Path

HEADER = """
PREFIX jg: <https://w3id.org/jakgraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
BASE <https://w3id.org/jakgraph/>
"""
ONTOLOGY = """GRAPH <graph/ontology> {
  jg:Contrast a owl:Class ; rdfs:label "contrast"@en .
  jg:estimate a owl:DatatypeProperty ; rdfs:label "estimate"@en .
}"""
ENTITIES = """GRAPH <graph/entities> {
  <drug/a> a jg:Drug ; rdfs:label "drug A"@en . <source/s> a jg:Source ; rdfs:label "Paper S"@en .
  <source/t> a jg:Source ; rdfs:label "Paper T"@en .
}"""
CLAIMS = """GRAPH <graph/source/s> {
  <contrast/c> a jg:Contrast ; rdfs:label "odds ratio 1.57"@en ; jg:estimate 1.57 ; jg:estimateText "1.57" ;
    prov:hadPrimarySource <source/s> .
  <contrast/d> a jg:Contrast ; rdfs:label "odds ratio 2"@en ; jg:estimate 2 ; jg:estimateText "2.0" .
}"""
INFERRED = "GRAPH <graph/inferred> { <contrast/c> a jg:Claim . }"
OLD = (ONTOLOGY, ENTITIES, CLAIMS, INFERRED)


def changelog(*new: str) -> Changelog:
    """Return what changed from the small release to these parts of another."""
    sides = [
        snapshot_of(name, ox.parse(HEADER + "\n".join(parts), format=ox.RdfFormat.TRIG))
        for name, parts in (("old", OLD), ("new", new))
    ]
    return compare(*sides)


def test_the_same_is_the_same() -> None:
    """Two writings of one release do not differ, whatever their order."""
    assert changelog(*reversed(OLD)).same


def test_a_changed_figure_is_shown_as_printed() -> None:
    """A figure, its digits and the claim's label change together: said once, with digits as printed, old and new."""
    claims = CLAIMS.replace("odds ratio 1.57", "odds ratio 1.60").replace("jg:estimate 1.57", "jg:estimate 1.6")
    (change,) = changelog(ONTOLOGY, ENTITIES, claims.replace('"1.57"', '"1.60"'), INFERRED).changes
    assert (change.change, change.group, change.kind, change.label) == (
        "changed",
        "Claims",
        "contrast",
        "odds ratio 1.60",
    )
    (difference,) = change.differences
    assert (difference.label, difference.old, difference.new) == ("estimate", ("1.57",), ("1.60",))


def test_other_digits_of_the_same_number_are_a_change() -> None:
    """2.0 and 2.00 are one number printed differently: the digits are compared too."""
    (change,) = changelog(ONTOLOGY, ENTITIES, CLAIMS.replace('"2.0"', '"2.00"'), INFERRED).changes
    assert [(item.old, item.new) for item in change.differences] == [(("2.0",), ("2.00",))]


def test_a_claim_of_another_source_names_both() -> None:
    """Things are shown by their labels: the source was Paper S and is Paper T."""
    claims = CLAIMS.replace("<source/s> .", "<source/t> .")
    (change,) = changelog(ONTOLOGY, ENTITIES, claims, INFERRED).changes
    assert [(item.old, item.new) for item in change.differences] == [(("Paper S",), ("Paper T",))]


def test_an_added_and_a_removed_claim_are_told_apart() -> None:
    """A claim under a new IRI is added, the one that is gone is removed; both with their words."""
    claims = CLAIMS.replace("contrast/d", "contrast/e").replace("odds ratio 2", "odds ratio 3")
    found = changelog(ONTOLOGY, ENTITIES, claims, INFERRED).changes
    assert [(change.change, change.label) for change in found] == [
        ("removed", "odds ratio 2"),
        ("added", "odds ratio 3"),
    ]


def test_a_retired_identifier_says_why() -> None:
    """A thing that was taken out with a reason is removed with that reason."""
    claims = CLAIMS.split("<contrast/d>", maxsplit=1)[0] + "}"
    retired = 'GRAPH <graph/entities> { <contrast/d> owl:deprecated true ; skos:changeNote "entered twice" . }'
    (change,) = changelog(ONTOLOGY, ENTITIES, claims, INFERRED, retired).changes
    assert (change.change, change.reason) == ("removed", "entered twice")


def test_entities_stand_after_claims() -> None:
    """The groups come in the order in which a reader cares, kinds within them."""
    entities = ENTITIES.replace("drug A", "drug B")
    claims = CLAIMS.replace("jg:estimate 2 ;", "jg:estimate 3 ;")
    found = changelog(ONTOLOGY, entities, claims, INFERRED)
    assert list(found.groups()) == ["Claims", "Entities"]
    assert [item.label for item in found.groups()["Entities"]["Drug"]] == ["drug B"]


def test_what_is_inferred_is_counted_only() -> None:
    """Triples that follow from the rest make a difference, but no entries."""
    found = changelog(*OLD[:3], "GRAPH <graph/inferred> { <contrast/c> a jg:Curated . }")
    assert (found.changes, found.inferred_added, found.inferred_removed) == ((), 1, 1)
    assert not found.same


def test_markdown_says_all_of_it() -> None:
    """Headings by group and kind, an entry per thing, its figures below; text of the data cannot break it."""
    claims = CLAIMS.replace('"2.0"', '"<2_0*"')
    text = to_markdown(changelog(ONTOLOGY, ENTITIES, claims, INFERRED))
    assert "## Claims" in text
    assert "### contrast: 1 changed" in text
    assert "(<https://w3id.org/jakgraph/contrast/d>)" in text
    assert "2.0 → \\<2\\_0\\*" in text


def test_json_says_all_of_it() -> None:
    """Programs get counts by kind, and each change with the values on both sides."""
    claims = CLAIMS.replace('"2.0"', '"2.00"')
    content = json.loads(to_json(changelog(ONTOLOGY, ENTITIES, claims, INFERRED)))
    assert content["counts"] == {"Claims": {"contrast": {"changed": 1}}}
    assert content["changes"][0]["properties"][0]["old"] == ["2.0"]
    assert content["same"] is False


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("foreign.ttl", "<http://example.org/a> a <http://example.org/B> .", "nothing of JAKgraph's"),
        ("broken.nq", "<http://example.org/a> <oops", "broken.nq:1"),
        ("data.txt", "", "names no RDF format"),
    ],
)
def test_a_file_that_is_no_jakgraph_is_refused_by_name(tmp_path: Path, name: str, text: str, message: str) -> None:
    """Other people's data, broken files and other formats give a clear error, not an empty changelog."""
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(DatasetError, match=message):
        read_snapshot(file)


def test_a_folder_without_a_release_is_refused(tmp_path: Path) -> None:
    """A folder must hold the graph; the error says how to make one."""
    with pytest.raises(DatasetError, match="jakgraph build --output"):
        read_snapshot(tmp_path)
