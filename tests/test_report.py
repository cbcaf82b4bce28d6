"""One query through `report`, on adopted vectors that are broken, zero, equal or of any length, against the oracle.

The collection holds 60 documents of 8 dimensions under ids of many scripts. Rows 3 and 4 are not finite, row 5 is zero,
rows 10 to 13 are copies of row 9, row 14 is its double (equal in direction alone) and row 15 its opposite. Row 9 is
near the query, so that ties stand at the top.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
import pytest

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.contract import Metric
from inspector.inspection import OpenIndex
from inspector.records.documents import Condition
from inspector.records.inspection import Inspection
from inspector.records.results import Neighbor, RanksAre, Request
from inspector.report import report
from inspector.search.keyword import open_keyword
from inspector.stores import open_index
from inspector.stores.ann_spec import parse_ann
from inspector.text import without
from tests import oracle
from tests.toy import ToyEmbedder

QUERY = "copy a nested list"
COUNT, DIM = 60, 8
BROKEN, ZERO, ORIGINAL, COPIES, DOUBLE, OPPOSITE = (3, 4), 5, 9, slice(10, 14), 14, 15
METRICS = list(Metric)
EXHAUSTIVE = ("flat", "hnsw,m=16,efSearch=200", "ivf,nlist=4,nprobe=4")
COARSE = ("hnsw,m=2,efConstruction=2,efSearch=1", "ivf,nlist=8,nprobe=1", "ivfpq,nlist=1,m=2,nbits=2")
IDS = tuple(f"{('文書', '🧭👩‍🔬', 'مستند', 'é', 'a b/c?d=e&f', 'plain')[row % 6]}-{row}" for row in range(COUNT))


class LostEmbedder(ToyEmbedder):
    """A model that broke: every vector it makes is NaN."""

    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> np.ndarray:
        return np.full((len(texts), self.dim), np.nan, dtype=np.float32)


def asked(query: str = QUERY) -> np.ndarray:
    return ToyEmbedder(DIM).encode([query])[0]


def stored() -> np.ndarray:
    """Give the vectors, of lengths from 0.2 to 5."""
    seeded = np.random.default_rng(7)
    rows = seeded.normal(size=(COUNT, DIM)) * seeded.uniform(0.2, 2.0, size=(COUNT, 1))
    rows[ORIGINAL] = asked() + 0.1 * seeded.normal(size=DIM)
    rows[COPIES], rows[DOUBLE], rows[OPPOSITE] = rows[ORIGINAL], 2 * rows[ORIGINAL], -rows[ORIGINAL]
    rows[BROKEN[0], 2], rows[BROKEN[1], 0], rows[ZERO] = np.nan, np.inf, 0
    return rows.astype(np.float32)


VECTORS = stored()
THIRD = np.arange(COUNT) % 3 == 0


def opened(folder: Path, metric: Metric = Metric.COSINE, ann: str = "", **settings: object) -> OpenIndex:
    """Build an index of the vectors as a person does who made them elsewhere, and open it."""
    lines = [{"id": each, "text": f"list number {row}", "third": bool(THIRD[row])} for row, each in enumerate(IDS)]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    np.save(folder / "vectors.npy", VECTORS)
    spec = parse_ann(ann) if ann else None
    asks = BuildSettings(vectors=folder / "vectors.npy", metric=metric, ann=spec, **settings)
    collection = open_index(build(folder / "corpus.jsonl", folder / "index", asks, embedder=ToyEmbedder(DIM)).path)
    return OpenIndex(collection, open_keyword(collection.keyword_folder), ToyEmbedder(DIM))


def assert_true_places(neighbors: Sequence[Neighbor], metric: Metric, mask: np.ndarray | None = None) -> None:
    """Each neighbor has the exact rank by the index's metric and the cosine distance that brute force gives it."""
    for hit in neighbors:
        row = IDS.index(hit.id)
        assert hit.exact_rank == oracle.rank(metric, asked(), VECTORS, row, mask)
        assert hit.similarity == pytest.approx(oracle.similarity(asked(), VECTORS[row]), abs=1e-12)
        assert hit.distance == pytest.approx(oracle.distance(asked(), VECTORS[row]), abs=1e-12)


@pytest.mark.parametrize("metric", METRICS)
def test_exact_search_lists_what_brute_force_lists_and_leaves_out_what_is_broken(tmp_path, metric):
    found = report(opened(tmp_path, metric), Request(QUERY, k=1000))
    assert [hit.id for hit in found.neighbors] == [IDS[row] for row in oracle.order(metric, asked(), VECTORS)]
    assert len(found.neighbors) == COUNT - len(BROKEN)
    assert [hit.exact_rank for hit in found.neighbors] == list(range(1, COUNT - len(BROKEN) + 1))
    assert_true_places(found.neighbors, metric)


def test_equal_directions_rank_by_place_under_cosine_and_by_length_under_inner_product(tmp_path):
    same = [IDS[row] for row in range(ORIGINAL, DOUBLE + 1)]
    (tmp_path / "ip").mkdir()
    by_cosine = report(opened(tmp_path), Request(QUERY, k=6)).neighbors
    by_product = report(opened(tmp_path / "ip", Metric.INNER_PRODUCT), Request(QUERY, k=COUNT)).neighbors
    assert [hit.id for hit in by_cosine] == same
    places = {hit.id: hit.rank for hit in by_product}
    assert [places[each] for each in same[:-1]] == list(range(places[same[0]], places[same[0]] + 5))
    assert places[IDS[DOUBLE]] < places[IDS[ORIGINAL]]


@pytest.mark.parametrize("metric", METRICS)
def test_removal_effects_and_ranks_without_a_word_are_those_of_brute_force(tmp_path, metric):
    also = (IDS[BROKEN[0]], IDS[ZERO], IDS[OPPOSITE])
    effects = report(opened(tmp_path, metric), Request(QUERY, k=7, also=also)).contributions
    assert set(also) <= set(effects.ids)
    for place, word in enumerate(effects.words):
        shorter = asked(without(QUERY, word.start, word.end))
        for column, each in enumerate(effects.ids):
            row = IDS.index(each)
            removal = oracle.similarity(asked(), VECTORS[row]) - oracle.similarity(shorter, VECTORS[row])
            assert effects.removal[place, column] == pytest.approx(removal, abs=1e-12, nan_ok=True)
            assert effects.rank_without[place, column] == oracle.rank(metric, shorter, VECTORS, row)


def test_a_document_with_a_broken_vector_has_no_place_and_no_distance_but_its_keyword_rank(tmp_path):
    index = opened(tmp_path)
    found = report(index, Request(QUERY, k=3, also=tuple(IDS[row] for row in BROKEN)))
    for row in BROKEN:
        standing = found.standing(IDS[row])
        assert standing.neighbor_rank is None
        assert np.isnan(standing.similarity)
        assert standing.keyword_rank == row + 1  # all texts score alike, and ties keep the order of the collection


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("ann", EXHAUSTIVE)
def test_an_exhaustive_structure_lists_what_brute_force_lists(tmp_path, metric, ann):
    found = report(opened(tmp_path, metric, ann), Request(QUERY, k=1000))
    assert [hit.exact_rank for hit in found.neighbors] == list(range(1, COUNT - len(BROKEN) + 1))
    assert_true_places(found.neighbors, metric)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("ann", COARSE)
def test_what_a_coarse_structure_returns_carries_its_exact_ranks(tmp_path, metric, ann):
    index = opened(tmp_path, metric, ann)
    found = report(index, Request(QUERY, k=10))
    assert found.ranks_are is RanksAre.EXACT
    assert 0 < len(found.neighbors) <= 10
    assert [hit.rank for hit in found.neighbors] == list(range(1, len(found.neighbors) + 1))
    assert_true_places(found.neighbors, metric)
    best = [IDS[row] for row in oracle.top(metric, asked(), VECTORS, 10)]
    assert [hit.id for hit in found.neighbors] != best  # the structure does miss something
    assert [hit.id for hit in report(index, Request(QUERY, k=10, exact=True)).neighbors] == best


def test_a_structure_with_a_metric_of_its_own_lists_by_that_and_ranks_by_the_contract_s(tmp_path):
    made = faiss.IndexFlatL2(DIM)
    made.add(np.where(np.isfinite(VECTORS), VECTORS, 0))
    faiss.write_index(made, str(tmp_path / "made.faiss"))
    found = report(opened(tmp_path, ann_file=tmp_path / "made.faiss"), Request(QUERY, k=1000))
    assert [hit.id for hit in found.neighbors] == [IDS[row] for row in oracle.order("l2", asked(), VECTORS)]
    assert_true_places(found.neighbors, Metric.COSINE)


@pytest.mark.parametrize("ann", ["", *EXHAUSTIVE, COARSE[-1]])
def test_a_filter_holds_for_all_lists_and_ranks_count_only_what_passes(tmp_path, ann):
    found = report(opened(tmp_path, ann=ann), Request(QUERY, k=1000, where=(Condition("third", "true"),)))
    assert found.matching == THIRD.sum() == 20
    shown = {hit.id for hits in (found.neighbors, found.keyword, found.hybrid) for hit in hits}
    assert shown == {IDS[row] for row in np.flatnonzero(THIRD)}
    assert len(found.neighbors) == 20 - 1  # row 3 is broken
    assert_true_places(found.neighbors, Metric.COSINE, THIRD)


@pytest.mark.parametrize("ann", ["", "flat"])
def test_a_query_without_words_is_as_far_from_everything_as_from_nothing(tmp_path, ann):
    found = report(opened(tmp_path, ann=ann), Request("", k=5))
    assert [hit.id for hit in found.neighbors] == [IDS[row] for row in (0, 1, 2, 5, 6)]
    assert [hit.distance for hit in found.neighbors] == [1.0] * 5


@pytest.mark.parametrize("ann", ["", *EXHAUSTIVE])
def test_a_query_vector_that_is_not_finite_finds_nothing_and_keyword_search_goes_on(tmp_path, ann):
    index = opened(tmp_path, ann=ann)
    found = report(OpenIndex(index.collection, index.keyword, LostEmbedder(DIM)), Request(QUERY, k=5))
    assert found.neighbors == ()
    assert [hit.id for hit in found.keyword] == [hit.id for hit in found.hybrid] == list(IDS[:5])
    assert all_absent(found)


def all_absent(found: Inspection) -> bool:
    return all(one.neighbor_rank is None and np.isnan(one.similarity) for one in found.standings)
