"""Two indexes over the same queries, in ranking space: what each query would show instead, and which change did it.

Invariant: each index answers with its own model, prompt and production path; no number is read off a picture.
"""
