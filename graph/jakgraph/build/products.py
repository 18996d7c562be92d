"""The files of a release as bytes: the whole graph, its layers, the tables, their description and checksums."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import SKOS

from jakgraph.build.census import take_census
from jakgraph.build.description import Product, Release, describe_release
from jakgraph.build.layers import LAYER_TITLES, split_into_layers
from jakgraph.build.terms import class_iri
from jakgraph.build.vocabulary import property_of
from jakgraph.model import ROW_TYPES, Concept, Kind, Prefix, columns_of
from jakgraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jakgraph.tables import Tables

NQUADS_NAME = "jakgraph.nq"
TRIG_NAME = "jakgraph.trig"
DESCRIPTION_NAME = "void.ttl"
CHECKSUMS_NAME = "SHA256SUMS"
COLUMNS_NAME = "columns.json"

_FORMATS = (("nq", ox.RdfFormat.N_QUADS, "N-Quads"), ("trig", ox.RdfFormat.TRIG, "TriG"))


def graph_products(quads: Sequence[ox.Quad]) -> list[Product]:
    """Return the whole graph and each of its layers, as N-Quads and as TriG."""
    products = [
        Product(f"jakgraph.{ending}", f"The whole graph as {name}", _serialize(quads, rdf_format), len(quads))
        for ending, rdf_format, name in _FORMATS
    ]
    for layer, content in split_into_layers(quads).items():
        title = LAYER_TITLES.get(layer, layer.capitalize())
        products += [
            Product(
                f"layers/{layer}.{ending}",
                f"{title}, as {name}",
                _serialize(content, rdf_format),
                len(content),
                part_of=f"jakgraph.{ending}",
            )
            for ending, rdf_format, name in _FORMATS
        ]
    return products


def table_products(tables_dir: Path) -> list[Product]:
    """Return each curated table as it lies in the folder, byte by byte."""
    names = [row_type.table for row_type in ROW_TYPES]
    return [
        Product(f"csv/{name}.csv", f"Curated table {name.replace('_', ' ')}", (tables_dir / f"{name}.csv").read_bytes())
        for name in names
        if (tables_dir / f"{name}.csv").is_file()
    ]


def column_product() -> Product:
    """Return columns.json: which class and property each table and column becomes, in the order of the tables."""
    rows = [
        {
            "table": row_type.table,
            "class": str(SKOS.Concept if row_type is Concept else class_iri(row_type)),
            "column": column.name,
            "property": str(property_of(row_type, column.name)),
            "figure": column.kind in (Kind.FIGURE, Kind.COUNT),
            "meaning": column.doc,
        }
        for row_type in ROW_TYPES
        for column in columns_of(row_type)
        if column.name != row_type.key_column
    ]
    text = json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
    return Product(COLUMNS_NAME, "Which class and property each table and column becomes", text.encode())


def release_files(
    products: Sequence[Product], tables: Tables, quads: Sequence[ox.Quad], version: str, date: str
) -> dict[str, bytes]:
    """Return every file of a release by name, the manifest excepted: the products, void.ttl and SHA256SUMS."""
    whole = next(product for product in products if product.name == NQUADS_NAME)
    release = Release(version, date, whole.sha256[:16], products, quads, take_census(quads), tables.rows(Prefix))
    description = Product(DESCRIPTION_NAME, "Description", describe_release(release, NQUADS_NAME))
    listed = (*products, description)
    checksums = "".join(f"{product.sha256}  {product.name}\n" for product in sorted(listed, key=lambda item: item.name))
    return {**{product.name: product.content for product in listed}, CHECKSUMS_NAME: checksums.encode()}


def _serialize(quads: Sequence[ox.Quad], rdf_format: ox.RdfFormat) -> bytes:
    prefixes = PREFIXES if rdf_format == ox.RdfFormat.TRIG else None
    return ox.serialize(quads, format=rdf_format, prefixes=prefixes) or b""
