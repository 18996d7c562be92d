"""The competency queries: the questions that the graph must answer, each a .rq file with a header and expected rows.

A header is comment lines at the top of the file: ``# Title:``, ``# Question:``, ``# Group:``, ``# Asked by:``,
``# Keywords:``, and one ``# Parameter: name type default label`` for each value that may be changed. The value stands
in the query as the only one of a VALUES line for the variable of that name, so that it can be replaced without
reading SPARQL: ``VALUES ?drug { drug:baricitinib }``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import dropwhile
from typing import TYPE_CHECKING, Protocol

from jakgraph.errors import DatasetError, ParameterError
from jakgraph.namespaces import JG, JGR

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

GROUPS = (
    "Trials and results",
    "Agreement and contradiction",
    "Harms and warnings",
    "Approval",
    "Mechanism",
    "Case reports and treatment",
    "The disease",
    "Sources and identifiers",
)
"""The kinds of question, in the order in which pages show them."""

TEXT = "text"
NUMBER = "number"
TERM = "term"
"""A class or property of the ontology, given by its name, such as ``PseudokinaseBinder``, or by its IRI."""
THING = "thing"
"""A thing of any kind, given by kind and key, such as ``contrast/nct03616912-bari4-sri-4-w52``, or by its IRI."""

_REQUIRED = ("Title", "Question", "Group", "Asked by", "Keywords")
_FIELD = re.compile(rf"#\s*({'|'.join(_REQUIRED)}|Parameter):\s*(.+)")
_PARAMETER = re.compile(r'([a-z][A-Za-z0-9]*)\s+([a-z][a-z-]*)\s+(?:"([^"\\]*)"|(\S+))\s+(\S.*)')
_KIND = re.compile(r"[a-z]+(?:-[a-z]+)*")
_KEY = re.compile(r"[a-z0-9]+(?:[-._]+[a-z0-9]+)*")
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_TERM_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,99}")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,18})?")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNESCAPES = {escape: character for character, escape in _ESCAPES.items()}
_LONGEST_TEXT = 200


@dataclass(frozen=True)
class Parameter:
    """A value of a query that may be changed.

    ``kind`` is ``text``, ``number``, ``term``, ``thing`` or the kind of thing whose IRI is wanted: ``drug`` …
    ``default`` is written as a caller may write any value: for a thing its key, such as ``baricitinib``.
    """

    name: str
    kind: str
    default: str
    label: str

    def term(self, value: str) -> str:
        r"""Return a value as a SPARQL term: an IRI of this kind of thing, a number or a string, and nothing else.

        A thing may be given by its key, by kind and key, or by its IRI. Raises ParameterError.

        >>> drug = Parameter("drug", "drug", "baricitinib", "Drug")
        >>> drug.term("tofacitinib") == drug.term("drug/tofacitinib") == "<https://w3id.org/jakgraph/drug/tofacitinib>"
        True
        >>> Parameter("word", TEXT, "SRI", "Word").term('a "b"')
        '"a \\"b\\""'
        """
        if self.kind == TEXT:
            return self._text(value)
        if self.kind == NUMBER:
            if not _NUMBER.fullmatch(value):
                raise self._wrong(f"{_shown(value)} is not a number.", f"Write digits, such as {self.default}.")
            return value
        if self.kind == TERM:
            return f"<{JG}{self._term_name(value)}>"
        return f"<{JGR}{self._path(value)}>"

    def _text(self, value: str) -> str:
        if len(value) > _LONGEST_TEXT:
            raise self._wrong(f"the text has {len(value)} characters.", f"At most {_LONGEST_TEXT} are taken.")
        if any(ord(character) < 32 and character not in _ESCAPES for character in value) or "\x7f" in value:
            raise self._wrong("the text holds a control character.", "Take it out.")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise self._wrong("the text holds half of a character (a lone surrogate).", "Take it out.")
        return '"' + "".join(_ESCAPES.get(character, character) for character in value) + '"'

    def _term_name(self, value: str) -> str:
        name = value.removeprefix(str(JG)).removeprefix("jg:")
        if not _TERM_NAME.fullmatch(name):
            remedy = f"Write its name, such as {self.default}, or its IRI, such as {JG}{self.default}."
            raise self._wrong(f"{_shown(value)} is not the name of a term of the ontology.", remedy)
        return name

    def _path(self, value: str) -> str:
        """Return kind and key of a thing: all of its IRI that differs from one thing to another."""
        kind, slash, key = value.removeprefix(str(JGR)).rpartition("/")
        written = self.default.rpartition("/")[2]
        remedy = f"Write its key, such as {written}, or its IRI, such as {JGR}{self.kind}/{written}."
        if self.kind == THING:
            remedy = f"Write its kind and key, such as {self.default}, or its IRI, such as {JGR}{self.default}."
            if not _KIND.fullmatch(kind):
                raise self._wrong(f"{_shown(value)} does not name a thing of this graph.", remedy)
        elif slash and kind != self.kind:
            raise self._wrong(f"{_shown(value)} is not the IRI of a thing of kind {self.kind}.", remedy)
        if not _KEY.fullmatch(key):
            raise self._wrong(f"{_shown(value)} does not end in the key of a thing.", remedy)
        return f"{kind or self.kind}/{key}"

    def _wrong(self, message: str, remedy: str) -> ParameterError:
        return ParameterError(self.name, message, remedy=remedy)

    def value(self, term: str) -> str:
        r"""Return the value that a term stands for: what `term` undoes.

        >>> Parameter("word", TEXT, "SRI", "Word").value('"a \\"b\\""')
        'a "b"'
        """
        if self.kind == TEXT:
            return re.sub(r"\\.", lambda match: _UNESCAPES.get(match[0], match[0]), term[1:-1])
        if self.kind == NUMBER:
            return term
        if self.kind == TERM:
            return re.split("[#:]", term.strip("<>"))[-1]
        path = term.strip("<>").removeprefix(str(JGR))
        return path if self.kind == THING else re.split("[/:]", path)[-1]

    @property
    def terms(self) -> str:
        """The pattern of the terms that the value may be."""
        if self.kind == TEXT:
            return _STRING.pattern
        if self.kind == NUMBER:
            return _NUMBER.pattern
        if self.kind == TERM:
            return rf"<{re.escape(JG)}{_TERM_NAME.pattern}>|jg:{_TERM_NAME.pattern}"
        kind = _KIND.pattern if self.kind == THING else re.escape(self.kind)
        return rf"<{re.escape(JGR)}{kind}/{_KEY.pattern}>|{kind}:{_KEY.pattern}"

    @property
    def place(self) -> re.Pattern[str]:
        """The pattern of the VALUES clause that holds the value; the group is the value."""
        return re.compile(rf"VALUES \?{self.name} \{{ ([^{{}}\s](?:[^{{}}\n]*[^{{}}\s])?) \}}")


class Parameterised(Protocol):
    """A query with a name, some of whose values may be changed."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def text(self) -> str:
        """The query with the defaults."""

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The values that may be changed."""


@dataclass(frozen=True)
class CompetencyQuery:
    """A question with its query; ``expected`` is the file of its expected rows, as SPARQL CSV results."""

    name: str
    title: str
    question: str
    group: str
    asked_by: str
    keywords: tuple[str, ...]
    text: str
    expected: Path
    parameters: tuple[Parameter, ...] = ()


def load_competency_queries(folder: Path) -> tuple[CompetencyQuery, ...]:
    """Read every .rq file of the folder (not of its sub-folders), by name.

    Raises DatasetError for a file that is not UTF-8, lacks a header line, names an unknown group, or declares a
    parameter whose default is not where the query says it is. Whether it is SPARQL, the engine says when it is asked.
    """
    return tuple(_load(path) for path in sorted(folder.glob("*.rq")))


def with_parameters(query: Parameterised, values: Mapping[str, str]) -> str:
    """Return the text of a query with these values in place of the defaults; those not named stay as they are.

    Raises ParameterError for a parameter that the query does not have, and for a value of the wrong kind. A value
    becomes one term of SPARQL or is refused: it cannot change what the query does.
    """
    parameters = {parameter.name: parameter for parameter in query.parameters}
    changes = []
    for name, value in values.items():
        if name not in parameters:
            known = ", ".join(parameters) or "none"
            raise ParameterError(name, f"the query {query.name} has no such parameter.", remedy=f"It has: {known}.")
        parameter = parameters[name]
        term, place = parameter.term(value), parameter.place.search(query.text)
        if place and term != parameter.term(parameter.default):
            changes.append((place.start(1), place.end(1), term))
    return _spliced(query.text, changes)


def values_in(query: CompetencyQuery, text: str) -> dict[str, str] | None:
    """Return the values with which a text asks the question of a query; None where it asks something else.

    The headers do not count. It undoes `with_parameters`.
    """
    body = without_header(query.text)
    places = [(match.span(1), parameter) for parameter in query.parameters if (match := parameter.place.search(body))]
    pattern, after = "", 0
    for (start, end), parameter in sorted(places, key=lambda place: place[0]):
        pattern += f"{re.escape(body[after:start])}(?P<{parameter.name}>{parameter.terms})"
        after = end
    match = re.fullmatch(pattern + re.escape(body[after:]), without_header(text))
    return match and {parameter.name: parameter.value(match[parameter.name]) for parameter in query.parameters}


def without_header(text: str) -> str:
    r"""Return a query without the comment lines at its top.

    >>> without_header("# Title: Everything\n\nASK {} # yes\n")
    'ASK {} # yes'
    """
    lines = text.strip().splitlines()
    return "\n".join(dropwhile(lambda line: not line.strip() or line.lstrip().startswith("#"), lines))


def _spliced(text: str, changes: list[tuple[int, int, str]]) -> str:
    """Return a text with its stretches replaced, all of them found in the text as it was: no term is read again."""
    for start, end, term in sorted(changes, reverse=True):
        text = text[:start] + term + text[end:]
    return text


def _shown(value: str) -> str:
    return repr(value if len(value) <= 80 else f"{value[:80]}…")


def _load(path: Path) -> CompetencyQuery:
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise DatasetError.not_utf8(path, error) from error
    found = [match for line in text.splitlines() if (match := _FIELD.fullmatch(line.strip()))]
    fields = {match[1]: match[2] for match in found}
    missing = [name for name in _REQUIRED if name not in fields]
    if missing:
        remedy = "Begin the file with comment lines such as '# Title: Potency of a drug by isoform'."
        raise DatasetError(path, f"the header lacks {', '.join(missing)}.", remedy=remedy)
    if fields["Group"] not in GROUPS:
        remedy = f"The groups are: {', '.join(GROUPS)}."
        raise DatasetError(path, f"there is no group {fields['Group']!r}.", remedy=remedy)
    return CompetencyQuery(
        name=path.stem,
        title=fields["Title"],
        question=fields["Question"],
        group=fields["Group"],
        asked_by=fields["Asked by"],
        keywords=tuple(word.strip() for word in fields["Keywords"].split(",")),
        text=text,
        expected=path.with_suffix(".csv"),
        parameters=tuple(read_parameter(match[2], path, text) for match in found if match[1] == "Parameter"),
    )


def read_parameter(declared: str, path: Path, text: str) -> Parameter:
    """Return the parameter that a header line declares; DatasetError where the query does not hold its default."""
    match = _PARAMETER.fullmatch(declared)
    if not match:
        remedy = "Write name, type, default and label, such as '# Parameter: drug drug baricitinib Drug'."
        raise DatasetError(path, f"the parameter {declared!r} cannot be read.", remedy=remedy)
    name, kind, quoted, word, label = match.groups()
    parameter = Parameter(name, kind, quoted if quoted is not None else word, label)
    try:
        term = parameter.term(parameter.default)
    except ParameterError as error:
        raise DatasetError(path, f"the default of the parameter {error.message}", remedy=error.remedy) from error
    prefix = {TERM: "jg"}.get(kind, kind)
    inside = term if kind in (TEXT, NUMBER, THING) else f"{prefix}:{parameter.default}"
    if parameter.place.findall(text) != [inside]:
        remedy = f"Write 'VALUES ?{name} {{ {inside} }}' in it, once."
        raise DatasetError(path, f"the query does not hold the default of the parameter {name}.", remedy=remedy)
    return parameter
