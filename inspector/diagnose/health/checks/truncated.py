"""How much of the texts does the model never read?

In ordinary collections a third to two thirds of the documents are longer than what the model reads: a note. Counted on
all documents, or on a seeded sample of `SAMPLE`.
"""

from __future__ import annotations

import numpy as np

from inspector.diagnose.health.check import HealthCheck, Need, Outcome
from inspector.diagnose.health.subject import Subject
from inspector.records.findings import Cause, Evidence, Finding, Severity
from inspector.search.pseudo_queries import documents_at
from inspector.stores.recipe import embedded_text

SAMPLE = 10_000
_SEED = 0
_BATCH = 512


def run(subject: Subject) -> Outcome:
    """Give the finding where a document is longer than what the model reads."""
    if subject.embedder is None:
        return Outcome()
    collection, contract = subject.collection, subject.collection.contract
    limit = contract.max_tokens or subject.embedder.max_tokens
    rows = collection.sample(SAMPLE, _SEED)
    counts = np.empty(len(rows), dtype=np.int64)
    for start in range(0, len(rows), _BATCH):
        subject.progress(start, len(rows), "Counting tokens")
        part = slice(start, start + _BATCH)
        texts = [embedded_text(contract.recipe, document) for document in documents_at(collection, rows[part])]
        counts[part] = subject.embedder.token_counts(texts, prompt=contract.document_prompt)
    long = int(np.count_nonzero(counts > limit))
    unread = int(np.maximum(counts - limit, 0).sum()) / max(1, int(counts.sum()))
    among = "" if len(rows) == collection.count else f" of {collection.count:,}, drawn at random"
    measured = (
        Evidence("Documents counted", f"{len(rows):,}{among}"),
        Evidence(f"Longer than the {limit:,} tokens that the model reads", f"{long:,} ({long / len(rows):.1%})"),
        Evidence("Share of all tokens that is never read", f"{unread:.1%}"),
    )
    if not long:
        return Outcome(measured=measured)
    order = rows[np.argsort(-counts, kind="stable")][:long]
    finding = Finding(
        cause=Cause.TRUNCATED,
        check=CHECK.name,
        severity=Severity.NOTE,
        summary=f"{long / len(rows):.0%} of the documents are longer than what the model reads; {unread:.0%} of all "
        "text plays no part in the search.",
        evidence=(*measured, Evidence("The longest document has", f"{counts.max():,} tokens")),
        likely_cause=f"The model reads {limit:,} tokens of a document and passes over the rest without a word.",
        try_this="Split long documents into passages before embedding, each with its title.",
        verify_by="Open a document named here in Inspect: a line marks where the model stops reading.",
        ids=subject.named(order),
    )
    return Outcome(finding, measured)


CHECK = HealthCheck(
    name="truncated",
    question="How much of the texts does the model never read?",
    run=run,
    needs=(Need.MODEL, Need.TOKENS),
)
