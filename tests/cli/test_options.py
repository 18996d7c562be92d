"""Settings as options and environment variables."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from jakgraph.cli.options import (
    refuse_unknown_variables,
    setting_options,
    setting_parameters,
    settings_from_environment,
    variable_of,
)
from jakgraph.errors import SettingsError
from jakgraph.settings import Settings, help_of

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@setting_options()
def show(**chosen: object) -> None:
    click.echo(repr(Settings(**chosen)))  # type: ignore[arg-type]


def run(*arguments: str, **variables: str) -> str:
    result = CliRunner(env=variables).invoke(show, arguments)
    assert result.exit_code == 0, result.output
    return result.output.strip()


def test_without_options_settings_are_the_defaults() -> None:
    """The command line has no defaults of its own."""
    assert run() == repr(Settings())


@pytest.mark.parametrize("item", fields(Settings), ids=lambda item: item.name)
def test_every_setting_is_an_option_with_its_help(item: object) -> None:
    """Each field of Settings can be set, and --help prints its sentence and its variable."""
    name = item.name  # type: ignore[attr-defined]
    if name == "files":
        return
    text = " ".join(CliRunner().invoke(show, ["--help"], terminal_width=300).output.split())
    assert f"--{name.replace('_', '-')}" in text
    assert help_of(name) in text
    assert variable_of(name) in text


def test_option_outranks_variable() -> None:
    """What is typed wins over what is in the environment, and that over the default."""
    assert "port=9001" in run(JAKGRAPH_PORT="9001")
    assert "port=9002" in run("--port", "9002", JAKGRAPH_PORT="9001")


def test_endpoints_are_named_one_by_one() -> None:
    """The option is given once for each; the variable holds them with spaces between."""
    both = "allow_service=('http://127.0.0.1:3030/ds/sparql', 'https://[::1]/')"
    assert both in run("--allow-service", "http://127.0.0.1:3030/ds/sparql", "--allow-service", "https://[::1]/")
    assert both in run(JAKGRAPH_ALLOW_SERVICE="http://127.0.0.1:3030/ds/sparql https://[::1]/")


def test_only_the_settings_named_become_options() -> None:
    """A command takes only the settings that mean something to it."""
    assert [parameter.name for parameter in setting_parameters("timeout", "max_rows")] == ["timeout", "max_rows"]


def test_environment_gives_typed_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without our command line the same variables give the same settings, files too."""
    first, second = tmp_path / "one.ttl", tmp_path / "two.ttl"
    first.touch()
    second.touch()
    monkeypatch.setenv("JAKGRAPH_TIMEOUT", "2.5")
    monkeypatch.setenv("JAKGRAPH_FILES", f"{first}:{second}")
    settings = settings_from_environment()
    assert settings.timeout == 2.5
    assert settings.files == (first, second)


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("JAKGRAPH_PORT", "eighty", "'eighty' is not a valid integer"),
        ("JAKGRAPH_TIMEOUT", "0", "timeout: 0 s is not between"),
        ("JAKGRAPH_MEMORY_MB", "99999999999999", "memory_mb: 99999999999999 is more than 1048576 MiB"),
        ("JAKGRAPH_DEFAULT_GRAPH", "both", "'both' is not one of"),
        ("JAKGRAPH_FILES", "/nowhere.ttl", "'/nowhere.ttl' does not exist"),
        ("JAKGRAPH_ALLOW_SERVICE", "ftp://a.example/", "is no absolute http"),
        ("JAKGRAPH_ALLOW_SERVICE", "/sparql", "is no absolute http"),
        ("JAKGRAPH_ALLOW_SERVICE", "https://me:secret@a.example/", "a password, which are never sent"),
        ("JAKGRAPH_ALLOW_SERVICE", "https://a.example/#x", "has a fragment"),
        ("JAKGRAPH_ALLOW_SERVICE", "https://a.example/>", "holds what an address cannot"),
        ("JAKGRAPH_ALLOW_SERVICE", "https://a.example:port/", "that can be read"),
        ("JAKGRAPH_ALLOW_SERVICE", "http://2130706433/", "no whole address"),
        ("JAKGRAPH_ALLOW_SERVICE", "http://127.1/", "no whole address"),
        ("JAKGRAPH_ALLOW_SERVICE", "http://a.example/ http://a.example/", "is listed twice"),
        ("JAKGRAPH_SERVICE_NETWORKS", "10.0.0.0/33", "service_networks"),
        ("JAKGRAPH_TIMOUT", "5", "JAKGRAPH_TIMOUT: is not a setting"),
    ],
)
def test_bad_variable_stops_the_start_and_is_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, expected: str
) -> None:
    """A bad value and a misspelt name are errors, never silently the default."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=expected):
        settings_from_environment()


def test_unknown_variable_error_lists_what_there_is() -> None:
    """The error for a misspelt variable names the right ones."""
    with pytest.raises(SettingsError, match="JAKGRAPH_MAX_ROWS"):
        refuse_unknown_variables({"JAKGRAPH_MAXROWS": "5"})


def test_foreign_variables_are_left_alone() -> None:
    """Only our prefix is ours."""
    refuse_unknown_variables({"PORT": "1", "FLASK_DEBUG": "1"})
