"""The kinds of job that executors do. The zygote makes an evaluator of each before it forks, so that all share it.

A new kind is one class with `evaluate` (an `Evaluator`), one line in `evaluators_of`, and an `Engine` method that makes
its `wire.Request` and calls `Engine.answer`. Time, memory, size, lanes and cancelling are the same for all kinds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from jakgraph.store.adjacency import build_adjacency
from jakgraph.store.drawing import EdgeWords
from jakgraph.store.federation.evaluator import FederatedEvaluator
from jakgraph.store.paths import PathsEvaluator
from jakgraph.store.planning.plans import Plans
from jakgraph.store.planning.statistics import statistics_of
from jakgraph.store.results import ResultLimits
from jakgraph.store.sparql import SparqlEvaluator
from jakgraph.store.wire import FEDERATED, PATHS, SPARQL

if TYPE_CHECKING:
    from jakgraph.store.dataset import Dataset
    from jakgraph.store.executor import ExecutorConfig
    from jakgraph.store.results import WrittenResult
    from jakgraph.store.wire import Request


class Evaluator(Protocol):
    """Does one kind of job in an executor."""

    is_worn: bool
    """Whether this process should answer nothing more, because its memory is no longer as it was forked."""

    def evaluate(self, request: Request) -> WrittenResult:
        """Return a complete result; raise QuerySyntaxError, QueryRefused, ResultTooLarge or MemoryError."""


Evaluators = Mapping[str, Evaluator]
"""By the kind that a request names."""


def evaluators_of(dataset: Dataset, config: ExecutorConfig) -> Evaluators:
    """Return an evaluator of every kind over a dataset, but for the kind that needs the broker."""
    limits = ResultLimits(config.max_rows, config.max_result_bytes)
    statistics = statistics_of(dataset.store, reads_union=dataset.reads_union) if config.plans_queries else None
    plans = Plans(statistics) if statistics else None
    return {
        SPARQL: SparqlEvaluator(dataset, limits, config.prefixes, config.base_iri, plans),
        PATHS: PathsEvaluator(build_adjacency(dataset.store, EdgeWords.of(config.prefixes)), limits),
    }


def federated_evaluators_of(dataset: Dataset, config: ExecutorConfig) -> Evaluators:
    """Return the evaluator of the one kind that needs the broker."""
    limits = ResultLimits(config.max_rows, config.max_result_bytes)
    sparql = SparqlEvaluator(dataset, limits, config.prefixes, config.base_iri)
    return {FEDERATED: FederatedEvaluator(sparql, config.broker_url, config.grace_seconds)}
