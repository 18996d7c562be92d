"""The SPARQL 1.1 Protocol as pure functions: a request in, a query job or a reply out; knows no web framework."""
