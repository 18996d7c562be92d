"""Loading RDF files, and what queries without a dataset clause see of them."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Literal

import pyoxigraph
import pytest

from jakgraph.errors import DatasetError
from jakgraph.store.dataset import FORMATS, Dataset, DatasetSource, load_dataset, load_store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.conftest import LoopbackTrap

SAMPLES = {
    ".ttl": "<http://e/s> <http://e/p> 1 .",
    ".trig": "<http://e/s> <http://e/p> 1 .",
    ".nt": '<http://e/s> <http://e/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
    ".nq": '<http://e/s> <http://e/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
    ".jsonld": '{"@id": "http://e/s", "http://e/p": 1}',
    ".json": '{"@id": "http://e/s", "http://e/p": 1}',
}
XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
<rdf:Description rdf:about="http://e/s">
<e:p rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">1</e:p></rdf:Description></rdf:RDF>"""
SAMPLES |= dict.fromkeys((".rdf", ".owl", ".xml"), XML)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def file_of(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def dataset_of(
    folder: Path, *texts: str, default_graph: Literal["union", "own"] = "union", ending: str = ".trig"
) -> Dataset:
    files = tuple(file_of(folder, f"{number}{ending}", text) for number, text in enumerate(texts))
    return load_dataset(DatasetSource(files, default_graph))


def plain_count(dataset: Dataset) -> int:
    """Return how many triples a query without a dataset clause sees."""
    solutions = dataset.store.query(COUNT, use_default_graph_as_union=dataset.reads_union)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return int(next(solutions)["n"].value)


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
@pytest.mark.parametrize("ending", FORMATS)
def test_every_ending_is_loaded(tmp_path: Path, ending: str, packed: bool) -> None:
    """Each known ending, also in capitals and with .gz, gives the triple in the file."""
    name = f"data.v1{ending.upper()}"
    if packed:
        path = tmp_path / f"{name}.gz"
        path.write_bytes(gzip.compress(SAMPLES[ending].encode()))
    else:
        path = file_of(tmp_path, name, SAMPLES[ending])
    assert len(load_store(DatasetSource((path,)))) == 1


@pytest.mark.parametrize(
    ("name", "text", "line", "column", "words"),
    [
        ("a.ttl", "@prefix a: <http://a/> .\na:b c:d 1 .", 2, 5, "The prefix c: has not been declared. Its ending"),
        ("a.nt", "<http://a> <http://b> <http://c> .\n<http://a> <b> 1 .", 2, 12, "scheme"),
        ("a.nq", "<http://a> <http://b> .\n", 1, 23, "object"),
        ("a.trig", "<http://g> { <http://a> ", 1, None, "end"),
        ("a.jsonld", '{"@id": "http://a",\n"http://p":}', 2, 12, "Unexpected"),
        ("a.rdf", XML.replace("</e:p>", "</e:q>"), 4, None, "ill-formed"),
        ("a.rdf", XML.replace("http://e/s", "http://e/ s"), None, None, "IRI"),
        ("a.ttl", "<!doctype html><html><body>Not found</body></html>", 1, 1, "IRI"),
    ],
)
def test_a_syntax_error_has_its_place(
    tmp_path: Path, name: str, text: str, line: int | None, column: int | None, words: str
) -> None:
    """File, line and column are those of the slip, wherever the parser or XML itself tells them."""
    path = file_of(tmp_path, name, text)
    with pytest.raises(DatasetError, match=words) as caught:
        load_store(DatasetSource((path,)))
    assert caught.value.file == str(path)
    assert caught.value.line == line
    if column is not None:
        assert caught.value.column == column


def test_an_unknown_ending_lists_the_known_ones(tmp_path: Path) -> None:
    """The remedy names every ending that can be loaded."""
    for name in ("data.csv", "data", "data.gz", ".ttl"):
        with pytest.raises(DatasetError) as caught:
            load_store(DatasetSource((file_of(tmp_path, name, ""),)))
        assert all(ending in caught.value.remedy for ending in FORMATS)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """Missing files, folders and broken .gz files are errors of the dataset, not of Python."""
    folder = tmp_path / "folder.ttl"
    folder.mkdir()
    broken = tmp_path / "broken.nt.gz"
    broken.write_bytes(gzip.compress(b"<http://a> <http://b> <http://c> .\n" * 100)[:-20])
    plain = file_of(tmp_path, "plain.nt.gz", SAMPLES[".nt"])
    for path, words in [
        (tmp_path / "none.ttl", "no such file"),
        (folder, "cannot be read"),
        (broken, "cannot be read"),
        (plain, "cannot be read"),
    ]:
        with pytest.raises(DatasetError, match=words):
            load_store(DatasetSource((path,)))


@pytest.mark.parametrize(
    "context", ['"URL"', '{"@import": "URL"}', '["URL", {"p": "http://p"}]', '"file:///etc/hosts"']
)
def test_json_ld_contexts_elsewhere_are_not_fetched(tmp_path: Path, trap: LoopbackTrap, context: str) -> None:
    """A context that is not in the file is an error with a remedy, and nobody is asked for it."""
    text = f'{{"@context": {context.replace("URL", trap.url)}, "@id": "http://a", "http://p": 1}}'
    hits = trap.hits
    with pytest.raises(DatasetError, match="nothing is fetched"):
        load_store(DatasetSource((file_of(tmp_path, "a.jsonld", text),)))
    assert trap.hits == hits


@pytest.mark.parametrize(
    ("doctype", "line"),
    [
        ('[\n<!ENTITY ok "x">\n<!ENTITY far SYSTEM "file:///etc/hostname">\n]', 3),
        ('SYSTEM "http://example.org/far.dtd"', 3),
        ('[ <!ENTITY near "x"> ]', 3),
    ],
)
def test_an_xml_entity_that_is_not_in_the_file_is_told_in_words(tmp_path: Path, doctype: str, line: int) -> None:
    """That no entity is fetched, and the line that declares it elsewhere or uses it undeclared, are in the error."""
    path = tmp_path / "far.rdf"
    path.write_text(
        f"""<!DOCTYPE rdf:RDF {doctype}>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
<rdf:Description rdf:about="http://e/a"><e:p>&far;</e:p></rdf:Description>
</rdf:RDF>
""",
        encoding="utf-8",
    )
    with pytest.raises(DatasetError, match="no DTD and no other file is read") as caught:
        load_store(DatasetSource((path,)))
    assert caught.value.line == line


def test_xml_entities_read_no_files(tmp_path: Path) -> None:
    """An external entity of RDF/XML never brings a file's content into the graph."""
    secret = file_of(tmp_path, "secret", "canary")
    text = XML.replace("<rdf:RDF", f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>\n<rdf:RDF', 1)
    path = file_of(tmp_path, "a.rdf", text.replace(">1<", ">&x;<"))
    with pytest.raises(DatasetError) as caught:
        load_store(DatasetSource((path,)))
    assert "canary" not in str(caught.value)


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    """The same label in two files means two nodes."""
    dataset = dataset_of(tmp_path, "_:a <http://e/p> 1 .", "_:a <http://e/p> 2 .")
    assert len({quad.subject for quad in dataset.store}) == 2


def test_relative_iris_are_resolved_by_the_file(tmp_path: Path) -> None:
    """As in any RDF file, ``<>`` is the file itself."""
    dataset = dataset_of(tmp_path, "<> <http://e/p> <#x> .")
    quad = next(iter(dataset.store))
    assert quad.subject == pyoxigraph.NamedNode((tmp_path / "0.trig").as_uri())


DISJOINT = "<http://g1> { <http://a> <http://p> 1 } <http://g2> { <http://a> <http://p> 2 } <http://a> <http://p> 3 ."
REPEATED = DISJOINT + "<http://g3> { <http://a> <http://p> 1 , 3 }"


def test_a_union_without_repetition_is_read_as_it_is(tmp_path: Path) -> None:
    """Where no triple lies in two graphs, nothing is copied."""
    dataset = dataset_of(tmp_path, DISJOINT)
    assert (dataset.reads_union, dataset.is_disjoint, dataset.triples) == (True, True, 3)
    assert plain_count(dataset) == 3
    assert len(dataset.store) == 3


def test_a_repeated_triple_is_seen_once(tmp_path: Path) -> None:
    """Where graphs, or a graph and the default graph, repeat a triple, the merge has it once."""
    dataset = dataset_of(tmp_path, REPEATED)
    assert (dataset.reads_union, dataset.is_disjoint, dataset.triples) == (False, False, 5)
    assert plain_count(dataset) == 3


def test_an_own_default_graph_is_left_alone(tmp_path: Path) -> None:
    """With ``own``, a query without FROM sees the default graph and no named one."""
    assert plain_count(dataset_of(tmp_path, REPEATED, default_graph="own")) == 1


def test_an_empty_dataset_loads() -> None:
    """No files make a dataset without triples."""
    dataset = load_dataset(DatasetSource(()))
    assert dataset.triples == 0
    assert plain_count(dataset) == 0


def test_the_revision_is_that_of_the_content(tmp_path: Path) -> None:
    """The same quads have one revision in any order, file or format; one more has another."""
    line = "<http://e/s> <http://e/{}> <http://e/o> .\n"
    one = load_dataset(DatasetSource((file_of(tmp_path, "one.nt", line.format("p") + line.format("q")),)))
    parts = (file_of(tmp_path, "q.ttl", line.format("q")), file_of(tmp_path, "p.trig", line.format("p")))
    more = load_dataset(DatasetSource((*parts, file_of(tmp_path, "r.nt", line.format("r")))))
    assert load_dataset(DatasetSource(parts)).revision == one.revision != more.revision


def test_the_revision_is_stable_with_blank_nodes(tmp_path: Path) -> None:
    """With blank nodes, whose labels are new at every load, the same files still have the same revision."""
    path = file_of(tmp_path, "a.ttl", "[] <http://e/p> [] .")
    first, second = (load_dataset(DatasetSource((path,))) for _ in range(2))
    assert first.revision == second.revision


def test_a_given_revision_is_kept(tmp_path: Path) -> None:
    """What the caller says, such as the built-in graph's manifest, is not computed again."""
    path = file_of(tmp_path, "a.nt", SAMPLES[".nt"])
    assert load_dataset(DatasetSource((path,), revision="2026-11")).revision == "2026-11"


def test_each_loading_has_a_name_of_its_own(tmp_path: Path) -> None:
    """The same content twice is one revision, but its solutions may come in another order."""
    first, second = (dataset_of(tmp_path, "<urn:a> <urn:b> 1 .") for _ in range(2))
    assert first.revision == second.revision
    assert first.load != second.load
