"""HermiT, as owlready2 brings it: is this consistent, and what follows from it. The only part that knows owlready2."""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import owlready2  # type: ignore[import-untyped]
import pyoxigraph as ox

from jakgraph.errors import ReasonerError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_JARS = Path(owlready2.__file__).parent / "hermit"
_PROGRAM = "org.semanticweb.HermiT.cli.CommandLine"
_QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1500M")
"""For runs of a second: no late compilation, no collector threads."""

_BASE = "https://w3id.org/jakgraph/reasoned#"


@dataclass(frozen=True)
class Classification:
    """What HermiT infers: classes that nothing can be of, members by class, pairs by property, wider classes."""

    unsatisfiable: tuple[str, ...]
    members: Mapping[str, frozenset[str]]
    pairs: Mapping[str, frozenset[tuple[str, str]]]
    wider: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Hermit:
    """HermiT on one Java. ``seconds`` is how long a single run may take."""

    java: Path
    seconds: float = 300

    def is_consistent(self, triples: Sequence[ox.Triple]) -> bool:
        """Return whether the axioms can all be true at once. Raises ReasonerError when HermiT gives no answer."""
        with tempfile.TemporaryDirectory(prefix="jakgraph-reason-") as folder:
            file = Path(folder) / "axioms.nt"
            file.write_bytes(_ntriples(triples))
            jars = os.pathsep.join([str(_JARS), str(_JARS / "HermiT.jar")])
            command = [str(self.java), *_QUICK_START, "-cp", jars, _PROGRAM, "-k", file.as_uri()]
            try:
                run = subprocess.run(  # noqa: S603 - a Java that was found, and our own file
                    command, capture_output=True, text=True, errors="replace", timeout=self.seconds, check=False
                )
            except subprocess.TimeoutExpired as error:
                message = f"HermiT gave no answer within {self.seconds:g} s."
                raise ReasonerError(message, remedy="Give it fewer individuals.") from error
            except OSError as error:
                raise ReasonerError(f"{self.java} cannot be run: {error}.") from error
        if run.returncode == 0 and "is satisfiable" in run.stdout:
            return True
        if "InconsistentOntologyException" in run.stderr or "is not satisfiable" in run.stdout:
            return False
        raise ReasonerError(f"HermiT stopped: {_first_line(run.stderr)}", remedy="Is there a datatype OWL 2 lacks?")

    def classify(self, triples: Sequence[ox.Triple]) -> Classification:
        """Return what follows from consistent axioms. Raises ReasonerError, also when they are not consistent."""
        world = _load(triples)
        try:
            with self._chosen_java(), world.get_ontology(_BASE):
                owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError as error:
            raise ReasonerError("The axioms contradict each other, so anything would follow.") from error
        except owlready2.OwlReadyJavaError as error:
            raise ReasonerError(f"HermiT stopped: {_first_line(str(error).partition(':')[2])}") from error
        return _read(world)

    @contextmanager
    def _chosen_java(self) -> Iterator[None]:
        """Have owlready2 use our Java: it knows one for the whole process, which is put back afterwards."""
        before = owlready2.JAVA_EXE
        owlready2.JAVA_EXE = str(self.java)
        try:
            yield
        finally:
            owlready2.JAVA_EXE = before


def _load(triples: Sequence[ox.Triple]) -> Any:
    """Return a private world with the triples. owlready2 reads what it does not understand as nothing: count them."""
    if not triples:
        raise ReasonerError("There are no axioms to reason over.")
    world = owlready2.World()
    world.get_ontology(_BASE).load(fileobj=io.BytesIO(_ntriples(triples)))
    if len(world.graph) < len(set(triples)):
        message = f"owlready2 has read {len(world.graph)} of {len(set(triples))} triples."
        raise ReasonerError(message, remedy="Give it N-Triples.")
    return world


def _read(world: Any) -> Classification:
    nothing = {entity.iri for entity in world.inconsistent_classes() if hasattr(entity, "iri")}
    classes = list(world.classes())
    return Classification(
        unsatisfiable=tuple(sorted(nothing - {"http://www.w3.org/2002/07/owl#Nothing"})),
        members={entity.iri: frozenset(thing.iri for thing in entity.instances()) for entity in classes},
        pairs={
            entity.iri: frozenset(
                (subject.iri, value.iri)
                for narrower in entity.descendants()
                for subject, value in narrower.get_relations()
            )
            for entity in world.object_properties()
        },
        wider={
            entity.iri: frozenset(parent.iri for parent in entity.ancestors() if hasattr(parent, "iri"))
            for entity in classes
        },
    )


def _ntriples(triples: Sequence[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "it said nothing.")
