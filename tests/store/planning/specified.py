"""What the specification says a generated query's solutions are: each part evaluated by itself, from the inside out.

Slow and plain, as a third opinion. Expressions, grouping and modifiers are the engine's, asked about tables of values.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QueryBoolean, QuerySolutions, Store
from tests.store.planning.generated import EX
from tests.store.planning.walks import RDF_TYPE, Walks, read_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.store.planning.generated import Tree

Term = Any
Solution = dict[str, Term]
_PREFIX = f"PREFIX ex: <{EX}>\n"


class NoOpinionError(Exception):
    """The specification, or this reading of it, does not say."""


def named(store: Store) -> Store:
    """Return a copy of a store in which blank nodes have IRIs, so that they can stand in a table."""

    def name(term: Term) -> Term:
        return NamedNode(f"{EX}blank{term.value}") if isinstance(term, BlankNode) else term

    copy = Store()
    copy.extend(Quad(name(quad.subject), quad.predicate, name(quad.object), quad.graph_name) for quad in store)
    return copy


class Specified:
    """Evaluates queries on a store without blank nodes."""

    def __init__(self, store: Store, *, reads_union: bool) -> None:
        self._default = {
            (q.subject, q.predicate, q.object) for q in store if reads_union or q.graph_name == DefaultGraph()
        }
        self._graphs: dict[Term, set[Any]] = {}
        for quad in store:
            if isinstance(quad.graph_name, NamedNode):
                self._graphs.setdefault(quad.graph_name, set()).add((quad.subject, quad.predicate, quad.object))
        self._triples = self._default
        self._terms: dict[str, Term] = {}

    def answer(self, tree: Tree) -> Any:
        """Return the answer: a truth, or the multiset of solutions, each as its bound variables."""
        form, distinct, shown, where, keys, having, modifiers, table = tree
        solutions = self._group(where, {})
        if form == "ASK":
            return bool(solutions)
        if form != "SELECT":
            raise NoOpinionError(form)
        if table and (modifiers or distinct):
            raise NoOpinionError("table")
        found = self._selected((form, distinct, shown, where, keys, having, modifiers), solutions)
        return _counted(_join(found, self._values(table)) if table else found)

    def _selected(self, tree: Tree, solutions: list[Solution]) -> list[Solution]:
        _, distinct, shown, _, keys, having, modifiers = tree
        group = f"GROUP BY {' '.join(keys)}" if keys else ""
        names = sorted(set().union(*solutions) | {"x"})
        rows = " ".join(f"({' '.join(_text(one.get(name)) for name in names)})" for one in solutions)
        table = f"VALUES ({' '.join('?' + name for name in names)}) {{ {rows} }}"
        text = f"{_PREFIX}SELECT {distinct} {' '.join(shown)} {{ {table} }} {group} {having} {modifiers}"
        try:
            found = Store().query(text)
        except SyntaxError as error:
            raise NoOpinionError from error
        assert isinstance(found, QuerySolutions)
        variables = [variable.value for variable in found.variables]
        return [{name: value for name, value in zip(variables, row, strict=True) if value is not None} for row in found]

    def _group(self, elements: Tree, given: Solution) -> list[Solution]:
        solutions: list[Solution] = [{}]
        filters = []
        for element in elements:
            kind = element[0]
            if kind == "filter":
                filters.append(element[1])
            elif kind == "bind":
                solutions = [self._bound(element, one, given) for one in solutions]
            elif kind == "minus":
                taken = self._group(element[1], given)
                solutions = [
                    one for one in solutions if not any(_shares(one, two) and _fits(one, two) for two in taken)
                ]
            elif kind == "optional":
                solutions = list(self._optional(solutions, element[1], given))
            else:
                solutions = list(_join(solutions, self._part(element, given)))
        return [one for one in solutions if all(self._holds(each, one, given) for each in filters)]

    def _part(self, element: Tree, given: Solution) -> list[Solution]:
        kind = element[0]
        if kind == "triples":
            return self._basic(element[1], given)
        if kind == "union":
            return [one for group in element[1] for one in self._group(group, given)]
        if kind == "group":
            return self._group(element[1], given)
        if kind == "values":
            if given:
                raise NoOpinionError("VALUES in EXISTS")
            return self._values(element)
        if kind == "select":
            if given:
                raise NoOpinionError("SELECT in EXISTS")
            return self._selected(element[1], self._group(element[1][3], {}))
        if kind == "graph":
            return self._graph(element, given)
        raise NoOpinionError(kind)

    def _graph(self, element: Tree, given: Solution) -> list[Solution]:
        _, graph, group = element
        name = graph[1:] if graph[0] == "?" else ""
        meant = self._graphs if name else {self._term(graph): self._graphs.get(self._term(graph), set())}
        if name in given:
            meant = {given[name]: self._graphs.get(given[name], set())}
        found: list[Solution] = []
        before = self._triples
        for iri, triples in meant.items():
            self._triples = triples
            inside = self._group(group, given)
            found += _join(inside, [{name: iri}]) if name and name not in given else inside
        self._triples = before
        return found

    def _optional(self, solutions: list[Solution], group: Tree, given: Solution) -> Iterator[Solution]:
        filters = [element[1] for element in group if element[0] == "filter"]
        inside = self._group(tuple(element for element in group if element[0] != "filter"), given)
        for one in solutions:
            joined = [both for both in _join([one], inside) if all(self._holds(each, both, given) for each in filters)]
            yield from joined or [one]

    def _bound(self, element: Tree, solution: Solution, given: Solution) -> Solution:
        _, expression, target = element
        if target[1:] in given:
            raise NoOpinionError("BIND in EXISTS")
        if target[1:] in solution:
            raise NoOpinionError("BIND again")
        found = self._value(expression, solution, given)
        return solution if found is None else {**solution, target[1:]: found}

    def _values(self, element: Tree) -> list[Solution]:
        _, names, rows = element
        return [
            {name[1:]: self._term(cell) for name, cell in zip(names, row, strict=True) if cell != "UNDEF"}
            for row in rows
        ]

    def _holds(self, expression: Tree, solution: Solution, given: Solution) -> bool:
        return bool(
            self._asked(
                f"ASK {{ %s FILTER({self._without_exists(expression, solution, given)}) }}", {**given, **solution}
            )
        )

    def _value(self, expression: Tree, solution: Solution, given: Solution) -> Term:
        text = f"SELECT ({self._without_exists(expression, solution, given)} AS ?result) {{ %s }}"
        [row] = self._asked(text, {**given, **solution})
        return row[0]

    def _asked(self, text: str, solution: Solution) -> Any:
        names = sorted({*solution, "x"})
        row = " ".join(_text(solution.get(name)) for name in names)
        found = Store().query(_PREFIX + text % f"VALUES ({' '.join('?' + name for name in names)}) {{ ({row}) }}")
        return found if not isinstance(found, QueryBoolean) else bool(found)

    def _without_exists(self, expression: Tree, solution: Solution, given: Solution) -> str:
        if isinstance(expression, str):
            return expression.replace("%", "%%")
        if expression[0] == "exists":
            is_there = bool(self._group(expression[2], {**given, **solution}))
            return "true" if is_there != expression[1] else "false"
        if expression[0] == "!":
            return f"!({self._without_exists(expression[1], solution, given)})"
        one, two = (self._without_exists(part, solution, given) for part in expression[1:])
        return f"({one}) {expression[0]} ({two})"

    def _term(self, text: str) -> Term:
        if text not in self._terms:
            found = Store().query(f"{_PREFIX}SELECT ({f'<{RDF_TYPE}>' if text == 'a' else text} AS ?t) {{}}")
            assert isinstance(found, QuerySolutions)
            self._terms[text] = next(found)[0]
        return self._terms[text]

    def _basic(self, triples: Tree, given: Solution) -> list[Solution]:
        solutions: list[Solution] = [{}]
        blanks = 0
        for subject, verb, thing in triples:
            ends = []
            for end in (subject, thing):
                if end[0] == "(" or end.startswith("[ "):
                    raise NoOpinionError(end)
                if end == "[]":
                    blanks += 1
                ends.append(f"?.{blanks}" if end == "[]" else f"?.{end}" if end[0] == "_" else end)
            solutions = list(_join(solutions, self._matches(ends[0], verb, ends[1], given)))
        return [{name: value for name, value in one.items() if name[0] != "."} for one in solutions]

    def _matches(self, subject: str, verb: str, thing: str, given: Solution) -> list[Solution]:
        def end(text: str) -> tuple[str, Term]:
            if text[0] != "?":
                return "", self._term(text)
            return ("", given[text[1:]]) if text[1:] in given else (text[1:], None)

        (first, start), (last, finish) = end(subject), end(thing)
        found = []
        if verb[0] == "?":
            rows: Iterable[tuple[Term, Term, Solution]] = (
                (s, o, {verb[1:]: p}) for s, p, o in self._triples if verb[1:] not in given or given[verb[1:]] == p
            )
        else:
            pairs = Walks(self._triples, self._term).along(read_path(verb), {start, finish} - {None})
            rows = ((s, o, {}) for (s, o), number in pairs.items() for _ in range(number))
        for s, o, more in rows:
            if (start is not None and s != start) or (finish is not None and o != finish):
                continue
            parts = [{first: s} if first else {}, {last: o} if last else {}, more]
            if verb[1:] in given:
                parts.pop()
            joined: list[Solution] = [{}]
            for part in parts:
                joined = list(_join(joined, [part]))
            found += joined
        return found


def _join(ones: Iterable[Solution], others: Iterable[Solution]) -> Iterator[Solution]:
    others = list(others)
    for one in ones:
        for two in others:
            if _fits(one, two):
                yield {**one, **two}


def _fits(one: Solution, two: Solution) -> bool:
    return all(two.get(name, value) == value for name, value in one.items())


def _shares(one: Solution, two: Solution) -> bool:
    return not one.keys().isdisjoint(two)


def _text(term: Term) -> str:
    return "UNDEF" if term is None else str(term)


def _counted(solutions: Iterable[Solution]) -> Counter[tuple[tuple[str, str], ...]]:
    return Counter(tuple(sorted((name, str(value)) for name, value in one.items())) for one in solutions)
