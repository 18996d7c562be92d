"""The counts of several processes as those of one service."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from prometheus_client import Metric

_EARLIEST = ("_created", "_start_time_seconds")
_SAME_EVERYWHERE = ("_info", "_max_fds")


class _Totals(Collector):
    def __init__(self, metrics: tuple[Metric, ...]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        """Return the merged metrics."""
        return self._metrics


def written(processes: Iterable[tuple[Metric, ...]]) -> bytes:
    """Return the counts of these processes in Prometheus's text format: added up, times of start the earliest."""
    merged: dict[str, Metric] = {}
    for metrics in processes:
        for metric in metrics:
            merged[metric.name] = _sum(merged[metric.name], metric) if metric.name in merged else metric
    registry = CollectorRegistry()
    registry.register(_Totals(tuple(merged.values())))
    return generate_latest(registry)


def _sum(first: Metric, second: Metric) -> Metric:
    samples = {(sample.name, tuple(sorted(sample.labels.items()))): sample for sample in first.samples}
    for sample in second.samples:
        key = (sample.name, tuple(sorted(sample.labels.items())))
        known = samples.get(key)
        value = sample.value if known is None else _way_to_merge(sample.name)(known.value, sample.value)
        samples[key] = sample._replace(value=value)
    first.samples = list(samples.values())
    return first


def _way_to_merge(name: str) -> Callable[[float, float], float]:
    if name.endswith(_EARLIEST):
        return min
    if name.endswith(_SAME_EVERYWHERE):
        return max
    return operator.add
