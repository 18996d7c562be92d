"""Reads the engine's answers back into terms, for pages: the first rows only, however large the answer is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

TermKind = Literal["iri", "literal", "blank", "other"]

_WHOLE_BYTES = 4 * 2**20
_BINDINGS = '"bindings":['
_SPACE = re.compile(r"[\s,]*")
_TERM = re.compile(
    r"""\s*(?:<(?P<iri>[^<>]*)>
         | _:(?P<blank>[^\s]+)
         | "(?P<text>(?:[^"\\]|\\.)*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^<(?P<datatype>[^>]*)>)?)""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


@dataclass(frozen=True)
class Term:
    """One RDF term of a result. ``value`` of a blank node is its label; ``other`` is shown as it is written."""

    kind: TermKind
    value: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True)
class Rows:
    """The first rows of an answer under its columns; a row has no entry for an unbound variable.

    ``left_out`` is how many more the answer has, where whoever read it knows.
    """

    columns: tuple[str, ...]
    rows: tuple[dict[str, Term], ...]
    boolean: bool | None = None
    """The answer of ASK; None for every other query."""
    left_out: int = 0

    def iris(self) -> set[str]:
        """Return every IRI in a cell."""
        return {term.value for row in self.rows for term in row.values() if term.kind == "iri"}


def read_solutions(body: bytes, most: int) -> Rows:
    """Return the first ``most`` rows of an answer in the SPARQL JSON results format."""
    if len(body) <= _WHOLE_BYTES:
        answer = json.loads(body)
        if "boolean" in answer:
            return Rows((), (), answer["boolean"])
        bindings = answer["results"]["bindings"][:most]
        return Rows(tuple(answer["head"]["vars"]), tuple(_row(binding) for binding in bindings))
    # Only the beginning of a large answer is decoded: a page shows no more of it.
    text = body[:_WHOLE_BYTES].decode("utf-8", errors="ignore")
    head, _, rest = text.partition(_BINDINGS)
    columns = tuple(re.findall(r'"([^"]*)"', head.partition("[")[2].partition("]")[0]))
    return Rows(columns, tuple(_row(binding) for binding in _first_objects(rest, most)))


def read_triples(body: bytes, most: int) -> Rows:
    """Return the first ``most`` triples of an answer in N-Triples, as rows of subject, predicate and object."""
    columns = ("subject", "predicate", "object")
    rows: list[dict[str, Term]] = []
    start = 0
    while len(rows) < most and start < len(body):
        end = body.find(b"\n", start)
        end = len(body) if end < 0 else end
        line = body[start:end].decode("utf-8")
        if line.strip():
            rows.append(dict(zip(columns, _terms(line), strict=True)))
        start = end + 1
    return Rows(columns, tuple(rows))


def _first_objects(text: str, most: int) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    position = 0
    for _ in range(most):
        match = _SPACE.match(text, position)
        position = match.end() if match else position
        try:
            found, position = decoder.raw_decode(text, position)
        except json.JSONDecodeError:  # the end of the list, or of the part that was decoded
            return
        yield found


def _row(binding: dict[str, Any]) -> dict[str, Term]:
    return {name: _term_of_json(term) for name, term in binding.items()}


def _term_of_json(term: dict[str, Any]) -> Term:
    match term["type"]:
        case "uri":
            return Term("iri", term["value"])
        case "bnode":
            return Term("blank", term["value"])
        case "literal" | "typed-literal":
            return Term("literal", term["value"], term.get("datatype", ""), term.get("xml:lang", ""))
        case _:
            return Term("other", json.dumps(term["value"], ensure_ascii=False))


def _terms(line: str) -> tuple[Term, Term, Term]:
    """Return the terms of one line of N-Triples; an object that is no RDF 1.1 term is kept as written."""
    terms: list[Term] = []
    position = 0
    for _ in range(3):
        match = _TERM.match(line, position)
        if match is None:
            terms.append(Term("other", line[position:].strip().removesuffix(".").strip()))
            break
        terms.append(_term_of_match(match))
        position = match.end()
    blank = Term("other", "")
    padded = (*terms, blank, blank, blank)
    return padded[0], padded[1], padded[2]


def _term_of_match(match: re.Match[str]) -> Term:
    if match["iri"] is not None:
        return Term("iri", _unescape(match["iri"]))
    if match["blank"] is not None:
        return Term("blank", match["blank"])
    return Term("literal", _unescape(match["text"]), match["datatype"] or "", match["language"] or "")


def _unescape(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])

    return _ESCAPE.sub(character, text) if "\\" in text else text
