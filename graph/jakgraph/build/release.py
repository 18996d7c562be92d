"""A build: tables and ontology in, the files of a release out. The same input gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import BNode, Literal
from rdflib.namespace import RDF

import jakgraph
from jakgraph.build.disagreements import DISAGREEMENT_RULE, disagreement_triples
from jakgraph.build.graph import table_quads
from jakgraph.build.infer import conclude
from jakgraph.build.ontology import ontology_quads
from jakgraph.build.products import (
    NQUADS_NAME,
    TRIG_NAME,
    column_product,
    graph_products,
    release_files,
    table_products,
)
from jakgraph.model import ROW_TYPES, Curated
from jakgraph.namespaces import PREFIXES
from jakgraph.tables import read_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from jakgraph.build.terms import Quad
    from jakgraph.tables import Tables

MANIFEST_NAME = "MANIFEST.json"

__all__ = ["MANIFEST_NAME", "NQUADS_NAME", "TRIG_NAME", "Manifest", "build_quads", "build_release"]


@dataclass(frozen=True)
class Manifest:
    """What a release holds: revision (SHA-256 of its N-Quads), date of the newest row, counts, checksums."""

    version: str
    revision: str
    date: str
    quads: int
    graphs: int
    rows: dict[str, int]
    instances: dict[str, int]
    files: dict[str, str]

    def to_json(self) -> str:
        """Return the manifest as the text of MANIFEST.json."""
        return json.dumps(self.__dict__, indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read MANIFEST.json; raises FileNotFoundError, or ValueError when it is not one."""
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return cls(**content)


def build_release(
    tables_dir: Path,
    ontology_dir: Path,
    release_dir: Path,
    *,
    progress: Callable[[str], None] = lambda _step: None,
) -> Manifest:
    """Build the graph into ``release_dir`` and return its manifest.

    ``progress`` is called with a few words before each step. Raises TableErrors and DatasetError; then the release
    that was there before is untouched. Files are replaced one by one, the manifest last.
    """
    progress("reading tables")
    tables = read_tables(tables_dir)
    progress("building claims")
    quads = build_quads(tables, ontology_dir)
    progress("writing files")
    products = [*graph_products(quads), *table_products(tables_dir), column_product()]
    progress("describing the release")
    files = release_files(products, tables, quads, jakgraph.__version__, _newest_date(tables))
    manifest = _manifest(tables, quads, files)
    _replace_files(release_dir, files, manifest)
    return manifest


def build_quads(tables: Tables, ontology_dir: Path) -> list[ox.Quad]:
    """Return all quads of the graph, stated, inferred and explained, sorted and each triple in one graph only."""
    stated = ontology_quads(ontology_dir) + [_to_engine(quad) for quad in table_quads(tables)]
    conclusions = conclude(stated, ontology_dir, [(DISAGREEMENT_RULE, disagreement_triples(tables))])
    return sorted({*stated, *conclusions.inferred, *conclusions.explanations}, key=_order)


def _order(quad: ox.Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)


def _to_engine(quad: Quad) -> ox.Quad:
    subject, predicate, object_, graph = quad
    if isinstance(subject, BNode) or isinstance(object_, BNode):
        raise TypeError(f"a table row must not give a blank node: {quad}")
    value: ox.NamedNode | ox.Literal
    if isinstance(object_, Literal):
        datatype = ox.NamedNode(str(object_.datatype)) if object_.datatype else None
        value = ox.Literal(str(object_), datatype=datatype, language=object_.language)
    else:
        value = ox.NamedNode(str(object_))
    return ox.Quad(ox.NamedNode(str(subject)), ox.NamedNode(str(predicate)), value, ox.NamedNode(str(graph)))


def _replace_files(folder: Path, files: dict[str, bytes], manifest: Manifest) -> None:
    """Write every file under another name, then put it in place; take away what the release before had besides."""
    for name, content in (*files.items(), (MANIFEST_NAME, manifest.to_json().encode())):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        replacement = path.with_name(f".{path.name}.new")
        replacement.write_bytes(content)
        os.replace(replacement, path)  # noqa: PTH105 - atomic, also over an existing file
    for subfolder in {(folder / name).parent for name in files} - {folder}:
        for path in subfolder.iterdir():
            if path.is_file() and path.relative_to(folder).as_posix() not in files:
                path.unlink()


def _newest_date(tables: Tables) -> str:
    dates = [row.curated_on for kind in ROW_TYPES if issubclass(kind, Curated) for row in tables.rows(kind)]
    return max(dates, default="")


def _manifest(tables: Tables, quads: Sequence[ox.Quad], files: dict[str, bytes]) -> Manifest:
    checksums = {name: f"sha256:{hashlib.sha256(content).hexdigest()}" for name, content in files.items()}
    is_a = ox.NamedNode(str(RDF.type))
    instances = Counter(term for quad in quads if quad.predicate == is_a and (term := _our_term(quad.object)))
    return Manifest(
        version=jakgraph.__version__,
        revision=checksums[NQUADS_NAME].removeprefix("sha256:")[:16],
        date=_newest_date(tables),
        quads=len(quads),
        graphs=len({quad.graph_name for quad in quads}),
        rows={row_type.table: len(tables.rows(row_type)) for row_type in ROW_TYPES},
        instances=dict(sorted(instances.items())),
        files=checksums,
    )


def _our_term(node: object) -> str:
    if isinstance(node, ox.NamedNode) and node.value.startswith(PREFIXES["jg"]):
        return node.value.removeprefix(PREFIXES["jg"])
    return ""
