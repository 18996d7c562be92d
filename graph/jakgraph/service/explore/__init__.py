"""The graph browser: its page, and what it asks the server for. Only for JAKgraph's own graph."""

from jakgraph.service.explore.blueprint import explore_blueprint

__all__ = ["explore_blueprint"]
