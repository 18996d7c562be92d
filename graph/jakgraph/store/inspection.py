"""Looks at a query before anything parses it: its form, its dataset clauses, what is refused. Pure.

pyoxigraph overflows its stack on deep texts and would follow SERVICE, so this gate runs first and errs on the side of
refusing; the executors' own limits stand behind it.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Literal, get_args

from jakgraph.errors import QueryRefused, QuerySyntaxError
from jakgraph.store.federation.clauses import ServiceClause, find_service_clauses
from jakgraph.store.prologue import Prologue
from jakgraph.store.tokens import Token, decode_codepoints, line_and_column, may_be_operator, normalised, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jakgraph.store.shapes import Shape

QueryForm = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

MAX_CHARACTERS = 2**20
MAX_TOKENS = 100_000
"""Looking at this many takes about a fifth of a second."""
MAX_NESTING = 256
"""pyoxigraph 0.5.13 was seen to overflow 8 MiB of stack at between 500 and 1,000 nested calls or EXISTS."""
MAX_REPEATS = 1_000
"""Likewise at between 1,000 and 3,000 MINUS, BIND or projected expressions, 3,000 and 10,000 operators."""
MAX_TRIPLES = 2_000
"""Likewise at between 6,000 and 9,000 triples that collections stand for, 5,000 and 20,000 written out.

Where any of these is matched, planning the join of 1,000 already takes longer than 20 s.
"""

_TOKEN_TRIPLES = 4  # more than that `_triples_of` never returns
_FORMS: tuple[str, ...] = get_args(QueryForm)
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_UNCACHEABLE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE", "SERVICE"})
_REPEATABLE = frozenset(
    {"operators and path steps", "UNION", "OPTIONAL", "MINUS", "AS", "FILTER", "GRAPH", "LATERAL", "VALUES", "BASE"}
)
_OPERATORS = frozenset({"/", "|", "^", "!", "||", "&&", "+", "-", "*"})
_TERMS = frozenset({"iri", "name", "variable", "string", "number", "blank"})
_DEPTHS = {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}
SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a character: what no encoding holds."""


@dataclass(frozen=True)
class Inspection:
    """What a query's text says about itself.

    ``from_graphs`` and ``from_named`` are the absolute IRIs of FROM and FROM NAMED. ``cacheable`` is False where the
    same text may give another answer on the same data. ``normal_text`` is the same for queries that differ in comments
    and in the length of space only. ``services`` are the clauses that ask a listed endpoint, ``shape`` is the text's
    where that is known.
    """

    form: QueryForm
    from_graphs: tuple[str, ...]
    from_named: tuple[str, ...]
    cacheable: bool
    normal_text: str
    services: tuple[ServiceClause, ...] = ()
    shape: Shape | None = None


def inspect_query(text: str, services: Sequence[str] = ()) -> Inspection:
    """Return what the text says about itself, or raise why it is not even given to an executor.

    Raises QuerySyntaxError where no query form is found or the text is an update, and QueryRefused for length, nesting
    or repetition beyond the limits above, and for SERVICE, unless it asks one of the ``services`` by its address. A
    valid Inspection does not mean a valid query.

    >>> inspect_query("SELECT * FROM <http://example.org/g> { ?s ?p ?o }").from_graphs
    ('http://example.org/g',)
    """
    if len(text) > MAX_CHARACTERS:
        raise _too_long(f"The query has {len(text):,} characters; at most {MAX_CHARACTERS:,} are taken.")
    if surrogate := SURROGATE.search(text):
        line, column = line_and_column(text, surrogate.start())
        raise QuerySyntaxError("The query holds half of a character (a lone surrogate).", line=line, column=column)
    inspection = _inspect_reading(text, services)
    if "\\u" in text or "\\U" in text:
        decoded = _inspect_reading(decode_codepoints(text), services if inspection.services else ())
        return replace(inspection, cacheable=inspection.cacheable and decoded.cacheable, normal_text=text)
    return inspection


def _inspect_reading(text: str, services: Sequence[str]) -> Inspection:
    tokens = list(islice(tokenize(text), MAX_TOKENS + 1))
    if len(tokens) > MAX_TOKENS:
        raise _too_long(f"The query has more than {MAX_TOKENS:,} tokens.")
    form = _form(text, tokens)
    _refuse_excess(text, tokens)
    words = {token.text.upper() for token in tokens if token.kind == "word"}
    makes_nodes = form == "CONSTRUCT" and _makes_blank_nodes(tokens)
    may_hide_call = any("(" in token.text and may_be_operator(token) for token in tokens)
    is_cacheable = words.isdisjoint(_UNCACHEABLE) and not makes_nodes and not may_hide_call
    if "FROM" not in words and "service" not in text.lower():
        return Inspection(form, (), (), is_cacheable, normalised(text, tokens))
    from_graphs, from_named, prologue = _dataset_clauses(tokens)
    asked = find_service_clauses(text, tokens, prologue, services)
    return Inspection(form, from_graphs, from_named, is_cacheable, normalised(text, tokens), asked)


def _makes_blank_nodes(tokens: list[Token]) -> bool:
    """Tell whether a template holds blank nodes or collections, whose labels are new each time."""
    start = next(index for index, token in enumerate(tokens) if token.is_word("CONSTRUCT"))
    depth = 0
    for token in tokens[start + 1 :]:
        if token.kind == "blank" or token.is_mark("[", "("):
            return True
        depth += token.is_mark("{") - token.is_mark("}")
        if depth == 0 and token.is_mark("}"):
            break
    return False


def _too_long(message: str) -> QueryRefused:
    return QueryRefused("length", message, remedy="Split its VALUES into several queries.")


def _form(text: str, tokens: list[Token]) -> QueryForm:
    first_word: Token | None = None
    for token in tokens:
        if token.is_word(*_FORMS):
            form: QueryForm = next(name for name in get_args(QueryForm) if name == token.text.upper())
            return form
        if token.is_word(*_UPDATES):
            raise _syntax_error(
                text,
                token,
                f"{token.text.upper()} changes data; this is the address for queries.",
                "Send a query: SELECT, ASK, CONSTRUCT or DESCRIBE.",
            )
        if first_word is None and token.kind == "word" and not token.is_word("PREFIX", "BASE", "VERSION"):
            first_word = token
    raise _no_form(text, tokens, first_word)


def _no_form(text: str, tokens: list[Token], first_word: Token | None) -> QuerySyntaxError:
    if not tokens:
        return QuerySyntaxError(
            "The query is empty.",
            line=1,
            column=1,
            hint="Write a query, for example SELECT * WHERE { ?s ?p ?o } LIMIT 10.",
        )
    place = first_word or tokens[0]
    if "\ufeff" in place.text:
        return _syntax_error(text, place, "There is an invisible byte order mark here (U+FEFF).", "Delete it.")
    close = difflib.get_close_matches(place.text.upper(), _FORMS, n=1)
    hint = f"Did you mean {close[0]}?" if close else "A query begins, after its prefixes, with one of these four."
    return _syntax_error(text, place, "There is no SELECT, ASK, CONSTRUCT or DESCRIBE in this text.", hint)


def _syntax_error(text: str, token: Token, message: str, hint: str) -> QuerySyntaxError:
    line, column = line_and_column(text, token.start)
    return QuerySyntaxError(message, line=line, column=column, token=token.text, hint=hint)


def _refuse_excess(text: str, tokens: list[Token]) -> None:
    if len(tokens) * _TOKEN_TRIPLES <= MAX_TRIPLES and sum(map(text.count, "({[")) <= MAX_NESTING:
        return  # so few cannot be too many, and most queries are short; MAX_REPEATS is more than that
    depth = 0
    repeats: Counter[str] = Counter()
    for token in tokens:
        if token.kind not in {"mark", "word"}:
            continue
        depth += _DEPTHS.get(token.text, 0)
        if depth > MAX_NESTING:
            raise _refused(text, token, "nesting", f"Brackets are nested more than {MAX_NESTING} deep.")
        name = "operators and path steps" if token.text in _OPERATORS else token.text.upper()
        repeats[name] += 1
        if repeats[name] > MAX_REPEATS and name in _REPEATABLE:
            raise _refused(text, token, "repetition", f"There are more than {MAX_REPEATS:,} {name}.")
    last = _last_triple(tokens)
    if last is not None:
        message = f"There are more than {MAX_TRIPLES:,} triples; each item of a collection counts as two."
        raise _refused(text, last, "repetition", message)


def _last_triple(tokens: list[Token]) -> Token | None:
    """Return the token with which the text comes to stand for more than the most triples, about; None: it does not.

    Tables of VALUES are left out.
    """
    triples = 0
    opened: list[str] = []
    before = Token("bad", "", 0)
    is_table_next = False
    for token in tokens:
        if "VALUES" not in opened:
            triples += _triples_of(token, before, opened[-1] if opened else "")
            if triples > MAX_TRIPLES:
                return token
        is_table_next = is_table_next or token.is_word("VALUES")
        if token.is_mark("(", "[", "{"):
            is_table = is_table_next and token.text == "{"
            opened.append("VALUES" if is_table else token.text)
            is_table_next = is_table_next and not is_table
        elif token.is_mark(")", "]", "}") and opened:
            opened.pop()
        before = token
    return None


def _triples_of(token: Token, before: Token, around: str) -> int:
    """Return about how many triples a token begins, by the bracket around it; two for each item of a collection.

    Items after the first are terms with nothing between them in round brackets: arguments have commas there.
    """
    is_pattern = around in {"{", "["}
    is_item = around == "(" and _juxtaposed(before, token)
    may_be_collection = is_item or (is_pattern and (before.kind != "word" or before.is_word("A")))
    first_item = 2 * (token.is_mark("(") and may_be_collection)
    return 2 * is_item + first_item + (token.is_mark("{", "[") or (is_pattern and token.is_mark(".", ";", ",")))


def _juxtaposed(before: Token, token: Token) -> bool:
    ends = before.kind in _TERMS or before.kind == "language" or before.is_mark(")", "]") or _is_truth(before)
    return ends and (token.kind in _TERMS or token.is_mark("(", "[") or _is_truth(token))


def _is_truth(token: Token) -> bool:
    return token.is_word("TRUE", "FALSE")


def _refused(text: str, token: Token, feature: str, message: str) -> QueryRefused:
    line, column = line_and_column(text, token.start)
    return QueryRefused(feature, message, line=line, column=column, remedy="Write it flatter, or as several queries.")


def _dataset_clauses(tokens: list[Token]) -> tuple[tuple[str, ...], tuple[str, ...], Prologue]:
    clauses: dict[bool, dict[str, None]] = {False: {}, True: {}}
    prologue = Prologue()
    for index, token in enumerate(tokens):
        if token.kind != "word":
            continue
        following = tokens[index + 1 : index + 3]
        if token.is_word("FROM") and following:
            is_named = following[0].is_word("NAMED")
            graph = following[-1] if is_named else following[0]
            if graph.kind in {"iri", "name"}:
                clauses[is_named][prologue.iri(graph)] = None
        else:
            prologue.declare(token, following)
    return tuple(clauses[False]), tuple(clauses[True]), prologue
