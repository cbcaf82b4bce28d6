"""The two indexes beside each other: contracts field by field, ANN structures, and how much their models cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import numpy as np

from inspector.compare.numbers import mean
from inspector.contract import Contract
from inspector.diagnose.health.fields import shown_value
from inspector.embedders.facts import tokens_refusal
from inspector.errors import CancelledError, InspectorError
from inspector.inspection import OpenIndex
from inspector.progress import Progress
from inspector.records.index_changes import ContractLine, Interval, Side
from inspector.search.pseudo_queries import documents_at
from inspector.stores.collection import Collection
from inspector.stores.recipe import embedded_text

COUNTED = 300
"""So many documents are cut into tokens."""

STRUCTURE, DOCUMENTS = "structure", "documents"
"""Lines that stand beside the fields of the contract: the ANN structure, and the number of documents."""

_NO_FIELDS = ("stated", "inferred")
MADE = ("made_at", "tools")
"""Fields that differ between two builds of the same content."""
_SEED, _BATCH = 0, 128


def contract_lines(before: Side, after: Side, contracts: tuple[Contract, Contract]) -> tuple[ContractLine, ...]:
    """Give every field of both contracts with structure and number of documents, those that differ first.

    Time and tools of the builds, which differ without changing anything, come last among them.
    """
    lines = [
        ContractLine(field.name, *(shown_value(field.name, getattr(contract, field.name)) for contract in contracts))
        for field in fields(Contract)
        if field.name not in _NO_FIELDS
    ]
    lines.append(ContractLine(STRUCTURE, before.structure or "none", after.structure or "none"))
    lines.append(ContractLine(DOCUMENTS, f"{before.count:,}", f"{after.count:,}"))
    return tuple(sorted(lines, key=lambda line: (not line.differs, line.name in MADE, not line.unclear)))


def side_of(index: OpenIndex, recalls: Sequence[float], progress: Progress) -> Side:
    """Describe one index.

    Args:
        index: The index.
        recalls: For each query the share of the nearest that its structure returned; empty where there is none.
        progress: Told about counting tokens.

    Raises:
        CancelledError: progress asked to stop.
    """
    collection, contract = index.collection, index.collection.contract
    cut_off, sample = _cut_off(index, progress)
    return Side(
        name=collection.name,
        fingerprint=collection.fingerprint,
        count=collection.population,
        model=contract.model,
        structure=structure_name(collection),
        recall=_recall(recalls),
        max_tokens=contract.max_tokens,
        cut_off=cut_off,
        sample=sample,
    )


def structure_name(collection: Collection) -> str:
    """Give kind and settings of an ANN structure; empty where there is none, or it cannot be asked."""
    if not collection.has_ann or not collection.count:
        return ""
    asked = np.ones((1, collection.contract.dim), dtype=np.float32)
    try:
        found = collection.structure(asked, collection.ids_at(np.array([0]))[0], 1)
    except CancelledError:
        raise
    except InspectorError:
        return "an ANN structure that cannot be asked"
    return found.name if found else ""


def _recall(recalls: Sequence[float]) -> Interval | None:
    values = np.array(recalls, dtype=np.float64)
    return mean(values, np.ones(len(values))) if len(values) else None


def _cut_off(index: OpenIndex, progress: Progress) -> tuple[float | None, int]:
    """Give the share of a sample that is longer than what the model reads, and the size of the sample."""
    collection, model = index.collection, index.embedder
    contract = collection.contract
    if model is None or not contract.max_tokens or tokens_refusal(model):
        return None, 0
    rows = collection.sample(COUNTED, _SEED)
    long = 0
    for start in range(0, len(rows), _BATCH):
        progress(start, len(rows), f"Counting tokens of {collection.name}")
        part = documents_at(collection, rows[start : start + _BATCH])
        texts = [embedded_text(contract.recipe, each) for each in part]
        long += int(np.count_nonzero(model.token_counts(texts, prompt=contract.document_prompt) > contract.max_tokens))
    return long / len(rows) if len(rows) else None, len(rows)
