"""Random queries and small stores for them: every feature of SPARQL's patterns that a plan may meet, few names.

A query is made as a tree of tuples, so that one that fails can be made smaller; `styled` writes it as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

EX = "https://example.org/"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PREDICATES = ("p", "q", "r", "s")
THINGS = ("a", "b", "c", "d", "e", "f")
CLASSES = ("C", "D")
VARIABLES = ("x", "y", "z", "u", "v")
LITERALS = ("1", "2", '"1"', '"x"', '"x"@en', "-1", '"?x { }"', "true")
ABSENT = ("ex:nowhere", "7", '"absent"')
MOST_DEPTH = 3

Tree = Any


def some_store(dice: Random) -> tuple[Store, bool]:
    """Return a store of dozens of triples, and whether its graphs are to be read as one: then each triple is in one."""
    store = Store()
    things: list[NamedNode | BlankNode] = [NamedNode(EX + name) for name in THINGS]
    things.append(BlankNode("b"))
    values = [
        Literal(1),
        Literal(2),
        Literal("1"),
        Literal("x"),
        Literal("x", language="en"),
        Literal(-1),
        Literal(True),
    ]
    reads_union, has_graphs = dice.choice(((True, True), (False, True), (False, False)))
    triples: dict[tuple[NamedNode | BlankNode, NamedNode, NamedNode | BlankNode | Literal], None] = {}
    for _ in range(dice.choice((4, 12, 30, 45))):
        predicate = NamedNode(EX + dice.choice(PREDICATES[: dice.choice((2, 4))]))
        triples[dice.choice(things), predicate, dice.choice(things if dice.random() < 0.7 else values)] = None
    for member in things:
        if dice.random() < 0.6:
            triples[member, TYPE, NamedNode(EX + dice.choice(CLASSES))] = None
    for subject, predicate, thing in triples:
        if has_graphs:
            store.add(Quad(subject, predicate, thing, NamedNode(EX + dice.choice(("g1", "g2")))))
        if not reads_union:
            store.add(Quad(subject, predicate, thing, DefaultGraph()))
    return store, reads_union


class Maker:
    """Makes queries for a store: each has values in mind for its variables, so that many patterns match."""

    def __init__(self, dice: Random, store: Store) -> None:
        self._dice = dice
        self._quads = list(store)
        self._has_graphs = bool(list(store.named_graphs()))
        self._blanks = 0
        self._meant: dict[str, object] = {}

    def query(self) -> Tree:
        """Return a query: form, selection, pattern, modifiers, table at the end."""
        dice = self._dice
        form = dice.choices(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"), (30, 2, 2, 1))[0]
        tree = self.select(0) if form == "SELECT" else (form, "", ("*",), self.group(0), (), "", "")
        table = self._values() if dice.random() < 0.06 and form == "SELECT" else ()
        return (*tree, table)

    def select(self, depth: int) -> Tree:
        """Return a subselect, or a whole one but for its table."""
        dice = self._dice
        where = self.group(depth)
        keys: tuple[str, ...] = ()
        modifiers = having = ""
        distinct = dice.choices(("", "DISTINCT", "REDUCED"), (70, 27, 3 if depth == 0 else 0))[0]
        kind = dice.random()
        if kind < 0.25:
            shown: tuple[str, ...] = ("*",)
        elif kind < 0.75:
            shown = tuple(f"?{name}" for name in dice.sample(VARIABLES, dice.randint(1, 4)))
            if dice.random() < 0.12:
                shown += (f"({self._simple_expression()} AS ?w{dice.randint(0, 9)})",)
        else:
            keys = tuple(f"?{name}" for name in dice.sample(VARIABLES, dice.randint(0, 2)))
            aggregate = dice.choice(
                ("COUNT(*)", "COUNT(?y)", "COUNT(DISTINCT ?z)", "SUM(?x)", "MIN(STR(?u))", "MAX(STR(?v))")
            )
            name = dice.choice(("?n", "?m", "?n", *(f"?{one}" for one in VARIABLES if f"?{one}" not in keys)))
            shown = (*keys, f"({aggregate} AS {name})")
            if dice.random() < 0.2:
                having = f"HAVING (COUNT(*) > {dice.choice((0, 1, 2))})"
            if not keys and dice.random() < 0.3:
                keys = ("?x",)
        if dice.random() < 0.1:
            modifiers = dice.choice(("LIMIT 1000", "OFFSET 0", "LIMIT 0", "LIMIT 1000 OFFSET 0"))
        if depth and dice.random() < 0.12:
            distinct, shown, keys, having = "DISTINCT", (f"?{dice.choice(VARIABLES)}",), (), ""
            only = shown[0]
            modifiers = f"ORDER BY STR({only}) LANG({only}) DATATYPE({only}) LIMIT {dice.choice((1, 2, 3))}"
        return ("SELECT", distinct, shown, where, keys, having, modifiers)

    def group(self, depth: int) -> Tree:
        """Return the elements of a group."""
        dice = self._dice
        if dice.random() < 0.06 and 0 < depth < MOST_DEPTH:
            return (("select", self.select(depth + 1)),)
        elements = [self._element(depth) for _ in range(dice.choices((0, 1, 2, 3, 4, 5), (1, 25, 30, 25, 12, 7))[0])]
        if depth == 0 and not any(element[0] == "triples" for element in elements):
            elements.insert(0, self._triples())
        return tuple(elements)

    def _element(self, depth: int) -> Tree:
        dice = self._dice
        kinds = {"triples": 40, "filter": 12, "bind": 5, "values": 7}
        if depth < MOST_DEPTH:
            kinds |= {"optional": 14, "union": 8, "group": 4, "minus": 4, "select": 7, "exists": 5}
            if self._has_graphs:
                kinds["graph"] = 3
        kind = dice.choices(tuple(kinds), tuple(kinds.values()))[0]
        makers: dict[str, Callable[[], Tree]] = {
            "triples": self._triples,
            "values": self._values,
            "filter": lambda: ("filter", self._expression(depth)),
            "exists": lambda: ("filter", self._exists(depth)),
            "bind": lambda: self._bind(depth),
            "union": lambda: ("union", tuple(self.group(depth + 1) for _ in range(dice.choice((2, 2, 3))))),
            "graph": lambda: ("graph", dice.choice(("?g", "ex:g1", "ex:g2", "?x")), self.group(depth + 1)),
            "select": lambda: ("select", self.select(depth + 1)),
        }
        return makers[kind]() if kind in makers else (kind, self.group(depth + 1))

    def _exists(self, depth: int) -> Tree:
        return ("exists", self._dice.random() < 0.5, self.group(depth + 1))

    def _bind(self, depth: int) -> Tree:
        name = self._dice.choice(("w", "w", "w", *VARIABLES))
        asks = self._dice.random() < 0.1 and depth < MOST_DEPTH
        return ("bind", self._exists(depth) if asks else self._simple_expression(), f"?{name}")

    def _triples(self) -> Tree:
        dice = self._dice
        return ("triples", tuple(self._triple() for _ in range(dice.choices((1, 2, 3, 4), (45, 30, 17, 8))[0])))

    def _triple(self) -> Tree:
        dice = self._dice
        if self._quads and dice.random() < 0.8:
            return self._matching()
        if dice.random() < 0.15:
            thing = f"ex:{dice.choice(CLASSES)}" if dice.random() < 0.8 else self._variable()
            return (self._subject(), "a", thing)
        return (self._subject(), self._verb(), self._object())

    def _matching(self) -> Tree:
        """Return a pattern that one of the store's triples matches."""
        dice = self._dice
        quads = [quad for quad in self._quads if {quad.subject, quad.object} & set(self._meant.values())]
        quad = dice.choice(quads if quads and dice.random() < 0.85 else self._quads)
        subject, thing = self._meaning(quad.subject), self._meaning(quad.object)
        if quad.predicate == TYPE:
            if dice.random() < 0.15:
                return (subject, f"a/{dice.choice(('ex:p*', 'ex:q?', '^a/a'))}", thing)
            return (subject, "a", _written(quad.object) if dice.random() < 0.8 else thing)
        predicate = _written(quad.predicate)
        kind = dice.random()
        if kind < 0.72:
            return (subject, predicate, thing)
        if kind < 0.77:
            return (subject, self._meaning(quad.predicate), thing)
        if kind < 0.83 and thing[0] in "?e":
            return (thing, f"^{predicate}", subject)
        other = f"ex:{dice.choice(PREDICATES)}"
        path = dice.choice(
            (
                f"{predicate}*",
                f"{predicate}+",
                f"{predicate}?",
                f"({predicate}|{other})",
                f"({predicate}|^{other})*",
                f"{predicate}/{other}*",
                f"{other}?/{predicate}",
                f"({predicate}/{other}?)+",
                f"!{other}" if other != predicate else "!a",
                f"^(^{predicate})",
                f"{predicate}/{other}",
                f"^{other}/{predicate}",
            )
        )
        return (subject, path, thing)

    def _meaning(self, term: object) -> str:
        """Return a variable that is meant to have this value, or the value where none is left."""
        names = [name for name, meant in self._meant.items() if meant == term]
        free = [name for name in VARIABLES if name not in self._meant]
        if not isinstance(term, BlankNode) and self._dice.random() < 0.08:
            return _written(term)
        if names:
            return f"?{self._dice.choice(names)}"
        if not free:
            return self._variable() if isinstance(term, BlankNode) else _written(term)
        name = self._dice.choice(free)
        self._meant[name] = term
        return f"?{name}"

    def _variable(self) -> str:
        return f"?{self._dice.choice(VARIABLES)}"

    def _subject(self) -> str:
        kind = self._dice.random()
        if kind < 0.88:
            return self._variable()
        if kind < 0.97:
            return f"ex:{self._dice.choice(THINGS)}"
        return self._blank()

    def _blank(self) -> str:
        self._blanks += 1
        return self._dice.choice(("[]", f"_:b{self._blanks}", f"[ ex:p {self._variable()} ]"))

    def _object(self) -> str:
        kind = self._dice.random()
        if kind < 0.8:
            return self._variable()
        if kind < 0.9:
            return f"ex:{self._dice.choice(THINGS)}"
        if kind < 0.98:
            return self._dice.choice((*LITERALS, *ABSENT))
        return self._blank() if kind < 0.993 else f"( {self._variable()} 1 )"

    def _verb(self) -> str:
        kind = self._dice.random()
        if kind < 0.7:
            return f"ex:{self._dice.choice(PREDICATES)}"
        return self._variable() if kind < 0.76 else self._path(0)

    def _path(self, depth: int) -> str:
        dice = self._dice
        one = f"ex:{dice.choice(PREDICATES)}"
        if depth > 2:
            return one

        def inside() -> str:
            return self._path(depth + 1)

        makers = (
            lambda: f"({inside()}/{one})" if depth else f"{inside()}/{inside()}",
            lambda: f"({inside()}|{one})",
            lambda: f"^{one}" if dice.random() < 0.7 else f"^({inside()})",
            lambda: dice.choice((f"!{one}", f"!({one}|ex:q)", f"!(^{one}|a)", f"!^{one}")),
            lambda: f"({inside()}){dice.choice('*+?')}",
            lambda: f"{one}{dice.choice('*+?*')}",
            lambda: one,
        )
        return dice.choices(makers, (3, 1, 1, 1, 1, 2, 1))[0]()

    def _values(self) -> Tree:
        dice = self._dice
        names = tuple(f"?{name}" for name in dice.sample(VARIABLES, dice.choice((1, 1, 1, 2, 3))))
        cells = (*(f"ex:{name}" for name in (*THINGS, "C")), *LITERALS[:3], *ABSENT, "UNDEF")
        meant = [_written(self._meant[name[1:]]) for name in names if name[1:] in self._meant]
        cells += tuple(cell for cell in meant if cell[0] != "_" and cell != "a") * 6
        return (
            "values",
            names,
            tuple(tuple(dice.choice(cells) for _ in names) for _ in range(dice.choice((0, 1, 1, 2, 2, 3, 4)))),
        )

    def _expression(self, depth: int) -> Tree:
        dice = self._dice
        kind = dice.random()
        if kind < 0.7 or depth >= MOST_DEPTH:
            return self._simple_expression()
        if kind < 0.85:
            return (dice.choice(("&&", "||")), self._expression(depth + 1), self._expression(depth + 1))
        if kind < 0.92:
            return ("!", self._expression(depth + 1))
        return self._exists(depth)

    def _simple_expression(self) -> str:
        dice = self._dice
        one, other = self._variable(), self._variable()
        constant = dice.choice((*LITERALS, *ABSENT, *(f"ex:{name}" for name in THINGS)))
        return dice.choice(
            (
                f"{one} = {other}",
                f"{one} != {other}",
                f"{one} != {other}",
                f"{one} = {constant}",
                f"{one} != {constant}",
                f"{one} != {constant}",
                f"!BOUND({one}) || {one} != {constant}",
                f"{one} < {other}",
                f"{one} <2 && {other} > 1",
                f"BOUND({one})",
                f"!BOUND({one})",
                f"ISIRI({one})",
                f"{one} IN ({constant}, {other})",
                f"{one} NOT IN (ex:a, {constant})",
                f"COALESCE({one}, {other}, 1)",
                f"IF(BOUND({one}), {other}, {constant})",
                f"SAMETERM({one}, {other})",
                f"STR({one}) < STR({other})",
                f"REGEX(STR({one}), '[a-c1]$')",
                f'CONTAINS(STR({one}), "x")',
                one,
                f"{one} + 1",
                constant,
            )
        )


def _written(term: object) -> str:
    if isinstance(term, NamedNode):
        return "a" if term == TYPE else f"ex:{term.value.removeprefix(EX)}"
    if isinstance(term, Literal) and term.datatype.value.endswith(("integer", "boolean")):
        return term.value
    return str(term)
