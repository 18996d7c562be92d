"""One table row to triples, by its columns' kinds. Pure; knows no named graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rdflib import URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

from jakgraph.build.terms import (
    class_iri,
    concept_iri,
    date_literal,
    integer_literal,
    label_literal,
    number_literal,
    row_iri,
    text_literal,
)
from jakgraph.build.vocabulary import BOUND_SIGN, BOUND_SUFFIX, RELATION_COLUMNS, property_of, text_property
from jakgraph.model import NOT_REPORTED, ROW_TYPES, Arm, Kind, Number, Source, columns_of
from jakgraph.namespaces import JG, JGR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rdflib import Literal

    from jakgraph.build.terms import Triple
    from jakgraph.model import Column, Figure, Row

T = TypeVar("T")

_TYPE_OF_TABLE = {row_type.table: row_type for row_type in ROW_TYPES}
_ENGLISH = {RDFS.label, SKOS.definition}
_PAIRED = {(Arm, "doses"), (Arm, "dose_units")}
"""Columns that are read together with others of their row, not by themselves."""


def row_triples(row: Row, expansions: Mapping[str, str]) -> Iterator[Triple]:
    """Yield the triples of a row. ``expansions`` maps prefixes to what they stand for; KeyError for an unknown one."""
    row_type = type(row)
    subject = row_iri(row_type, row.key)
    yield subject, RDF.type, class_iri(row_type)
    for column in columns_of(row_type):
        if column.name == row_type.key_column or (row_type, column.name) in _PAIRED:
            continue
        predicate = property_of(row_type, column.name)
        for value in _values(row, column):
            if column.kind in (Kind.FIGURE, Kind.COUNT):
                yield from _figure_triples(subject, predicate, value, _relation(row, column))
            elif column.name not in RELATION_COLUMNS.values():
                yield subject, predicate, _term(predicate, column, value, expansions)
    if isinstance(row, Arm):
        yield from _treatments(row, subject)
    if isinstance(row, Source) and row.identifier:
        yield subject, DCTERMS.identifier, text_literal(row.identifier)


def _values(row: Row, column: Column) -> tuple[str | Figure, ...]:
    value = getattr(row, column.name)
    if column.many:
        return tuple(value)
    return () if value is None else (value,)


def _relation(row: Row, column: Column) -> str:
    relation_column = RELATION_COLUMNS.get(column.name)
    return (getattr(row, relation_column) or "equal") if relation_column else "equal"


def _term(predicate: URIRef, column: Column, value: str | Figure, expansions: Mapping[str, str]) -> URIRef | Literal:
    text = str(value)
    match column.kind:
        case Kind.CONCEPT:
            term: URIRef | Literal = concept_iri(column.target, text)
        case Kind.REFERENCE:
            term = row_iri(_TYPE_OF_TABLE[column.target], text)
        case Kind.ENTITY:
            term = JGR[text]
        case Kind.CURIE:
            prefix, _, local = text.partition(":")
            term = URIRef(expansions[prefix] + local)
        case Kind.URL:
            term = URIRef(text)
        case Kind.DATE | Kind.PARTIAL_DATE:
            term = date_literal(text)
        case Kind.INTEGER:
            term = integer_literal(int(text))
        case _:
            term = label_literal(text) if predicate in _ENGLISH else text_literal(text)
    return term


def _figure_triples(subject: URIRef, predicate: URIRef, value: str | Figure, relation: str) -> Iterator[Triple]:
    """Yield a figure's number and its digits as printed, or that the source does not report it."""
    if value is NOT_REPORTED:
        yield subject, JG.notReported, predicate
    elif isinstance(value, Number):
        named = predicate if relation == "equal" else JG[predicate.removeprefix(str(JG)) + BOUND_SUFFIX[relation]]
        yield subject, named, number_literal(value.value)
        yield subject, text_property(predicate), text_literal(BOUND_SIGN.get(relation, "") + value.text)


def _treatments(arm: Arm, subject: URIRef) -> Iterator[Triple]:
    """Yield a node per drug of an arm with its dose; an arm of one drug carries the dose itself as well."""
    for index, drug in enumerate(arm.drugs):
        treatment = JGR[f"treatment/{arm.key}-{drug}"]
        yield subject, JG.treatment, treatment
        yield treatment, RDF.type, JG.Treatment
        yield treatment, JG.drug, row_iri(_TYPE_OF_TABLE["drugs"], drug)
        dose, unit = _at(arm.doses, index), _at(arm.dose_units, index)
        words = " ".join([drug, *([dose.text] if isinstance(dose, Number) else []), unit or "", arm.frequency or ""])
        yield treatment, RDFS.label, label_literal(" ".join(words.split()))
        for holder in (treatment, subject) if len(arm.drugs) == 1 else (treatment,):
            yield from _dose_triples(holder, dose, unit)
        if arm.frequency:
            yield treatment, JG.frequency, text_literal(arm.frequency)
        if arm.route:
            yield treatment, JG.route, concept_iri("route", arm.route)


def _dose_triples(holder: URIRef, dose: Figure, unit: str | None) -> Iterator[Triple]:
    if dose is NOT_REPORTED:
        yield holder, JG.notReported, JG.dose
    elif isinstance(dose, Number):
        yield holder, JG.dose, number_literal(dose.value)
        yield holder, JG.doseText, text_literal(dose.text)
        if unit:
            yield holder, JG.doseUnit, text_literal(unit)


def _at(items: tuple[T, ...], index: int) -> T | None:
    return items[index] if index < len(items) else None
