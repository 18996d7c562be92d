"""Reads an operation of the SPARQL 1.1 Graph Store HTTP Protocol: which graph, and in which format. Reading only.

A graph is named by ``?graph=IRI`` (section 4.2), by ``?default``, or by the request's own address (section 4.1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from jakgraph.namespaces import GRAPH
from jakgraph.service.protocol.faults import BadRequest
from jakgraph.service.protocol.formats import GRAPH_FORMATS
from jakgraph.service.protocol.negotiation import choose_among
from jakgraph.service.protocol.operation import Plan
from jakgraph.service.protocol.parameters import asked_format, decode_pairs, is_absolute_iri, single
from jakgraph.store.inspection import inspect_query
from jakgraph.store.jobs import QueryJob

if TYPE_CHECKING:
    from jakgraph.service.protocol.parameters import HttpCall, Pairs

METHODS = ("GET", "HEAD", "OPTIONS")
WHOLE_GRAPH = "CONSTRUCT WHERE { ?subject ?predicate ?object }"
"""The graph itself is named by the job's dataset, so no text of a client's is ever put into a query."""
_NEVER_IN_AN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


@dataclass(frozen=True)
class GraphParameters:
    """Which graph is asked for. ``graphs`` are the IRIs it may have, the likeliest first; none: the default graph."""

    graphs: tuple[str, ...]
    format: str | None = None


def read_indirect(call: HttpCall) -> GraphParameters:
    """Return what ``/store?default`` or ``/store?graph=IRI`` asks for; raises BadRequest unless it is one of them."""
    pairs = decode_pairs(call.query_string, "query string")
    graph = _one_graph(pairs)
    if graph is not None and not is_absolute_iri(graph):
        raise BadRequest(f"graph={graph} is not an absolute IRI.", parameter="graph")
    return GraphParameters((graph,) if graph is not None else (), asked_format(pairs))


def read_direct(call: HttpCall, store_address: str, path: str) -> GraphParameters:
    """Return what ``/store/<path>`` asks for: the graph of that address, else ``jgr:graph/<path>``.

    ``store_address`` is the address of ``/store`` as clients see it, ``path`` is decoded.
    """
    pairs = decode_pairs(call.query_string, "query string")
    for name, _ in pairs:
        if name in ("graph", "default"):
            raise BadRequest("The address names a graph already.", parameter=name, remedy=f"Leave {name} out.")
    return GraphParameters(graphs_at(store_address, path), asked_format(pairs))


def graphs_at(store_address: str, path: str) -> tuple[str, ...]:
    """Return the IRIs that a graph at this path may have.

    >>> graphs_at("https://example.org/store", "source/pmid 1")
    ('https://example.org/store/source/pmid%201', 'https://w3id.org/jakgraph/graph/source/pmid%201')
    """
    written = _NEVER_IN_AN_IRI.sub(lambda found: quote(found[0]), path)
    return (f"{store_address}/{written}", f"{GRAPH}{written}")


def plan_graph(call: HttpCall, parameters: GraphParameters, graph: str | None) -> Plan:
    """Return what the engine is to do for one graph, None for the default graph; raises NotAcceptable, BadRequest."""
    what = "The graph" if graph is not None else "The default graph"
    choice = choose_among(GRAPH_FORMATS, call.headers.get("accept"), parameters.format, what)
    job = QueryJob(WHOLE_GRAPH, choice.format.name, (graph,) if graph is not None else ())
    return Plan(job, inspect_query(WHOLE_GRAPH), choice, may_keep=True)


def _one_graph(pairs: Pairs) -> str | None:
    graph, default = single(pairs, "graph"), single(pairs, "default")
    if (graph is None) == (default is None):
        said = "names no graph" if graph is None else "names two graphs"
        raise BadRequest(f"This request {said}.", parameter="graph", remedy="Give either graph=IRI or default.")
    return graph
