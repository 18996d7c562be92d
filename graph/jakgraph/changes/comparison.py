"""Two snapshots compared: what was added, what was removed, and which values changed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rdflib.namespace import RDFS

from jakgraph.build.layers import CLAIMS

if TYPE_CHECKING:
    from jakgraph.changes.snapshot import Snapshot, Thing

ChangeKind = Literal["added", "removed", "changed"]

GROUPS = {CLAIMS: "Claims", "entities": "Entities", "mappings": "Identifiers elsewhere", "ontology": "Ontology"}
"""Layer -> heading, in the order in which a reader cares."""

_LABEL = str(RDFS.label)
_TWIN = "Text"
"""Ending of the property that keeps a figure's digits as printed."""


@dataclass(frozen=True)
class Difference:
    """One property with other values: ``old`` and ``new`` for reading, sorted; either may be empty."""

    property_iri: str
    label: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One thing that was added, removed or changed; ``reason`` is why an identifier was retired."""

    change: ChangeKind
    group: str
    kind: str
    iri: str
    label: str
    differences: tuple[Difference, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Changelog:
    """Everything between two snapshots. Inferred triples are counted only: they follow from the rest."""

    old: Snapshot
    new: Snapshot
    changes: tuple[Change, ...]
    inferred_added: int
    inferred_removed: int

    @property
    def same(self) -> bool:
        """Whether nothing differs, what is inferred included."""
        return not (self.changes or self.inferred_added or self.inferred_removed)

    def groups(self) -> dict[str, dict[str, list[Change]]]:
        """Return the changes by heading and by kind."""
        grouped: dict[str, dict[str, list[Change]]] = {}
        for change in self.changes:
            grouped.setdefault(change.group, {}).setdefault(change.kind, []).append(change)
        return grouped


def compare(old: Snapshot, new: Snapshot) -> Changelog:
    """Return what changed from one snapshot to the other: claims first, by kind, each in the order of IRIs."""
    changes = [
        change
        for iri in sorted(old.things.keys() | new.things.keys())
        if (change := _compare_thing(iri, old, new)) is not None
    ]
    order = {heading: place for place, heading in enumerate(GROUPS.values())}
    changes.sort(key=lambda change: (order.get(change.group, len(order)), change.group, change.kind, change.iri))
    return Changelog(old, new, tuple(changes), len(new.inferred - old.inferred), len(old.inferred - new.inferred))


def _compare_thing(iri: str, old: Snapshot, new: Snapshot) -> Change | None:
    before, after = old.things.get(iri), new.things.get(iri)
    if before is None and after is not None:
        return _change("added", after, new)
    if after is None and before is not None:
        return _change("removed", before, old, reason=new.retired.get(iri, ""))
    if before is not None and after is not None and (differences := _differences(before, after, old, new)):
        return _change("changed", after, new, differences)
    return None


def _change(
    change: ChangeKind, thing: Thing, side: Snapshot, differences: tuple[Difference, ...] = (), reason: str = ""
) -> Change:
    group = GROUPS.get(thing.layer, thing.layer.capitalize())
    return Change(change, group, side.word(thing.kind), thing.iri, side.word(thing.iri), differences, reason)


def _differences(before: Thing, after: Thing, old: Snapshot, new: Snapshot) -> tuple[Difference, ...]:
    changed = {
        name
        for name in before.values.keys() | after.values.keys()
        if before.values.get(name, set()) != after.values.get(name, set())
    }
    if before.layer == CLAIMS and len(changed) > 1:
        changed.discard(_LABEL)  # a claim's label is its figures in words: it changes with them
    figures = {name for name in changed if name + _TWIN in changed}
    found = []
    for name in sorted(changed - {figure + _TWIN for figure in figures}):
        shown = name + _TWIN if name in figures else name  # digits as their source prints them
        found.append(
            Difference(
                name,
                new.word(name) if name in new.labels else old.word(name),
                tuple(sorted(old.show(value) for value in before.values.get(shown, ()))),
                tuple(sorted(new.show(value) for value in after.values.get(shown, ()))),
            )
        )
    if before.kinds != after.kinds:
        kinds = (tuple(sorted(map(old.word, before.kinds))), tuple(sorted(map(new.word, after.kinds))))
        found.append(Difference("", "kind", *kinds))
    return tuple(found)
