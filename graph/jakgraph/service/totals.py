"""The counts of several processes as those of one service."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_EARLIEST = ("_created", "_start_time_seconds")
_LASTING = ("counter", "histogram")
_SAME_EVERYWHERE = ("_info", "_max_fds")


class _Totals(Collector):
    def __init__(self, metrics: tuple[Metric, ...]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        """Return the merged metrics."""
        return self._metrics


def written(processes: Iterable[tuple[Metric, ...]]) -> bytes:
    """Return the counts of these processes in Prometheus's text format, as `merged` makes one of them."""
    registry = CollectorRegistry()
    registry.register(_Totals(merged(processes)))
    return generate_latest(registry)


def merged(processes: Iterable[Iterable[Metric]]) -> tuple[Metric, ...]:
    """Return the counts of several processes as those of one: added up, times of start the earliest."""
    found: dict[str, Metric] = {}
    for metrics in processes:
        for metric in metrics:
            found[metric.name] = _sum(found[metric.name], metric) if metric.name in found else metric
    return tuple(found.values())


def lasting(metrics: Iterable[Metric]) -> tuple[Metric, ...]:
    """Return what stays true of a process that has ended: what it has done, not what it was doing or held."""
    return tuple(metric for metric in metrics if metric.type in _LASTING)


def _sum(first: Metric, second: Metric) -> Metric:
    samples = {(sample.name, tuple(sorted(sample.labels.items()))): sample for sample in first.samples}
    for sample in second.samples:
        key = (sample.name, tuple(sorted(sample.labels.items())))
        known = samples.get(key)
        value = sample.value if known is None else _way_to_merge(sample.name)(known.value, sample.value)
        samples[key] = sample._replace(value=value)
    both = Metric(first.name, first.documentation, first.type, first.unit)
    both.samples = list(samples.values())
    return both


def _way_to_merge(name: str) -> Callable[[float, float], float]:
    if name.endswith(_EARLIEST):
        return min
    if name.endswith(_SAME_EVERYWHERE):
        return max
    return operator.add
