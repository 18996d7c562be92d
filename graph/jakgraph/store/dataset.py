"""Loads RDF files into one in-memory store and says what they hold. Knows no process and no query limits."""

from __future__ import annotations

import gzip
import hashlib
import secrets
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal, cast
from xml.parsers import expat

from pyoxigraph import RdfFormat, Store

from jakgraph.errors import DatasetError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}
"""File ending -> format; each may be followed by ``.gz``."""

_REPEATED_TRIPLE = """
ASK { { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER (?g != ?h) } UNION { ?s ?p ?o GRAPH ?g { ?s ?p ?o } } }
"""
_MERGE_ALL = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"


@dataclass(frozen=True)
class DatasetSource:
    """Which files make the dataset and what a query without FROM sees: the merge of all graphs, or the default graph.

    ``revision`` names the content; "": it is computed while loading. ``base_iri`` is what relative IRIs in queries are
    relative to where the query has no BASE; "": there they are errors.
    """

    files: tuple[Path, ...]
    default_graph: Literal["union", "own"] = "union"
    revision: str = ""
    base_iri: str = ""


@dataclass(frozen=True)
class Dataset:
    """A loaded dataset.

    ``reads_union`` is True where queries without a dataset clause must be run with ``use_default_graph_as_union``;
    False where the store's default graph is already what they shall see. ``is_disjoint`` is True where no triple lies
    in two graphs. ``triples`` counts each triple once per graph it was given in. ``load`` names this very loading: the
    order in which solutions come, and what SAMPLE takes, differ from one to the next.
    """

    store: Store
    revision: str
    triples: int
    reads_union: bool
    is_disjoint: bool
    load: str = field(default_factory=partial(secrets.token_hex, 8))


def load_store(source: DatasetSource) -> Store:
    """Return an in-memory store with the quads of every file, as they are; blank nodes of two files never meet.

    Raises DatasetError with file, line and column. Nothing is fetched: a JSON-LD context elsewhere is an error.
    """
    store = Store()
    for file in source.files:
        _load_file(store, file)
    return store


def load_dataset(source: DatasetSource) -> Dataset:
    """Load every file and prepare what a query without FROM sees.

    pyoxigraph's union of graphs gives a triple as often as there are graphs with it. Where that happens, the store's
    default graph is filled with one copy of each triple, and queries read that.
    """
    store = load_store(source)
    triples = len(store)
    revision = source.revision or revision_of(source, store)
    has_graphs = next(store.named_graphs(), None) is not None
    disjoint = not has_graphs or not bool(store.query(_REPEATED_TRIPLE))
    if source.default_graph == "own" or not has_graphs:
        return Dataset(store, revision, triples, reads_union=False, is_disjoint=disjoint)
    if not disjoint:
        store.update(_MERGE_ALL)
    return Dataset(store, revision, triples, reads_union=disjoint, is_disjoint=disjoint)


def revision_of(source: DatasetSource, store: Store) -> str:
    """Return a hash of the content: the same quads give the same revision, in whatever file, order or format.

    It is the sum of the SHA-256 of every N-Quads line, so nothing need be sorted. Blank nodes have new labels at
    every load; where there are any, the revision is a hash of the files' bytes, and the same content written
    differently has another one.
    """
    lines = _LineHash()
    store.dump(cast("IO[bytes]", lines), RdfFormat.N_QUADS)
    if not lines.has_blank_nodes:
        return f"{lines.total:064x}"
    digest = hashlib.sha256()
    for file in source.files:
        with _open(file) as stream:
            while chunk := stream.read(2**20):
                digest.update(chunk)
        digest.update(b"\0")
    return digest.hexdigest()


class _LineHash:
    """Adds up the hashes of the lines written to it, in any order."""

    def __init__(self) -> None:
        self.total = 0
        self.has_blank_nodes = False
        self._rest = b""

    def flush(self) -> None:
        """Do nothing: what is written is counted."""

    def write(self, chunk: bytes) -> int:
        """Take the next bytes."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            self.total += int.from_bytes(hashlib.sha256(line).digest())
            self.has_blank_nodes = self.has_blank_nodes or b"_:" in line
        self.total %= 2**256
        return len(chunk)


def format_of(file: Path) -> RdfFormat:
    """Return the format that a file's ending names, or raise DatasetError with the endings that are known."""
    suffixes = [suffix.lower() for suffix in file.suffixes]
    ending = suffixes[-2] if suffixes[-1:] == [".gz"] and len(suffixes) > 1 else "".join(suffixes[-1:])
    if ending not in FORMATS:
        raise DatasetError(
            file,
            "the file's ending names no RDF format.",
            remedy=f"Use one of {', '.join(FORMATS)}, also with .gz after it.",
        )
    return FORMATS[ending]


def _open(file: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(file)) if file.suffix.lower() == ".gz" else file.open("rb")


def _load_file(store: Store, file: Path) -> None:
    rdf_format = format_of(file)
    try:
        with _open(file) as stream:
            store.bulk_load(stream, format=rdf_format, base_iri=file.resolve().as_uri())
    except SyntaxError as error:
        raise _syntax_error(file, rdf_format, error) from error
    except FileNotFoundError as error:
        raise DatasetError(file, "there is no such file.", remedy="Check its path.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise DatasetError(file, f"cannot be read: {error}.", remedy="Check the file and who may read it.") from error


def _syntax_error(file: Path, rdf_format: RdfFormat, error: SyntaxError) -> DatasetError:
    message = str(error.args[0])
    line, column = error.lineno, error.offset
    if "LoadDocumentCallback" in message:
        return DatasetError(
            file,
            "its JSON-LD context is kept elsewhere, and nothing is fetched while loading.",
            remedy="Put the context into the file, or convert the file to N-Quads first.",
        )
    if rdf_format == RdfFormat.RDF_XML and "entity" in message.lower():
        line, column = _entity_position(file)
        return DatasetError(
            file,
            "it uses an XML entity that is kept elsewhere or not declared; no DTD and no other file is read.",
            line=line,
            column=column,
            remedy="Write the text itself in place of the entity, or convert the file to N-Triples first.",
        )
    if rdf_format == RdfFormat.RDF_XML and line is None:
        line, column = _xml_position(file)
    reason = message.partition(": ")[2] if message.startswith("Parser error at ") else message
    return DatasetError(
        file, f"{reason.rstrip('.')}.", line=line, column=column, remedy=f"Its ending says that it is {rdf_format}."
    )


def _entity_position(file: Path) -> tuple[int | None, int | None]:
    """Return where a file first declares an entity that is kept elsewhere, or uses one that it does not declare."""
    parser = expat.ParserCreate()
    places: list[tuple[int, int]] = []

    def note_place(*_: object) -> None:
        places.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    def note_declaration(*declared: object) -> None:
        if declared[4] is not None:  # where the entity is kept
            note_place()

    parser.EntityDeclHandler = note_declaration
    parser.SkippedEntityHandler = note_place
    with suppress(OSError), _open(file) as stream:
        try:
            parser.ParseFile(stream)
        except expat.ExpatError as error:
            places.append((error.lineno, error.offset + 1))
    return places[0] if places else (None, None)


def _xml_position(file: Path) -> tuple[int | None, int | None]:
    """Return where a file stops being XML; pyoxigraph does not say. None where it is XML, and wrong as RDF only."""
    parser = expat.ParserCreate()
    try:
        with _open(file) as stream:
            parser.ParseFile(stream)
    except expat.ExpatError as error:
        return error.lineno, error.offset + 1
    except OSError:
        return None, None
    return None, None
