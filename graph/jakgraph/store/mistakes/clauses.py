"""Mistakes in the order and the form of a query's clauses: SELECT, WHERE, GROUP BY, LIMIT, brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.store.mistakes.context import Mistake, Words
from jakgraph.store.mistakes.grouping import AGGREGATES
from jakgraph.store.tokens import line_and_column, unclosed

if TYPE_CHECKING:
    from jakgraph.store.mistakes.context import Rule
    from jakgraph.store.tokens import Token

_MODIFIERS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET")
_NAMES = {"{": "brace", "(": "parenthesis", "[": "bracket"}


def update(mistake: Mistake) -> Words | None:
    """Recognise an update that stands after or inside a query."""
    token = mistake.token
    if token is None or not token.is_word("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE"):
        return None
    return Words(f"{token.text.upper()} changes data; this is a query.", "Send a query alone.")


def names_nothing(mistake: Mistake) -> Words | None:
    """Recognise SELECT, DESCRIBE and CONSTRUCT without what they are to give."""
    token, before = mistake.token, mistake.at(-1)
    if token is None or before is None:
        return None
    if before.is_word("SELECT", "DISTINCT", "REDUCED") and (token.is_word("WHERE", "FROM") or token.is_mark("{")):
        return Words("SELECT names no variables.", "SELECT * takes all; or name them: SELECT ?x ?y.")
    if before.is_word("DESCRIBE"):
        return Words("DESCRIBE names nothing to describe.", "DESCRIBE ?x WHERE { ... }, or DESCRIBE <https://...>")
    if before.is_word("CONSTRUCT"):
        return Words("CONSTRUCT needs a template in braces.", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    return None


def wrong_in_select(mistake: Mistake) -> Words | None:
    """Recognise what cannot stand between SELECT and the pattern."""
    token = mistake.token
    if token is None or mistake.is_in_parentheses or mistake.clause() != "SELECT":
        return None
    if token.is_mark(","):
        return Words("Variables in SELECT are separated by blanks.", "Delete the comma.")
    if token.kind == "word" and not token.is_word("WHERE", "FROM"):
        return _word_in_select(mistake, token)
    return None


def _word_in_select(mistake: Mistake, token: Token) -> Words:
    if token.is_word(*AGGREGATES):
        name = token.text.upper()
        return Words(
            f"{name} in SELECT stands in parentheses and has a name.", f"({_call(mistake)} AS ?{name.lower()})"
        )
    if token.is_word("AS"):
        return Words("An expression with a name stands in parentheses.", "SELECT (COUNT(?x) AS ?n)")
    if token.is_word("DISTINCT", "REDUCED"):
        return Words(f"{token.text.upper()} stands right after SELECT.", f"SELECT {token.text.upper()} ?x ...")
    return Words(f"{token.text} is not a variable.", f"A variable begins with a question mark: ?{token.text}")


def _call(mistake: Mistake) -> str:
    """Return the text of the call that begins at the wrong token, up to its closing parenthesis."""
    depth = 0
    for token in mistake.tokens[mistake.index :]:
        depth += token.is_mark("(") - token.is_mark(")")
        if token.is_mark(")") and depth == 0:
            return mistake.text[mistake.tokens[mistake.index].start : token.end]
    return f"{mistake.tokens[mistake.index].text}(?x)"


def expression_without_name(mistake: Mistake) -> Words | None:
    """Recognise a selected or bound expression without AS, and AS before a missing parenthesis."""
    token = mistake.token
    if token is None or not mistake.is_in_parentheses:
        return None
    opener = mistake.opener()
    is_named_place = opener is not None and (
        opener.is_word("BIND", "SELECT", "DISTINCT", "REDUCED") or _in_head(mistake)
    )
    if token.is_mark(")") and is_named_place and not mistake.expects(")"):
        return Words("This expression has no name.", "Add one before the parenthesis: AS ?name")
    if token.is_word("AS") and mistake.expects(")"):
        return Words("A closing parenthesis is missing before AS.", "(COUNT(?x) AS ?n)")
    return None


def _in_head(mistake: Mistake) -> bool:
    """Tell whether the innermost open parenthesis is one around an expression of SELECT."""
    opener = mistake.opener()
    return len(mistake.open_brackets) == 1 and opener is not None and (opener.kind == "variable" or opener.is_mark(")"))


def missing_parentheses(mistake: Mistake) -> Words | None:
    """Recognise a condition or an order without parentheses, and a pattern without braces."""
    token, before = mistake.token, mistake.at(-1)
    if token is None or before is None:
        return None
    if before.is_word("FILTER", "HAVING") and not token.is_mark("("):
        return Words(
            f"The condition of {before.text.upper()} stands in parentheses.",
            f"{before.text.upper()} ({token.text} ...)",
        )
    if before.is_word("ASC", "DESC") and not token.is_mark("("):
        return Words(f"{before.text.upper()} needs parentheses.", f"{before.text.upper()}({token.text})")
    if before.is_word("OPTIONAL", "MINUS", "UNION", "EXISTS", "WHERE") and mistake.expects("{"):
        return Words(f"After {before.text.upper()} comes a pattern in braces.", f"{before.text.upper()} {{ ... }}")
    if token.is_word("UNION") and not before.is_mark("}"):
        return Words("Both sides of UNION stand in braces.", "{ ... } UNION { ... }")
    return None


def misplaced_modifier(mistake: Mistake) -> Words | None:
    """Recognise LIMIT, ORDER BY and the others inside the braces, twice, or in the wrong order."""
    token = mistake.token
    if token is None or not token.is_word(*_MODIFIERS, "WHERE", "FROM"):
        return None
    name = token.text.upper()
    shown = f"{name} BY" if name in {"GROUP", "ORDER"} else name
    if mistake.is_in_group:
        return Words(f"{shown} stands after the closing brace, not inside.", "Move it behind the last }.")
    if any(other.is_word(name) for other in mistake.before if name != "FROM"):
        return Words(f"There is {shown} twice.", "Keep one of them.")
    if name in {"WHERE", "FROM"}:
        return Words(f"{name} stands before the pattern.", "SELECT ?x FROM <graph> WHERE { ... }")
    return Words(f"{shown} comes too late.", "The order is GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET.")


def bad_number(mistake: Mistake) -> Words | None:
    """Recognise LIMIT and OFFSET without a whole number."""
    before = mistake.at(-1)
    if before is None or not before.is_word("LIMIT", "OFFSET"):
        return None
    return Words(f"{before.text.upper()} needs a whole number.", f"{before.text.upper()} 10")


def missing_by(mistake: Mistake) -> Words | None:
    """Recognise GROUP and ORDER without BY, and BY without anything to go by."""
    token, before = mistake.token, mistake.at(-1)
    if before is None:
        return None
    if before.is_word("GROUP", "ORDER"):
        return Words(
            f"After {before.text.upper()} comes BY.", f"{before.text.upper()} BY {token.text if token else '?x'}"
        )
    if before.is_word("BY"):
        return Words(
            f"{mistake.tokens[mistake.index - 2].text.upper()} BY names no variable.", "Write one after BY: ?x"
        )
    return None


def missing_opening_brace(mistake: Mistake) -> Words | None:
    """Recognise a pattern without its opening brace, and a graph that FROM cannot name."""
    token, before = mistake.token, mistake.at(-1)
    if token is None or before is None:
        return None
    if before.is_word("FROM", "NAMED"):
        return Words(
            f"FROM takes the IRI of a graph, not {token.text}.",
            "FROM <https://...>; it does not name tables as in SQL.",
        )
    if before.is_word("WHERE") or (mistake.expects("{") and not mistake.open_brackets and token.kind != "word"):
        return Words("The opening brace of the pattern is missing.", "WHERE { ... }")
    return None


def unbalanced(mistake: Mistake) -> Words | None:
    """Recognise brackets that are never closed, and one that closes nothing."""
    token = mistake.token
    if token is None:
        missing = unclosed(mistake.tokens)
        if not missing:
            return None
        opened = missing[-1]
        line, column = line_and_column(mistake.text, opened.start)
        closer = {"{": "}", "(": ")", "[": "]"}[opened.text]
        return Words(
            f"A closing {closer} is missing at the end.",
            f"The {_NAMES[opened.text]} opened at line {line}, column {column} is never closed.",
        )
    if token.is_mark("}", ")", "]") and not mistake.open_brackets:
        return Words(
            f"This {token.text} closes nothing.", "Delete it, or look for a missing opening bracket before it."
        )
    if token.is_mark(";", ".") and not mistake.open_brackets and mistake.before:
        return Words(f"Nothing closes a query with {token.text!r}.", "Delete it.")
    return None


CLAUSE_RULES: tuple[Rule, ...] = (
    update,
    names_nothing,
    wrong_in_select,
    expression_without_name,
    bad_number,
    missing_parentheses,
    missing_by,
    misplaced_modifier,
    missing_opening_brace,
    unbalanced,
)
