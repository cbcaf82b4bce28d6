"""The contract field by field: its value, where it comes from, and what confirms it.

A table: for each field, what would verify it. A field that nothing can verify keeps the source it was written with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from inspector.contract import Contract, Source
from inspector.diagnose.freshness.judge import Origin
from inspector.diagnose.health.agreement import Agreement
from inspector.diagnose.health.subject import UNEQUAL, Subject
from inspector.embedders.facts import facts_of, tokens_refusal
from inspector.errors import CancelledError, InspectorError, StoreError
from inspector.records.health import ContractField
from inspector.search.pseudo_queries import documents_at
from inspector.stores.extent import extent
from inspector.stores.recipe import embedded_text

_NO_FIELDS = ("stated", "inferred")
_PROMPTS = ("query_prompt", "document_prompt")
_SEEN = 12


@dataclass(frozen=True, slots=True)
class _Proof:
    """Whether a field is verified, and by what, or why not."""

    holds: bool
    why: str


def contract_fields(subject: Subject) -> tuple[ContractField, ...]:
    """Give every field of the contract with its source, in the contract's order.

    Raises:
        CancelledError: progress asked to stop.
    """
    contract = subject.collection.contract
    found = []
    for field in fields(Contract):
        if field.name in _NO_FIELDS:
            continue
        proof = _PROOFS[field.name](subject)
        source = Source.VERIFIED if proof.holds else contract.source(field.name)
        why = f"{proof.why}{_of_what(subject)}" if proof.holds else proof.why
        found.append(ContractField(field.name, shown_value(field.name, getattr(contract, field.name)), source, why))
    return tuple(found)


def _of_what(subject: Subject) -> str:
    """Say what a proof holds of, where that is a sample and not the whole collection; empty otherwise."""
    collection = subject.collection
    return "" if collection.count == collection.population else f", in a sample of {extent(collection)}"


def agreement_of(subject: Subject) -> Agreement | None:
    """Give what documents embedded anew say; None where none could be.

    Raises:
        CancelledError: progress asked to stop.
    """
    try:
        agreement = subject.agreement
    except CancelledError:
        raise
    except InspectorError:
        return None
    return agreement if agreement.size else None


def normalized_holds(subject: Subject) -> bool:
    """Whether every vector with a direction has the length 1, within the contract's tolerance."""
    lengths = subject.lengths[subject.directed]
    return bool(np.all(np.abs(lengths - 1) <= UNEQUAL))


def shown_value(name: str, value: object) -> str:
    """Write a value for people: yes and no, lists joined, white space made visible, unknown ones empty."""
    if name in _PROMPTS and not value:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, int):
        return f"{value:,}" if value else ""
    text = str(value)
    return repr(text) if any(char in text for char in "\n\t") or text != text.strip() else text


def _by_agreement(subject: Subject) -> _Proof:
    """Verified where most of the sample embedded anew agrees."""
    agreement = agreement_of(subject)
    if agreement is None:
        return _Proof(False, subject.no_model or "no document could be embedded anew")
    return _Proof(agreement.most_agree, agreement.account)


def _by_facts(name: str) -> Callable[[Subject], _Proof]:
    """Verified where the loaded model says the same of itself, and most of the sample agrees."""

    def prove(subject: Subject) -> _Proof:
        agreement = _by_agreement(subject)
        said = getattr(facts_of(subject.embedder), name) if subject.embedder else ""
        written = getattr(subject.collection.contract, name)
        if not agreement.holds:
            return agreement
        if not written or not said:
            return _Proof(False, "nothing to compare it with")
        if said != written:
            return _Proof(False, f"the model loaded here has {said[:_SEEN]}")
        return _Proof(True, "the model loaded here has the same, and its vectors agree")

    return prove


def _dim(subject: Subject) -> _Proof:
    return _Proof(True, f"all {subject.count:,} vectors have so many components")


def _normalized(subject: Subject) -> _Proof:
    holds = normalized_holds(subject)
    if holds is subject.collection.contract.normalized:
        return _Proof(True, "all vectors with a direction were measured")
    return _Proof(False, "the vectors, measured, say otherwise")


def _metric(subject: Subject) -> _Proof:
    try:
        found = subject.ranks_by
    except StoreError as error:
        return _Proof(False, error.message.rstrip("."))
    if found is None:
        if subject.collection.has_ann:  # a database's, which gives no scores of its own
            return _Proof(False, "what its ANN structure ranks by is not known here")
        return _Proof(False, "production searches all vectors by it")
    if found is subject.collection.contract.metric or subject.equal_lengths:
        return _Proof(True, "the ANN structure ranks so")
    return _Proof(False, f"the ANN structure ranks by {found.value}")


def _max_tokens(subject: Subject) -> _Proof:
    """Verified only where a document that is longer agrees: shorter ones say nothing about where reading stops."""
    proof = _by_agreement(subject)
    agreement = agreement_of(subject)
    if not proof.holds or agreement is None or subject.embedder is None:
        return proof
    refusal = tokens_refusal(subject.embedder)
    if refusal:
        return _Proof(False, refusal.rstrip("."))
    contract = subject.collection.contract
    same = [each.row for each in agreement.judged if each.judgement.origin in (Origin.SAME, Origin.PRECISION)]
    documents = documents_at(subject.collection, np.array(same, dtype=np.int64))
    texts = [embedded_text(contract.recipe, document) for document in documents]
    counts = subject.embedder.token_counts(texts, prompt=contract.document_prompt)
    long = int(np.count_nonzero(counts > (contract.max_tokens or subject.embedder.max_tokens)))
    if not long:
        return _Proof(False, "no document of the sample is longer")
    return _Proof(contract.max_tokens > 0, f"{long:,} longer documents embedded anew agree")


def _query_prompt(subject: Subject) -> _Proof:
    said = facts_of(subject.embedder).query_prompt if subject.embedder else ""
    if said != subject.collection.contract.query_prompt and subject.embedder:
        return _Proof(False, f"the model's own configuration has {said!r}")
    return _Proof(False, "documents do not show it")


def _unproven(subject: Subject) -> _Proof:
    return _Proof(False, "")


_PROOFS: dict[str, Callable[[Subject], _Proof]] = {
    "model": _by_agreement,
    "dim": _dim,
    "weights_sha256": _by_facts("weights_sha256"),
    "pooling": _by_facts("pooling"),
    "normalized": _normalized,
    "metric": _metric,
    "max_tokens": _max_tokens,
    "query_prompt": _query_prompt,
    "document_prompt": _by_agreement,
    "recipe": _by_agreement,
    "tokenizer": _by_facts("tokenizer"),
    "made_at": _unproven,
    "tools": _unproven,
}
