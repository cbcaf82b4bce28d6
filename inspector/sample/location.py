"""Where the sample data lies, beside the package."""

from __future__ import annotations

from pathlib import Path

NAME = "help-centre"
FOLDER = Path(__file__).resolve().parents[2] / "sample_data"
INDEX = FOLDER / NAME
ARTICLES = FOLDER / "articles.jsonl"
EARLIER = FOLDER / "earlier.jsonl"
STORIES = FOLDER / "stories.jsonl"
QUERIES = FOLDER / "queries.jsonl"
QRELS = FOLDER / "qrels.tsv"
FAMILIES = FOLDER / "families.json"


def copy_name(fault: str) -> str:
    """Give the name of the index that is the sample with a fault."""
    return f"{NAME}-{fault}"


def fault_of(index: str) -> str | None:
    """Give the fault that the index of that name shows: empty for the healthy sample, None for any other index."""
    if index == NAME:
        return ""
    return index.removeprefix(copy_name("")) if index.startswith(copy_name("")) else None
