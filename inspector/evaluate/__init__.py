"""Evaluation that is not anecdote: query sets, judgements, runs, measures, and what their differences are worth.

Invariant: every number says on how many queries it rests, and a query without judgements is never counted as a failure.
"""
