"""From claims to plain facts for one viewer: see, accept, reveal, infer, dataset; and the cache of datasets.

Each step is a module with one function of its name, pure over what the step before it returned. Nothing is imported
here: a query that finds its dataset in the cache needs none of them.
"""
