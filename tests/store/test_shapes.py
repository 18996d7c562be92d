"""The shape of a query, and what is filled in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jakgraph.store.shapes import Form, mark, shape_of
from jakgraph.store.tokens import tokenize

PIECES = (
    "PREFIX ex: <http://e/>", "BASE <http://b/>", "SELECT", "*", "{", "}", "?s", "ex:p", "<http://e/a>", "<urn:b>",
    '"a"', "'b'", '"a # b"', "# note 'x' \"", "\n", " ", "12", "1.5", "1e5", "ex:12", "?v2", "-3", "<", ">", "&&", '"',
    "'", ".",
    '"x"@en', '"5"^^ex:int', "\\", '"""', "PREFIX", "base<http://c/>", "_:b1", "%", "<a b>", "\r",
)  # fmt: skip
"""Pieces of queries, among them those in which a constant is hard to tell from the rest."""


@pytest.mark.parametrize(
    ("text", "constants"),
    [
        ('ASK { <http://e/a> ?p "x", 5, 1.5 }', ("<http://e/a>", '"x"', "5", "1.5")),
        ("PREFIX ex: <http://e/> BASE <http://b/> ASK { ex:a1 ?p2 _:b3 }", ()),
        ("# 'a' <b> 1\nASK { ?s ?p 'c' } # \"d\"", ("'c'",)),
        ("ASK { ?s ?p '# no comment' }", ("'# no comment'",)),
    ],
)
def test_constants_are_iris_strings_and_numbers(text: str, constants: tuple[str, ...]) -> None:
    """What stands in comments and names, and what names mean, is no constant."""
    shape = shape_of(text)
    assert shape is not None
    assert shape.constants == constants


def test_queries_that_differ_in_constants_and_comments_share_a_shape() -> None:
    """The kind of a constant is of the shape, the constant is not; nor is a comment."""
    texts = ("ASK { ?s ?p 1 } # a", "ASK { ?s ?p 22 } #", "ASK { ?s ?p 'a' } #")
    one, two, other = (shape.key for text in texts if (shape := shape_of(text)))
    assert one == two != other


@pytest.mark.parametrize("text", ['ASK { ?s ?p "a \\" b" }', "ASK { ?s ?p '''a''' }", "ASK { ?s ?p \x01 }"])
def test_hard_texts_have_no_shape(text: str) -> None:
    """Where strings are hard to tell from what is between them, nothing is guessed."""
    assert shape_of(text) is None


def test_an_iri_that_may_be_an_operator_is_not_plain() -> None:
    """Whoever keeps what was found out by shape leaves such texts out."""
    shape = shape_of("ASK { ?s ?p ?o FILTER(?s <urn:a> ?o) }")
    assert shape is not None
    assert not shape.is_plain


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.lists(st.sampled_from(PIECES), max_size=14))
def test_texts_of_one_shape_have_the_same_tokens_but_for_constants(one: list[str], two: list[str]) -> None:
    """Whatever is written, what holds for one text of a shape holds for another."""
    texts = ["".join(one), "".join(two), "".join(piece if piece != '"a"' else '"zz"' for piece in one)]
    for text in texts:
        first, second = shape_of(texts[0]), shape_of(text)
        if first is None or second is None or first.key != second.key or mark(texts[0], first.constants) is None:
            continue
        assert mark(text, second.constants) is not None
        kinds = [[token.kind for token in tokenize(each)] for each in (texts[0], text)]
        assert kinds[0] == kinds[1]


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_what_is_marked_can_be_filled_in_again(pieces: list[str]) -> None:
    """A form filled in with a text's own constants has the text's tokens."""
    text = "".join(pieces)
    shape = shape_of(text)
    marked = mark(text, shape.constants) if shape else None
    if shape and marked:
        filled = Form.of(marked.text).filled(shape.constants)
        assert [token.text for token in tokenize(filled)] == [token.text for token in tokenize(text)]
