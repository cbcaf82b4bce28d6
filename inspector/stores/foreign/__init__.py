"""Readers of files made by other programs: FAISS, LangChain folders, numpy, Parquet and Arrow.

Invariant: a damaged or hostile file ends in a `StoreError`, never in another exception, and nothing a file says is ever
run. They are meant to run inside a child process with bounds on time and memory: native code parses some of the files.
"""
