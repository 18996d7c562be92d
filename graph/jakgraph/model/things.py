"""Things that claims are about, except trials: drugs, proteins, cytokines, receptors, pathways, diseases, measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from jakgraph.model.columns import Figure, Kind, column, concept, figure, key, reference, text
from jakgraph.model.rows import Entity


@dataclass(frozen=True, kw_only=True)
class Drug(Entity):
    """A medicine or a drug candidate."""

    table: ClassVar[str] = "drugs"
    iri_kind: ClassVar[str] = "drug"
    key_column: ClassVar[str] = "drug_id"
    unique: ClassVar[tuple[str, ...]] = ("label",)

    drug_id: str = key("international non-proprietary name in lower case")
    label: str = text("name", required=True)
    synonyms: tuple[str, ...] = text("other names, codes and brand names", many=True)
    drug_class: str = concept("drug-class", "class of medicine", required=True)
    modality: str | None = concept("modality", "small molecule, antibody …")
    binding_mode: str | None = concept("binding-mode", "where a JAK inhibitor binds")
    selectivity_claim: str | None = text("selectivity as its makers or reviewers word it")
    routes: tuple[str, ...] = concept("route", "routes of administration", many=True)
    originator: str | None = text("company or institute that brought it forward")
    first_approval_year: str | None = column(Kind.PARTIAL_DATE, "year of the first approval anywhere")


@dataclass(frozen=True, kw_only=True)
class Protein(Entity):
    """A human protein: JAK isoform, STAT, cytokine, receptor subunit, regulator."""

    table: ClassVar[str] = "proteins"
    iri_kind: ClassVar[str] = "protein"
    key_column: ClassVar[str] = "protein_id"
    unique: ClassVar[tuple[str, ...]] = ("gene_symbol",)

    protein_id: str = key("gene symbol in lower case")
    label: str = text("name", required=True)
    gene_symbol: str = text("HGNC symbol", required=True)
    protein_kind: str = concept("protein-kind", "role in signalling", required=True)


@dataclass(frozen=True, kw_only=True)
class Cytokine(Entity):
    """A signalling molecule as papers name it: one protein, a dimer, or a family such as interferon alpha."""

    table: ClassVar[str] = "cytokines"
    iri_kind: ClassVar[str] = "cytokine"
    key_column: ClassVar[str] = "cytokine_id"

    cytokine_id: str = key("slug of the name")
    label: str = text("name", required=True)
    synonyms: tuple[str, ...] = text("other names", many=True)
    cytokine_family: str | None = concept("cytokine-family", "family by receptor use")
    proteins: tuple[str, ...] = reference("proteins", "proteins that make it up, or its family members", many=True)


@dataclass(frozen=True, kw_only=True)
class Receptor(Entity):
    """A receptor complex of one or more subunits."""

    table: ClassVar[str] = "receptors"
    iri_kind: ClassVar[str] = "receptor"
    key_column: ClassVar[str] = "receptor_id"

    receptor_id: str = key("slug of the subunits")
    label: str = text("name", required=True)
    subunits: tuple[str, ...] = reference("proteins", "its subunits", required=True, many=True)


@dataclass(frozen=True, kw_only=True)
class Pathway(Entity):
    """A pathway as pathway databases draw it, or a process as the Gene Ontology names it."""

    table: ClassVar[str] = "pathways"
    iri_kind: ClassVar[str] = "pathway"
    key_column: ClassVar[str] = "pathway_id"

    pathway_id: str = key("slug of the name")
    label: str = text("name", required=True)
    members: tuple[str, ...] = reference("proteins", "proteins that take part", many=True)


@dataclass(frozen=True, kw_only=True)
class Disease(Entity):
    """A disease, form of a disease or group of diseases."""

    table: ClassVar[str] = "diseases"
    iri_kind: ClassVar[str] = "disease"
    key_column: ClassVar[str] = "disease_id"
    unique: ClassVar[tuple[str, ...]] = ("label",)

    disease_id: str = key("slug of the name")
    label: str = text("name", required=True)
    synonyms: tuple[str, ...] = text("other names", many=True)
    parents: tuple[str, ...] = reference("diseases", "wider diseases", many=True)


@dataclass(frozen=True, kw_only=True)
class Manifestation(Entity):
    """A sign, laboratory finding or organ involvement of lupus."""

    table: ClassVar[str] = "manifestations"
    iri_kind: ClassVar[str] = "manifestation"
    key_column: ClassVar[str] = "manifestation_id"

    manifestation_id: str = key("slug of the name")
    label: str = text("name", required=True)
    organ_system: str = concept("organ-system", "organ system it belongs to", required=True)


@dataclass(frozen=True, kw_only=True)
class OutcomeMeasure(Entity):
    """An instrument or response definition that trials measure with."""

    table: ClassVar[str] = "outcome_measures"
    iri_kind: ClassVar[str] = "outcome-measure"
    key_column: ClassVar[str] = "outcome_measure_id"

    outcome_measure_id: str = key("slug of the abbreviation or name")
    label: str = text("name", required=True)
    abbreviation: str | None = text("usual abbreviation")
    measure_kind: str = concept("measure-kind", "kind of measure", required=True)
    definition: str | None = text("what it measures, in own words")
    components: tuple[str, ...] = reference("outcome_measures", "measures it is made of", many=True)
    scale_min: Figure = figure("lowest value")
    scale_max: Figure = figure("highest value")
    better_direction: str | None = concept("better-direction", "which way is better for the patient")


@dataclass(frozen=True, kw_only=True)
class AdverseEventTerm(Entity):
    """A kind of harm."""

    table: ClassVar[str] = "adverse_event_terms"
    iri_kind: ClassVar[str] = "adverse-event"
    key_column: ClassVar[str] = "adverse_event_term_id"

    adverse_event_term_id: str = key("slug of the name")
    label: str = text("name", required=True)
