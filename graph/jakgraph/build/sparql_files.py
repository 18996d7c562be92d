"""Reading the SPARQL files beside the ontology: a slip in one becomes an error of the file, with its place.

Knows nothing of what a query is for. The text is trusted: it comes with the ontology, never from the public.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jakgraph.errors import DatasetError

if TYPE_CHECKING:
    from pathlib import Path

_POSITION = re.compile(r"error at (?P<line>\d+):(?P<column>\d+)")


def read_construct(path: Path) -> str:
    """Return the text of a CONSTRUCT query. Raises DatasetError for any other text, with line and column if known."""
    text = _read(path)
    if not isinstance(_results(path, text), ox.QueryTriples):
        raise DatasetError(path, "it is not a CONSTRUCT query.", remedy="Write what it concludes as CONSTRUCT { … }.")
    return text


def read_select(path: Path, variable: str) -> str:
    """Return the text of a SELECT query that gives this variable. Raises DatasetError for any other text."""
    text = _read(path)
    solutions = _results(path, text)
    if not isinstance(solutions, ox.QuerySolutions) or variable not in {name.value for name in solutions.variables}:
        raise DatasetError(
            path, f"it is not a SELECT query with the variable ?{variable}.", remedy=f"Begin with SELECT ?{variable}."
        )
    return text


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise DatasetError.not_utf8(path, error) from error


def _results(path: Path, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Ask the query of nothing: that tells its form, and whether it is SPARQL.

    The engine names the furthest place that it looked at, which can be a few characters after the mistake.
    """
    try:
        return ox.Store().query(text)
    except SyntaxError as error:
        match = _POSITION.match(str(error))
        line, column = (int(match["line"]), int(match["column"])) if match else (None, None)
        remedy = f"Look there or just before; 'jakgraph query {path}' says what is wrong."
        raise DatasetError(path, "it is not SPARQL.", line=line, column=column, remedy=remedy) from error
