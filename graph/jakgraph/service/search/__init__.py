"""Search: an index of what all things are called, read by a query through the engine; its page, and its JSON."""
