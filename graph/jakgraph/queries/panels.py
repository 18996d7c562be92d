"""The panels of the pages about things: each a query file below ``queries/pages``, asked for one thing.

A folder is a kind of thing; the folder ``thing`` holds panels of several kinds, which its files name by
``# Kinds: drug, disease``. A header is comment lines at the top of the file: ``# Title:``, ``# Question:``,
``# Order:`` (lower comes first), ``# Shown as:`` (one of `VIEWS`), ``# Empty:`` (the sentence without rows, at
the end of the page with others; where it is an answer the header says ``# When empty: shown in its place``),
``# Column: variable Heading`` for a heading that the variable's name does not give, and the one parameter, ``this``:
``# Parameter: this drug baricitinib Drug``, which stands in the query as ``VALUES ?this { drug:baricitinib }``.

A column ``?xClaim`` is not shown: it names the claim that the value in ``?x`` comes from, and the value leads there.
Nor is a column ``?xLink``: the value in ``?x`` leads to the page of its IRI, or out to the address that it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jakgraph.errors import DatasetError
from jakgraph.queries.catalogue import THING, Parameter, read_parameter, with_parameters, without_header

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

VIEWS = ("table", "facts", "list", "potencies", "contrasts", "arms")
"""How rows are shown: as a table, as words and values, as one line of names, or as a picture above their table.

``arms``: as a table that has a column for each ``?arm``, with each ``?figure`` in the line of its other columns.
"""

CLAIM_SUFFIX = "Claim"
LINK_SUFFIX = "Link"
_SHARED = "thing"
_REQUIRED = ("Title", "Question", "Order", "Shown as", "Empty")
_FIELD = re.compile(rf"#\s*({'|'.join(_REQUIRED)}|Kinds|Column|Parameter|When empty):\s*(\S.*)")
_IN_PLACE = "shown in its place"
_COLUMN = re.compile(r"([A-Za-z][A-Za-z0-9]*)\s+(\S.*)")


@dataclass(frozen=True)
class Panel:
    """A part of the pages about these kinds of things; ``headings`` are those of the columns that have their own.

    ``empty_in_place``: that there are no rows is an answer, which stands where the rows would.
    """

    name: str
    kinds: tuple[str, ...]
    title: str
    question: str
    order: int
    view: str
    empty: str
    text: str
    parameters: tuple[Parameter, ...]
    headings: Mapping[str, str] = field(default_factory=dict)
    empty_in_place: bool = False

    def query_about(self, kind: str, key: str) -> str:
        """Return the query for one thing, without its header. Raises ParameterError for what is no key of a thing."""
        value = f"{kind}/{key}" if self.parameters[0].kind == THING else key
        return without_header(with_parameters(self, {"this": value}))

    def heading(self, variable: str) -> str:
        """Return what a column is called: its own heading, or the words of its variable.

        >>> Panel("", (), "", "", 0, "table", "", "", ()).heading("halfLifeHours")
        'Half life hours'
        """
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", variable)
        return self.headings.get(variable) or words[:1].upper() + words[1:].lower()


def load_panels(folder: Path) -> tuple[Panel, ...]:
    """Read every .rq file one level below this folder, in the order in which pages show them.

    Raises DatasetError for a file that lacks a header line, or whose parameter is not where the query says it is.
    """
    panels = [_load(path) for path in sorted(folder.glob("*/*.rq"))]
    return tuple(sorted(panels, key=lambda panel: (panel.order, panel.name)))


def _load(path: Path) -> Panel:
    text = path.read_text("utf-8")
    found = [match for line in text.splitlines() if (match := _FIELD.fullmatch(line.strip()))]
    fields = {match[1]: match[2] for match in found}
    kind = path.parent.name
    missing = [name for name in (*_REQUIRED, *(("Kinds",) if kind == _SHARED else ())) if name not in fields]
    if missing:
        raise _wrong(path, f"the header lacks {', '.join(missing)}.", "Begin the file as the other panels begin.")
    if fields["Shown as"] not in VIEWS:
        raise _wrong(path, f"{fields['Shown as']!r} is no way to show rows.", f"The ways are: {', '.join(VIEWS)}.")
    if not fields["Order"].isdecimal():
        raise _wrong(path, f"the order {fields['Order']!r} is not a whole number.", "Write digits, such as 20.")
    if fields.get("When empty", _IN_PLACE) != _IN_PLACE:
        raise _wrong(path, f"'When empty' is {fields['When empty']!r}.", f"Write '{_IN_PLACE}', or leave it out.")
    parameters = tuple(read_parameter(match[2], path, text) for match in found if match[1] == "Parameter")
    if [parameter.name for parameter in parameters] != ["this"] or parameters[0].kind != kind:
        remedy = f"Write '# Parameter: this {kind} <key> <Label>'."
        raise _wrong(path, f"its one parameter is not 'this', of the kind {kind}.", remedy)
    kinds = tuple(word.strip() for word in fields["Kinds"].split(",")) if kind == _SHARED else (kind,)
    headings = dict(_heading(match[2], path) for match in found if match[1] == "Column")
    return Panel(
        name=path.stem,
        kinds=kinds,
        title=fields["Title"],
        question=fields["Question"],
        order=int(fields["Order"]),
        view=fields["Shown as"],
        empty=fields["Empty"],
        text=text,
        parameters=parameters,
        headings=headings,
        empty_in_place="When empty" in fields,
    )


def _heading(declared: str, path: Path) -> tuple[str, str]:
    match = _COLUMN.fullmatch(declared)
    if not match:
        remedy = "Write variable and heading, such as '# Column: p p value'."
        raise _wrong(path, f"the column {declared!r} cannot be read.", remedy)
    return match[1], match[2]


def _wrong(path: Path, message: str, remedy: str) -> DatasetError:
    return DatasetError(path, message, remedy=remedy)
