"""Mistakes in conditions and function calls."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from jakgraph.store.mistakes.context import Mistake, Words

if TYPE_CHECKING:
    from jakgraph.store.mistakes.context import Rule

_FUNCTIONS = (
    *("ABS", "BNODE", "BOUND", "CEIL", "COALESCE", "CONCAT", "CONTAINS", "COUNT", "DATATYPE", "DAY", "ENCODE_FOR_URI"),
    *("EXISTS", "FLOOR", "GROUP_CONCAT", "HOURS", "IF", "IRI", "ISBLANK", "ISIRI", "ISLITERAL", "ISNUMERIC", "ISURI"),
    *("LANG", "LANGMATCHES", "LCASE", "MAX", "MD5", "MIN", "MINUTES", "MONTH", "NOT", "NOW", "RAND", "REGEX"),
    *("REPLACE", "ROUND", "SAMETERM", "SAMPLE", "SECONDS", "SHA1", "SHA256", "SHA384", "SHA512", "STR", "STRAFTER"),
    *("STRBEFORE", "STRDT", "STRENDS", "STRLANG", "STRLEN", "STRSTARTS", "STRUUID", "SUBSTR", "SUM", "AVG", "TIMEZONE"),
    *("TZ", "UCASE", "URI", "UUID", "YEAR"),
)
_FOREIGN_OPERATORS = {
    "AND": "Write && for 'and'.",
    "OR": "Write || for 'or'.",
    "LIKE": 'Write REGEX(?x, "..."), CONTAINS(?x, "...") or STRSTARTS(?x, "...").',
    "BETWEEN": "Write ?x >= 1 && ?x <= 2.",
    "IS": "Write = for terms, BOUND(?x) and !BOUND(?x) for 'is not null' and 'is null'.",
    "NULL": "Write !BOUND(?x) for 'is null'.",
    "MOD": "SPARQL has no remainder; write ?x - 2 * FLOOR(?x / 2).",
}
_SQL_NAMES = {"SUBSTRING": "SUBSTR", "LENGTH": "STRLEN", "LEN": "STRLEN", "UPPER": "UCASE", "LOWER": "LCASE"}


def foreign_sign(mistake: Mistake) -> Words | None:
    """Recognise operators of other languages written as signs: ``==``, ``<>``, ``|``."""
    token, before = mistake.token, mistake.at(-1)
    if token is None or before is None or not mistake.is_in_parentheses:
        return None
    if token.is_mark("=") and before.is_mark("=", "!=") and before.end == token.start:
        return Words(f"{before.text}= is not an operator of SPARQL.", f"Compare with a single {before.text}.", before)
    if token.kind == "iri" and token.text == "<>":
        return Words("<> is not an operator of SPARQL.", "Write != for 'is not equal to'.")
    if token.is_mark("|"):
        return Words("| alone has no meaning in a condition.", "Write || for 'or'.")
    return None


def foreign_word(mistake: Mistake) -> Words | None:
    """Recognise operators of other languages written as words: AND, LIKE, ..."""
    token, before = mistake.token, mistake.at(-1)
    if token is None or before is None or not mistake.is_in_parentheses:
        return None
    if token.kind == "word" and token.text.upper() in _FOREIGN_OPERATORS:
        return Words(f"{token.text.upper()} is not an operator of SPARQL.", _FOREIGN_OPERATORS[token.text.upper()])
    if before.is_word("NOT"):
        return Words("NOT stands only before IN and EXISTS.", f"Write ! for 'not': !({token.text} ...)", before)
    return None


def unknown_function(mistake: Mistake) -> Words | None:
    """Recognise a call of a function that SPARQL does not have."""
    token, after = mistake.token, mistake.at(1)
    if token is None or after is None or token.kind != "word" or not after.is_mark("("):
        return None
    name = token.text.upper()
    if not mistake.is_in_parentheses or name in _FUNCTIONS:
        return None
    known = _SQL_NAMES.get(name) or next(iter(difflib.get_close_matches(name, _FUNCTIONS, n=1)), "")
    hint = f"Did you mean {known}?" if known else "Functions of one's own are not offered here."
    return Words(f"{token.text} is not a function of SPARQL.", hint)


def call_not_closed(mistake: Mistake) -> Words | None:
    """Recognise calls with too few arguments, arguments without a comma, and conditions that are not closed."""
    token, before = mistake.token, mistake.at(-1)
    if token is None or before is None or not mistake.is_in_parentheses:
        return None
    opener = mistake.opener()
    called = opener.text if opener is not None and opener.kind in {"word", "name"} else ""
    if token.is_mark(")") and before.is_mark("(", ","):
        return Words(f"{called or 'This call'} needs an argument here.", f"{called}(?x)")
    if token.is_mark(")") and called and not mistake.expects(")"):
        return Words(f"{called} needs more arguments.", "Add the missing one after a comma.")
    if token.is_mark("}", "{") and mistake.expects(")"):
        where = f"Close the one after {called}" if called else "Close the open one"
        return Words("A closing parenthesis is missing.", f"{where} before this {token.text}")
    if token.kind in {"string", "variable", "number", "iri", "name"} and mistake.expects(")"):
        return Words("Two values stand side by side.", "Put a comma or an operator between them.")
    return None


def plain_word(mistake: Mistake) -> Words | None:
    """Recognise a word in a condition that is no function, no variable and no string."""
    token = mistake.token
    if token is None or token.kind != "word" or not mistake.is_in_parentheses:
        return None
    return Words(
        f"{token.text} is neither a variable nor a value.", f'A variable is ?{token.text}, a text "{token.text}".'
    )


EXPRESSION_RULES: tuple[Rule, ...] = (foreign_sign, foreign_word, unknown_function, call_not_closed, plain_word)
