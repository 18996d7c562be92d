"""The graph browser: its page, and what it asks the server for. Of other data it draws results only."""

from jakgraph.service.explore.blueprint import explore_blueprint

__all__ = ["explore_blueprint"]
