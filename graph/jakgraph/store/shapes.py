"""The shape of a query: what is left without its IRIs, strings, numbers and comments. Pure.

Clients ask the same query with other constants. What was found out about one text of a shape holds for all of them, if
it does not depend on the constants: so it is found out once, and filled in with the constants of each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from jakgraph.store.tokens import PLAIN_IRI, tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jakgraph.store.tokens import Token

# Each alternative but the first two is one token as `tokens` reads it; one set of characters is looked at beforehand,
# since most characters begin nothing.
_CONSTANT = re.compile(
    r"""(
      [PpBb\#<"'0-9](?:
        (?<=[Pp])[Rr][Ee][Ff][Ii][Xx]\s+[^\s<>]*:\s*<[^<>\s]*>  # stays: what names mean depends on it
      | (?<=[Bb])[Aa][Ss][Ee]\s*<[^<>\s]*>
      | (?<=\#)[^\r\n]*
      | (?<=<)[^<>"{}|^`\\\x00-\x20]*>
      | (?<=")[^"\r\n]*"
      | (?<=')[^'\r\n]*'
      | (?<=[0-9])(?<![\w:.%?$@-].)[0-9]*(?:\.[0-9]+)?(?![\w.])
      )
    )""",
    re.VERBOSE,
)
_KINDS = {"<": "\x01<", '"': '\x01"', "'": '\x01"', **dict.fromkeys("0123456789", "\x010")}
_KINDS_OF_TOKENS = frozenset({"iri", "string", "number"})
_HARD = ("\\", '"""', "'''", "\x01", "\x02")
"""Where one of these stands, it is hard to tell strings from what stands between them."""
_MARK = re.compile("\x01([0-9]+)\x02")
_DIGITS = re.compile(r"([?$][^\W\d]++)\d++")


@dataclass(frozen=True)
class Shape:
    """A text taken apart: ``key`` is the same for all texts of one shape, ``constants`` are what it left out."""

    key: str
    constants: tuple[str, ...]

    @cached_property
    def is_plain(self) -> bool:
        """Whether no IRI among the constants can be taken for an operator and what follows."""
        return all(constant[0] != "<" or PLAIN_IRI.match(constant) for constant in self.constants)

    @cached_property
    def resemblance(self) -> int:
        """A number that queries share which differ in strings, numbers and the digits of variables only."""
        iris = tuple(constant for constant in self.constants if constant[0] == "<")
        return hash((_DIGITS.sub(r"\1", self.key), iris))


@dataclass(frozen=True)
class Marked:
    """A text with a mark in place of each constant, and the tokens that the marks stand for.

    ``tokens`` are those of the text, marks among them, with the places where they stand in it.
    """

    text: str
    tokens: Sequence[Token]
    originals: Mapping[str, Token]

    def original(self, token: Token) -> Token:
        """Return what a token stands for."""
        return self.originals.get(token.text, token)


class Form:
    """A text with marks, to be filled in with the constants of another text of its shape.

    >>> shape = shape_of('ASK { ?s ?p "a" } # first')
    >>> marked = mark('ASK { ?s ?p "a" } # first', shape.constants)
    >>> Form.of(marked.text).filled(['"b"'])
    'ASK { ?s ?p "b" }'

    ``pieces`` are text and numbers of constants in turn.
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        self.pieces = list(pieces)
        self._numbers = [int(number) for number in self.pieces[1::2]]

    @classmethod
    def of(cls, marked_text: str) -> Form:
        """Return the form of a text with marks."""
        return cls(_MARK.split(marked_text))

    def filled(self, constants: Sequence[str]) -> str:
        """Return the text with these constants."""
        pieces = self.pieces.copy()
        pieces[1::2] = [constants[number] for number in self._numbers]
        return "".join(pieces)


def shape_of(text: str) -> Shape | None:
    """Return the shape of a text; None where its constants are not easily told from the rest.

    >>> shape_of("ASK { <http://e/1> ?p 5 }").constants
    ('<http://e/1>', '5')
    """
    if any(hard in text for hard in _HARD):
        return None
    pieces = _CONSTANT.split(text)
    constants = []
    for index in range(1, len(pieces), 2):
        piece = pieces[index]
        if piece[0] == "#":
            pieces[index] = "\n"
        elif kind := _KINDS.get(piece[0]):
            constants.append(piece)
            pieces[index] = kind
    return Shape("".join(pieces), tuple(constants))


def mark(text: str, constants: Sequence[str] | None) -> Marked | None:
    """Return a text with its constants marked; None where its tokens say that other parts of it are constants.

    None, too, where something is no token: its spacing may matter. Space between tokens becomes one blank, comments go.
    Without ``constants`` nothing is marked.
    """
    parts: list[str] = []
    marked: list[Token] = []
    originals: dict[str, Token] = {}
    length = end = 0
    before: list[Token] = []
    for token in tokenize(text):
        if token.kind in {"open", "bad"}:
            return None
        written = token.text
        if constants is not None and token.kind in _KINDS_OF_TOKENS and not _is_declared(before):
            if len(originals) == len(constants) or constants[len(originals)] != token.text:
                return None
            written = f"\x01{len(originals)}\x02"
            originals[written] = token
        gap = " " if token.start > end and parts else ""
        parts += (gap, written)
        marked.append(token._replace(text=written, start=length + len(gap)))
        length += len(gap) + len(written)
        end = token.end
        before = [*before[-1:], token]
    if len(originals) < len(constants or ()):
        return None
    return Marked("".join(parts), tuple(marked), originals)


def _is_declared(before: Sequence[Token]) -> bool:
    """Tell whether the token after these is the IRI of a prefix, or the base."""
    return bool(before) and (before[-1].is_word("BASE") or before[0].is_word("PREFIX"))
