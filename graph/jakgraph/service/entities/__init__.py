"""Pages about things, cards of claims, and what the IRIs of things answer. Only for JAKgraph's own graph."""

from jakgraph.service.entities.blueprint import entities_blueprint

__all__ = ["entities_blueprint"]
