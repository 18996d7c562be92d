"""The counts of several processes as one text."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from jakgraph.service.budget import Budget
from jakgraph.service.journal import Journal, QueryRecord
from jakgraph.service.protocol.clients import Clients
from jakgraph.service.siblings import Count, grant
from jakgraph.service.totals import lasting, merged, written
from jakgraph.service.watch import QueryWatch


def counted(*outcomes: str, rows: int = 0) -> Journal:
    journal = Journal()
    for outcome in outcomes:
        journal.begin()
        journal.end(QueryRecord("id", "client", "ASK {}", form="ASK", rows=rows, ms=3.0, outcome=outcome))
    return journal


def values(text: bytes) -> dict[tuple[str, str], float]:
    families = text_string_to_metric_families(text.decode())
    samples = (sample for family in families for sample in family.samples)
    return {
        (sample.name, sample.labels.get("outcome", sample.labels.get("le", ""))): sample.value for sample in samples
    }


def test_counts_are_added_up() -> None:
    """What one process has counted and the other has not is there too; times and buckets are sums."""
    both = values(written([counted("ok", "ok", rows=5).counted(), counted("ok", "query-timeout", rows=1).counted()]))
    assert both["jakgraph_queries_total", "ok"] == 3
    assert both["jakgraph_queries_total", "query-timeout"] == 1
    assert both["jakgraph_result_rows_total", ""] == 12
    assert both["jakgraph_query_seconds_count", ""] == 4
    assert both["jakgraph_query_seconds_bucket", "0.005"] == 4


def test_what_is_no_count_is_not_added() -> None:
    """The version is one, and the service began when its first process did."""
    first, second = counted("ok").counted(), counted("ok").counted()
    alone, both = values(written([first])), values(written([first, second]))
    assert both["jakgraph_info", ""] == 1
    assert both["process_start_time_seconds", ""] <= alone["process_start_time_seconds", ""]
    assert both["process_max_fds", ""] == alone["process_max_fds", ""]


def test_adding_up_changes_nothing_that_is_added() -> None:
    """What is known of a process goes into the next sum as it was."""
    first, second = counted("ok").counted(), counted("ok").counted()
    merged([first, second])
    assert values(written([first, second]))["jakgraph_queries_total", "ok"] == 2


def test_what_a_process_has_done_outlasts_it() -> None:
    """Counts, times and processor time are kept of one that has ended; memory, files and running queries are not."""
    journal = counted("ok", rows=5)
    journal.begin()
    ended = values(written([lasting(journal.counted())]))
    assert ended["jakgraph_queries_total", "ok"] == 1
    assert ended["jakgraph_result_rows_total", ""] == 5
    assert ended["jakgraph_query_seconds_count", ""] == 1
    assert ("process_cpu_seconds_total", "") in ended
    assert not {name for name, _ in ended} & {"jakgraph_queries_running", "process_open_fds", "jakgraph_info"}


def test_a_process_tells_its_siblings_its_counts() -> None:
    """The answer to `Count` is what `Journal.counted` gives."""
    watch = QueryWatch(counted("ok"), Clients(), Budget(0))
    assert values(written([grant(watch, Count())]))["jakgraph_queries_total", "ok"] == 1
