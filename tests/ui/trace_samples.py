"""Traces put together by hand: a rich one, one of a document that is there, one of an unknown id, an awkward one."""

from __future__ import annotations

import math
from dataclasses import replace

from inspector.records.documents import Document
from inspector.records.findings import Cause
from inspector.records.trace import (
    Number,
    Places,
    Remedy,
    RemedyKind,
    Stage,
    StageResult,
    StageStatus,
    Trace,
    TraceRequest,
)

PASS, FAIL, UNKNOWN = StageStatus.PASS, StageStatus.FAIL, StageStatus.UNKNOWN
DOCUMENT = Document("KB-616", "Error E-4201: too many requests", "Wait a minute, then try again.")
REQUEST = TraceRequest("i get E-4201 whenever i am in the hotel wifi", "KB-616")

STAGES = (
    StageResult(Stage.INDEXED, PASS, "The index has this document.", (Number("row", 615), Number("count", 843))),
    StageResult(Stage.FILTER, PASS, "There is no filter."),
    StageResult(Stage.TEXT, PASS, "It has a text of 212 words.", (Number("words", 212),)),
    StageResult(Stage.VECTOR, PASS, "Its vector is finite and not zero.", (Number("norm", 1.0),)),
    StageResult(
        Stage.FRESHNESS,
        PASS,
        "Embedding the text again gives the stored vector.",
        (Number("similarity", 0.9999998), Number("floor", 0.999)),
    ),
    StageResult(Stage.READ, PASS, "The model read all of it.", (Number("tokens", 203), Number("limit", 256))),
    StageResult(Stage.ANN, PASS, "The index compares all vectors, so nothing is passed over.", (Number("ann", None),)),
    StageResult(
        Stage.RANK,
        FAIL,
        "The embedding has it 37th; the list ends at the 10th.",
        (Number("exact_rank", 37), Number("k", 10), Number("gap", 0.0571)),
    ),
    StageResult(Stage.CROWDING, UNKNOWN, "Not looked at: the neighbors of all documents are not known yet."),
    StageResult(
        Stage.KEYWORD,
        PASS,
        'Keyword search has it 1st, because of "E-4201".',
        (Number("rank", 1), Number("rank_without", None), Number("carried", True)),
    ),
    StageResult(Stage.FUSION, PASS, "The hybrid list has it 4th.", (Number("rank", 4), Number("lowest_weight", 0.0))),
    StageResult(Stage.WORDS, FAIL, 'The embedding hardly reads "E-4201".', (Number("removal", 0.0021),)),
)

REMEDIES = (
    Remedy(RemedyKind.KEYWORD_ONLY, "Keyword search alone.", 37, 1, True),
    Remedy(RemedyKind.HYBRID_WEIGHT, "The hybrid list with a weight from 0 to 0.85.", 37, 4, True),
    Remedy(RemedyKind.QUERY_EDIT, 'The query without "hotel wifi".', 37, 22, False),
    Remedy(RemedyKind.COLLAPSE_COPIES, "One of each group of copies.", 37, 37, False),
    Remedy(RemedyKind.EMBED_TAIL, "Not tried: the model read all of the document.", 37, None, None),
    Remedy(RemedyKind.EXACT_SEARCH, "Not tried: the index compares all vectors already.", 37, None, None),
)

EXACT_TERM = Trace(
    request=REQUEST,
    document=DOCUMENT,
    cause=Cause.EXACT_TERM_MISSED,
    also=(Cause.BELOW_CUT,),
    summary='Keyword search has it 1st because of "E-4201"; the embedding hardly reads that word and puts it 37th.',
    stages=STAGES,
    ranks=Places(exact=37, ann=None, keyword=1, hybrid=4),
    distance=0.5123,
    kth_distance=0.4552,
    remedies=REMEDIES,
)

VERDICT_ONLY = replace(EXACT_TERM, remedies=())

FOUND = replace(
    EXACT_TERM,
    cause=Cause.FOUND,
    also=(),
    summary="It is there: the 3rd of 10.",
    ranks=Places(exact=3, ann=3, keyword=1, hybrid=1),
    distance=0.31,
    remedies=(),
)

NOT_INDEXED = Trace(
    request=replace(REQUEST, doc="KB-61"),
    document=None,
    cause=Cause.NOT_INDEXED,
    also=(),
    summary='No document has the id "KB-61"; the most alike is "KB-616".',
    stages=(
        StageResult(Stage.INDEXED, FAIL, 'No document has the id "KB-61".'),
        *(StageResult(stage, UNKNOWN, "There is no such document.") for stage in list(Stage)[1:]),
    ),
    ranks=Places(None, None, None, None),
    distance=math.nan,
    kth_distance=math.nan,
    nearest_ids=("KB-616", "KB-615", "KB-601"),
)

ANN_MISS = replace(
    EXACT_TERM, cause=Cause.ANN_MISS, also=(), ranks=Places(exact=1, ann=None, keyword=None, hybrid=None)
)

AWKWARD = replace(
    EXACT_TERM,
    document=Document("<b>x</b>", "<script>alert(1)</script> **bold** `code` $x$ :red[r]", "text"),
    summary='The document "<script>alert(1)</script> **bold** :red[r]" is far. ' + "A long sentence goes on. " * 12,
    also=(Cause.TRUNCATED, Cause.NEGATION_IGNORED, Cause.DUPLICATES_CROWD),
    stages=tuple(replace(each, summary=f"{each.summary} <img src=x> {'long ' * 30}") for each in STAGES),
    remedies=tuple(
        Remedy(RemedyKind.QUERY_EDIT, f'{number}: "<i>{"word " * number}</i>" :red[r]', 4000, number or None, worked)
        for worked in (True, False, None)
        for number in range(14)
    ),
)
"""Markup in every text, sentences too long for a line, and forty-two remedies."""
