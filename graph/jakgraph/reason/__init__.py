"""Reasoning with HermiT: whether the ontology is consistent, and says what the rules of the build say."""

from jakgraph.reason.check import Reasoning, check_reasoning
from jakgraph.reason.hermit import Classification, Hermit
from jakgraph.reason.java import find_java

__all__ = ["Classification", "Hermit", "Reasoning", "check_reasoning", "find_java"]
