"""Why a structure returns an entry or does not, held against brute force and against real FAISS structures."""

import faiss
import numpy as np
import pytest

from inspector.contract import Metric
from inspector.stores.ann import AnnIndex, open_ann
from inspector.stores.ann_build import write_ann
from inspector.stores.ann_reasons import structure_of
from inspector.stores.ann_spec import parse_ann
from inspector.stores.collection import SearchParams
from tests import oracle

COUNT, DIM, K = 500, 16, 10
METRICS = tuple(Metric)


def vectors(seed=0):
    rng = np.random.default_rng(seed)
    return (rng.normal(size=(COUNT, DIM)) * rng.uniform(0.5, 2, size=(COUNT, 1))).astype(np.float32)


def query(seed=1):
    return np.random.default_rng(seed).normal(size=(1, DIM)).astype(np.float32)


def built(tmp_path, metric, text, rows=None):
    rows = vectors() if rows is None else rows
    spec = write_ann(tmp_path / "ann.faiss", rows, metric, parse_ann(text))
    return open_ann(tmp_path / "ann.faiss", COUNT, DIM, spec)


def reasons(ann, row, metric=Metric.COSINE, rows=None, mask=None, k=K, asked=None):
    rows = vectors() if rows is None else rows
    return structure_of(ann, query() if asked is None else asked, row, rows[row : row + 1], k, mask, metric)


def kept_by(metric, rows):
    """What a structure of ours holds: unit vectors for cosine, else the vectors as they are."""
    return rows / np.linalg.norm(rows, axis=1, keepdims=True) if metric is Metric.COSINE else rows


def own_score(metric, vector):
    """The score by the structure's own metric: inner product, or minus the squared distance."""
    return oracle.score("l2" if metric is Metric.L2 else "ip", query()[0], vector)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("text", ["flat", "hnsw,m=8", "ivf,nlist=10,nprobe=2"])
def test_a_structure_that_keeps_vectors_as_they_are_is_lossless_and_scores_as_brute_force(tmp_path, metric, text):
    ann = built(tmp_path, metric, text)
    for row in (0, 17, 499):
        found = reasons(ann, row, metric)
        wanted = own_score(metric, kept_by(metric, vectors())[row])
        assert found.lossless is True
        assert found.score == pytest.approx(wanted, rel=1e-5, abs=1e-6)
        assert found.coded_score == pytest.approx(wanted, rel=1e-5, abs=1e-6)
        assert found.metric is (Metric.L2 if metric is Metric.L2 else Metric.INNER_PRODUCT)
        assert found.name == ann.spec.text


@pytest.mark.parametrize("metric", METRICS)
def test_the_cell_of_an_entry_has_the_rank_that_brute_force_over_all_centroids_gives_it(tmp_path, metric):
    ann = built(tmp_path, metric, "ivf,nlist=12,nprobe=1")
    inside = faiss.read_index(str(tmp_path / "ann.faiss"))
    centroids = inside.quantizer.reconstruct_n(0, 12)
    quantizer = "l2" if inside.quantizer.metric_type == faiss.METRIC_L2 else "ip"
    order = oracle.order(quantizer, query()[0], centroids)
    cells = {}
    for cell in range(12):
        size = inside.invlists.list_size(cell)
        cells.update(dict.fromkeys(faiss.rev_swig_ptr(inside.invlists.get_ids(cell), size).tolist(), cell))
    for row in range(0, COUNT, 25):
        found = reasons(ann, row, metric)
        assert found.cell_rank == order.index(cells[row]) + 1
        assert (found.nlist, found.nprobe, found.exhaustive) == (12, 1, SearchParams(nprobe=12))
        assert (found.ef_search, found.ef_needed) == (None, None)


def test_with_as_many_cells_as_the_rank_a_near_document_is_returned_and_with_one_less_it_is_not(tmp_path):
    ann = built(tmp_path, Metric.COSINE, "ivf,nlist=20,nprobe=1")
    for row in oracle.top("cosine", query()[0], vectors(), K):
        rank = reasons(ann, row).cell_rank
        assert row in ann.search(query(), K, params=SearchParams(nprobe=rank))[0].rows
        if rank > 1:
            assert row not in ann.search(query(), K, params=SearchParams(nprobe=rank - 1))[0].rows


@pytest.mark.parametrize("masked", [False, True])
def test_with_the_candidates_it_needs_a_graph_returns_an_entry_and_with_one_less_it_does_not(tmp_path, masked):
    ann = built(tmp_path, Metric.COSINE, "hnsw,m=4,efConstruction=8,efSearch=1")
    mask = np.arange(COUNT) % 3 > 0 if masked else None

    def returned(row, ef):
        return row in ann.search(query(), K, params=SearchParams(ef_search=ef), mask=mask)[0].rows

    needed = {}
    for row in oracle.top("cosine", query()[0], vectors(), K, mask):
        found = reasons(ann, row, mask=mask)
        assert (found.ef_search, found.exhaustive) == (1, SearchParams(ef_search=COUNT))
        if found.ef_needed is None:
            assert not returned(row, COUNT)
            continue
        needed[row] = found.ef_needed
        assert returned(row, found.ef_needed)
        if found.ef_needed > 1:
            assert not returned(row, found.ef_needed - 1)
    assert needed


def test_an_entry_that_no_list_of_candidates_brings_needs_more_than_there_are(tmp_path):
    ann = built(tmp_path, Metric.COSINE, "hnsw,m=8")
    worst = oracle.order("cosine", query()[0], vectors())[-1]
    assert reasons(ann, worst).ef_needed is None
    masked_out = np.arange(COUNT) != 3
    assert reasons(ann, 3, mask=masked_out).ef_needed is None


@pytest.mark.parametrize("metric", METRICS)
def test_a_product_code_scores_as_what_is_decoded_from_it(tmp_path, metric):
    ann = built(tmp_path, metric, "ivfpq,nlist=4,nprobe=4,m=4,nbits=4")
    inside = faiss.read_index(str(tmp_path / "ann.faiss"))
    inside.make_direct_map()
    for row in (3, 77, 250):
        found = reasons(ann, row, metric)
        assert found.lossless is False
        assert found.coded_score == pytest.approx(own_score(metric, inside.reconstruct(row)), rel=1e-4, abs=1e-5)
        assert found.score == pytest.approx(own_score(metric, kept_by(metric, vectors())[row]), rel=1e-5, abs=1e-6)


def made(key, kind=faiss.METRIC_INNER_PRODUCT, rows=None):
    rows = vectors() if rows is None else rows
    index = faiss.index_factory(DIM, key, kind)
    index.train(rows)
    index.add(rows)
    return index


@pytest.mark.parametrize("key", ["SQ8", "SQ4", "PQ4x4", "HNSW8,SQ8"])
@pytest.mark.parametrize("kind", [faiss.METRIC_INNER_PRODUCT, faiss.METRIC_L2])
def test_other_codes_score_as_what_is_decoded_from_them(key, kind):
    index = made(key, kind)
    ann, metric = AnnIndex(index), Metric.L2 if kind == faiss.METRIC_L2 else Metric.INNER_PRODUCT
    for row in (3, 250):
        found = reasons(ann, row, metric)
        assert found.lossless is False
        assert found.coded_score == pytest.approx(own_score(metric, index.reconstruct(row)), rel=1e-4, abs=1e-5)
        assert found.score != found.coded_score


@pytest.mark.parametrize("unit", [True, False])
@pytest.mark.parametrize("kind", [faiss.METRIC_INNER_PRODUCT, faiss.METRIC_L2])
def test_a_structure_made_elsewhere_is_scored_by_what_it_holds_itself(unit, kind):
    # Under a cosine contract a file made elsewhere may hold unit vectors or raw ones: it is asked, not presumed.
    held = kept_by(Metric.COSINE, vectors()) if unit else vectors()
    ann, row = AnnIndex(made("Flat", kind, held)), 42
    wanted = oracle.score("l2" if kind == faiss.METRIC_L2 else "ip", query()[0], held[row])
    found = reasons(ann, row)
    assert found.score == pytest.approx(wanted, rel=1e-5)
    assert found.lossless is True


FOREIGN = [
    "Flat", "HNSW8,Flat", "IVF4,Flat", "IVF4,PQ4x4", "IVF4,PQ4x4,RFlat", "PCA8,IVF4,Flat", "PCA8,Flat", "SQ8", "PQ4x4",
    "HNSW8,SQ8", "IVF4,SQ8", "IVF4_HNSW8,Flat", "IVF4,PQ4x4fs", "NSG8,Flat", "PCA8,IVF4,PQ4x4", "L2norm,Flat",
]  # fmt: skip


@pytest.mark.parametrize("key", FOREIGN)
def test_every_structure_that_can_be_adopted_can_be_asked_and_is_left_as_it_was(key):
    index = made(key)
    before = faiss.serialize_index(index)
    found = reasons(AnnIndex(index), 7)
    assert np.array_equal(faiss.serialize_index(index), before)
    assert found.name
    assert found.lossless in (True, False, None)
    assert found.cell_rank is None or 1 <= found.cell_rank <= found.nlist
    assert found.ef_needed is None or 1 <= found.ef_needed <= COUNT


@pytest.mark.parametrize("key", ["PCA8,Flat", "PCA8,IVF4,Flat", "PCA8,IVF4,PQ4x4"])
def test_vectors_that_were_projected_first_are_not_kept_as_they_are(key):
    assert reasons(AnnIndex(made(key)), 7).lossless is False


def test_vectors_that_were_only_turned_first_are_kept_as_they_are():
    ann = AnnIndex(made("RR16,IVF4,Flat"))
    found = reasons(ann, 7, Metric.INNER_PRODUCT)
    assert found.lossless is True
    assert found.coded_score == pytest.approx(own_score(Metric.INNER_PRODUCT, vectors()[7]), rel=1e-4)


def test_entries_numbered_by_a_map_are_asked_by_their_number():
    index = faiss.IndexIDMap(faiss.IndexFlatIP(DIM))
    index.add_with_ids(vectors(), np.arange(COUNT))
    found = reasons(AnnIndex(index), 7, Metric.INNER_PRODUCT)
    assert found.lossless is True
    assert found.score == pytest.approx(own_score(Metric.INNER_PRODUCT, vectors()[7]), rel=1e-5)


def test_a_vector_that_is_not_finite_has_no_score_and_no_cell(tmp_path):
    rows = vectors()
    rows[5, 2] = np.nan
    for text in ("flat", "ivf,nlist=4,nprobe=1", "hnsw,m=8", "ivfpq,nlist=4,nprobe=4,m=4,nbits=4"):
        found = reasons(built(tmp_path, Metric.COSINE, text, rows), 5, rows=rows, mask=np.arange(COUNT) != 5)
        assert np.isnan(found.score)
        assert np.isnan(found.coded_score)
        assert (found.cell_rank, found.ef_needed, found.lossless) == (None, None, None)


@pytest.mark.parametrize("text", ["flat", "ivf,nlist=4,nprobe=1", "hnsw,m=8", "ivfpq,nlist=4,nprobe=4,m=4,nbits=4"])
def test_a_zero_vector_and_a_list_longer_than_the_collection_are_no_trouble(tmp_path, text):
    rows = vectors()
    rows[5] = 0
    found = reasons(built(tmp_path, Metric.COSINE, text, rows), 5, rows=rows, k=10 * COUNT)
    assert found.score == 0
