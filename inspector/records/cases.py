"""A case: one search kept with what should have come, what was seen, and the evidence to show it again.

Invariant: a case is complete in itself. Neither the index nor the model is needed to show one, and its file says the
same as the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from inspector.contract import Contract
from inspector.records.documents import MetadataValue, Where
from inspector.records.results import Fusion, Retriever
from inspector.records.seen import Seen


class Part(StrEnum):
    """What can be left out of a case before it is shared."""

    TEXTS = "texts"
    METADATA = "metadata"


@dataclass(frozen=True, slots=True)
class CaseRequest:
    """What was asked.

    Attributes:
        query: As typed.
        k: Length of each list, >= 1.
        where: The filter.
        retriever: Whose list the expected documents should be in.
        weight: Share of the embedding in the hybrid list, 0 to 1.
        fusion: How the hybrid list is made.
        exact: Search all vectors even where the index has an ANN structure.
        like: Id of the document whose stored vector was the query; empty where it was none.
        given: Whether the query was given as a vector, so that no model made it.
    """

    query: str
    k: int = 10
    where: Where = ()
    retriever: Retriever = Retriever.EMBEDDING
    weight: float = 0.5
    fusion: Fusion = Fusion.RRF
    exact: bool = False
    like: str = ""
    given: bool = False


@dataclass(frozen=True, slots=True)
class Expectation:
    """What should come.

    Attributes:
        ids: Documents, or parents of which any chunk counts, that must all be in the list; empty where nothing was
            expected.
        within: How far up they must be, 1 to k; None = anywhere within k.
    """

    ids: tuple[str, ...] = ()
    within: int | None = None


@dataclass(frozen=True, slots=True)
class CaseIndex:
    """Which index answered.

    Attributes:
        name: As people know it.
        spec: What opens it again: a folder, or SCHEME:LOCATION; empty for the sample, and where it was left out.
        fingerprint: Of its content.
        count: Number of documents.
        sample: How many of them keyword search looks at; None where it looks at all.
        has_ann: Whether an ANN structure was asked.
        contract: What made its vectors.
    """

    name: str
    spec: str
    fingerprint: str
    count: int
    sample: int | None
    has_ann: bool
    contract: Contract


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document of the case.

    Attributes:
        id: Its id.
        title: Its title; empty where it has none, or where texts were left out.
        text: Its text, at most the first 8,000 code points; empty where texts were left out.
        text_sha256: SHA-256 of the whole text, by which a change is seen.
        cut: Whether the text goes on behind what is kept.
        metadata: Its other keys; empty where metadata was left out.
        parent: Id of the whole it is a chunk of; None for a document of its own.
        position: Place of the chunk in its parent, from 0.
        vector: Its stored vector: float32, little-endian, base64, `dim` values; empty where it is not kept.
    """

    id: str
    title: str
    text: str
    text_sha256: str
    cut: bool = False
    metadata: Mapping[str, MetadataValue] = field(default_factory=dict)
    parent: str | None = None
    position: int | None = None
    vector: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The evidence: the documents of the lists and those expected, and the query's vector.

    Attributes:
        dim: Length of each vector.
        query_vector: As a document's; empty where there is none.
        documents: Each once.
    """

    dim: int
    query_vector: str
    documents: tuple[KeptDocument, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One search, kept.

    Attributes:
        id: Its permalink: lower case, digits and hyphens; says nothing about the content that could change.
        created_at: ISO 8601 time in UTC.
        tool: Version of the tool that made it.
        title: A few words for a list of cases.
        note: What its author adds; may be empty.
        request: What was asked.
        expectation: What should come.
        index: Which index answered.
        seen: What was seen.
        kept: The evidence.
        left_out: What was taken out of it before it was shared.
        sha256: Of request, expectation, index, seen and evidence, as its file says; empty while it was in no file.
        edited: Whether these differ from what `sha256` was made of: somebody changed the file by hand.
    """

    id: str
    created_at: str
    tool: str
    title: str
    note: str
    request: CaseRequest
    expectation: Expectation
    index: CaseIndex
    seen: Seen
    kept: Kept
    left_out: tuple[Part, ...] = ()
    sha256: str = ""
    edited: bool = False

    @property
    def within(self) -> int:
        """How many places the expected documents may be in."""
        return self.expectation.within or self.request.k

    def document(self, document_id: str) -> KeptDocument | None:
        """Give a document of the case, or None."""
        return next((each for each in self.kept.documents if each.id == document_id), None)
