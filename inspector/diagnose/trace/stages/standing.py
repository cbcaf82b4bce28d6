"""The stages about where the document stands: what the index returns, its rank, who is above it, the other lists."""

from __future__ import annotations

from inspector.diagnose.trace import placing
from inspector.diagnose.trace.case import Case
from inspector.diagnose.trace.causes.crowding import LOOKED_AT, above
from inspector.diagnose.trace.causes.words import idle_words
from inspector.diagnose.trace.proofs import Proofs
from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.records.trace import Number, Stage, StageResult, StageStatus
from inspector.text import listed, ordinal, quoted
from inspector.vectors import cosine_distance

PASS, FAIL, UNKNOWN = StageStatus.PASS, StageStatus.FAIL, StageStatus.UNKNOWN


def ann(case: Case, proofs: Proofs) -> StageResult:
    """Whether the ANN structure returns it, and if not, why."""
    if not case.collection.has_ann:
        said = "There is no approximate index: all vectors are compared."
        return StageResult(Stage.ANN, PASS, said, (Number("structure", "none"),))
    if not case.approximate:
        return StageResult(Stage.ANN, PASS, "All vectors are compared, as was asked for.", (Number("exact", True),))
    for cause in (Cause.WRONG_METRIC, Cause.ANN_MISS, Cause.QUANTIZATION_LOSS):
        proof = proofs.get(cause)
        if proof:
            return StageResult(Stage.ANN, FAIL, proof.summary, proof.numbers)
    structure = case.structure
    numbers = (Number("structure", structure.name if structure else "none"), Number("returned", len(case.returned)))
    if case.id in case.returned:
        place = case.returned.index(case.id) + 1
        return StageResult(Stage.ANN, PASS, f"The approximate index returns it {ordinal(place)}.", numbers)
    left = len(case.returned)
    if proofs.get(Cause.FILTERED_OUT) and placing.within(case, case.exact_rank):
        exact = f"an exact search has it {ordinal(case.exact_rank or 0)}"
        said = f"Of what the approximate index finds the filter leaves {left}, and it is not among them; {exact}."
        return StageResult(Stage.ANN, PASS, said, numbers)
    said = f"The approximate index does not return it among its {left}, and neither does an exact search."
    return StageResult(Stage.ANN, PASS, said, numbers)


def rank(case: Case, proofs: Proofs) -> StageResult:
    """Its exact rank, its distance, and that of the k-th."""
    place = case.exact_rank
    if case.no_model:
        return StageResult(Stage.RANK, UNKNOWN, case.no_model)
    if place is None and case.depth and case.passes and case.has_vector:
        said = f"It is not among the first {case.depth:,}; farther down was not looked."
        return StageResult(Stage.RANK, FAIL, said, (Number("looked_at", case.depth),))
    if place is None:
        said = "It has no rank: " + ("the filter leaves it out." if not case.passes else "its vector has no direction.")
        return StageResult(Stage.RANK, FAIL, said)
    distance, kth = (float(cosine_distance(each)) for each in (case.similarity, case.kth_similarity))
    numbers = (
        Number("rank", place),
        Number("distance", distance),
        Number("kth_distance", kth),
        Number("smallest_k", place),
        Number("documents", case.matching),
    )
    if place <= case.k:
        said = f"By its vector it is {ordinal(place)} of {case.matching:,}, at distance {distance:.3f}."
        return StageResult(Stage.RANK, PASS, said, numbers)
    said = (
        f"By its vector it is {ordinal(place)} of {case.matching:,}: at distance {distance:.3f}, where the "
        f"{ordinal(case.k)} is at {kth:.3f}. A list of {place} would show it."
    )
    return StageResult(Stage.RANK, FAIL, said, numbers)


def crowding(case: Case, proofs: Proofs) -> StageResult:
    """Who stands above it: copies, hubs, and how many different texts."""
    for cause in (Cause.DUPLICATES_CROWD, Cause.HUB_CROWD):
        proof = proofs.get(cause)
        if proof:
            return StageResult(Stage.CROWDING, FAIL, proof.summary, proof.numbers)
    standing = above(case)
    if not standing.ids:
        place = case.exact_rank if case.by_embedding else case.keyword_rank
        if place == 1:
            return StageResult(Stage.CROWDING, PASS, "Nothing stands above it.", (Number("documents_above", 0),))
        said = f"More than {LOOKED_AT} documents stand above it, or it has no place: it is not crowded out, it is far."
        return StageResult(Stage.CROWDING, UNKNOWN, said)
    numbers = (
        Number("documents_above", len(standing.ids)),
        Number("copies_above", len(standing.repeats)),
        Number("distinct_above", standing.distinct),
    )
    many = len(standing.repeats)
    copies = f"{many} of them {'a copy' if many == 1 else 'copies'} of another" if many else "no copies among them"
    return StageResult(Stage.CROWDING, PASS, f"{len(standing.ids)} documents stand above it, {copies}.", numbers)


def keyword(case: Case, proofs: Proofs) -> StageResult:
    """Where keyword search has it, and by which words."""
    place = case.keyword_rank
    if place is None:
        asked = [term.text for term in case.keyword.query.terms]
        said = "Keyword search does not have it: no word of the query stands in it."
        if not asked:
            said = "Keyword search has nothing to look for: the query has no searchable word."
        return StageResult(Stage.KEYWORD, FAIL, said, (Number("rank", None),))
    shares = case.keyword.terms([case.row])[0]
    told = listed([quoted(share.term) for share in shares[:3]])
    numbers = (Number("rank", place), *(Number(f"score_{share.term}", share.score) for share in shares))
    status = PASS if place <= case.k else FAIL
    among = f" among the {case.sampled:,} documents of a sample and those the question brings" if case.sampled else ""
    return StageResult(Stage.KEYWORD, status, f"Keyword search has it {ordinal(place)}{among}, by {told}.", numbers)


def fusion(case: Case, proofs: Proofs) -> StageResult:
    """What putting the lists together does to it, and with which weights it is within k."""
    if case.no_model:
        return StageResult(Stage.FUSION, UNKNOWN, case.no_model)
    place, found = case.hybrid_rank, placing.weights(case)
    numbers = (
        Number("rank", place),
        Number("weight", case.request.weight),
        Number("weight_low", found.low if found else None),
        Number("weight_high", found.high if found else None),
    )
    at = f"The hybrid list has it {ordinal(place)}" if place else "The hybrid list does not have it"
    if found is None:
        said = f"{at}; no share of the embedding brings it into the first {case.k}."
        return StageResult(Stage.FUSION, FAIL, said, numbers)
    said = f"{at}; it is within {case.k} for an embedding share from {found.low:.2f} to {found.high:.2f}."
    inside = placing.within(case, place)
    return StageResult(Stage.FUSION, PASS if inside else FAIL, said, numbers)


def words(case: Case, proofs: Proofs) -> StageResult:
    """Which words of the query do nothing for it."""
    for cause in (Cause.EXACT_TERM_MISSED, Cause.NEGATION_IGNORED, Cause.BELOW_CUT):
        proof = proofs.get(cause)
        if proof and case.request.retriever is not Retriever.KEYWORD:
            return StageResult(Stage.WORDS, FAIL, proof.summary, proof.numbers)
    if not case.effects.words:
        return StageResult(Stage.WORDS, UNKNOWN, "The query has no words.")
    idle = idle_words(case)
    floor = Number("noise_floor", case.noise_floor)
    if not idle:
        return StageResult(Stage.WORDS, PASS, "Every word of the query moves it measurably.", (floor,))
    said = f"No measurable effect on it: {idle}."
    return StageResult(Stage.WORDS, PASS, said, (floor, Number("idle", idle)))
