"""The distribution level: each file of a release with its format, size, checksum and address."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rdflib import URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, VOID

from jakgraph.build.description.licences import DATA_LICENCE, RIGHTS
from jakgraph.build.description.terms import (
    DCTYPES,
    FORMATS,
    SPDX,
    download_iri,
    file_iri,
    link,
    number,
    plain,
    typed,
    version_iri,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jakgraph.build.description.terms import Statements

_MEDIA_TYPES = {"nq": "application/n-quads", "trig": "application/trig", "csv": "text/csv", "json": "application/json"}
_RDF_FORMATS = {"nq": FORMATS["N-Quads"], "trig": FORMATS.TriG}


@dataclass(frozen=True)
class Product:
    """One file of a release: its path below the release folder, what it is, and its bytes.

    ``triples`` is None for a file that is no RDF; ``part_of`` names the file of which it is a part.
    """

    name: str
    title: str
    content: bytes
    triples: int | None = None
    part_of: str = ""

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of its bytes, in hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def ending(self) -> str:
        """What follows the last dot of its name."""
        return self.name.rpartition(".")[2]


def state_files(statements: Statements, products: Sequence[Product], version: str, creator: URIRef, date: str) -> None:
    """State what each file is, how large, under which checksum, where it is to be had, and what it is a part of."""
    for product in products:
        file = file_iri(version, product.name)
        checksum = URIRef(f"{file}#sha256")
        media_type = _MEDIA_TYPES[product.ending]
        statements.say(
            file,
            (RDF.type, link(DCAT.Distribution)),
            (RDF.type, link(DCTYPES.Dataset if product.triples is None else VOID.Dataset)),
            (DCTERMS.title, words(product.title)),
            (DCTERMS.description, words(f"{product.title}. A file of JAKgraph {version}.")),
            (DCTERMS.creator, link(creator)),
            (DCTERMS.publisher, link(creator)),
            (DCTERMS.license, link(DATA_LICENCE)),
            (DCTERMS.rights, words(RIGHTS)),
            *(((DCTERMS.issued, typed(date, "date")),) if date else ()),
            (DCTERMS["format"], plain(media_type)),
            (DCAT.mediaType, link(f"https://www.iana.org/assignments/media-types/{media_type}")),
            (DCAT.byteSize, typed(str(len(product.content)), "nonNegativeInteger")),
            (DCAT.downloadURL, link(download_iri(version, product.name))),
            (SPDX.checksum, link(checksum)),
        )
        statements.say(
            checksum,
            (RDF.type, link(SPDX.Checksum)),
            (SPDX.algorithm, link(SPDX.checksumAlgorithm_sha256)),
            (SPDX.checksumValue, typed(product.sha256, "hexBinary")),
        )
        if product.triples is not None:
            _state_rdf(statements, file, product, version)


def _state_rdf(statements: Statements, file: URIRef, product: Product, version: str) -> None:
    statements.say(
        file,
        (VOID.feature, link(_RDF_FORMATS[product.ending])),
        (VOID.dataDump, link(download_iri(version, product.name))),
        (VOID.inDataset, link(version_iri(version))),
    )
    if product.part_of:
        statements.say(file, (VOID.triples, number(product.triples or 0)))
        statements.say(file_iri(version, product.part_of), (VOID.subset, link(file)))
