"""Changes that may bring a document back, each of them run: what the place was, and what it became.

One row per change. A change that does not apply to the case is left out; one that applies and could not be run says
why. Invariant: `worked` is the outcome of a run, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inspector.contract import Metric
from inspector.diagnose.freshness.judge import Origin
from inspector.diagnose.trace import placing
from inspector.diagnose.trace.case import Case
from inspector.diagnose.trace.causes.crowding import above
from inspector.diagnose.trace.causes.integrity import prompted_place
from inspector.diagnose.trace.proofs import Proofs
from inspector.errors import CancelledError, InspectorError
from inspector.explain.counterfactual import counterfactual
from inspector.explain.evaluator import IndexEvaluator
from inspector.explain.game import game_of
from inspector.explain.shapley import EXACT_UNITS
from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.records.trace import Remedy, RemedyKind
from inspector.stores.collection import SearchParams
from inspector.text import listed, quoted

Outcome = tuple[str, int | None]
"""What was changed, as a sentence, and the place after it."""

REBUILT = "The place holds if the approximate index, built anew with that, does not miss it."
"""Said of a change of vectors: what an ANN structure not yet built would return is not known."""

PROBES = (2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096)


def exact_search(case: Case, proofs: Proofs) -> Outcome | None:
    """Compare with all vectors."""
    if not case.approximate or not case.by_embedding:
        return None
    return "Search all vectors instead of the approximate index.", placing.by_search(case)


def more_probes(case: Case, proofs: Proofs) -> Outcome | None:
    """Let the ANN structure look at more: the fewest cells or candidates that bring it in."""
    structure = case.structure if case.approximate and case.by_embedding else None
    if structure is None or (structure.nprobe is None and structure.ef_search is None):
        return None
    if structure.nprobe is not None and structure.nprobe >= (structure.nlist or 0):
        return None
    place = None
    if structure.nprobe is not None and structure.nlist is not None:
        wanted = [structure.cell_rank or structure.nlist, *(n for n in PROBES if n > (structure.cell_rank or 0))]
        for nprobe in (n for n in wanted if structure.nprobe < n <= structure.nlist):
            place = placing.by_search(case, params=SearchParams(nprobe=nprobe))
            if placing.within(case, place):
                return f"Search {nprobe} of its {structure.nlist} cells (nprobe) instead of {structure.nprobe}.", place
        return f"Search all {structure.nlist} cells (nprobe) of the approximate index.", place
    needed = structure.ef_needed
    if needed is None and structure.ef_limit is not None:
        return f"Keep {structure.ef_limit:,} candidates (efSearch), the most that a search here can keep.", None
    if needed is None:
        return "Keep as many candidates (efSearch) as there are documents.", None
    place = placing.by_search(case, params=SearchParams(ef_search=max(needed, structure.ef_search or 0)))
    return f"Keep {needed} candidates (efSearch) instead of {structure.ef_search}.", place


def contract_metric(case: Case, proofs: Proofs) -> Outcome | None:
    """Rank by the metric of the contract."""
    proof = proofs.get(Cause.WRONG_METRIC)
    return (_rebuilt(case, "Rank by the metric that the contract names."), proof.place) if proof else None


def unit_vectors(case: Case, proofs: Proofs) -> Outcome | None:
    """Rank by direction alone."""
    if not case.by_embedding or case.contract.metric is Metric.COSINE or case.contract.normalized:
        return None
    if placing.near_enough(case):
        return None
    place = placing.by_search(case, metric=Metric.COSINE)
    return _rebuilt(case, "Scale all vectors to length 1 before they are indexed."), place


def hybrid_weight(case: Case, proofs: Proofs) -> Outcome | None:
    """Use the hybrid list with the share of the embedding that places it best."""
    if case.request.retriever is Retriever.KEYWORD:
        return None
    found = placing.weights(case)
    if found is None:
        return "Use the hybrid list: none of 101 shares of the embedding from 0 to 1 is enough.", None
    return (
        f"Use the hybrid list with an embedding share of {found.best:.2f}; any from {found.low:.2f} to "
        f"{found.high:.2f} will do.",
        found.place,
    )


def keyword_only(case: Case, proofs: Proofs) -> Outcome | None:
    """Use keyword search."""
    if case.request.retriever is Retriever.KEYWORD:
        return None
    return "Use keyword search alone.", case.keyword_rank


def filter_off(case: Case, proofs: Proofs) -> Outcome | None:
    """Leave the filter away."""
    if not case.request.where:
        return None
    params = SearchParams() if case.approximate else None
    return "Leave the filter away.", placing.by_search(case, where=(), params=params)


def filter_before(case: Case, proofs: Proofs) -> Outcome | None:
    """Filter before the search."""
    proof = proofs.get(Cause.FILTERED_OUT)
    if proof is None or not case.passes:
        return None
    return "Filter before the search, not after it.", proof.place


def reembed_text(case: Case, proofs: Proofs) -> Outcome | None:
    """Embed the text as it is now, by the contract."""
    if not case.by_embedding or not case.text.strip():
        return None
    if case.has_vector and case.judgement.origin in (Origin.SAME, Origin.PRECISION):
        return None
    change = _rebuilt(case, "Embed its current text again, as the contract says.")
    return change, placing.with_vectors(case, case.fresh)


def prompt(case: Case, proofs: Proofs) -> Outcome | None:
    """Use the prompts that the model's configuration names."""
    if not case.by_embedding or not case.text.strip() or not any(case.configured_prompts):
        return None
    if case.configured_prompts == (case.contract.query_prompt, case.contract.document_prompt):
        return None
    asked, documents = case.configured_prompts
    change = f"Embed queries with {asked!r} and this document with {documents!r} before it."
    return _rebuilt(case, change), prompted_place(case)


def embed_tail(case: Case, proofs: Proofs) -> Outcome | None:
    """Embed what was never read as passages of their own."""
    if not case.by_embedding or not case.text.strip() or placing.near_enough(case) or not case.unread_passages:
        return None
    place = placing.with_vectors(case, case.unread_vectors)
    return _rebuilt(case, "Embed the part that was never read as passages of their own."), place


def collapse_copies(case: Case, proofs: Proofs) -> Outcome | None:
    """Show one result per text."""
    repeats = above(case).repeats
    return ("Show one result per text.", placing.without(case, repeats)) if repeats else None


def leave_out_hubs(case: Case, proofs: Proofs) -> Outcome | None:
    """Leave out the documents that come for everything."""
    proof = proofs.get(Cause.HUB_CROWD)
    return ("Leave out the documents that come for very many queries.", proof.place) if proof else None


def query_edit(case: Case, proofs: Proofs) -> Outcome | None:
    """Leave as few words of the query out as possible."""
    if case.request.retriever is not Retriever.EMBEDDING or case.exact_rank is None or len(case.plan.words) < 2:
        return None
    if placing.within(case, case.exact_rank) or len(case.plan.words) > EXACT_UNITS:
        return None
    evaluator = IndexEvaluator(
        case.embedder,
        case.collection,
        (case.id,),
        case.index.cache,
        case.request.where,
        not case.approximate,
        case.progress,
    )
    found = counterfactual(game_of(case.request.query), evaluator, case.id, case.k).found
    if found is None:
        return "Leave words of the query out: of all sets that were tried none is enough.", None
    place = found.rank_after if found.verified else None
    return f"Ask without {listed([quoted(unit.text) for unit in found.units])}.", place


def _rebuilt(case: Case, change: str) -> str:
    return f"{change} {REBUILT}" if case.approximate and case.by_embedding else change


REMEDIES: tuple[tuple[RemedyKind, Callable[[Case, Proofs], Outcome | None]], ...] = (
    (RemedyKind.EXACT_SEARCH, exact_search),
    (RemedyKind.MORE_PROBES, more_probes),
    (RemedyKind.CONTRACT_METRIC, contract_metric),
    (RemedyKind.UNIT_VECTORS, unit_vectors),
    (RemedyKind.FILTER_BEFORE, filter_before),
    (RemedyKind.FILTER_OFF, filter_off),
    (RemedyKind.REEMBED_TEXT, reembed_text),
    (RemedyKind.PROMPT, prompt),
    (RemedyKind.EMBED_TAIL, embed_tail),
    (RemedyKind.COLLAPSE_COPIES, collapse_copies),
    (RemedyKind.LEAVE_OUT_HUBS, leave_out_hubs),
    (RemedyKind.KEYWORD_ONLY, keyword_only),
    (RemedyKind.HYBRID_WEIGHT, hybrid_weight),
    (RemedyKind.QUERY_EDIT, query_edit),
)
"""Every change, in the order in which they are tried: the cheap ones that mend the index first."""


def remedies_of(case: Case, proofs: Proofs) -> Iterator[Remedy]:
    """Try every change that applies, one after the other.

    Raises:
        CancelledError: the case's progress asked to stop.
    """
    try:
        before = placing.now(case)
    except InspectorError:
        before = None
    for kind, run in REMEDIES:
        try:
            outcome = run(case, proofs)
        except CancelledError:
            raise
        except InspectorError as error:
            yield Remedy(kind, f"Could not be tried: {error.message}", before, None, None)
            continue
        if outcome is not None:
            change, after = outcome
            yield Remedy(kind, change, before, after, placing.within(case, after))
