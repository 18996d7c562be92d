"""What a rule sees of a mistake, and what it says. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jakgraph.store.tokens import Token

    Rule = Callable[["Mistake"], "Words | None"]

_EXPECTED_MARK = re.compile(r'"([^"\\]{1,3})"')
_MOST_EXPECTED = 4
_PAIRS = {")": "(", "}": "{", "]": "["}


@dataclass(frozen=True)
class Words:
    """What is wrong and how to mend it; ``place`` where the mistake is another token than the one that was found."""

    message: str
    hint: str
    place: Token | None = None


@dataclass(frozen=True)
class Mistake:
    """A text whose token ``index`` cannot stand where it does; ``len(tokens)``: something is missing at the end.

    ``complaint`` is what pyoxigraph says about the text up to there.
    """

    text: str
    tokens: list[Token]
    index: int
    complaint: str
    prefixes: Mapping[str, str]

    @property
    def token(self) -> Token | None:
        """The wrong token; None at the end of the text."""
        return self.at(0)

    def at(self, offset: int) -> Token | None:
        """Return the token so many places after (or before) the wrong one."""
        index = self.index + offset
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    @cached_property
    def before(self) -> list[Token]:
        """The tokens before the wrong one."""
        return self.tokens[: self.index]

    @cached_property
    def open_brackets(self) -> list[int]:
        """The indices of the brackets that are open where the mistake is, outermost first."""
        stack: list[int] = []
        for index, token in enumerate(self.before):
            if token.is_mark("(", "{", "["):
                stack.append(index)
            elif token.is_mark(")", "}", "]") and stack and self.tokens[stack[-1]].text == _PAIRS[token.text]:
                stack.pop()
        return stack

    @property
    def is_in_group(self) -> bool:
        """Whether the mistake stands directly between braces, not between parentheses inside them."""
        return bool(self.open_brackets) and self.tokens[self.open_brackets[-1]].is_mark("{")

    @property
    def is_in_parentheses(self) -> bool:
        """Whether the mistake stands directly between parentheses."""
        return bool(self.open_brackets) and self.tokens[self.open_brackets[-1]].is_mark("(")

    def opener(self) -> Token | None:
        """Return the token before the innermost open bracket: FILTER, a function, ..."""
        if not self.open_brackets or self.open_brackets[-1] == 0:
            return None
        return self.tokens[self.open_brackets[-1] - 1]

    def clause(self) -> str:
        """Return the keyword that opened the part of the query which the mistake is in: SELECT, WHERE, GROUP, ...

        Looks at the words at the depth of the innermost open brace, before the mistake.
        """
        depth = 0
        for token in reversed(self.before):
            if token.is_mark(")", "}"):
                depth += 1
            elif token.is_mark("(", "{"):
                depth -= 1
                if token.text == "{" and depth < 0:
                    return "{"
            elif depth <= 0 and token.is_word(*_CLAUSES):
                return token.text.upper()
        return ""

    def expects(self, mark: str) -> bool:
        """Tell whether this mark could stand here."""
        return f'"{mark}"' in self.complaint

    def expected_marks(self) -> list[str]:
        """Return the marks that could stand here, if they are few enough to name."""
        marks = sorted({match[1] for match in _EXPECTED_MARK.finditer(self.complaint)})
        return [f"'{mark}'" for mark in marks] if len(marks) <= _MOST_EXPECTED else []


_CLAUSES = (
    *("SELECT", "CONSTRUCT", "ASK", "DESCRIBE", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"),
    *("VALUES", "PREFIX", "BASE"),
)
