"""Neighbor Inspector: a debugger for embedding search.

The package root holds the version and nothing else; every name is imported from the room it lives in.
"""

__version__ = "0.1.0"
