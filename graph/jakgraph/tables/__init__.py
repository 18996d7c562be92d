"""The curated tables: files in graph/tables/ to model rows. Knows nothing of RDF."""

from jakgraph.tables.collection import Tables
from jakgraph.tables.reader import read_table, read_tables

__all__ = ["Tables", "read_table", "read_tables"]
