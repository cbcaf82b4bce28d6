"""Causes in the words of the query: a term that only keyword search reads, a "not" that is not heard, a near miss."""

from __future__ import annotations

import re

import numpy as np

from inspector.diagnose.trace import placing
from inspector.diagnose.trace.case import Case
from inspector.diagnose.trace.causes.rule import Proof, name_of
from inspector.explain.neutral import ALL_EDITS, neutral_variants
from inspector.records.results import Retriever
from inspector.records.trace import Number
from inspector.text import Word, join_spaces, listed, ordinal, quoted, without, without_spans, words

TRIED = 3
"""Terms that are struck, the one with the largest share of the keyword score first."""

NEGATORS = frozenset({"not", "no", "never", "without", "neither", "nor", "cannot", "except", "excluding", "exclude"})
NEGATORS |= {"minus", "non", "lacking", "nicht", "kein", "keine", "keinen", "keiner", "ohne", "nie", "niemals", "außer"}
NEGATORS |= {"sans", "pas", "jamais", "sauf", "sin", "nunca"}
_CONTRACTED = re.compile(r"(?:n['’]t|^(?:do|does|did|is|are|was|wo|would|ca|could|should|have|has)nt)$", re.IGNORECASE)
_LEAST = 1e-6
REACH = 4
"""Searchable words behind a negator that it denies."""


def exact_term_missed(case: Case) -> Proof | None:
    """Keyword search has it within k by one term, which does not measurably pull it closer for the embedding.

    The term must stand in at most k documents: only then does it point at particular ones rather than colour many.
    """
    if not case.by_embedding or not placing.within(case, case.keyword_rank) or not case.has_vector:
        return None
    for share in case.keyword.terms([case.row])[0][:TRIED]:
        spans = next(term.spans for term in case.keyword.query.terms if term.text == share.term)
        shorter = without_spans(case.request.query, spans)
        rank = int(case.scored(shorter).ranks([case.row])[0]) or None
        documents = holders(case, share.term)
        if placing.within(case, rank) or documents > case.k:
            continue
        effect = _effect(case, spans)
        if effect is None or effect >= case.noise_floor:
            continue
        return Proof(
            f"Keyword search has {name_of(case)} {ordinal(case.keyword_rank or 0)} because of {quoted(share.term)}; "
            f"the embedding hardly notices that word{_placed(case)}.",
            (
                Number("term", share.term),
                Number("keyword_rank", case.keyword_rank),
                Number("keyword_rank_without", rank),
                Number("documents_with_term", documents),
                Number("effect", effect),
                Number("noise_floor", case.noise_floor),
            ),
            case.keyword_rank,
        )
    return None


def holders(case: Case, term: str) -> int:
    """Count the documents that hold a term whole; of an identifier its parts alone do not count."""
    scores = case.scored(term)
    tokens = [token for one in scores.query.terms for token in one.tokens]
    if len(tokens) < 2:
        return scores.hits
    rows = scores.top(scores.hits)[0]
    parts = case.scored(" ".join(tokens[1:]))
    return int(np.count_nonzero(scores.scores_of(rows) > parts.scores_of(rows) + _LEAST))


def _placed(case: Case) -> str:
    return f" and puts it {ordinal(case.exact_rank)}" if case.exact_rank else ""


def _effect(case: Case, spans: tuple[tuple[int, int], ...]) -> float | None:
    """Give the largest removal effect among the words of a term; None where none was tried."""
    rows = [row for row, word in enumerate(case.effects.words) if _touches(word, spans)]
    return max((float(case.effects.removal[row, 0]) for row in rows), default=None)


def _touches(word: Word, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(start < word.end and word.start < end for start, end in spans)


def negation_ignored(case: Case) -> Proof | None:
    """The list is no other without the negation, and documents that match what was denied hold its places."""
    if case.request.retriever is not Retriever.EMBEDDING or placing.within(case, placing.now(case)):
        return None
    found = negation(case.request.query, case.keyword.query.stop_words)
    if found is None:
        return None
    negator, denied = found
    top = set(case.returned)
    if not top:
        return None
    bare = without(case.request.query, negator.start, negator.end)
    vectors = np.vstack(
        [
            case.embedder.encode([bare], prompt=case.contract.query_prompt),
            case.edit_vectors,
        ]
    )
    lists = case.collection.search(vectors, case.k, where=case.request.where, exact=not case.approximate)
    shared = [len(top & set(hits.ids)) for hits in lists]
    usual = float(np.median(shared[1:]))
    if shared[0] < usual:
        return None
    scores = case.scored(denied)
    matching = scores.scores_of(case.collection.rows_of(tuple(top))) > 0
    share, background = float(matching.mean()), scores.hits / max(1, case.matching)
    if 2 * share < 1 or share <= background:
        return None
    return Proof(
        f"The embedding does not hear {quoted(negator.text)}: without it {shared[0]} of the same {len(top)} documents "
        f"come, and {int(matching.sum())} of them are about {quoted(denied)}.",
        (
            Number("negator", negator.text),
            Number("denied", denied),
            Number("shared_without_negator", shared[0]),
            Number("shared_under_neutral_edits", usual),
            Number("neutral_edits", len(case.edit_vectors)),
            Number("results_that_match_it", int(matching.sum())),
            Number("share_of_collection", background),
        ),
    )


def negation(query: str, stop_words: frozenset[str]) -> tuple[Word, str] | None:
    """Find the first negator of a query and the words it denies; None where there is none, or nothing behind it.

    Args:
        query: As typed.
        stop_words: Words that say nothing by themselves.
    """
    found = words(query)
    for place, word in enumerate(found):
        bare = word.text.casefold()
        if bare not in NEGATORS and not _CONTRACTED.search(bare):
            continue
        rest = [each for each in found[place + 1 :] if each.text.casefold() not in stop_words][:REACH]
        if rest:
            return word, join_spaces(query[rest[0].start : rest[-1].end])
    return None


def below_cut(case: Case) -> Proof | None:
    """The distance to the k-th is within what edits that change nothing do to it, or one of them brings it within k."""
    if case.request.retriever is not Retriever.EMBEDDING or placing.within(case, placing.now(case)):
        return None
    if not case.has_vector or case.exact_rank is None or placing.within(case, case.exact_rank):
        return None
    gap = case.kth_similarity - case.similarity
    if not 0 <= gap <= case.noise_floor:
        return _admitted_by_an_edit(case, gap)
    return Proof(
        f"{name_of(case)} just misses the list: it is {ordinal(case.exact_rank)}, {gap:.3f} farther than the "
        f"{ordinal(case.k)}. A {quoted('please')} or a full stop moves it by up to {case.noise_floor:.3f}, so the "
        "order there is chance.",
        (Number("gap", gap), Number("noise_floor", case.noise_floor), Number("rank", case.exact_rank)),
        case.exact_rank,
    )


def _admitted_by_an_edit(case: Case, gap: float) -> Proof | None:
    """Find an edit without meaning that brings the document within k, by asking with it."""
    edits = neutral_variants(case.request.query, ALL_EDITS)
    ranks = case.collection.ranks(case.edit_vectors, [case.id], where=case.request.where).ranks[:, 0]
    inside = [place for place, rank in enumerate(ranks) if 0 < rank <= case.k]
    if not inside:
        return None
    best = min(inside, key=lambda place: int(ranks[place]))
    return Proof(
        f"{name_of(case)} misses the list by chance: it is {ordinal(case.exact_rank or 0)}, but asked as "
        f"{quoted(edits[best])}, which means the same, it is {ordinal(int(ranks[best]))}.",
        (
            Number("gap", gap),
            Number("noise_floor", case.noise_floor),
            Number("rank", case.exact_rank),
            Number("rank_with_edit", int(ranks[best])),
            Number("edits_that_admit", len(inside)),
            Number("edits", len(edits)),
        ),
        int(ranks[best]),
    )


def idle_words(case: Case) -> str:
    """Name the words of the query that do nothing measurable for the document."""
    effects = case.effects
    idle = [
        word.text for row, word in enumerate(effects.words) if abs(float(effects.removal[row, 0])) < case.noise_floor
    ]
    return listed([quoted(word) for word in dict.fromkeys(idle)])
