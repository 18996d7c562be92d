"""Common mistakes in queries, each recognised from the wrong token and what stands around it. Pure."""

from __future__ import annotations

from jakgraph.store.mistakes.clauses import CLAUSE_RULES
from jakgraph.store.mistakes.context import Mistake, Words
from jakgraph.store.mistakes.expressions import EXPRESSION_RULES
from jakgraph.store.mistakes.grouping import GROUPING_RULES
from jakgraph.store.mistakes.letters import LETTER_RULES
from jakgraph.store.mistakes.patterns import PATTERN_RULES
from jakgraph.store.mistakes.variables import VARIABLE_RULES

__all__ = ["Mistake", "Words", "find_words"]

_RULES = (*LETTER_RULES, *GROUPING_RULES, *VARIABLE_RULES, *CLAUSE_RULES, *EXPRESSION_RULES, *PATTERN_RULES)


def find_words(mistake: Mistake) -> Words:
    """Return the words of the first rule that recognises the mistake, or plain ones."""
    for rule in _RULES:
        if words := rule(mistake):
            return words
    expected = mistake.expected_marks()
    hint = f"Here could stand {', '.join(expected)}." if expected else "Look at what stands just before it."
    if mistake.token is None:
        return Words("The query ends too early.", hint)
    return Words(f"{mistake.token.text!r} is not expected here.", hint)
