"""How an error raised on purpose looks in a terminal, and with which code the program ends."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

import click
from rich.text import Text

from jakgraph.cli import consoles
from jakgraph.errors import QueryRefused, QuerySyntaxError, SettingsError
from jakgraph.service.excerpt import excerpt

if TYPE_CHECKING:
    from jakgraph.errors import JakgraphError

_WINDOW = 96
"""Columns of a query's line that are shown at most."""


class Failure(click.ClickException):
    """A :class:`JakgraphError` on its way to the terminal; ``source`` and ``query`` place errors in a query's text."""

    exit_code = 1

    def __init__(self, error: JakgraphError, *, source: str = "", query: str = "") -> None:
        super().__init__(str(error))
        self.error = error
        self.source = source
        self.query = query

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the error to stderr; ``file`` is click's, for a console elsewhere, and is not used."""
        del file
        consoles.messages().print(describe(self.error, source=self.source, query=self.query))


class UsageFailure(Failure):
    """An error in how the command was called; click ends with the same code for its own."""

    exit_code = 2


def failure_of(error: JakgraphError) -> Failure:
    """Return the error as click wants it: exit code 2 for a setting with a bad value, 1 for everything else."""
    return UsageFailure(error) if isinstance(error, SettingsError) else Failure(error)


def describe(error: JakgraphError, *, source: str = "", query: str = "") -> Text:
    """Return what is wrong, where, and how to mend it.

    For an error with a position in ``query``, the text names ``source:line:column`` and shows the lines around it.
    """
    text = Text()
    if isinstance(error, QuerySyntaxError | QueryRefused) and error.line:
        text.append(f"{source or 'query'}:{error.line}:{error.column or 1}: ", style="bold")
        text.append("error: ", style="bold red")
        text.append(error.message)
        if query:
            token = getattr(error, "token", "")
            text.append("\n" + marked_lines(query, error.line, error.column, token))
    else:
        text.append("error: ", style="bold red")
        text.append(error.message)
    if error.remedy:
        text.append("\nhint: ", style="bold")
        text.append(error.remedy)
    return text


def marked_lines(query: str, line: int, column: int | None, token: str = "") -> str:
    r"""Return the lines of a query around a 1-based place, numbered, with carets under the token.

    Where the place is far to the right, the beginnings of all lines are left out.

    >>> print(marked_lines("ASK {\n  ?s ?p\n}", 2, 6))
        1 | ASK {
        2 |   ?s ?p
          |      ^
        3 | }
    """
    shown = []
    lines = excerpt(query.expandtabs(1), line, column, token)
    start = max(0, *(len(item.pointer) - _WINDOW // 2 for item in lines)) if lines else 0
    for item in lines:
        text = f"{item.before}{item.marked}{item.after}"
        shown.append(f"{item.number:>5} | {text[start : start + _WINDOW]}".rstrip())
        if item.pointer:
            shown.append(f"      | {item.pointer[start : start + _WINDOW]}")
    return "\n".join(shown)
