"""Indexes as collections: one protocol, one row per kind of store."""
