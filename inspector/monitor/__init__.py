"""Drift: two sets of documents or of queries compared. Is it different, in what, and what does it do to search?

`documents` compares two indexes or two parts of one, `queries` two lists; `sentence` says the result, `saved` keeps it.
"""
