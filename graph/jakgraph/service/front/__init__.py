"""The RSGI front: coroutines before the Flask app that answer queries and see clients that hang up. Knows no Flask."""
