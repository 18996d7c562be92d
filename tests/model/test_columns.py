from __future__ import annotations

from dataclasses import fields

import pytest

from jakgraph.model import ROW_TYPES, Kind, columns_of
from jakgraph.model.columns import NotReported


@pytest.mark.parametrize("row_type", ROW_TYPES, ids=lambda row_type: row_type.table)
def test_the_key_is_the_first_column(row_type):
    """Every table begins with its key, which is required."""
    first = columns_of(row_type)[0]
    assert (first.name, first.kind, first.required) == (row_type.key_column, Kind.SLUG, True)


@pytest.mark.parametrize("row_type", ROW_TYPES, ids=lambda row_type: row_type.table)
def test_every_field_but_the_line_is_a_column(row_type):
    """A row has no hidden content: each of its fields stands in the table."""
    assert {field.name for field in fields(row_type)} - {"line"} == {column.name for column in columns_of(row_type)}


@pytest.mark.parametrize("row_type", ROW_TYPES, ids=lambda row_type: row_type.table)
def test_references_name_tables_of_the_model(row_type):
    """A column refers to a table that exists, and every column says what it holds."""
    tables = {other.table for other in ROW_TYPES}
    for column in columns_of(row_type):
        assert column.doc
        assert column.kind is not Kind.REFERENCE or column.target in tables


def test_tables_and_kinds_are_named_once():
    """No two row types share a file or a kind of IRI."""
    assert len({row_type.table for row_type in ROW_TYPES}) == len(ROW_TYPES)
    kinds = [row_type.iri_kind for row_type in ROW_TYPES if row_type.iri_kind]
    assert len(set(kinds)) == len(kinds)


def test_no_list_of_words_shares_its_name_with_a_kind_of_row():
    """The IRI of a word and that of a row never begin alike: one address is one kind of thing, without exception."""
    lists = {column.target for row_type in ROW_TYPES for column in columns_of(row_type) if column.kind is Kind.CONCEPT}
    assert not lists & {row_type.iri_kind for row_type in ROW_TYPES}


def test_not_reported_is_not_falsy():
    """A figure that is not reported is a value of its own, so that no truth test takes it for blank or zero."""
    assert bool(NotReported.NOT_REPORTED)
    assert NotReported.NOT_REPORTED != 0
