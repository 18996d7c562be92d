"""SPARQL's tokens by their exact character classes. Pure; knows no grammar beyond them.

pyoxigraph parses without a token stream, so a few texts have more than one reading (``?a<?b`` against an IRI that
begins with ``<``): `tokenize` gives the specification's reading, `readings` every one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HIGH = r"\u037e\u2000-\u200b\u200e-\u203e\u2041-\u206f\u2190-\u2bff\u2ff0-\u3000\ud800-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
"""What no name holds beyond Latin-1. Classes are written as what they leave out: that compiles four times faster."""
_START = rf"\x00-\x40\x5b-\x60\x7b-\xbf\xd7\xf7\u0300-\u036f\u203f\u2040{_HIGH}"  # not in PN_CHARS_BASE
_WORD = rf"\x00-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\xbf\xd7\xf7\u0300-\u036f\u203f\u2040{_HIGH}"  # not PN_CHARS_U, digit
_INNER = rf"\x00-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\xb6\xb8-\xbf\xd7\xf7{_HIGH}"  # not in PN_CHARS, nor the hyphen
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_PREFIX = rf"[^{_START}](?:[^{_INNER}]|[.-]){{0,99}}+(?<!\.)"  # bounded: a text of one long word stays linear
_LOCAL = rf"(?:[^{_WORD}]|:|{_PLX})(?:[^{_INNER}]|[.:-]|{_PLX})*(?:(?<!\.)|(?<=\\\.))"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"

_TOKEN = re.compile(
    rf"""
      (?:[ \t\r\n]++|\#[^\r\n]*+)*+  # space and comments
    (?:
      (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_UCHAR})*+>)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+'''
               | "(?!"")(?:[^"\\\r\n]|\\.)*+" | '(?!'')(?:[^'\\\r\n]|\\.)*+')
    | (?P<open>\"\"\".*+ | '''.*+ | ["'][^\r\n]*+)
    | (?P<variable>[?$][^{_WORD}][^{_INNER}]*+)
    | (?P<blank>_:[^{_WORD}](?:[^{_INNER}]|[.-])*(?<!\.))
    | (?P<name>(?:{_PREFIX})?:(?:{_LOCAL})?)
    | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[A-Za-z]++)?)
    | (?P<number>(?:[0-9]++(?:\.[0-9]++)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)
    | (?P<word>(?![0-9])[^{_WORD}]++)
    | (?P<mark>\^\^|&&|\|\||!=|<=|>=|[{{}}()\[\].,;*/|^?+\-!=<>~])
    | (?P<bad>.)
    | (?P<end>\Z)  # so that space at the end is read once
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_END = "end"
PLAIN_IRI = re.compile("<[a-z]+://")
_CODEPOINT = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_OPENERS = {"(": ")", "{": "}", "[": "]"}
_CLOSERS = frozenset(_OPENERS.values())
_EMPTY = {"(": ")", "[": "]"}


class Token(NamedTuple):
    """One token: its kind (a group name of the pattern above), its text as written, where it starts."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The index after its last character."""
        return self.start + len(self.text)

    def is_word(self, *words: str) -> bool:
        """Tell whether this is one of the (upper-case) keywords.

        >>> Token("word", "Select", 0).is_word("SELECT", "ASK")
        True
        """
        return self.kind == "word" and self.text.upper() in words

    def is_mark(self, *marks: str) -> bool:
        """Tell whether this is one of the punctuation marks."""
        return self.kind == "mark" and self.text in marks


def tokenize(text: str) -> Iterator[Token]:
    """Yield the tokens of a text in order, without space and comments; never raises.

    What no token begins with has the kind ``bad``, a string without its end ``open``.

    >>> [token.text for token in tokenize("ASK { ?s a jg:Drug } # all")]
    ['ASK', '{', '?s', 'a', 'jg:Drug', '}']
    """
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or _END
        if kind != _END:
            yield Token(kind, match[kind], match.start(kind))


def token_at(text: str, position: int) -> Token | None:
    """Return the first token at or after ``position`` that is neither space nor comment; None at the end."""
    match = _TOKEN.match(text, position)
    kind = match.lastgroup if match else None
    return None if match is None or kind in (None, _END) else Token(kind, match[kind], match.start(kind))


def readings(text: str) -> Iterator[Token]:
    """Yield every token of every reading: at each ``<`` that may open an IRI, the operator is followed too.

    Visits each character at most once as a start, so the work is linear in the text.
    """
    waiting = [0]
    seen: set[int] = set()
    while waiting:
        token = token_at(text, waiting.pop())
        if token is None or token.start in seen:
            continue
        seen.add(token.start)
        yield token
        waiting.append(token.end)
        if token.kind == "iri":
            waiting.append(token.start + 1)


def decode_codepoints(text: str) -> str:
    r"""Replace ``\uXXXX`` and ``\UXXXXXXXX`` by their characters, as SPARQL 1.1 section 19.2 says.

    >>> decode_codepoints(r"\u0053ERVICE")
    'SERVICE'
    """

    def character(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number <= 0x10FFFF else match.group()

    return _CODEPOINT.sub(character, text)


def normalised(text: str, tokens: Sequence[Token]) -> str:
    """Return a text with one blank for each stretch of space and comments; as it is where that may change its meaning.

    Only the text's own spacing is shortened, none is put in. What is a comment, and what a string, must be the same in
    all `readings`: so no IRI that may be an operator and more (`may_be_operator`) holds a ``#`` or a quote. ``()`` and
    ``[]`` are tokens of the grammar, in which there may be space but no comment.

    >>> text = "ASK  { # nothing"
    >>> normalised(text, list(tokenize(text)))
    'ASK {'
    """
    parts: list[str] = []
    end = 0
    for token in tokens:
        if token.kind in {"open", "bad"} or (may_be_operator(token) and ("#" in token.text or "'" in token.text)):
            return text
        if token.start > end and parts:
            if token.text == _EMPTY.get(parts[-1]) and "#" in text[end : token.start]:
                return text
            parts.append(" ")
        parts.append(token.text)
        end = token.end
    return "".join(parts)


def may_be_operator(token: Token) -> bool:
    """Tell whether an IRI has another reading, in which its ``<`` compares what follows.

    >>> may_be_operator(Token("iri", "<?b>", 0)), may_be_operator(Token("iri", "<http://example.org/>", 0))
    (True, False)
    """
    return token.kind == "iri" and not PLAIN_IRI.match(token.text)


def line_and_column(text: str, index: int) -> tuple[int, int]:
    r"""Return the 1-based line and column (in characters) of an index of the text.

    >>> line_and_column("ASK {\n  ?s", 8)
    (2, 3)
    """
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def unclosed(tokens: list[Token]) -> list[Token]:
    """Return the brackets that are opened and never closed, outermost first; a closer that fits none is passed over."""
    stack: list[Token] = []
    for token in tokens:
        if token.is_mark(*_OPENERS):
            stack.append(token)
        elif token.is_mark(*_CLOSERS) and stack and _OPENERS[stack[-1].text] == token.text:
            stack.pop()
    return stack
