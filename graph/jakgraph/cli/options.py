"""The settings as options: each field of `Settings` is ``--its-name`` and ``JAKGRAPH_ITS_NAME``, with its own help.

The only place that reads settings from the environment.
"""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jakgraph.errors import SettingsError
from jakgraph.settings import Settings, help_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIX = "JAKGRAPH_"
"""What the names of our environment variables begin with."""
TOKEN = f"{PREFIX}TOKEN"
"""The variable that holds the operator's bearer token."""

_FILES = "files"
_TYPES: dict[str, click.ParamType[Any]] = {
    "default_graph": click.Choice(["union", "own"]),
    "files": click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
}
"""Fields whose type says too little about the values they take."""


def variable_of(name: str) -> str:
    """Return the environment variable of a setting.

    >>> variable_of("max_rows")
    'JAKGRAPH_MAX_ROWS'
    """
    return f"{PREFIX}{name.upper()}"


def setting_parameters(*names: str) -> list[click.Parameter]:
    """Return the click parameters of the settings named, or of all; defaults are those of `Settings`."""
    return [_parameter(item.name, item.default) for item in fields(Settings) if not names or item.name in names]


def setting_options(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that gives a command the options of the settings named, or of all."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        waiting = getattr(function, "__click_params__", [])
        function.__click_params__ = [*waiting, *reversed(setting_parameters(*names))]  # type: ignore[attr-defined]
        return function

    return decorate


def settings_from_environment() -> Settings:
    """Return the settings of a service that is started without our command line, by another WSGI server.

    Raises SettingsError for a variable with our prefix that is no setting, and for a value that a setting cannot take.
    """
    refuse_unknown_variables(os.environ)
    command = click.Command("server", params=setting_parameters())
    try:
        with command.make_context("server", []) as context:
            return Settings(**context.params)
    except click.BadParameter as error:
        name = error.param.name if error.param and error.param.name else "settings"
        raise SettingsError(variable_of(name), error.message) from error


def token_from_environment() -> str:
    """Return the operator's bearer token; empty where there is none. Never an option: others would see it in `ps`."""
    return os.environ.get(TOKEN, "")


def refuse_unknown_variables(environment: Mapping[str, str]) -> None:
    """Raise SettingsError when a variable has our prefix and is no setting: a misspelt limit must not go unnoticed."""
    known = {TOKEN, *(variable_of(item.name) for item in fields(Settings))}
    for variable in sorted(environment):
        if variable.startswith(PREFIX) and variable not in known:
            raise SettingsError(variable, "is not a setting.", remedy=f"Settings are {', '.join(sorted(known))}.")


def _parameter(name: str, default: object) -> click.Parameter:
    if name == _FILES:
        return click.Argument([name], nargs=-1, type=_TYPES[name], envvar=variable_of(name))
    option = f"--{name.replace('_', '-')}"
    if isinstance(default, bool):
        return click.Option(
            [option], is_flag=True, default=default, help=help_of(name), envvar=variable_of(name), show_envvar=True
        )
    if isinstance(default, tuple):
        variable = variable_of(name)
        return click.Option(
            [option],
            multiple=True,
            default=default,
            metavar="URL",
            help=help_of(name),
            envvar=variable,
            show_envvar=True,
        )
    return click.Option(
        [option],
        default=default,
        type=_TYPES.get(name, type(default)),
        help=help_of(name),
        envvar=variable_of(name),
        show_envvar=True,
        show_default=default != "",
    )
