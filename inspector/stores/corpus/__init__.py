"""Corpus files: documents with their metadata, from JSON Lines, CSV, TSV or Parquet."""
