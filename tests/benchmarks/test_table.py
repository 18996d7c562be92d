"""Tables of measurements: medians of the rounds, ratios to one service, gaps where there is nothing."""

from __future__ import annotations

from benchmarks.load import Figures
from benchmarks.table import Results


def results() -> Results:
    """Return three rounds of two services; one of them fails at one load."""
    made = Results()
    for rate in (900.0, 1_000.0, 5_000.0):
        made.note_load("one entity", "ours", Figures(rate, 1.5, 4, 0.5))
        made.note_load("one entity", "theirs", Figures(2_000, 1, 2, 0.25))
        made.note_load("path", "theirs", Figures(10, 100, 200, 90))
        made.note("cold start, s", "ours", rate / 1_000)
    made.note("cold start, s", "theirs", 0.25)
    return made


def test_medians_and_ratios() -> None:
    """A cell holds the median of the rounds; a ratio is that of the medians."""
    table = results().as_markdown("theirs").splitlines()
    assert "| cold start, s | 1 | 0.25 |" in table
    assert "| one entity | 1,000 (1.5 / 4) | 0.5 | 2,000 (1 / 2) | 1 |" in table
    assert "| one entity | 0.5 | 2 | 0.25 | 1 |" in table


def test_what_a_service_did_not_answer_is_said() -> None:
    """A load in which nothing was answered is a gap, not a zero."""
    assert "| path | none |  | 10 (100 / 200) | 1 |" in results().as_markdown("theirs")


def test_figures_survive_json() -> None:
    """What is written between rounds gives the same tables."""
    made = results()
    assert Results.from_json(made.to_json()).as_markdown("theirs") == made.as_markdown("theirs")
