"""What the page about a thing tells search engines, in the words of schema.org. Pure; knows no page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.namespaces import JG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jakgraph.service.entities.reading import Thing

CONTEXT = "https://schema.org"
MOST_VALUES = 20
_TYPES = {
    "drug": "Drug",
    "trial": "MedicalTrial",
    "disease": "MedicalCondition",
    "manifestation": "MedicalSignOrSymptom",
    "protein": "Protein",
    "source": "CreativeWork",
}
_CLAIM, _OTHER = "Claim", "Thing"
_PROPERTIES = {
    f"{PREFIXES['skos']}altLabel": "alternateName",
    f"{PREFIXES['skos']}exactMatch": "sameAs",
    f"{PREFIXES['skos']}definition": "description",
    f"{PREFIXES['dcterms']}identifier": "identifier",
    f"{PREFIXES['dcterms']}issued": "datePublished",
    f"{PREFIXES['foaf']}page": "url",
    f"{PREFIXES['prov']}hadPrimarySource": "isBasedOn",
    str(JG.registryNumber): "identifier",
    str(JG.condition): "healthCondition",
    str(JG.sponsor): "sponsor",
}
_FOR = {
    "url": frozenset({"CreativeWork"}),
    "datePublished": frozenset({"CreativeWork"}),
    "isBasedOn": frozenset({_CLAIM}),
    "healthCondition": frozenset({"MedicalTrial"}),
    "sponsor": frozenset({"MedicalTrial"}),
}
"""Properties that not everything may have, with the types that may."""


def markup_of(thing: Thing) -> Mapping[str, object]:
    """Return a thing as schema.org describes it, by its own IRI: what the graph states of it, and nothing else."""
    kind = _CLAIM if thing.is_claim else _TYPES.get(thing.kind, _OTHER)
    found: dict[str, list[object]] = {}
    for iri, name in _PROPERTIES.items():
        if kind in _FOR.get(name, (kind,)):
            values = thing.values(iri)[:MOST_VALUES]
            found.setdefault(name, []).extend(_value(name, value.value, is_iri=value.kind == "iri") for value in values)
    stated = {name: values[0] if len(values) == 1 else values for name, values in found.items() if values}
    return {"@context": CONTEXT, "@type": kind, "@id": thing.iri, "name": thing.label, **stated}


def _value(name: str, text: str, *, is_iri: bool) -> object:
    if name == "sponsor":
        return {"@type": "Organization", "name": text}
    return {"@id": text} if is_iri and name not in ("sameAs", "url") else text
