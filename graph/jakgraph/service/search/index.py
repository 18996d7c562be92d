"""The index of names: SQLite's full-text search, in memory. Made whole, then only read; safe for threads.

Users' text reaches SQLite as parameters only, and within MATCH as quoted words of letters and digits only.
"""

from __future__ import annotations

import itertools
import sqlite3
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jakgraph.errors import QueryCancelled
from jakgraph.namespaces import JGR
from jakgraph.service.search.reading import IRI, KIND_ORDER, OTHER, WAYS
from jakgraph.service.search.words import NUMERALS, keys_of, slips_allowed, slips_between, squash, words_of
from jakgraph.store.cancellation import Cancellation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jakgraph.service.search.reading import Named

MOST_MATCHES = 5_000
"""Names that one search looks at; counts beyond are "more than"."""
MOST_WORDS = 12
"""Words of a question that count."""
MOST_SPELLINGS = 6
"""Words that one misspelt word may have been."""
NEAR_NAMES = 5
NEAR_LOOKED_AT = 100

EXACT, BEGINS, WORDS, WITHIN, CORRECTED = 0, 1, 2, 3, 4
"""How well a name fits: it is the text; begins with it; has all its words; has it within; is it but for slips.

The text but for slips may in turn be the name, its beginning, or words of it: `CORRECTED` and one or two more.
"""

_SHORTEST_PIECE = 3
_ALTERNATIVES = {digit: numeral for numeral, digit in NUMERALS.items()}
_IDENTIFYING = ("identifier", IRI)
_WAY_NUMBERS = {way: number for number, way in enumerate(WAYS)}


@dataclass(frozen=True)
class Hit:
    """A thing that was found, and the name by which: ``way`` is how it goes by it, ``fit`` how well it fits.

    ``within`` is what it belongs to, where its label does not say so.
    """

    iri: str
    kind: str
    label: str
    name: str
    way: str
    fit: int
    within: str = ""


@dataclass(frozen=True)
class Found:
    """All hits of a search, each thing once, the best first. ``words`` are those that were looked for, as compared.

    ``is_whole``: no name was left out of the search for its sheer number.
    """

    hits: tuple[Hit, ...]
    words: tuple[str, ...] = ()
    is_whole: bool = True
    near: tuple[Hit, ...] = ()


_Best = dict[int, tuple[tuple[int, int, int, int, str], Hit]]
"""The best hit of each thing with what it is ordered by."""


class SearchIndex:
    """The names of the things of one revision."""

    def __init__(self, things: Iterable[Named]) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._database.executescript(_SCHEMA)
        self._database.execute("BEGIN")
        self.things = self._fill(things)
        self._database.execute("COMMIT")
        self._database.executescript(_FINISH)

    @property
    def bytes(self) -> int:
        """How much memory the index takes."""
        with self._lock:
            pages, size = (self._database.execute(question).fetchone()[0] for question in _SIZE)
        return int(pages * size)

    def find(self, text: str, cancellation: Cancellation | None = None) -> Found:
        """Return what goes by a text, or by what it may have been meant to be; near names where there is nothing.

        Raises QueryCancelled when ``cancellation`` says so.
        """
        words = words_of(text)[:MOST_WORDS]
        if not words:
            return Found(())
        stop = cancellation or Cancellation()
        with self._lock, stop.stopping_by(self._database.interrupt):
            try:
                return self._find(text, words)
            except sqlite3.OperationalError as error:
                raise QueryCancelled if stop.is_cancelled else error from error

    def _find(self, text: str, words: tuple[str, ...]) -> Found:
        best: _Best = {}
        is_whole = True
        for key in keys_of(text):
            is_whole &= bool(best) or self._collect(best, _EXACTLY, EXACT, (key,))
        is_whole &= self._collect(best, _BY_WORDS, WORDS, (_expression(words),), squash(text))
        if not _has_words(best):
            if len(squash(text)) >= _SHORTEST_PIECE:
                is_whole &= self._collect(best, _BY_PIECE, WITHIN, (_quoted(squash(text)),))
            spellings = [self._spellings(word) for word in words]
            meant = "".join(some[0] for some in spellings)
            is_whole &= self._collect(best, _BY_WORDS, CORRECTED + WORDS, (_any_of_each(spellings),), meant)
            words = tuple(dict.fromkeys((*words, *(word for some in spellings for word in some))))
        near = () if best else self._near(words)
        return Found(tuple(hit for _, hit in sorted(best.values(), key=lambda item: item[0])), words, is_whole, near)

    def _fill(self, things: Iterable[Named]) -> int:
        """Write all names; return how many things there are."""
        count = 0
        numbers = itertools.count(1)
        for count, thing in enumerate(things, 1):
            row = (count, thing.iri, thing.kind, thing.label, KIND_ORDER[thing.kind], thing.within)
            self._database.execute("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)", row)
            for text, way in (*thing.names, *_own_iris(thing.iri)):
                self._add_name(next(numbers), count, text, way)
        return count

    def _add_name(self, number: int, thing: int, text: str, way: str) -> None:
        squashed = squash(text)
        keys = keys_of(text) if way in _IDENTIFYING else (squashed,)
        insert = self._database.execute
        insert("INSERT INTO name VALUES (?, ?, ?, ?, ?)", (number, thing, _WAY_NUMBERS[way], text, squashed))
        for key in keys:
            insert("INSERT INTO key VALUES (?, ?)", (key, number))
        if way != IRI:
            insert("INSERT INTO words(rowid, text) VALUES (?, ?)", (number, " ".join(words_of(text))))
            insert("INSERT INTO pieces(rowid, text) VALUES (?, ?)", (number, squashed))

    def _collect(
        self,
        best: _Best,
        question: str,
        fit: int,
        parameters: Sequence[str],
        beginning: str = "",
    ) -> bool:
        """Keep the best name of each thing that a question finds; tell whether all were looked at."""
        rows = self._database.execute(question, (*parameters, MOST_MATCHES + 1)).fetchall()
        for _, thing, iri, kind, rank, label, within, name, way, squashed in rows[:MOST_MATCHES]:
            now = fit
            if beginning and squashed.startswith(beginning):
                now += (EXACT if squashed == beginning else BEGINS) - WORDS
            key = (max(now, WORDS) if kind == OTHER else now, rank, way, len(name), label)
            if thing not in best or key < best[thing][0]:
                best[thing] = (key, Hit(iri, kind, label, name, WAYS[way], now, within))
        return len(rows) <= MOST_MATCHES

    def _spellings(self, word: str) -> tuple[str, ...]:
        """Return the words that begin nearly as this one does, the nearest first; the word itself where it is one."""
        most = slips_allowed(word)
        known = self._database.execute(_KNOWN, (word, f"{word}\U0010ffff"))
        if not most or known.fetchone():
            return (word,)
        pieces = {f"{' '}{word}"[start : start + _SHORTEST_PIECE] for start in range(len(word) - 1)}
        rows = self._database.execute(_SPELLINGS, (" OR ".join(map(_quoted, sorted(pieces))),)).fetchall()
        distances = ((slips_between(word, other, most), abs(len(other) - len(word)), other) for (other,) in rows)
        near = sorted(item for item in distances if item[0] <= most)
        return tuple(other for slips, _, other in near if slips == near[0][0])[:MOST_SPELLINGS] or (word,)

    def _near(self, words: Sequence[str]) -> tuple[Hit, ...]:
        """Return things with names that share something with these words: words, else pieces of them."""
        text = "".join(words)
        pieces = {text[start : start + _SHORTEST_PIECE] for start in range(len(text) - _SHORTEST_PIECE + 1)}
        questions = [(_LIKE_WORDS, words)] + ([(_LIKE_PIECES, sorted(pieces))] if pieces else [])
        hits: dict[str, Hit] = {}
        for question, parts in questions:
            rows = self._database.execute(question, (" OR ".join(map(_quoted, parts)), NEAR_LOOKED_AT)).fetchall()
            for _, _, iri, kind, _, label, within, name, way, _ in sorted(rows, key=_is_claim):
                hits.setdefault(iri, Hit(iri, kind, label, name, WAYS[way], CORRECTED, within))
            if hits:
                break
        return tuple(hits.values())[:NEAR_NAMES]


def _is_claim(row: Sequence[Any]) -> bool:
    return bool(row[4] > KIND_ORDER[OTHER])


def _own_iris(iri: str) -> tuple[tuple[str, str], ...]:
    """Return what the IRI of a thing adds to its names: itself, and for one of ours kind and key."""
    return ((iri, IRI), (iri.removeprefix(JGR), IRI)) if iri.startswith(JGR) else ((iri, IRI),)


def _has_words(best: _Best) -> bool:
    """Tell whether a name has the very words: pieces of names and slips are then not looked for."""
    return any(key[0] <= WORDS for key, _ in best.values())


def _quoted(word: str) -> str:
    """Return a word as a string of the MATCH language: whatever is in it has no meaning there."""
    doubled = word.replace('"', '""')
    return f'"{doubled}"'


def _expression(words: Sequence[str]) -> str:
    return " AND ".join(map(_term, words))


def _any_of_each(spellings: Iterable[Sequence[str]]) -> str:
    return " AND ".join("(" + " OR ".join(map(_term, some)) + ")" for some in spellings)


def _term(word: str) -> str:
    """Return what finds a word or its beginning; a short number is itself only: 1 is not 10, but may be written I."""
    if word in _ALTERNATIVES:
        return f"({_quoted(word)} OR {_quoted(_ALTERNATIVES[word])} *)"
    return _quoted(word) if word.isdecimal() and len(word) < _SHORTEST_PIECE else f"{_quoted(word)} *"


_SCHEMA = """
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT, kind TEXT, label TEXT, rank INTEGER, within TEXT);
CREATE TABLE name (id INTEGER PRIMARY KEY, thing INTEGER, way INTEGER, text TEXT, squashed TEXT);
CREATE TABLE key (squashed TEXT, name INTEGER, PRIMARY KEY (squashed, name)) WITHOUT ROWID;
CREATE VIEW hit AS
  SELECT name.id AS name, thing.id AS thing, iri, kind, rank, label, within, text, way, squashed
  FROM name JOIN thing ON thing.id = name.thing;
CREATE VIRTUAL TABLE words USING fts5(
  text, content='', detail='none', prefix='2 3', tokenize="unicode61 remove_diacritics 0"
);
CREATE VIRTUAL TABLE pieces USING fts5(text, content='', tokenize='trigram');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, 'row');
CREATE VIRTUAL TABLE spelling USING fts5(word, tokenize='trigram');
"""
_FINISH = """
INSERT INTO spelling SELECT ' ' || term FROM vocabulary WHERE LENGTH(term) > 3 AND term GLOB '*[^0-9]*';
PRAGMA query_only = 1;
"""
_EXACTLY = """
SELECT hit.* FROM (SELECT DISTINCT name FROM key WHERE squashed = ?) AS found
JOIN hit ON hit.name = found.name LIMIT ?
"""
_BY_WORDS = "SELECT hit.* FROM words JOIN hit ON hit.name = words.rowid WHERE words MATCH ? LIMIT ?"
_BY_PIECE = "SELECT hit.* FROM pieces JOIN hit ON hit.name = pieces.rowid WHERE pieces MATCH ? LIMIT ?"
_LIKE_WORDS = (
    "SELECT hit.* FROM words JOIN hit ON hit.name = words.rowid WHERE words MATCH ? ORDER BY bm25(words) LIMIT ?"
)
_LIKE_PIECES = (
    "SELECT hit.* FROM pieces JOIN hit ON hit.name = pieces.rowid WHERE pieces MATCH ? ORDER BY bm25(pieces) LIMIT ?"
)
_SIZE = ("PRAGMA page_count", "PRAGMA page_size")
_KNOWN = "SELECT 1 FROM vocabulary WHERE term >= ? AND term < ? LIMIT 1"
_SPELLINGS = "SELECT SUBSTR(word, 2) FROM spelling WHERE spelling MATCH ? ORDER BY bm25(spelling) LIMIT 100"
