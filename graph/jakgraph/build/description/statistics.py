"""The numbers of a dataset in VoID, as the HCLS profile asks for them: totals, partitions by class and property."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import URIRef
from rdflib.namespace import RDF, RDFS, VOID

from jakgraph.build.description.terms import SD, link, number, word_of

if TYPE_CHECKING:
    from jakgraph.build.census import Census
    from jakgraph.build.description.terms import Statements


def state_totals(statements: Statements, dataset: URIRef, census: Census) -> None:
    """State how many triples, subjects, objects, properties, classes, literals and graphs there are (HCLS 6.6.1)."""
    statements.say(
        dataset,
        (VOID.triples, number(census.triples)),
        (VOID.entities, number(census.typed_subjects)),
        (VOID.distinctSubjects, number(census.subjects)),
        (VOID.distinctObjects, number(census.objects)),
        (VOID.properties, number(len(census.properties))),
        (VOID.classes, number(len(census.class_members))),
    )
    counted = (
        ("classes", RDFS.Class, VOID.distinctSubjects, len(census.class_members)),
        ("literals", RDFS.Literal, VOID.distinctSubjects, census.literals),
        ("graphs", SD.Graph, VOID.entities, len(census.graphs)),
    )
    for name, class_, predicate, count in counted:
        partition = URIRef(f"{dataset}#{name}")
        statements.say(dataset, (VOID.classPartition, link(partition)))
        statements.say(partition, (VOID["class"], link(class_)), (predicate, number(count)))


def state_property_partitions(statements: Statements, dataset: URIRef, census: Census) -> None:
    """State, for each property, its triples and how many different subjects and objects they have (HCLS 6.6.2.1)."""
    for iri, count in census.properties.items():
        partition = URIRef(f"{dataset}#property-{word_of(iri)}")
        statements.say(dataset, (VOID.propertyPartition, link(partition)))
        statements.say(
            partition,
            (RDF.type, link(VOID.Dataset)),
            (VOID.property, link(iri)),
            (VOID.triples, number(count.triples)),
            (VOID.distinctSubjects, number(len(count.subjects))),
            (VOID.distinctObjects, number(len(count.objects))),
        )


def state_class_partitions(statements: Statements, dataset: URIRef, census: Census) -> None:
    """State, for each class, how many things it has, and which properties they have how often (HCLS 6.6.2.2)."""
    for class_, members in census.class_members.items():
        partition = URIRef(f"{dataset}#class-{word_of(class_)}")
        statements.say(dataset, (VOID.classPartition, link(partition)))
        statements.say(
            partition,
            (RDF.type, link(VOID.Dataset)),
            (VOID["class"], link(class_)),
            (VOID.entities, number(members)),
        )
        for iri, triples in census.class_properties[class_].items():
            inner = URIRef(f"{partition}--{word_of(iri)}")
            statements.say(partition, (VOID.propertyPartition, link(inner)))
            statements.say(inner, (VOID.property, link(iri)), (VOID.triples, number(triples)))
