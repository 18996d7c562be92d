"""Mistakes in single characters, strings, IRIs and prefixes."""

from __future__ import annotations

import difflib
import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from jakgraph.store.mistakes.context import Mistake, Words
from jakgraph.store.tokens import Token

if TYPE_CHECKING:
    from jakgraph.store.mistakes.context import Rule

_CURLY = {"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"', "\u2018": "'", "\u2019": "'"}
_BARE_IRI = re.compile(r"(?:https?|ftp|urn|mailto):\S*", re.IGNORECASE)
_SPACED_IRI = re.compile(r"<[^<>\"{}\n]*\Z")


def open_string(mistake: Mistake) -> Words | None:
    """Recognise a string without its closing quote."""
    token = mistake.token
    if token is None or token.kind != "open":
        return None
    if token.text.startswith(('"""', "'''")):
        return Words("This string is never closed.", f"Close it with {token.text[:3]}.")
    quote = token.text[0]
    return Words(
        "This string is not closed on its line.", f"Close it with {quote}; a string over several lines has {quote * 3}."
    )


def strange_character(mistake: Mistake) -> Words | None:
    """Recognise characters that SPARQL has no use for where they stand."""
    token = mistake.token
    if token is None or token.kind != "bad":
        return None
    character = token.text
    if character in _CURLY:
        return Words(
            f"{character} is a typographic quotation mark.",
            f"Use the plain one: {_CURLY[character]}. Check all others.",
        )
    if character == "`":
        return Words("` is not part of SPARQL.", "Leave out the ``` lines around the query.")
    if character == "&":
        return Words("& alone has no meaning.", "Write && for 'and'.")
    if not character.isprintable() or character.isspace() or unicodedata.category(character) == "Cf":
        name = unicodedata.name(character, "control character")
        return Words(
            f"There is an invisible character here: U+{ord(character):04X} ({name.lower()}).",
            "Delete it, or replace it by a plain space.",
        )
    return Words(f"{character!r} is not part of SPARQL here.", "Is it meant to be inside a string or an IRI?")


def turtle_prefix(mistake: Mistake) -> Words | None:
    """Recognise prefixes declared as in Turtle: ``@prefix``, or with a dot at the end."""
    token = mistake.token
    if token is None:
        return None
    if token.kind == "language" and token.text.lower() in {"@prefix", "@base"}:
        return Words(
            f"{token.text} is Turtle.", f"In SPARQL: {token.text[1:].upper()} without @, and without a dot at its end."
        )
    declares = mistake.at(-3)
    if token.is_mark(".") and declares is not None and declares.is_word("PREFIX"):
        return Words("A PREFIX line has no dot at its end.", "Delete the dot.")
    before = mistake.at(-1)
    if token.kind == "word" and before is not None and before.is_word("PREFIX"):
        return Words("A prefix is declared with a colon after its name.", f"PREFIX {token.text}: <...>")
    return None


def bare_iri(mistake: Mistake) -> Words | None:
    """Recognise an IRI without its angle brackets."""
    token = mistake.token
    if token is None or token.kind != "name":
        return None
    match = _BARE_IRI.match(mistake.text, token.start)
    if match is None:
        return None
    iri = match.group().rstrip(".,;)}")
    return Words("An IRI stands in angle brackets.", f"<{iri}>", Token("name", iri, token.start))


def undeclared_prefix(mistake: Mistake) -> Words | None:
    """Recognise a prefix that is used and not declared, and offer its namespace where it is known."""
    token = mistake.token
    if token is None or token.kind != "name":
        return None
    prefix = token.text.partition(":")[0]
    declared = [after.text[:-1] for first, after in pairwise(mistake.before) if first.is_word("PREFIX")]
    if prefix in declared:
        return None
    message = f"The prefix {prefix}: is not declared."
    if prefix in mistake.prefixes:
        return Words(message, f"Add at the beginning: PREFIX {prefix}: <{mistake.prefixes[prefix]}>")
    if close := difflib.get_close_matches(prefix, [*declared, *mistake.prefixes], n=1):
        return Words(message, f"Did you mean {close[0]}: ?")
    return Words(message, f"Add at the beginning: PREFIX {prefix}: <...>")


def bad_iri(mistake: Mistake) -> Words | None:
    """Recognise IRIs with blanks, relative IRIs without a base, and others that are none."""
    token = mistake.token
    beginning = mistake.text[: token.start if token else len(mistake.text)]
    spaced = _SPACED_IRI.search(beginning)
    if spaced and token is not None and " " in spaced.group() and token.is_mark(">"):
        whole = Token("bad", spaced.group() + ">", spaced.start())
        return Words("There is a blank inside this IRI.", "Write it as %20, or close the IRI before it.", whole)
    if token is None or token.kind != "iri" or "IRI parsing failed" not in mistake.complaint:
        return None
    if ":" not in token.text:
        return Words(f"{token.text} is a relative IRI, and there is no BASE.", "Write the whole IRI, or use a prefix.")
    return Words(f"{token.text} is not a valid IRI.", "Check its spelling, above all after %.")


def slash_in_name(mistake: Mistake) -> Words | None:
    """Recognise a path inside a prefixed name: ``jgr:drug/baricitinib``."""
    token, before = mistake.token, mistake.at(-1)
    if token is None or before is None or not token.is_mark("/") or before.kind != "name" or before.end != token.start:
        return None
    return Words(
        "A prefixed name ends before a slash.",
        f"Write the whole IRI in angle brackets, or {before.text}\\/...",
        before,
    )


def foreign_comment(mistake: Mistake) -> Words | None:
    """Recognise ``//`` and ``--`` as comments."""
    token, after = mistake.token, mistake.at(1)
    if token is None or after is None or not token.is_mark("/", "-") or after.text != token.text:
        return None
    return (
        Words(f"{token.text * 2} does not begin a comment.", "A comment begins with #.")
        if (after.start == token.end)
        else None
    )


def single_caret(mistake: Mistake) -> Words | None:
    """Recognise a datatype with one caret, and a language tag without its language."""
    token, before = mistake.token, mistake.at(-1)
    if token is None or before is None or before.kind != "string":
        return None
    if token.is_mark("^"):
        return Words("A datatype follows two carets.", f"{before.text}^^xsd:date")
    return None


LETTER_RULES: tuple[Rule, ...] = (
    open_string,
    bad_iri,
    strange_character,
    turtle_prefix,
    bare_iri,
    undeclared_prefix,
    slash_in_name,
    foreign_comment,
    single_caret,
)
