"""Curated rows to RDF: claims in one named graph per source, inferred shortcuts, a deterministic release."""

from jakgraph.build.release import MANIFEST_NAME, NQUADS_NAME, TRIG_NAME, Manifest, build_quads, build_release

__all__ = ["MANIFEST_NAME", "NQUADS_NAME", "TRIG_NAME", "Manifest", "build_quads", "build_release"]
