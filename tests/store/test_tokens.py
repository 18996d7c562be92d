"""SPARQL's tokens."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from jakgraph.store.tokens import Token, decode_codepoints, line_and_column, normalised, readings, tokenize, unclosed


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<http://a/b#c>", [("iri", "<http://a/b#c>")]),
        ("<http://a/\\u00e9>", [("iri", "<http://a/\\u00e9>")]),
        ("?a<?b", [("variable", "?a"), ("mark", "<"), ("variable", "?b")]),
        ("?a<=?b", [("variable", "?a"), ("mark", "<="), ("variable", "?b")]),
        ('"a # b" # c', [("string", '"a # b"')]),
        ("'it\\'s'", [("string", "'it\\'s'")]),
        ('"""two\n"lines" """', [("string", '"""two\n"lines" """')]),
        ('""', [("string", '""')]),
        ('"a"@en-GB', [("string", '"a"'), ("language", "@en-GB")]),
        ('"a"^^xsd:date', [("string", '"a"'), ("mark", "^^"), ("name", "xsd:date")]),
        ("jg:a.b.", [("name", "jg:a.b"), ("mark", ".")]),
        ("a.b:c", [("name", "a.b:c")]),
        (":x", [("name", ":x")]),
        ("jgr:drug\\/x%20y", [("name", "jgr:drug\\/x%20y")]),
        ("_:b1.", [("blank", "_:b1"), ("mark", ".")]),
        ("1.5e3 .5 4.", [("number", "1.5e3"), ("number", ".5"), ("number", "4"), ("mark", ".")]),
        ("$x ?é", [("variable", "$x"), ("variable", "?é")]),
        ("a&&b||!c", [("word", "a"), ("mark", "&&"), ("word", "b"), ("mark", "||"), ("mark", "!"), ("word", "c")]),
        ("\u00a0\u201c", [("bad", "\u00a0"), ("bad", "\u201c")]),
    ],
)
def test_tokens_follow_the_specifications_classes(text: str, expected: list[tuple[str, str]]) -> None:
    """Each text falls into the tokens that SPARQL 1.1 section 19.8 gives it."""
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"abc }\n?x', [("open", '"abc }'), ("variable", "?x")]),
        ("'abc", [("open", "'abc")]),
        ('"""a\nb', [("open", '"""a\nb')]),
    ],
)
def test_a_string_without_its_end_is_a_token_of_its_own(text: str, expected: list[tuple[str, str]]) -> None:
    """A short string that is not closed ends with its line, a long one with the text."""
    assert kinds(text) == expected


@given(st.text(alphabet="ab:.<>?\"'#\\ \n{}()u0041_-1@^", max_size=40) | st.text(max_size=40))
def test_tokens_are_pieces_of_the_text_in_order(text: str) -> None:
    """Whatever the text, tokens lie where they say, in order, and nothing but space and comments lies between."""
    position = 0
    for token in tokenize(text):
        between = text[position : token.start]
        assert between.strip(" \t\r\n") == "" or between.lstrip(" \t\r\n").startswith("#")
        assert text[token.start : token.end] == token.text
        position = token.end


@given(st.text(alphabet="ab:.<>?\"'# \n{}()", max_size=40))
def test_readings_include_the_plain_one(text: str) -> None:
    """Every token of the specification's reading is among those of all readings."""
    assert set(tokenize(text)) <= set(readings(text))


def test_readings_follow_the_less_than_sign_too() -> None:
    """What looks like an IRI after an operand is also read as an operator and what follows it."""
    assert Token("variable", "?b", 3) in set(readings("?a<?b>"))


def test_codepoint_escapes_are_decoded_and_impossible_ones_kept() -> None:
    """Both lengths of escape are decoded; a number beyond Unicode stays as written."""
    assert decode_codepoints(r"\u0041\U00000042 \UFFFFFFFF \u12") == r"AB \UFFFFFFFF \u12"


def test_line_and_column_count_characters_from_one() -> None:
    """Lines end at line feeds; columns count characters, not bytes."""
    assert line_and_column("é😀x\ny", 2) == (1, 3)
    assert line_and_column("é😀x\ny", 4) == (2, 1)


def test_unclosed_brackets_are_found_outermost_first() -> None:
    """A closer that fits no opener is passed over."""
    assert [token.text for token in unclosed(list(tokenize("{ ( [ ] } ] {")))] == ["{", "(", "{"]


def normal(text: str) -> str:
    return normalised(text, list(tokenize(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  ASK {\n\t?s ?p 'a  # b' # said\n } # end", "ASK { ?s ?p 'a  # b' }"),
        ("ASK{?s?p?o}", "ASK{?s?p?o}"),
        ("ASK { ?s <http://e/#a>\r\n?o }", "ASK { ?s <http://e/#a> ?o }"),
        ("ASK { FILTER(1.e5 > 1 . e5) }", "ASK { FILTER(1.e5 > 1 . e5) }"),
    ],
)
def test_space_and_comments_are_made_one_blank(text: str, expected: str) -> None:
    """No blank is put in, none is taken away between two tokens; what stands in strings and IRIs is left alone."""
    assert normal(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER(?a<?b#>\n  || true) }",
        "ASK { FILTER(?a<?b&&'c>d # e'=?f)  }",
        "ASK { ?s ?p <#a>  }",
        "ASK { ( # nothing\n ) ?p  ?o }",
        "ASK { [ # nothing\n ] ?p  ?o }",
        "ASK  { 'open  ",
        "ASK  { ?s ?p \x00 }",
    ],
)
def test_a_text_of_which_a_comment_may_be_read_otherwise_is_left_alone(text: str) -> None:
    """Pyoxigraph may read an operator and a string where the specification reads an IRI; no comment stands in ()."""
    assert normal(text) == text


@given(st.text(alphabet="aé1.:<>#?'\" \n\\{}", max_size=40))
def test_shortening_space_changes_no_token(text: str) -> None:
    """The shortened text has the same tokens, and is its own short form."""
    short = normal(text)
    assert kinds(short) == kinds(text)
    assert normal(short) == short


gaps = st.sampled_from(["", "", "", " ", "  ", "# it's\n"])
operands = st.sampled_from(["?a", "1", "'x>y  # z'", "'<# '", '"it\'s > # 1"', "e:a", "<http://e/#a>", "CONCAT()"])
comparisons = st.tuples(operands, gaps, st.sampled_from("<>="), gaps, operands).map("".join)
conditions = st.lists(st.tuples(gaps, comparisons, gaps).map("".join), min_size=1, max_size=4).map("&&".join)


def outcome(condition: str) -> bool | str:
    """Return what pyoxigraph makes of a condition: whether it holds, or that it cannot be read."""
    text = f"PREFIX e: <http://e/> ASK {{ VALUES ?a {{ 'x>y  # z' 1 2 }} FILTER({condition}) }}"
    try:
        return bool(Store().query(text))
    except SyntaxError:
        return "a mistake"


@settings(max_examples=500, deadline=None)
@example("?a<?a||'x>y # z'=?a||'b>c # z'!=?a")
@given(conditions)
def test_the_engine_reads_the_short_form_as_the_text(condition: str) -> None:
    """Whatever pyoxigraph takes for an operator, a string or a comment: texts of one normal form are one query."""
    assert outcome(normal(condition)) == outcome(condition)
