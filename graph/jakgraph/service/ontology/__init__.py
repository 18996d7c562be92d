"""The ontology's reference: its terms as a page, its classes as a picture, itself in every RDF format."""

from jakgraph.service.ontology.blueprint import ontology_blueprint

__all__ = ["ontology_blueprint"]
