"""One side of a comparison: a release folder or an RDF file, read as things with kinds, labels and values."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from jakgraph.build import MANIFEST_NAME, NQUADS_NAME
from jakgraph.build.layers import layer_of
from jakgraph.errors import DatasetError
from jakgraph.namespaces import JG, JGR, PREFIXES
from jakgraph.store.dataset import DatasetSource, load_store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

RULED = ("inferred", "explanations")
"""Layers that follow from the others: counted, not listed."""

_TYPE, _LABEL, _CHANGE_NOTE = str(RDF.type), str(RDFS.label), str(SKOS.changeNote)


@dataclass
class Thing:
    """An IRI with a type that is stated, not inferred: a claim, an entity, a cross-reference, a term, a document."""

    iri: str
    layer: str
    kinds: set[str] = field(default_factory=set)
    values: dict[str, set[ox.NamedNode | ox.Literal]] = field(default_factory=lambda: defaultdict(set))

    @property
    def kind(self) -> str:
        """Return the IRI of what it is."""
        return min(self.kinds)


@dataclass
class Snapshot:
    """What one side holds: ``things`` by IRI, and the triples of what follows from them."""

    name: str
    version: str
    revision: str
    date: str
    quads: int
    things: dict[str, Thing]
    inferred: frozenset[tuple[str, str, str]]
    retired: dict[str, str]
    """IRI that is out of use -> why."""
    labels: dict[str, str]

    def word(self, iri: str) -> str:
        """Return what to call an IRI: its label here, else what is left of it without our namespace, else all of it."""
        if iri in self.labels:
            return self.labels[iri]
        for namespace in (str(JG), str(JGR)):
            if iri.startswith(namespace):
                return iri.removeprefix(namespace)
        for prefix, namespace in PREFIXES.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    def show(self, value: ox.NamedNode | ox.Literal) -> str:
        """Return a value for reading: a label for an IRI, the text of a literal."""
        return self.word(value.value) if isinstance(value, ox.NamedNode) else value.value


def read_snapshot(path: Path) -> Snapshot:
    """Read a release folder, or an RDF file that holds a JAKgraph. Raises DatasetError for anything else."""
    file = path / NQUADS_NAME if path.is_dir() else path
    if not file.is_file():
        remedy = f"A release folder holds {NQUADS_NAME}; jakgraph build --output DIR writes one."
        raise DatasetError(path, "there is no release here.", remedy=remedy)
    quads = list(load_store(DatasetSource((file,))))
    snapshot = snapshot_of(str(path), quads)
    if not any(kind.startswith(str(JG)) for thing in snapshot.things.values() for kind in thing.kinds):
        raise DatasetError(
            path,
            f"this holds {len(quads)} quads but nothing of JAKgraph's: no thing has a class of {JG}.",
            remedy="Name a release folder, or its jakgraph.nq or jakgraph.trig.",
        )
    manifest = file.parent / MANIFEST_NAME
    if path.is_dir() and manifest.is_file():
        stated = json.loads(manifest.read_text("utf-8"))
        snapshot.version, snapshot.revision, snapshot.date = (
            str(stated.get(name, "")) for name in ("version", "revision", "date")
        )
    return snapshot


def snapshot_of(name: str, quads: Iterable[ox.Quad]) -> Snapshot:
    """Return these quads as a snapshot; blank nodes, which have no name to compare by, are left out."""
    snapshot = Snapshot(name, "", "", "", 0, {}, frozenset(), {}, {})
    stated: dict[str, list[tuple[str, ox.NamedNode | ox.Literal, str]]] = defaultdict(list)
    inferred = set()
    for quad in quads:
        snapshot.quads += 1
        layer = layer_of(str(quad.graph_name).strip("<>"))
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, (ox.NamedNode, ox.Literal)):
            if layer in RULED:
                inferred.add((quad.subject.value, quad.predicate.value, str(quad.object)))
            else:
                stated[quad.subject.value].append((quad.predicate.value, quad.object, layer))
    snapshot.inferred = frozenset(inferred)
    for iri, statements in sorted(stated.items()):
        _take(snapshot, iri, statements)
    return snapshot


def _take(snapshot: Snapshot, iri: str, statements: list[tuple[str, ox.NamedNode | ox.Literal, str]]) -> None:
    home = next((layer for predicate, _, layer in statements if predicate == _TYPE), "")
    thing = Thing(iri, home)
    for predicate, value, layer in statements:
        if predicate == _TYPE:
            thing.kinds.add(value.value)
        elif predicate == _LABEL:
            snapshot.labels[iri] = value.value
        elif predicate == _CHANGE_NOTE:
            snapshot.retired[iri] = value.value
        if predicate != _TYPE and (layer == home or not home):
            thing.values[predicate].add(value)
    thing.kinds.discard(str(OWL.NamedIndividual))
    if thing.kinds:
        snapshot.things[iri] = thing
