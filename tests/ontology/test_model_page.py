from __future__ import annotations

import re

import pytest
from rdflib import RDF
from rdflib.namespace import OWL, RDFS

from jakgraph import paths
from jakgraph.namespaces import JG, JGR

PAGE = paths.ontology_dir().parent / "docs" / "model.md"
TEXT = PAGE.read_text("utf-8")
QUERIES = re.findall(r"```sparql\n(.*?)```", TEXT, re.DOTALL)


def test_the_page_has_one_picture_and_five_queries():
    """The model in ten minutes: one picture, five queries, at most 1,800 words around them."""
    prose = re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL)
    assert TEXT.count("```mermaid") == 1
    assert len(QUERIES) == 5
    assert len(prose.split()) < 1800


@pytest.mark.parametrize("query", QUERIES, ids=range(1, len(QUERIES) + 1))
def test_each_query_runs_and_has_an_answer(built, query):
    """A query of the page answers on the built graph as it stands, with every variable bound somewhere."""
    solutions = built.query(query, use_default_graph_as_union=True)
    variables = [variable.value for variable in solutions.variables]
    rows = list(solutions)
    assert rows
    assert [name for name in variables if all(row[name] is None for row in rows)] == []


def test_each_name_on_the_page_is_a_term(ontology):
    """Every jg: name on the page is declared."""
    names = set(re.findall(r"\bjg:(\w+)", TEXT))
    assert [name for name in sorted(names) if (JG[name], RDF.type, None) not in ontology] == []


def test_the_page_names_every_kind_of_entity_and_claim(ontology):
    """No class of entity or claim is missing from the tables, but for those that are defined."""
    for top in (JG.Entity, JG.Claim):
        for kind in ontology.subjects(RDFS.subClassOf, top):
            if (kind, OWL.equivalentClass, None) not in ontology:
                assert f"| `jg:{kind.fragment}` |" in TEXT, kind


def test_edges_of_the_picture_are_properties(ontology):
    """The picture's arrows carry names of properties, and its boxes names of classes."""
    picture = re.search(r"```mermaid\n(.*?)```", TEXT, re.DOTALL)[1]
    labels = [label for part in re.findall(r"\|([^|]+)\|", picture) for label in part.split(", ")]
    assert [label for label in labels if ":" not in label and (JG[label], RDF.type, None) not in ontology] == []
    bare = re.sub(r"\[.*?\]|\|.*?\||flowchart LR", "", picture)
    boxes = set(re.findall(r"\b[A-Z][A-Za-z]+\b", bare)) - {"Concept"}
    assert [box for box in sorted(boxes) if (JG[box], RDF.type, None) not in ontology] == []


def test_things_named_as_examples_are_there(built):
    """The keys that the page gives as examples exist."""
    names = re.search(r"<kind>/<key>`: (.*)\.", TEXT)[1]
    keys = re.findall(r"`([^`]+)`", names)
    assert len(keys) == 5
    for key in keys:
        assert built.query(f"ASK {{ <{JGR[key]}> ?property ?value }}", use_default_graph_as_union=True), key
