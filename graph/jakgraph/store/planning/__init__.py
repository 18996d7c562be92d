"""Plans the order in which a query's patterns are looked up, by what the data holds, and writes it into the query.

The engine orders patterns without statistics and evaluates an OPTIONAL of several patterns in whole before it joins.
Its keyword LATERAL evaluates what follows for each solution so far, in the order that is written; so a plan is a query.
"""
