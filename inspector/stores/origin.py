"""Where a working copy of an index made elsewhere comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """What a working copy was taken from. It is part of the fingerprint where that is a database.

    Attributes:
        spec: What was opened, as a person writes it; it holds no secret.
        decoded: Whether the vectors are what compressed codes keep of the original ones.
        whole: Whether the copy holds every document; else it is a sample.
        population: Number of documents at the source when the copy was taken.
        engine: Kind and version of the database; empty for files.
        version: What the database said about schema and changes.
        structure: ANN structure of the database with its settings; empty where it has none.
    """

    spec: str
    decoded: bool = False
    whole: bool = True
    population: int = 0
    engine: str = ""
    version: str = ""
    structure: str = ""
