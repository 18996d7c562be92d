"""The HTTP service: a pure SPARQL protocol, a Flask app around it, and pages that need no script."""
