"""The stages about the document itself: is it there, is it let through, is its vector the vector of its text."""

from __future__ import annotations

from inspector.diagnose.freshness.judge import Origin
from inspector.diagnose.trace.case import Case
from inspector.diagnose.trace.proofs import Proofs
from inspector.embedders.facts import tokens_refusal
from inspector.records.findings import Cause
from inspector.records.trace import Number, Stage, StageResult, StageStatus
from inspector.text import listed

PASS, FAIL, UNKNOWN = StageStatus.PASS, StageStatus.FAIL, StageStatus.UNKNOWN


def indexed(case: Case, proofs: Proofs) -> StageResult:
    """It is in the collection, or a chunk of it is."""
    numbers: tuple[Number, ...] = (Number("documents", case.collection.population),)
    if case.request.doc == case.id:
        return StageResult(Stage.INDEXED, PASS, f"It is one of {case.collection.population:,} documents.", numbers)
    said = f"It is indexed in parts; this is the part that stands best, {case.id}."
    return StageResult(Stage.INDEXED, PASS, said, (*numbers, Number("chunk", case.id)))


def filtered(case: Case, proofs: Proofs) -> StageResult:
    """It passes the filter."""
    proof = proofs.get(Cause.FILTERED_OUT)
    if proof:
        return StageResult(Stage.FILTER, FAIL, proof.summary, proof.numbers)
    if not case.request.where:
        return StageResult(Stage.FILTER, PASS, "No filter is set.", (Number("filter", "none"),))
    said = f"It passes the filter, as {case.matching:,} of {case.collection.population:,} documents do."
    return StageResult(Stage.FILTER, PASS, said, (Number("filter", "pre"), Number("matching", case.matching)))


def text(case: Case, proofs: Proofs) -> StageResult:
    """There was a text to embed."""
    proof = proofs.get(Cause.EMPTY_TEXT)
    if proof:
        return StageResult(Stage.TEXT, FAIL, proof.summary, proof.numbers)
    numbers = (Number("characters", len(case.text)), Number("body_characters", len(case.document.text)))
    return StageResult(Stage.TEXT, PASS, f"Its text has {len(case.text):,} characters.", numbers)


def vector(case: Case, proofs: Proofs) -> StageResult:
    """Its stored vector has a direction."""
    numbers = (Number("finite", case.finite), Number("norm", case.norm), Number("dim", case.contract.dim))
    if not case.finite:
        return StageResult(Stage.VECTOR, FAIL, "Its stored vector holds values that are no numbers.", numbers)
    if case.norm == 0:
        return StageResult(Stage.VECTOR, FAIL, "Its stored vector is all zeros.", numbers)
    return StageResult(Stage.VECTOR, PASS, f"Its stored vector is sound, of length {case.norm:.3g}.", numbers)


def freshness(case: Case, proofs: Proofs) -> StageResult:
    """Its stored vector is what the contract's model makes of its text."""
    if not case.has_vector or not case.text.strip():
        said = "There is no sound vector, or no text, to compare."
        return StageResult(Stage.FRESHNESS, UNKNOWN, said)
    judged = case.judgement
    numbers = (*judged.numbers, Number("origin", judged.origin.value))
    prompts = proofs.get(Cause.MISSING_PROMPT)
    if prompts:
        return StageResult(Stage.FRESHNESS, FAIL, prompts.summary, prompts.numbers)
    status = PASS if judged.origin in (Origin.SAME, Origin.PRECISION) else FAIL
    return StageResult(Stage.FRESHNESS, status, judged.sentence, numbers)


def read(case: Case, proofs: Proofs) -> StageResult:
    """How much of it was read, and whether what answers lies in the rest."""
    embedder, prompt = case.embedder, case.contract.document_prompt
    if refusal := tokens_refusal(embedder):
        return StageResult(Stage.READ, UNKNOWN, refusal)
    tokens = int(embedder.token_counts([case.text], prompt=prompt)[0])
    numbers = [Number("tokens", tokens), Number("tokens_read", min(tokens, embedder.max_tokens))]
    proof = proofs.get(Cause.TRUNCATED)
    if case.read_end >= len(case.text) and proof is None:
        return StageResult(Stage.READ, PASS, f"The model read it to its end: {tokens:,} tokens.", tuple(numbers))
    share = 1 - case.read_end / max(1, len(case.text))
    numbers.append(Number("unread_share", share))
    if proof:
        return StageResult(Stage.READ, FAIL, proof.summary, (*numbers, *_new(proof.numbers, numbers)))
    said = f"The last {share:.0%} of its text was never read"
    if case.unread_passages:
        said += ", but nothing in there would bring it into the list"
    return StageResult(Stage.READ, PASS, f"{said}.", tuple(numbers))


def _new(numbers: tuple[Number, ...], known: list[Number]) -> list[Number]:
    names = {number.name for number in known}
    return [number for number in numbers if number.name not in names]


def missing(collection_count: int, doc: str, nearest: tuple[str, ...]) -> StageResult:
    """The result of the first stage for an id that is not there."""
    near = f" Ids that resemble it: {listed(nearest)}." if nearest else ""
    said = f"None of the {collection_count:,} documents has this id.{near}"
    return StageResult(Stage.INDEXED, FAIL, said, (Number("documents", collection_count),))
