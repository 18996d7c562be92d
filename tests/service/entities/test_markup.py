"""What pages tell search engines."""

from __future__ import annotations

from jakgraph.namespaces import JG, JGR, PREFIXES
from jakgraph.service.entities.markup import markup_of
from jakgraph.service.entities.reading import CLAIM, LABEL, TYPE, Statement, Thing
from jakgraph.service.terms import Term


def thing(kind: str, *statements: tuple[str, str, str]) -> Thing:
    """Return a thing with statements of property, kind of term and value."""
    return Thing(kind, "x", tuple(Statement(name, Term(term, value), "g") for name, term, value in statements))


def test_a_trial_is_what_schema_org_calls_one() -> None:
    """Its condition by IRI, its sponsor as an organisation, one value alone and several as a list."""
    condition = (str(JG.condition), "iri", f"{JGR}disease/sle")
    same = (f"{PREFIXES['skos']}exactMatch", "iri", "http://example.org/1")
    also = (f"{PREFIXES['skos']}exactMatch", "iri", "http://example.org/2")
    sponsor = (str(JG.sponsor), "literal", "Lilly")
    assert markup_of(thing("trial", (LABEL, "literal", "SLE-BRAVE-I"), condition, same, also, sponsor)) == {
        "@context": "https://schema.org",
        "@type": "MedicalTrial",
        "@id": f"{JGR}trial/x",
        "name": "SLE-BRAVE-I",
        "healthCondition": {"@id": f"{JGR}disease/sle"},
        "sameAs": ["http://example.org/1", "http://example.org/2"],
        "sponsor": {"@type": "Organization", "name": "Lilly"},
    }


def test_a_claim_rests_on_its_source() -> None:
    """It is called a claim, never a fact."""
    source = (f"{PREFIXES['prov']}hadPrimarySource", "iri", f"{JGR}source/paper")
    found = markup_of(thing("potency", (TYPE, "iri", CLAIM), source))
    assert (found["@type"], found["isBasedOn"]) == ("Claim", {"@id": f"{JGR}source/paper"})


def test_what_schema_org_has_no_word_for_is_a_thing() -> None:
    """A property that such a thing cannot have there is left out."""
    found = markup_of(thing("arm", (str(JG.sponsor), "literal", "Lilly")))
    assert found == {"@context": "https://schema.org", "@type": "Thing", "@id": f"{JGR}arm/x", "name": "x"}
