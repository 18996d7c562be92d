"""What rules conclude, and what they say that it rests on."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS

from jakgraph import paths
from jakgraph.build import build_quads
from jakgraph.build.infer import Conclusions, conclude
from jakgraph.build.rules import load_rules
from jakgraph.errors import DatasetError
from jakgraph.namespaces import JG
from jakgraph.tables import read_tables

PREFIXES = """PREFIX jg: <https://w3id.org/jakgraph/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX : <https://example.org/>"""
TYPE, DERIVATION, PREMISE = (ox.NamedNode(str(term)) for term in (RDF.type, JG.derivation, JG.premise))
SUBCLASS = f"<{RDFS.subClassOf}>"
HEADER = "# Title: Knows\n# Says: who is met is known.\n# Why: for the test.\n# OWL: none.\n"
MEETS = """CONSTRUCT { ?a :knows ?b . [] rdf:subject ?a ; rdf:predicate :knows ; rdf:object ?b ;
    jg:derivation [ jg:premise ?meeting ] } WHERE { ?meeting :of ?a , ?b . FILTER (STR(?a) < STR(?b)) }"""
FRIENDS = """CONSTRUCT { ?a :hearsOf ?c . [] rdf:subject ?a ; rdf:predicate :hearsOf ; rdf:object ?c ; jg:derivation [
    jg:premise [ rdf:subject ?a ; rdf:predicate :knows ; rdf:object ?b ] ,
    [ rdf:subject ?b ; rdf:predicate :knows ; rdf:object ?c ] ; jg:byAxiom :hearsOf ] }
    WHERE { ?a :knows ?b . ?b :knows ?c }"""
ALONE = """CONSTRUCT { ?a a :Alone . [] rdf:subject ?a ; rdf:predicate rdf:type ; rdf:object :Alone ;
    jg:derivation [ jg:premise ?a ] } WHERE { ?a a :Person . FILTER NOT EXISTS { ?a :knows|^:knows ?b } }"""
FACTS = """:ann a :Person ; rdfs:label "Ann"@en . :bob a :Person ; rdfs:label "Bob"@en .
    :cy a :Person ; rdfs:label "Cy"@en . :dee a :Person ; rdfs:label "Dee"@en . :Alone rdfs:label "person alone"@en .
    :knows rdfs:label "knows"@en . :hearsOf rdfs:label "hears of"@en .
    :tea :of :ann , :bob ; rdfs:label "tea"@en . :walk :of :bob , :cy ; rdfs:label "walk"@en .
    :talk :of :ann , :bob ; rdfs:label "talk"@en ."""


@pytest.fixture
def world(tmp_path):
    """Conclude from a few facts by the rules given, by folder and name; return the conclusions."""

    def _conclude(**rules: str) -> Conclusions:
        for place, text in rules.items():
            folder, _, name = place.partition("_")
            path = tmp_path / folder / f"{name.replace('_', '-')}.rq"
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"{HEADER}{PREFIXES}\n{text}", "utf-8")
        graph = ox.NamedNode("https://example.org/facts")
        parsed = ox.parse(f"{PREFIXES} {FACTS}", format=ox.RdfFormat.TURTLE)
        return conclude([ox.Quad(*quad.triple, graph) for quad in parsed], tmp_path)

    return _conclude


def _short(quads) -> set[tuple[str, ...]]:
    return {tuple(str(node).rpartition("/")[2].strip('<>"') for node in quad.triple) for quad in quads}


def _told(conclusions: Conclusions, query: str) -> set[tuple[str, ...]]:
    store = ox.Store()
    store.bulk_extend(conclusions.explanations)
    solutions = store.query(f"{PREFIXES} SELECT {query}", use_default_graph_as_union=True)
    return {tuple(value.value.rpartition("/")[2] for value in row) for row in solutions}


def test_rules_are_applied_until_nothing_new_follows(world):
    """A rule sees what another has concluded, whatever the order of their files."""
    found = world(rules_10_friends=FRIENDS, rules_20_meets=MEETS).inferred
    assert _short(found) == {("ann", "knows", "bob"), ("bob", "knows", "cy"), ("ann", "hearsOf", "cy")}
    assert {quad.graph_name.value for quad in found} == {"https://w3id.org/jakgraph/graph/inferred"}


def test_each_way_in_which_a_triple_follows_is_a_derivation(world):
    """Ann knows Bob from tea and from a talk: one inference, two derivations with one premise each."""
    query = """?premise { ?why rdf:subject :ann ; rdf:predicate :knows ; jg:derivation ?way . ?way jg:premise ?premise
        FILTER NOT EXISTS { ?way jg:premise ?other FILTER (?other != ?premise) } }"""
    assert _told(world(rules_10_meets=MEETS), query) == {("tea",), ("talk",)}


def test_premises_lead_down_to_what_is_stated(world):
    """From a conclusion of conclusions one path leads to the records it rests on, and names rule and axiom."""
    found = world(rules_10_meets=MEETS, rules_20_friends=FRIENDS)
    path = "?record { ?why rdf:predicate :hearsOf ; (jg:derivation/jg:premise)+ ?record . MINUS { ?record a ?any } }"
    assert _told(found, path) == {("tea",), ("talk",), ("walk",)}
    by = "?rule ?axiom { ?why rdf:predicate :hearsOf ; jg:derivation [ jg:byRule ?rule ; jg:byAxiom ?axiom ] }"
    assert _told(found, by) == {("friends", "hearsOf")}


def test_explanations_are_told_in_words(world):
    """Inferences, derivations and rules have labels made from those of what they are about."""
    labels = _told(world(rules_10_meets=MEETS, rules_20_friends=FRIENDS, computed_10_alone=ALONE),
                   "?label { ?node rdfs:label ?label }")  # fmt: skip
    assert labels == {
        ("Ann knows Bob",), ("Bob knows Cy",), ("Ann hears of Cy",), ("Dee: person alone",),
        ("Ann knows Bob; Bob knows Cy",),
        ("tea",), ("talk",), ("walk",), ("Dee",), ("Knows",),  # derivations by their premises, and the rules
    }  # fmt: skip


def test_what_is_absent_is_looked_for_last(world):
    """Rules of computed/ see everything that the other rules conclude: Bob and Cy know somebody by then."""
    found = world(rules_10_meets=MEETS, computed_10_alone=ALONE).inferred
    assert {subject for subject, *rest in _short(found) if rest[-1] == "Alone"} == {"dee"}


def test_names_depend_on_what_is_said_alone(world):
    """The same conclusions have the same names in every build, whatever else was concluded."""
    one = {quad.subject for quad in world(rules_10_meets=MEETS).explanations}
    two = {quad.subject for quad in world(rules_10_meets=MEETS, rules_20_friends=FRIENDS).explanations}
    assert one < two


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("rdf:predicate :knows ; rdf:object ?b ; jg:derivation [ a jg:Derivation ]", "rests on nothing"),
        ("rdf:object ?b ; jg:derivation [ jg:premise ?meeting ]", "neither a thing nor a whole triple"),
    ],
)
def test_half_an_explanation_is_refused(world, template, says):
    """A derivation without premises, or about half a triple, is a slip in the rule."""
    with pytest.raises(DatasetError, match=rf"rules/10-half\.rq: .*{says}"):
        world(rules_10_half=f"CONSTRUCT {{ [] rdf:subject ?a ; {template} }} WHERE {{ ?meeting :of ?a , ?b }}")


def test_rules_that_never_rest_are_stopped(world):
    """A rule that makes new things for ever ends the build with an error, not in silence."""
    grow = "CONSTRUCT { ?b :next :end } WHERE { ?a a|:next ?c BIND (IRI(CONCAT(STR(?a), 'x')) AS ?b) }"
    with pytest.raises(RuntimeError, match="still add triples"):
        world(rules_10_grow=grow)


@pytest.mark.parametrize("folder", ["rules", "computed"])
def test_a_rule_is_a_construct_query(world, folder):
    """Any other query in a folder of rules is named, with what to write instead."""
    with pytest.raises(DatasetError, match=rf"{folder}/10-ask\.rq: it is not a CONSTRUCT query\. Write what it"):
        world(**{f"{folder}_10_ask": "ASK {}"})


@pytest.mark.parametrize("folder", ["rules", "computed"])
def test_a_rule_that_is_no_sparql_is_named_with_the_place(world, folder):
    """A slip in a rule is an error of its file, line and column, not a traceback."""
    with pytest.raises(DatasetError, match=r"\.rq:\d+:\d+: it is not SPARQL\. Look there or just before") as caught:
        world(**{f"{folder}_10_open": "CONSTRUCT { ?a a :B }\nWHERE { ?a a"})
    lines = Path(caught.value.file).read_text("utf-8").splitlines()
    assert caught.value.file.endswith(f"{folder}/10-open.rq")
    assert (caught.value.line, caught.value.column) == (len(lines), len("WHERE { ?a a") + 1)


def test_every_rule_is_read_before_one_is_applied(world):
    """A slip in what is computed last is told at once, though the rules before it never come to rest."""
    grow = "CONSTRUCT { ?b :next :end } WHERE { ?a a|:next ?c BIND (IRI(CONCAT(STR(?a), 'x')) AS ?b) }"
    with pytest.raises(DatasetError, match=r"computed/10-ask\.rq"):
        world(rules_10_grow=grow, computed_10_ask="ASK {}")


def test_a_rule_is_utf8(tmp_path):
    """Bytes that are no text are placed by line."""
    (tmp_path / "10-bytes.rq").write_bytes(b"# Title: x\n# \xff\n")
    with pytest.raises(DatasetError, match=r"10-bytes\.rq:2: it is not UTF-8\. Save it as UTF-8"):
        load_rules(tmp_path)


def test_a_rule_says_what_it_says_and_why(tmp_path):
    """A rule without its header is refused by name."""
    (tmp_path / "10-bare.rq").write_text("# Title: Bare\nCONSTRUCT {} WHERE {}", "utf-8")
    with pytest.raises(DatasetError, match=r"10-bare\.rq: the header lacks Says, Why, OWL"):
        load_rules(tmp_path)


@pytest.fixture(scope="module")
def built() -> list[ox.Quad]:
    return build_quads(read_tables(paths.tables_dir()), paths.ontology_dir())


def _in(quads, name: str) -> list[tuple[str, str, str]]:
    graph = ox.NamedNode(f"https://w3id.org/jakgraph/graph/{name}")
    return [tuple(map(str, quad.triple)) for quad in quads if quad.graph_name == graph]


def _explained(quads) -> set[tuple[str, str, str]]:
    parts: dict[str, dict[str, str]] = {}
    for subject, predicate, value in _in(quads, "explanations"):
        parts.setdefault(subject, {})[predicate] = value
    names = [f"<{RDF[part]}>" for part in ("subject", "predicate", "object")]
    return {tuple(own[name] for name in names) for own in parts.values() if names[0] in own}


def test_every_inferred_triple_is_explained(built):
    """Each inferred triple has its inference; for membership of a superclass, the inference between the classes."""
    explained = _explained(built)
    has_derivation = {subject for subject, predicate, _ in _in(built, "explanations") if predicate == str(DERIVATION)}
    kinds: dict[str, set[str]] = {}
    for quad in built:
        if quad.predicate == TYPE:
            kinds.setdefault(str(quad.subject), set()).add(str(quad.object))
    inferred = _in(built, "inferred")
    assert len(inferred) > 10_000
    assert [
        triple for triple in inferred
        if triple not in explained and triple[0] not in has_derivation
        and not (triple[1] == str(TYPE) and any((kind, SUBCLASS, triple[2]) in explained for kind in kinds[triple[0]]))
    ] == []  # fmt: skip


def test_nothing_else_is_explained(built):
    """What an inference concludes is in the graph, be it inferred or between classes."""
    there = {tuple(map(str, quad.triple)) for quad in built}
    assert [triple for triple in _explained(built) if triple[1] != SUBCLASS and triple not in there] == []


def test_every_explanation_ends_in_what_was_stated(built):
    """Every premise is a record that is in the graph, or an inference that stands: no conclusion hangs on itself."""
    derivations: dict[str, set[str]] = {}
    premises: dict[str, set[str]] = {}
    for subject, predicate, value in _in(built, "explanations"):
        if predicate == str(DERIVATION):
            derivations.setdefault(subject, set()).add(value)
        elif predicate == str(PREMISE):
            premises.setdefault(subject, set()).add(value)
    stands = {str(quad.subject) for quad in built if "/explanations" not in str(quad.graph_name)} - derivations.keys()
    waiting = set(derivations)
    while True:
        new = {one for one in waiting if any(premises.get(way, set()) <= stands for way in derivations[one])}
        if not new:
            break
        stands |= new
        waiting -= new
    assert waiting == set()
