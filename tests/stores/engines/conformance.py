"""What every engine must do alike: the same documents, the same figures as a float64 brute-force oracle.

How to use it. An engine's own test loads the DOCUMENTS of `same_documents` with VECTORS (or `halved(VECTORS)`) into an
empty collection, in its database's own way, opens it, and says what was loaded in a `Subject`. Metadata fields are
FIELDS; a key that a document lacks is stored as missing. Then one parametrized test does it all:

    @pytest.fixture(scope="module", params=list(Metric))
    def subject(request, tmp_path_factory):
        spec = load(tmp_path_factory.mktemp("db"), DOCUMENTS, VECTORS, request.param)
        engine = open_it(spec)
        yield Subject(engine, request.param)
        check_closed(engine)

    @pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
    def test_it_conforms(subject, claim):
        claim(subject)

`check_engine(subject)` runs all claims in a row where pytest is not at hand.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest

from inspector.contract import Metric
from inspector.errors import InspectorError, RequestError
from inspector.stores.collection import SearchParams
from inspector.stores.engines.engine import Engine
from tests import oracle
from tests.stores.engines.same_documents import (
    COUNT,
    DIM,
    DOCUMENTS,
    EMPTY_TEXTS,
    FIELDS,
    FILTERS,
    QUERIES,
    VECTORS,
    ZEROS,
    passing,
    where_of,
)


@dataclass(frozen=True)
class Subject:
    """What was loaded, and what its engine is allowed.

    Attributes:
        engine: Opened on it.
        metric: What it was told to rank by.
        vectors: Shape (COUNT, DIM): what it must have kept.
        tolerance: Of scores and components, relative to the length of the vectors: 1e-6, or 1e-3 for 16 bits.
        exact: Whether an ordinary search must find exactly the best.
        recall: Else the least share of them that it must find, as an ANN structure.
        zeros: Whether its cosine search returns zero vectors (with a score of 0) or leaves them out; None where it may
            do either.
        unit: Whether it keeps only the direction of vectors (length 1; zero stays zero).
    """

    engine: Engine
    metric: Metric
    vectors: np.ndarray = None  # type: ignore[assignment]
    tolerance: float = 1e-6
    exact: bool = True
    recall: float = 0.9
    zeros: bool | None = True
    unit: bool = False

    @property
    def kept(self) -> np.ndarray:
        vectors = VECTORS if self.vectors is None else self.vectors
        lengths = np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
        return vectors / np.where(lengths > 0, lengths, 1.0) if self.unit else vectors

    def scores(self, query: np.ndarray) -> dict[str, float]:
        """The truth: the score of each document that a search may return."""
        rows = [
            row
            for row in range(COUNT)
            if self.zeros is not False or self.metric is not Metric.COSINE or row not in ZEROS
        ]
        return {DOCUMENTS[row].id: oracle.score(self.metric.value, query, self.kept[row]) for row in rows}


def check_hits(subject, query, hits, k, passing=None, exact=True):
    """The hits are the k best of those that pass, each with its own score, best first; ties in any order."""
    truth = {each: score for each, score in subject.scores(query).items() if passing is None or each in passing}
    within = subject.tolerance * max(
        1.0, float(np.linalg.norm(query) + np.linalg.norm(subject.kept, axis=1).max()) ** 2
    )
    free = {DOCUMENTS[row].id for row in ZEROS} if subject.zeros is None else set()
    owed = np.array([score for each, score in zip(hits.ids, hits.scores, strict=True) if each not in free])
    best = sorted((score for each, score in truth.items() if each not in free), reverse=True)
    best = best[: k - (len(hits.ids) - len(owed))]
    assert len(set(hits.ids)) == len(hits.ids) == len(hits.scores)
    assert set(hits.ids) <= set(truth)
    assert hits.scores.dtype == np.float64
    assert np.all(np.diff(hits.scores) <= 0)
    assert hits.scores == pytest.approx([truth[each] for each in hits.ids], rel=0, abs=within)
    if exact:
        assert owed == pytest.approx(best, rel=0, abs=within)
    else:
        assert len(hits.ids) <= k
        assert not best or np.sum(owed >= best[-1] - within) >= subject.recall * len(best)


def it_says_what_it_holds(subject):
    facts = subject.engine.facts
    assert (facts.count, facts.dim, facts.metric) == (COUNT, DIM, subject.metric)
    assert sorted(facts.fields, key=lambda field: field.name) == sorted(FIELDS, key=lambda field: field.name)
    assert facts.engine and facts.collection and facts.version
    assert facts.half == (subject.tolerance > 1e-5)


def a_search_gives_the_best_with_their_scores(subject):
    for k in (1, 5, COUNT, COUNT + 40):
        for query in QUERIES:
            (hits,) = subject.engine.search(query[None], k)
            check_hits(subject, query, hits, k, exact=subject.exact)


def an_exact_search_gives_exactly_the_best(subject):
    if subject.engine.facts.exact_search:
        for k in (1, 7, COUNT):
            for query, hits in zip(QUERIES, subject.engine.search(QUERIES, k, exact=True), strict=True):
                check_hits(subject, query, hits, k)


def many_queries_are_answered_in_their_order(subject):
    together = subject.engine.search(QUERIES, 9)
    assert len(together) == len(QUERIES)
    for query, hits in zip(QUERIES, together, strict=True):
        check_hits(subject, query, hits, 9, exact=subject.exact)
    assert subject.engine.search(QUERIES[:0], 5) == ()


def settings_for_another_structure_do_no_harm(subject):
    for params in (SearchParams(nprobe=1000), SearchParams(ef_search=COUNT)):
        (hits,) = subject.engine.search(QUERIES[:1], 5, params=params)
        check_hits(subject, QUERIES[0], hits, 5, exact=subject.exact)


def a_filter_counts_exactly_what_passes(subject):
    assert subject.engine.count_matching(()) == COUNT
    for pairs in FILTERS:
        assert subject.engine.count_matching(where_of(pairs)) == len(passing(where_of(pairs))), pairs


def a_filter_holds_before_the_search_or_the_engine_says_that_it_comes_after(subject):
    after = subject.engine.facts.filters_after
    owing = replace(subject, recall=0.0) if after else subject
    for pairs in FILTERS:
        allowed = passing(where_of(pairs))
        for k in (2, COUNT):
            (hits,) = subject.engine.search(QUERIES[:1], k, where=where_of(pairs))
            check_hits(owing, QUERIES[0], hits, k, allowed, exact=not after and (subject.exact or not allowed))


def an_exact_search_filters_first(subject):
    if subject.engine.facts.exact_search:
        for pairs in FILTERS:
            (hits,) = subject.engine.search(QUERIES[:1], 4, where=where_of(pairs), exact=True)
            check_hits(subject, QUERIES[0], hits, 4, passing(where_of(pairs)))


def values_are_read_as_the_type_of_their_field(subject):
    assert subject.engine.count_matching(where_of([("draft", "Yes")])) == len(passing(where_of([("draft", "true")])))
    assert subject.engine.count_matching(where_of([("price", ".25")])) == len(passing(where_of([("price", "0.25")])))
    for name, value in (("year", "soon"), ("year", "2001 or 1 == 1"), ("price", "cheap"), ("draft", "perhaps")):
        with pytest.raises(RequestError, match=name):
            subject.engine.count_matching(where_of([(name, value)]))
        with pytest.raises(RequestError, match=name):
            subject.engine.search(QUERIES[:1], 3, where=where_of([(name, value)]))


def an_unknown_field_is_refused_with_those_there_are(subject):
    for name in ("colour", "", "lang == 'en' or year", 'lang"', "lang; --", "text"):
        with pytest.raises(RequestError) as caught:
            subject.engine.count_matching(where_of([(name, "x")]))
        assert all(field.name in str(caught.value) for field in FIELDS)


def documents_come_back_as_they_were_in_the_order_asked_for(subject):
    order = np.random.default_rng(1).permutation(COUNT)
    asked = [DOCUMENTS[row].id for row in order]
    stored = subject.engine.fetch(["no such", *asked[:30], "' or 1=1", *asked[30:]])
    assert stored.documents == tuple(DOCUMENTS[row] for row in order)
    assert stored.vectors.dtype == np.float32
    assert stored.vectors == pytest.approx(subject.kept[order], rel=0, abs=subject.tolerance)
    nothing = subject.engine.fetch([])
    assert nothing.documents == () and nothing.vectors.shape == (0, DIM)
    assert subject.engine.fetch(["no such"]).vectors.shape == (0, DIM)


def all_documents_are_gone_through_once_in_a_stable_order(subject):
    for batch in (1_000, 7):
        parts = list(subject.engine.iterate(batch))
        assert all(0 < len(part.documents) <= batch for part in parts)
        found = [document for part in parts for document in part.documents]
        assert sorted(found, key=lambda each: each.id) == sorted(DOCUMENTS, key=lambda each: each.id)
        row_of = {document.id: row for row, document in enumerate(DOCUMENTS)}
        rows = [row_of[document.id] for document in found]
        vectors = np.concatenate([part.vectors for part in parts])
        assert vectors == pytest.approx(subject.kept[rows], rel=0, abs=subject.tolerance)
        again = [document.id for part in subject.engine.iterate(batch) for document in part.documents]
        assert again == [document.id for document in found]


def a_sample_is_seeded_and_treats_all_alike(subject):
    everyone = {document.id for document in DOCUMENTS}
    for size in (COUNT, COUNT + 5):
        assert set(subject.engine.sample_ids(size, 1)) == everyone
    drawn = Counter()
    for seed in range(40):
        sample = subject.engine.sample_ids(15, seed)
        assert len(set(sample)) == len(sample) == 15 and set(sample) <= everyone
        drawn.update(sample)
    # 40 draws of 15 among 60: 10 each expected, standard deviation 2.7.
    assert set(drawn) == everyone and max(drawn.values()) <= 22
    assert subject.engine.sample_ids(15, 3) == subject.engine.sample_ids(15, 3)
    assert subject.engine.sample_ids(15, 3) != subject.engine.sample_ids(15, 4)


def what_is_closer_is_counted_exactly(subject):
    if not subject.engine.facts.exact_ranks:
        return
    for pairs in ((), (("lang", "en"),)):
        allowed = passing(where_of(pairs)) if pairs else {document.id for document in DOCUMENTS}
        for query in QUERIES[:3]:
            truth = sorted(score for each, score in subject.scores(query).items() if each in allowed)
            for low, high in pairwise(truth):
                if high - low > 1e-3:
                    middle = (low + high) / 2
                    better = sum(score > middle for score in truth)
                    assert subject.engine.closer(query[None], middle, where=where_of(pairs)) == better


def its_text_search_finds_a_word(subject):
    if subject.engine.facts.text_search:
        hits = subject.engine.text_search("zebra17", 5)
        assert hits.ids == (DOCUMENTS[17].id,)
        assert subject.engine.text_search("zebra17", 5, where=where_of([("lang", "nowhere")])).ids == ()
        assert subject.engine.text_search("", 5).ids == ()
        assert subject.engine.text_search("xylophone'); --", 5).ids == ()
        assert subject.engine.text_search("xylophone saxophone zebra17", 5).ids[:1] == (DOCUMENTS[17].id,)
        found = subject.engine.text_search("wörds", COUNT)
        assert len(set(found.ids)) == COUNT - len(EMPTY_TEXTS) and np.all(np.diff(found.scores) <= 0)


def several_threads_may_ask_at_once(subject):
    def ask(turn):
        place = turn % len(QUERIES)
        (hits,) = subject.engine.search(QUERIES[place][None], 9)
        check_hits(subject, QUERIES[place], hits, 9, exact=subject.exact)
        row = turn % COUNT
        return subject.engine.fetch([DOCUMENTS[row].id]).documents == (DOCUMENTS[row],)

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, range(24)))


CLAIMS = (
    it_says_what_it_holds,
    a_search_gives_the_best_with_their_scores,
    an_exact_search_gives_exactly_the_best,
    many_queries_are_answered_in_their_order,
    settings_for_another_structure_do_no_harm,
    a_filter_counts_exactly_what_passes,
    a_filter_holds_before_the_search_or_the_engine_says_that_it_comes_after,
    an_exact_search_filters_first,
    values_are_read_as_the_type_of_their_field,
    an_unknown_field_is_refused_with_those_there_are,
    documents_come_back_as_they_were_in_the_order_asked_for,
    all_documents_are_gone_through_once_in_a_stable_order,
    a_sample_is_seeded_and_treats_all_alike,
    what_is_closer_is_counted_exactly,
    its_text_search_finds_a_word,
    several_threads_may_ask_at_once,
)


def check_engine(subject):
    """All claims in a row."""
    for claim in CLAIMS:
        claim(subject)


def check_closed(engine):
    """A closed engine answers no more, and says so. Closing twice does no harm."""
    engine.close()
    engine.close()
    with pytest.raises(InspectorError):
        engine.count_matching(())
