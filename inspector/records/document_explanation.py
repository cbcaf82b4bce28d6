"""Everything an explanation says about one document for one query."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.records.location import LocationMatrix
from inspector.records.passages import Answering, FieldSpan, Sentence


@dataclass(frozen=True, slots=True)
class DocumentReach:
    """How far a document was read.

    Attributes:
        read_end: Where the model stops reading, in code points of the embedded text; its length where nothing is cut.
        tokens: Tokens of the whole text, special tokens and prompt included.
        tokens_read: How many of them are read.
        unread_characters: Share of the text's code points that were never read, in [0, 1].
        unread_tokens: Share of the text's own tokens that were never read, in [0, 1].
    """

    read_end: int
    tokens: int
    tokens_read: int
    unread_characters: float
    unread_tokens: float


@dataclass(frozen=True, slots=True)
class DocumentExplanation:
    """What a document does for a query. Spans are in code points of `text`; `in_fields` maps them to its fields.

    Attributes:
        query: The query.
        text: The document's embedded text.
        fields: Where its fields stand in the text.
        similarity: Cosine similarity of query and document, embedded now, in [-1, 1].
        stored_similarity: That of the vector in the index; NaN where it was not given. The two differ where the index
            holds another text's or another model's vector: then the effects are not those of what was searched.
        reach: How far the document was read.
        matrix: Where the similarity lies; None where that cannot be said.
        matrix_refusal: Why there is no matrix, as a sentence; empty where there is one.
        sentences: All sentences in order, the unread ones too.
        effects_refusal: Why sentences have no removal effect, as a sentence; empty where they have, or are still to be
            measured.
        sentences_tried: How many sentences were hidden, one at a time; the others that were read have none measured.
        noise_floor: Effects whose absolute value is below it are "no measurable effect", >= 0; NaN before it is
            measured.
        answering_read: The passage closest to the query in the part that was read; None before it is looked for.
        answering_unread: The same for the part that was not read.
        trouble: What went wrong on the way, a sentence each; what it names is missing, all else stands.
        complete: Whether nothing is left to be measured.
    """

    query: str
    text: str
    fields: tuple[FieldSpan, ...]
    similarity: float
    stored_similarity: float
    reach: DocumentReach
    matrix: LocationMatrix | None
    matrix_refusal: str
    sentences: tuple[Sentence, ...]
    effects_refusal: str = ""
    sentences_tried: int = 0
    noise_floor: float = float("nan")
    answering_read: Answering | None = None
    answering_unread: Answering | None = None
    trouble: tuple[str, ...] = ()
    complete: bool = False
