"""What workers have in common, with real processes: counts that outlast them, and the budgets of clients."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.cli.test_serve import BACK_SECONDS, ENDLESS, answers, processes_called, wait_until
from tests.conftest import serving

from jakgraph.cli.worker import COUNTING_BEATS, PULSE_SECONDS, RESERVE_NAME, SERVING_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import RunningService

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(sys.platform != "linux", reason="finds processes by their names in /proc"),
]

TOLD_SECONDS = 2 * PULSE_SECONDS * COUNTING_BEATS
"""By then the main process has been told of whatever a worker has counted."""
ASKED = 20
STRANGER, ANOTHER = "203.0.113.7", "203.0.113.8"


def totals(service: RunningService) -> dict[str, float]:
    """Return every count of the service that may only grow."""
    families = text_string_to_metric_families(httpx.get(f"{service.url}/metrics").text)
    counts = [family for family in families if family.type in ("counter", "histogram")]
    samples = [sample for family in counts for sample in family.samples if not sample.name.endswith("_created")]
    return {f"{sample.name} {sorted(sample.labels.items())}": sample.value for sample in samples}


def kill_worker(service: RunningService) -> None:
    """End one worker for good, once there is another to take its place, and wait until that has."""
    assert wait_until(lambda: bool(processes_called(service, RESERVE_NAME)), 30)
    worker = processes_called(service, SERVING_NAME)[0]
    count = len(processes_called(service, SERVING_NAME))
    os.kill(worker, signal.SIGKILL)
    assert wait_until(lambda: answers(service), BACK_SECONDS)
    assert wait_until(
        lambda: (
            worker not in processes_called(service, SERVING_NAME)
            and len(processes_called(service, SERVING_NAME)) == count
        ),
        30,
    )


@pytest.mark.parametrize("workers", ["1", "2"])
def test_counts_outlast_the_workers_that_counted(workers: str) -> None:
    """Totals never go down: what a killed worker had answered stays in them, and what its successor does is added."""
    query = {"query": "ASK { ?s ?p ?o }"}
    with serving("--empty", "--workers", workers) as service:
        for _ in range(ASKED):
            assert httpx.post(f"{service.url}/sparql", data=query).is_success
        time.sleep(TOLD_SECONDS)
        before = totals(service)
        assert before["jakgraph_queries_total [('form', 'ASK'), ('outcome', 'ok')]"] == ASKED
        for killed in range(1, 4):
            kill_worker(service)
            assert httpx.post(f"{service.url}/sparql", data=query).is_success
            after = totals(service)
            assert after.keys() >= before.keys()
            assert [name for name, value in before.items() if after[name] < value] == []
            assert after["jakgraph_queries_total [('form', 'ASK'), ('outcome', 'ok')]"] == ASKED + killed
            assert after["jakgraph_query_seconds_count []"] == ASKED + killed
            before = after
            time.sleep(TOLD_SECONDS)


def ask_as(service: RunningService, client: str, query: str = "ASK {}", **more: str) -> httpx.Response:
    """Ask by a connection of its own, which any of the workers may get, as a client behind a trusted proxy."""
    headers = {"X-Forwarded-For": client} if client else {}
    return httpx.post(f"{service.url}/sparql", data={"query": query, **more}, headers=headers, timeout=30)


def test_a_client_has_one_budget_at_all_workers(tmp_path: Path) -> None:
    """Whoever has overdrawn it at one worker is refused by every other, and by those that take their places.

    Retry-After says when the debt is paid off, whichever worker says it; other clients and this machine are served.
    """
    crowd = tmp_path / "crowd.nt"
    crowd.write_text("".join(f"<urn:{number}> <urn:p> <urn:o> .\n" for number in range(300)), encoding="utf-8")
    options = ("--workers", "3", "--client-seconds", "1", "--trusted-proxies", "127.0.0.1")
    with serving(str(crowd), *options) as service:
        started = time.monotonic()
        assert ask_as(service, STRANGER, ENDLESS, timeout="2").json()["type"].endswith("#query-timeout")
        debt_seconds = time.monotonic() - started
        time.sleep(2 * PULSE_SECONDS)
        refused = [ask_as(service, STRANGER) for _ in range(12)]
        assert {answer.status_code for answer in refused} == {httpx.codes.TOO_MANY_REQUESTS}
        waits = [int(answer.headers["retry-after"]) for answer in refused]
        assert max(waits) - min(waits) <= 2
        assert 60 <= max(waits) <= 60 * debt_seconds
        assert {ask_as(service, client).status_code for client in (ANOTHER, "") * 6} == {httpx.codes.OK}
        for _ in range(3):
            kill_worker(service)
        assert {ask_as(service, STRANGER).status_code for _ in range(12)} == {httpx.codes.TOO_MANY_REQUESTS}
