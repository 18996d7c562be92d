"""void.ttl: VoID, DCAT and the HCLS dataset profile, compared with what the files beside it hold."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS, VOID

from jakgraph.build import NQUADS_NAME, Manifest
from jakgraph.build.description.terms import DCTYPES, PAV, SPDX, word_of
from jakgraph.namespaces import JG, JGR

SUMMARY = JGR["dataset"]
VERSION = JGR["dataset/0.1.0"]
WHOLE = JGR["dataset/0.1.0/jakgraph.nq"]
PLAIN_STATEMENTS = (DCTERMS.title, DCTERMS.description, DCTERMS.publisher)


@pytest.fixture(scope="module")
def described(release):
    """Its description, read by rdflib."""
    return Graph().parse(release / "void.ttl", format="turtle")


@pytest.fixture(scope="module")
def quads(release):
    """What the whole file holds."""
    return list(ox.parse(path=release / NQUADS_NAME))


def test_the_summary_level_has_what_hcls_asks_for_and_not_more(described):
    """HCLS 5.1: type, title, description, publisher, the current version; no creator, version, date or distribution."""
    assert (SUMMARY, RDF.type, DCTYPES.Dataset) in described
    for predicate in (*PLAIN_STATEMENTS, PAV.hasCurrentVersion, VOID.sparqlEndpoint):
        assert described.value(SUMMARY, predicate) is not None, predicate
    for predicate in (DCTERMS.creator, DCTERMS.created, DCTERMS.issued, PAV.version, DCAT.distribution, VOID.dataDump):
        assert described.value(SUMMARY, predicate) is None, predicate


def test_the_version_level_has_what_hcls_asks_for_and_not_more(described):
    """HCLS 5.2: version, creator, whose version it is, its distributions; no data dump."""
    assert (VERSION, RDF.type, DCTYPES.Dataset) in described
    assert described.value(SUMMARY, PAV.hasCurrentVersion) == VERSION
    assert described.value(VERSION, DCTERMS.isVersionOf) == SUMMARY
    for predicate in (*PLAIN_STATEMENTS, DCTERMS.creator, PAV.version, DCAT.distribution, DCTERMS.license):
        assert described.value(VERSION, predicate) is not None, predicate
    assert described.value(VERSION, VOID.dataDump) is None


def test_the_distribution_level_has_what_hcls_asks_for(described):
    """HCLS 5.3: each file with title, creator, licence, format, address; RDF files with their dump as well."""
    files = list(described.objects(VERSION, DCAT.distribution))
    for file in files:
        wanted = (*PLAIN_STATEMENTS, DCTERMS.creator, DCTERMS.license, DCTERMS["format"], DCAT.downloadURL)
        for predicate in wanted:
            assert described.value(file, predicate) is not None, (file, predicate)
        is_rdf = file.endswith((".nq", ".trig"))
        assert ((file, RDF.type, VOID.Dataset) in described) == is_rdf
        assert (described.value(file, VOID.dataDump) is not None) == is_rdf


def test_every_file_is_described_with_its_size_and_checksum(described, release):
    """Each file of the release but lists of files and the description itself is a distribution, with true figures."""
    manifest = Manifest.read(release / "MANIFEST.json")
    names = set(manifest.files) - {"SHA256SUMS", "void.ttl"}
    files = {str(file).removeprefix(f"{VERSION}/"): file for file in described.objects(VERSION, DCAT.distribution)}
    assert set(files) == names
    for name, file in files.items():
        assert int(described.value(file, DCAT.byteSize)) == (release / name).stat().st_size
        value = described.value(described.value(file, SPDX.checksum), SPDX.checksumValue)
        assert f"sha256:{value}" == manifest.files[name]


def test_the_totals_are_those_of_the_graph(described, quads):
    """Triples, subjects, objects and properties are counted right."""
    for predicate, expected in (
        (VOID.triples, len(quads)),
        (VOID.distinctSubjects, len({quad.subject for quad in quads})),
        (VOID.distinctObjects, len({quad.object for quad in quads})),
        (VOID.properties, len({quad.predicate for quad in quads})),
    ):
        assert described.value(WHOLE, predicate) == Literal(expected)


def test_each_class_and_property_is_counted(described, quads):
    """A partition for each class with its members and for each property with its triples."""
    is_a = ox.NamedNode(str(RDF.type))
    typed = {(quad.subject, quad.object.value) for quad in quads if quad.predicate == is_a}
    members = Counter(name for _, name in typed)
    triples = Counter(quad.predicate.value for quad in quads)
    stated = {
        str(name): int(described.value(part, VOID.entities))
        for part in described.objects(WHOLE, VOID.classPartition)
        if (part, RDF.type, VOID.Dataset) in described and (name := described.value(part, VOID["class"]))
    }
    assert stated == members
    for part in described.objects(WHOLE, VOID.propertyPartition):
        assert int(described.value(part, VOID.triples)) == triples[str(described.value(part, VOID.property))]


def test_every_licence_has_its_subset_with_all_its_graphs(described, quads):
    """Each named graph that states a licence is listed under it; share-alike ones among them."""
    licence_of = ox.NamedNode(str(DCTERMS.license))
    stated = {
        (quad.graph_name.value, quad.object.value)
        for quad in quads
        if quad.predicate == licence_of and quad.subject == quad.graph_name
    }
    listed = {
        (str(graph), str(licence))
        for subset in described.objects(WHOLE, VOID.subset)
        if (licence := described.value(subset, DCTERMS.license)) and "#licence-" in subset
        for graph in described.objects(subset, VOID.subset)
    }
    assert listed == stated
    assert {licence for _, licence in listed} >= {"https://creativecommons.org/licenses/by-sa/3.0/"}


def test_linksets_count_what_leads_out(described, quads):
    """The exact matches to ChEBI that are stated are those that lie in the mappings."""
    space = "http://purl.obolibrary.org/obo/CHEBI_"
    exact = ox.NamedNode(str(SKOS.exactMatch))
    expected = sum(quad.predicate == exact and quad.object.value.startswith(space) for quad in quads)
    (linkset,) = [
        linkset
        for linkset in described.subjects(VOID.objectsTarget, JGR["prefix/chebi"])
        if (linkset, VOID.linkPredicate, SKOS.exactMatch) in described
    ]
    assert int(described.value(linkset, VOID.triples)) == expected > 0
    assert described.value(JGR["prefix/chebi"], VOID.uriSpace) == Literal(space)


def test_examples_are_things_of_the_graph(described, quads):
    """Every example resource is the subject of a triple."""
    subjects = {str(quad.subject).strip("<>") for quad in quads}
    examples = {str(example) for example in described.objects(WHOLE, VOID.exampleResource)}
    assert len(examples) >= 4
    assert examples <= subjects


def test_it_has_no_blank_node_and_says_what_it_is(described):
    """Each part can be linked to; the document says that it describes the dataset."""
    assert all(isinstance(node, URIRef) for node in set(described.subjects()))
    assert described.value(None, FOAF.primaryTopic, SUMMARY) == JGR[".well-known/void"]
    assert (JGR[".well-known/void"], RDF.type, VOID.DatasetDescription) in described


def test_names_of_parts_are_told_apart():
    """Terms of one local name in two vocabularies make two names."""
    assert word_of(str(JG.Claim)) != word_of("http://example.org/Claim")
