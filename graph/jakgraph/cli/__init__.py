"""The command line: puts the parts together, reads the environment, prints, and sets exit codes. Knows no SPARQL."""

from jakgraph.cli.group import main

__all__ = ["main"]
