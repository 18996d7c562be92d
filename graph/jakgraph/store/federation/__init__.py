"""SERVICE for the endpoints that an operator has listed: which clauses pass, who asks, what keeps everything else in.

The text's gate finds the clauses (`clauses`) and exchanges nothing but the name of each endpoint for an address of the
broker (`exchange`); an executor of its own sort, which can reach that one port and nothing else (`walls`), evaluates
the query (`evaluator`); the broker (`broker`, kept running by `keeper`) asks the endpoint (`asking`, `addresses`).
"""
