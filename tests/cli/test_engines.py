"""What runs beside an engine: a broker where endpoints are listed, and what is said where it cannot be held in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.cli import engines
from jakgraph.cli.engines import running_broker
from jakgraph.settings import Settings

if TYPE_CHECKING:
    import pytest


def test_without_endpoints_there_is_no_broker() -> None:
    """No process, no port."""
    with running_broker(Settings()) as url:
        assert url == ""


def test_the_operator_is_told_what_the_system_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a kernel without Landlock the service starts, and says that the gate alone guards SERVICE; else nothing."""
    settings = Settings(allow_service=("http://a.example/",))
    monkeypatch.setattr(engines, "missing_walls", lambda: ("opening files",))
    with running_broker(settings) as url:
        assert url.startswith("http://127.0.0.1:")
    assert "does not keep processes from opening files" in capsys.readouterr().err
    monkeypatch.setattr(engines, "missing_walls", lambda: ())
    with running_broker(settings):
        assert capsys.readouterr().err == ""
