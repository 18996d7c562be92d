"""The competency queries: the questions that the graph must answer, each a .rq file with a header and expected rows.

A header is comment lines at the top of the file: ``# Title:``, ``# Question:``, ``# Asked by:``, ``# Keywords:``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.errors import DatasetError

if TYPE_CHECKING:
    from pathlib import Path

_FIELD = re.compile(r"#\s*(Title|Question|Asked by|Keywords):\s*(.+)")
_REQUIRED = ("Title", "Question", "Asked by", "Keywords")


@dataclass(frozen=True)
class CompetencyQuery:
    """A question with its query; ``expected`` is the file of its expected rows, as SPARQL CSV results."""

    name: str
    title: str
    question: str
    asked_by: str
    keywords: tuple[str, ...]
    text: str
    expected: Path


def load_competency_queries(folder: Path) -> tuple[CompetencyQuery, ...]:
    """Read every .rq file of the folder (not of its sub-folders), by name.

    Raises DatasetError for a file that lacks a header line.
    """
    return tuple(_load(path) for path in sorted(folder.glob("*.rq")))


def _load(path: Path) -> CompetencyQuery:
    text = path.read_text("utf-8")
    found = (_FIELD.fullmatch(line.strip()) for line in text.splitlines())
    fields = {match[1]: match[2] for match in found if match}
    missing = [name for name in _REQUIRED if name not in fields]
    if missing:
        remedy = "Begin the file with comment lines such as '# Title: Potency of a drug by isoform'."
        raise DatasetError(path, f"the header lacks {', '.join(missing)}.", remedy=remedy)
    return CompetencyQuery(
        name=path.stem,
        title=fields["Title"],
        question=fields["Question"],
        asked_by=fields["Asked by"],
        keywords=tuple(word.strip() for word in fields["Keywords"].split(",")),
        text=text,
        expected=path.with_suffix(".csv"),
    )
