"""Which property each table column becomes. Every column of the model has one entry; a test proves it.

Names follow the columns (``ci_low`` -> ``jg:ciLow``); plural columns become singular properties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib.namespace import DCTERMS, FOAF, PROV, RDFS, SKOS

from jakgraph.model import (
    Autoantibody,
    Case,
    Claim,
    Contrast,
    ImmuneComplexDeposit,
    Prefix,
    PrimaryOutcome,
    RetiredIdentifier,
    Source,
)
from jakgraph.namespaces import JG

if TYPE_CHECKING:
    from rdflib import URIRef

    from jakgraph.model import Row

_SINGULAR = {
    "adverse_events": "reportedAdverseEvent",
    "antigen_proteins": "antigenProtein",
    "associations": "reportedAssociation",
    "cells": "cell",
    "components": "component",
    "concomitant_therapies": "concomitantTherapy",
    "conditions": "condition",
    "countries": "numberOfCountries",
    "criteria": "criterion",
    "diseases": "disease",
    "dose_units": "doseUnit",
    "doses": "dose",
    "drugs": "drug",
    "kinases": "kinase",
    "manifestations": "manifestation",
    "members": "member",
    "parents": "broaderDisease",
    "pathways": "pathway",
    "patients": "numberOfPatients",
    "prior_therapies": "priorTherapy",
    "proteins": "protein",
    "publications": "publication",
    "reported_manifestations": "reportedManifestation",
    "routes": "route",
    "sites": "numberOfSites",
    "stats": "stat",
    "subunits": "subunit",
    "unverified_columns": "unverifiedColumn",
    "wider_terms": "widerTerm",
}

_STANDARD = {
    "label": RDFS.label,
    "synonyms": SKOS.altLabel,
    "definition": SKOS.definition,
    "notes": SKOS.editorialNote,
    "homepage": FOAF.homepage,
}

_BY_TYPE: dict[type[Row], dict[str, URIRef]] = {
    Claim: {"source": PROV.hadPrimarySource},
    Autoantibody: {"manifestation": JG.positivity},
    Case: {"design": JG.caseDesign},
    Contrast: {"verdict": JG.significance},
    ImmuneComplexDeposit: {"components": JG.deposited},
    PrimaryOutcome: {"verdict": JG.primaryVerdict},
    Source: {"identifier": RDFS.seeAlso, "url": FOAF.page, "year": DCTERMS.issued, "licence": DCTERMS.license,
             "part_of": DCTERMS.isPartOf},
    Prefix: {"source": DCTERMS.source, "name": RDFS.label, "licence": JG.licenceText},
    RetiredIdentifier: {"replaced_by": DCTERMS.isReplacedBy},
}  # fmt: skip


def property_of(row_type: type[Row], column: str) -> URIRef:
    """Return the property that a column of a table becomes.

    >>> from jakgraph.model import ArmResult, Contrast
    >>> property_of(Contrast, "ci_low").fragment, property_of(ArmResult, "source").fragment
    ('ciLow', 'hadPrimarySource')
    """
    for base in row_type.__mro__:
        if column in _BY_TYPE.get(base, {}):
            return _BY_TYPE[base][column]
    if column in _STANDARD:
        return _STANDARD[column]
    if column == "source":
        return DCTERMS.source
    return JG[_SINGULAR.get(column) or camel_case(column)]


def camel_case(column: str) -> str:
    """Return a column name as a property name.

    >>> camel_case("value_nm"), camel_case("label")
    ('valueNm', 'label')
    """
    first, *rest = column.split("_")
    return first + "".join(part.capitalize() for part in rest)


def text_property(figure_property: URIRef) -> URIRef:
    """Return the property that keeps a figure's digits as its source prints them (``jg:estimateText``)."""
    return JG[f"{figure_property.removeprefix(str(JG))}Text"]


BOUND_SUFFIX = {"below": "Below", "at-most": "AtMost", "above": "Above", "at-least": "AtLeast"}
"""How a figure given only as a bound is named: ``<0.001`` is ``jg:pValueBelow``, never ``jg:pValue``."""

BOUND_SIGN = {"below": "<", "at-most": "≤", "above": ">", "at-least": "≥"}
"""How a bound is written before its digits."""

RELATION_COLUMNS = {"p_value": "p_relation", "value_nm": "relation"}
"""Figure columns that are read together with a relation column."""
