"""How texts are compared."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from jakgraph.service.search.words import fold, slips_allowed, slips_between, squash, words_of

WORD = st.text("abcdefgh", min_size=4, max_size=12)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_folding_again_changes_nothing(text: str) -> None:
    """Folded is folded: index and question can be compared, whichever was folded more often."""
    assert fold(fold(text)) == fold(text)
    assert words_of(" ".join(words_of(text))) == words_of(text)


@settings(deadline=None)
@given(WORD, st.data())
def test_one_slip_is_one_slip(word: str, data: st.DataObject) -> None:
    """A letter left out, put in, or two changed about, is one slip at most."""
    place = data.draw(st.integers(0, len(word) - 2))
    missing = word[:place] + word[place + 1 :]
    doubled = word[: place + 1] + word[place:]
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    assert max(slips_between(other, word, 2) for other in (missing, doubled, swapped)) <= 1


@settings(deadline=None)
@given(WORD, WORD)
def test_slips_are_none_only_for_a_beginning(word: str, name: str) -> None:
    """No slip: the name begins with the word."""
    assert (slips_between(word, name, 3) == 0) == name.startswith(word)


def test_short_words_and_codes_have_no_slips() -> None:
    """In short words and in codes every sign counts: IL6 is not IL4."""
    assert [slips_allowed(word) for word in ("sle", "jak1", "nct03616912", "lupus", "upadacitinib")] == [0, 0, 0, 1, 2]


def test_hyphens_and_blanks_do_not_count() -> None:
    """The same name is written in one word, in two, or with a hyphen."""
    assert squash("IFN-alpha 2") == squash("ifnalpha II")
