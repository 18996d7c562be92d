"""Where the log of queries goes."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest

from jakgraph.cli.logs import set_up_query_log
from jakgraph.errors import SettingsError
from jakgraph.service.journal import LOG_NAME, Journal, QueryRecord
from jakgraph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    yield
    set_up_query_log(Settings())
    log = logging.getLogger(LOG_NAME)
    log.propagate = True
    log.setLevel(logging.NOTSET)


def write() -> None:
    journal = Journal()
    journal.begin()
    journal.end(QueryRecord("1", "192.0.2.1", "ASK {}", "ASK", outcome="ok"))


def test_a_file_gets_one_line_per_query(tmp_path: Path) -> None:
    """``--log FILE`` appends; setting it up twice does not write twice."""
    file = tmp_path / "queries.log"
    set_up_query_log(Settings(log=str(file)))
    write()
    set_up_query_log(Settings(log=str(file), log_queries=True))
    write()
    first, second = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert ("text" in first, second["text"], second["client"]) == (False, "ASK {}", "192.0.2.1")


def test_stderr_gets_one_line_per_query(capsys: pytest.CaptureFixture[str]) -> None:
    """``--log stderr``."""
    set_up_query_log(Settings(log="stderr"))
    write()
    assert json.loads(capsys.readouterr().err)["outcome"] == "ok"


def test_without_the_setting_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    """No log unless it is asked for."""
    set_up_query_log(Settings())
    write()
    assert capsys.readouterr() == ("", "")


def test_a_file_that_cannot_be_written_stops_the_start(tmp_path: Path) -> None:
    """A bad value is named, before anything is served."""
    with pytest.raises(SettingsError, match=r"log: .*cannot be written"):
        set_up_query_log(Settings(log=str(tmp_path / "missing" / "queries.log")))


@pytest.mark.parametrize("bad", ["10.0.0.256", "localhost", "10.0.0.0/33"])
def test_a_proxy_that_is_no_address_stops_the_start(bad: str) -> None:
    """A proxy that would never be trusted must not go unnoticed."""
    with pytest.raises(SettingsError, match="trusted_proxies"):
        Settings(trusted_proxies=bad)


def test_less_than_no_time_stops_the_start() -> None:
    """A share below 0 s is a mistake."""
    with pytest.raises(SettingsError, match="client_seconds"):
        Settings(client_seconds=-1)
