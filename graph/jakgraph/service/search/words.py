"""Names and questions as words that can be compared: case, accents, Greek letters, numerals, slips. Pure."""

from __future__ import annotations

import re
import unicodedata

NUMERALS = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
"""Trials, phases and interferon types are numbered either way; only a word by itself is a numeral."""
_WORD = re.compile(r"[^\W_]+")
_WEB = re.compile(r"https?://[^/]+/", re.IGNORECASE)


def fold(text: str) -> str:
    """Return a text without case, accents and compatibility forms, Greek letters spelled out.

    >>> fold("Sjögren, TGF-\N{GREEK SMALL LETTER BETA}")
    'sjogren, tgf-beta'
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(_spelled(letter) for letter in plain if not unicodedata.combining(letter)).casefold()


def _spelled(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return name.rpartition(" ")[2].replace("LAMDA", "LAMBDA") if name.startswith("GREEK SMALL LETTER") else letter


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared.

    >>> words_of("SLE-BRAVE-II"), words_of("SLE brave 2")
    (('sle', 'brave', '2'), ('sle', 'brave', '2'))
    """
    return tuple(NUMERALS.get(word, word) for word in _WORD.findall(fold(text)))


def squash(text: str) -> str:
    """Return the words of a text in one piece, so that hyphens and blanks do not count.

    >>> squash("anti-dsDNA") == squash("anti dsDNA"), squash("CHEBI:95341")
    (True, 'chebi95341')
    """
    return "".join(words_of(text))


def keys_of(text: str) -> tuple[str, ...]:
    """Return what a text may be known by as a whole: all of it; past its prefix or host; past its last slash.

    >>> keys_of("https://doi.org/10.1016/S0140-6736(22)02607-1")[1:]
    ('101016s0140673622026071', 's0140673622026071')
    >>> keys_of("clinicaltrials:NCT03616912")
    ('clinicaltrialsnct03616912', 'nct03616912')
    """
    local = _WEB.sub("", text.strip(), count=1)
    if local == text.strip() and ":" in text:
        local = text.split(":", 1)[1]
    ends = (text, local, local.rstrip("/#").rpartition("#")[2].rpartition("/")[2])
    return tuple(dict.fromkeys(key for key in map(squash, ends) if key))


def slips_allowed(word: str) -> int:
    """Return how many letters of a word may be wrong, missing, doubled or changed about.

    None in short words, nor in numbers and codes: with one digit changed they name something else.
    """
    return 0 if len(word) < 4 or not word.isalpha() else 1 if len(word) < 8 else 2


def slips_between(word: str, name: str, most: int) -> int:
    """Return how many slips lead from the beginning of a name to a word; more than ``most`` may come back as any more.

    A slip is a letter too many, missing, other, or two neighbours changed about (optimal string alignment).

    >>> slips_between("barcitinib", "baricitinib", 2), slips_between("tofaictinib", "tofacitinib", 2)
    (1, 1)
    >>> slips_between("barc", "baricitinib", 1)
    1
    """
    two_before: list[int] = []
    before = list(range(len(name) + 1))
    for row, letter in enumerate(word, 1):
        now = [row]
        for column, other in enumerate(name, 1):
            best = min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == name[column - 2] and word[row - 2] == other:
                best = min(best, two_before[column - 2] + 1)
            now.append(best)
        if min(now) > most + 1:
            return most + 1
        two_before, before = before, now
    return min(before)
