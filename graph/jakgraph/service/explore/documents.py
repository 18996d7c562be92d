"""The JSON that the graph browser reads: nodes and edges with names, counts per relation, pages of neighbours."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from jakgraph.service.explore.edges import CLAIM, kind_of
from jakgraph.service.explore.filtering import keys_of
from jakgraph.service.explore.shown_names import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jakgraph.service.explore.edges import Edge
    from jakgraph.service.explore.filtering import EdgeFilter
    from jakgraph.service.explore.pathfinding import Hop
    from jakgraph.service.explore.results import Drawing
    from jakgraph.service.names import Names

NEIGHBOURS_SHOWN = 50
LONGEST_LABEL = 160
"""Characters of a node's label: other people's data may have whole paragraphs for one."""
UNKNOWN_KIND = "other"
"""The kind of what is no thing of ours and of no class."""


def relations_document(iri: str, edges: Iterable[Edge], names: Names, admitted: EdgeFilter) -> dict[str, Any]:
    """Return how many neighbours a thing has by each relation and direction, and how many more a filter hides."""
    groups: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[edge.relation, direction_of(edge, iri)].append(edge)
    return {
        **node_document(iri, names),
        "relations": [
            {
                "relation": relation,
                "label": shown_name(relation, names),
                "direction": direction,
                **_counts(iri, group, admitted),
                "inferred": all(edge.is_inferred for edge in group),
                "kinds": sorted({kind_of(other_end(edge, iri)) for edge in group}),
            }
            for (relation, direction), group in sorted(groups.items(), key=lambda item: (names.of(item[0][0]), item[0]))
        ],
    }


def _counts(iri: str, edges: Iterable[Edge], admitted: EdgeFilter) -> dict[str, int]:
    """Return the numbers of neighbours that a filter lets through and hides, and of the edges that it lets through."""
    shown = [edge for edge in edges if admitted.admits(edge, other_end(edge, iri))]
    neighbours = {other_end(edge, iri) for edge in shown}
    hidden = {other_end(edge, iri) for edge in edges} - neighbours
    return {"neighbours": len(neighbours), "hidden": len(hidden), "edges": len(shown)}


def neighbours_document(iri: str, edges: Iterable[Edge], names: Names, offset: int) -> dict[str, Any]:
    """Return 50 neighbours by their names from ``offset`` on, with every edge to them, and where the next begin."""
    groups: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[other_end(edge, iri)].append(edge)
    ordered = sorted(groups, key=lambda other: (names.of(other).lower(), other))
    shown = ordered[offset : offset + NEIGHBOURS_SHOWN]
    end = offset + len(shown)
    return {
        "nodes": [node_document(other, names) for other in shown],
        "edges": [edge_document(edge, names) for other in shown for edge in groups[other]],
        "total": len(ordered),
        "next": end if end < len(ordered) else None,
    }


def common_document(iris: Sequence[str], edges: Iterable[Edge], names: Names) -> dict[str, Any]:
    """Return the 50 things that are connected with most of some others, two of them at least, and the edges to them."""
    ends: dict[str, dict[str, list[Edge]]] = defaultdict(lambda: defaultdict(list))
    for edge in edges:
        for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
            if one in iris and other not in iris:
                ends[other][one].append(edge)
    shared = [other for other, found in ends.items() if len(found) > 1]
    shown = sorted(shared, key=lambda other: (-len(ends[other]), names.of(other).lower(), other))[:NEIGHBOURS_SHOWN]
    found = [edge for other in shown for group in ends[other].values() for edge in group]
    return {
        "nodes": [node_document(iri, names) for iri in (*iris, *shown)],
        "edges": [edge_document(edge, names) for edge in found],
        "total": len(shared),
    }


def paths_document(
    ends: tuple[str, str], hops: Sequence[Hop], paths: Iterable[Sequence[int]], names: Names
) -> dict[str, Any]:
    """Return paths as ids of edges, and what is on them: each hop by its best edge and the number of others."""
    things = dict.fromkeys([*ends, *(end for hop in hops for end in (hop.edge.source, hop.edge.target))])
    return {
        "nodes": [node_document(iri, names) for iri in things],
        "edges": [edge_document(hop.edge, names) | ({"others": hop.others} if hop.others else {}) for hop in hops],
        "paths": [[hops[number].edge.id for number in path] for path in paths],
    }


def result_document(drawing: Drawing, names: Names) -> dict[str, Any]:
    """Return the picture of a result, with what was read of it and what is left out."""
    result = drawing.result
    return {
        "form": result.form,
        "count": result.count,
        "read": len(result.rows.rows),
        "widened": result.is_widened,
        "left_out": {"things": drawing.things_left_out, "edges": drawing.edges_left_out},
        "nodes": [
            node_document(thing, names) | {"kind": _kind_of_any(thing, drawing.classes.get(thing, ()), names)}
            for thing in drawing.things
        ],
        "edges": [edge_document(edge, names) for edge in drawing.edges],
    }


def _kind_of_any(thing: str, classes: Sequence[str], names: Names) -> str:
    """Return the kind of our own things, of others what their first class is called."""
    return kind_of(thing) or (shown_name(classes[0], names).rpartition(":")[2] if classes else UNKNOWN_KIND)


def node_document(iri: str, names: Names) -> dict[str, Any]:
    """Return a node as the browser reads it."""
    label = shown_name(iri, names)
    shortened = label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
    return {"iri": iri, "label": shortened, "kind": kind_of(iri)}


def edge_document(edge: Edge, names: Names) -> dict[str, Any]:
    """Return an edge as the browser reads it; what is not there is left out."""
    document: dict[str, Any] = {
        "id": edge.id,
        "source": edge.source,
        "target": edge.target,
        "relation": edge.relation,
        "label": edge.words or shown_name(edge.relation, names),
    }
    if edge.is_made:
        document["made"] = True
    if edge.claim:
        document |= {"claim": edge.claim, "statement": shown_name(edge.claim, names)}
    for key, value in (("evidence", edge.evidence), ("verification", edge.verification), ("document", edge.document)):
        if value:
            document[key] = shown_name(value, names)
    if edge.claim:
        document["keys"] = {facet: key for facet, key in keys_of(edge).items() if key}
    if edge.year:
        document["year"] = edge.year
    if edge.is_inferred:
        document["inferred"] = True
    if edge.inference:
        document["inference"] = edge.inference
    if edge.disagrees:
        document["disagrees"] = True
    return document


def direction_of(edge: Edge, iri: str) -> str:
    """Return how an edge stands to a thing: out of it, into it, or as a claim."""
    return CLAIM if edge.claim else "out" if edge.source == iri else "in"


def other_end(edge: Edge, iri: str) -> str:
    """Return the thing at the other end of an edge."""
    return edge.target if edge.source == iri else edge.source
