"""JAKgraph: JAK inhibitors in systemic lupus erythematosus as a knowledge graph and a SPARQL service."""

__version__ = "0.1.0"
