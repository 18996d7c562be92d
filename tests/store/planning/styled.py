"""Writes generated queries as text: their spacing, case, abbreviations and comments as the dice fall."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from tests.store.planning.generated import EX

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.store.planning.generated import Tree


class Generated(NamedTuple):
    """A query as a tree, and the seed of its style."""

    tree: Tree
    style: int

    @property
    def text(self) -> str:
        """The query's text."""
        return Styled(Random(self.style)).query(self.tree)


class Styled:
    """Writes a tree as text."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._is_lower = dice.random() < 0.3
        self._is_tight = dice.random() < 0.2
        self._has_dollar = dice.random() < 0.2
        self._has_comments = dice.random() < 0.15
        self._has_prefix = dice.random() < 0.8

    def query(self, tree: Tree) -> str:
        """Return a whole query."""
        form, *_, table = tree
        if form == "SELECT":
            text = self._select(tree[:-1])
        elif form == "CONSTRUCT":
            text = (
                f"{self._word('CONSTRUCT')} {{ ?x ex:p ?y . ?z ex:q ?u }} {self._word('WHERE')} {self._group(tree[3])}"
            )
        elif form == "DESCRIBE":
            text = f"{self._word('DESCRIBE')} ?x ?y {self._word('WHERE')} {self._group(tree[3])}"
        else:
            text = f"{self._word('ASK')} {self._group(tree[3])}"
        if table:
            text += f" {self._one(table)}"
        if self._has_dollar:
            text = text.replace("?y", "$y")
        if not self._has_prefix:
            return self._whole(text)
        comment = "# a ' comment \" { <\n" if self._has_comments else ""
        return f"{self._word('PREFIX')} ex: {comment}<{EX}>{comment}\n{text}"

    def _whole(self, text: str) -> str:
        pieces = text.split("ex:")
        done = [pieces[0]]
        for piece in pieces[1:]:
            length = next((index for index, letter in enumerate(piece) if not letter.isalnum()), len(piece))
            done.append(f"<{EX}{piece[:length]}>{piece[length:]}")
        return "".join(done)

    def _word(self, word: str) -> str:
        return word.lower() if self._is_lower else word

    def _select(self, tree: Tree) -> str:
        _, distinct, shown, where, keys, having, modifiers = tree
        head = " ".join(filter(None, (self._word("SELECT"), self._word(distinct), *shown)))
        group = f"{self._word('GROUP BY')} {' '.join(keys)}" if keys else ""
        optional_where = self._word("WHERE") if self._dice.random() < 0.8 else ""
        return " ".join(filter(None, (head, optional_where, self._group(where), group, having, modifiers)))

    def _group(self, elements: Tree) -> str:
        space = "" if self._is_tight else " "
        parts: list[str] = []
        for index, element in enumerate(elements):
            after = elements[index + 1][0] if index + 1 < len(elements) else ""
            text = self._one(element)
            if element[0] == "triples" and (after == "triples" or self._dice.random() < 0.6):
                text += " ." if text[-1].isalnum() or not self._is_tight else "."
            elif element[0] != "triples" and self._dice.random() < 0.2:
                text += " ."
            if self._has_comments and self._dice.random() < 0.3:
                text += " # it's } \"\n"
            parts.append(text)
        return "{" + space + " ".join(parts) + space + "}"

    def _one(self, element: Tree) -> str:
        kind, *parts = element
        writers: dict[str, Callable[..., str]] = {
            "triples": self._triples,
            "values": self._values,
            "filter": self._filter,
            "bind": lambda value, name: f"{self._word('BIND')}({self._expression(value)} {self._word('AS')} {name})",
            "union": lambda groups: f" {self._word('UNION')} ".join(map(self._group, groups)),
            "graph": lambda graph, group: f"{self._word('GRAPH')} {graph} {self._group(group)}",
            "select": lambda select: f"{{ {self._select(select)} }}",
            "group": self._group,
        }
        if kind in writers:
            return writers[kind](*parts)
        return f"{self._word(kind.upper())}{'' if self._is_tight else ' '}{self._group(parts[0])}"

    def _filter(self, expression: Tree) -> str:
        word = self._word("FILTER")
        if isinstance(expression, tuple) and expression[0] == "exists" and self._dice.random() < 0.8:
            return f"{word} {self._expression(expression)}"
        return f"{word}{'' if self._is_tight else ' '}({self._expression(expression)})"

    def _expression(self, expression: Tree) -> str:
        if isinstance(expression, str):
            return expression
        if expression[0] == "exists":
            return f"{self._word('NOT ') if expression[1] else ''}{self._word('EXISTS')} {self._group(expression[2])}"
        if expression[0] == "!":
            return f"!({self._expression(expression[1])})"
        return f"({self._expression(expression[1])}) {expression[0]} ({self._expression(expression[2])})"

    def _values(self, names: Tree, rows: Tree) -> str:
        word = self._word("VALUES")
        if len(names) == 1 and self._dice.random() < 0.8:
            return f"{word} {names[0]} {{ {' '.join(row[0] for row in rows)} }}"
        return f"{word} ({' '.join(names)}) {{ {' '.join('(' + ' '.join(row) + ')' for row in rows)} }}"

    def _triples(self, triples: Tree) -> str:
        text = ""
        before: Tree = None
        for triple in triples:
            subject, verb, thing = triple
            if before and before[0] == subject and subject[0] == "?" and self._dice.random() < 0.7:
                text += f" , {thing}" if before[1] == verb else f" ; {verb} {thing}"
            else:
                text += f"{' . ' if before else ''}{subject} {verb} {thing}"
            before = triple
        return text
