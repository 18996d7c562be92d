"""Evaluates SPARQL in an executor: the first kind of job."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from jakgraph.errors import QueryRefused
from jakgraph.store.planning.plans import Plan
from jakgraph.store.prologue import resolved
from jakgraph.store.results import ResultLimits, WrittenResult, write_result
from jakgraph.store.syntax import explain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

    from jakgraph.errors import QuerySyntaxError
    from jakgraph.store.dataset import Dataset
    from jakgraph.store.planning.plans import Plans
    from jakgraph.store.wire import Request


class SparqlEvaluator:
    """Evaluates queries on one dataset; ``is_worn`` once it has changed its process's copy of the store."""

    def __init__(
        self,
        dataset: Dataset,
        limits: ResultLimits,
        prefixes: Mapping[str, str],
        base_iri: str,
        plans: Plans | None = None,
    ) -> None:
        self._dataset = dataset
        self._plans = plans
        self._limits = limits
        self._prefixes = prefixes
        self._base_iri = base_iri
        self._base = base_iri or None
        self.is_worn = False

    def evaluate(self, request: Request) -> WrittenResult:
        """Return the complete result of a query. Raises QuerySyntaxError, QueryRefused, ResultTooLarge, MemoryError."""
        try:
            return self.write(request)
        except SyntaxError as error:
            raise self.explained(request.text, error) from error
        except RuntimeError as error:
            raise unknown_function(error) from error
        except OSError as error:  # something tried to leave this process; `forbid_files` and this say no
            raise QueryRefused("SERVICE", f"The query reached for something outside: {error}.") from error

    def write(self, request: Request) -> WrittenResult:
        """Return the complete result of a query; raises QueryRefused, ResultTooLarge and whatever the engine raises."""
        plan = self._plan_of(request)
        result = write_result(self._query(request, plan.text), request.result_format, self._limits, self._prefixes)
        if request.plan is not None or self._plans is None:
            return result
        return replace(result, plan=plan.form.pieces if plan.form else [])

    def _plan_of(self, request: Request) -> Plan:
        """Return what to evaluate: what was sent, or what is planned here; with a dataset of its own, the query."""
        if request.plan is not None:
            return Plan(request.plan or request.text)
        has_dataset = request.default_graphs is not None or request.named_graphs is not None
        return self._plans.of(request.text) if self._plans and not has_dataset else Plan(request.text)

    def explained(self, text: str, error: SyntaxError) -> QuerySyntaxError:
        """Return the engine's complaint about a text in words for its writer."""
        complain = partial(complaint_about, base_iri=self._base)
        return explain(text, str(error.args[0]), complain, self._prefixes)

    def _query(self, request: Request, plan: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        store = self._dataset.store
        if request.default_graphs is None and request.named_graphs is None:
            ask = partial(store.query, base_iri=self._base, use_default_graph_as_union=self._dataset.reads_union)
            try:
                return ask(plan)
            except SyntaxError:  # of the query, or of a plan that the engine does not take
                return ask(request.text)
        asked = dict.fromkeys(request.default_graphs or ())
        defaults: list[NamedNode | BlankNode] = [self._graph(iri) for iri in asked]
        named = [self._graph(iri) for iri in request.named_graphs or ()]
        if len(defaults) > 1 and not self._dataset.is_disjoint:
            defaults = [self._merge(defaults)]
        return store.query(request.text, base_iri=self._base, default_graph=[*defaults], named_graphs=[*named])

    def _graph(self, iri: str) -> NamedNode:
        iri = resolved(iri, self._base_iri)
        try:
            graph = NamedNode(iri)
        except ValueError as error:
            raise QueryRefused(
                "FROM", f"<{iri}> is not an absolute IRI.", remedy="Write the graph's whole IRI, or declare a BASE."
            ) from error
        if not self._dataset.store.contains_named_graph(graph):
            raise QueryRefused(
                "FROM",
                f"There is no graph <{iri}> in this dataset, and none is fetched.",
                remedy="SELECT ?g WHERE { GRAPH ?g {} } lists the graphs there are.",
            )
        return graph

    def _merge(self, graphs: list[NamedNode | BlankNode]) -> BlankNode:
        """Return a new graph with one copy of each triple of several; this process's copy of the store only."""
        merged = BlankNode()
        store = self._dataset.store
        self.is_worn = True
        store.bulk_extend(
            Quad(quad.subject, quad.predicate, quad.object, merged)
            for graph in graphs
            for quad in store.quads_for_pattern(None, None, None, graph)
        )
        return merged


def unknown_function(error: RuntimeError) -> QueryRefused:
    """Return what pyoxigraph's word for a function that it does not know means for the query."""
    return QueryRefused("function", f"{error}.", remedy="Use SPARQL's own functions and xsd: casts.")


def complaint_about(text: str, base_iri: str | None = None) -> str | None:
    """Return pyoxigraph's complaint about a text, None if it has none; evaluates on nothing."""
    try:
        Store().query(text, base_iri=base_iri)
    except SyntaxError as error:
        return str(error.args[0])
    except (RuntimeError, OSError, ValueError):
        return None
    return None
