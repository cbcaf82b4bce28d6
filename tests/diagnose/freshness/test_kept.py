"""A model as a store keeps its vectors; the codes are FAISS's own."""

from __future__ import annotations

import faiss
import numpy as np

from inspector.diagnose.freshness.kept import KeptEmbedder, as_kept
from inspector.diagnose.freshness.rounding import rounding
from inspector.diagnose.freshness.sample import load_reembedded
from inspector.progress import silent
from inspector.stores.adopting import adopt
from inspector.stores.folder import open_folder
from inspector.stores.loaders.faiss_file import take
from inspector.stores.recipe import embedded_text
from inspector.stores.spec import read_spec
from tests.stores.loaders.conformance.corpus import write_jsonl
from tests.stores.samples import plain_documents
from tests.toy import ToyEmbedder

MODEL = ToyEmbedder()
DOCUMENTS = plain_documents(40)
TEXTS = [embedded_text("{title}\n{text}", each) for each in DOCUMENTS]


def collection(folder, factory, stale=()):
    """An index over fresh vectors; those of `stale` are of the first document instead."""
    vectors = MODEL.encode(TEXTS)
    vectors[list(stale)] = MODEL.encode(["quite another text"])
    index = faiss.index_factory(MODEL.dim, factory, faiss.METRIC_INNER_PRODUCT)
    index.train(np.random.default_rng(0).normal(size=(700, MODEL.dim)).astype(np.float32))
    index.add(vectors)
    faiss.write_index(index, str(folder / "v.faiss"))
    spec = read_spec(f"faiss:{folder / 'v.faiss'}?documents={write_jsonl(folder / 'c.jsonl', DOCUMENTS)}")
    (folder / "copy").mkdir()
    adopt(spec, folder / "copy", "copy", take, silent)
    return open_folder(folder / "copy")


def test_a_store_that_keeps_vectors_whole_takes_the_model_as_it_is(tmp_path):
    assert as_kept(MODEL, collection(tmp_path, "IVF4,Flat")) is MODEL


def test_a_model_passes_through_the_codes_once_and_is_another_model_for_caches(tmp_path):
    opened = collection(tmp_path, "IVF4,PQ4x4")
    kept = as_kept(MODEL, opened)
    assert isinstance(kept, KeptEmbedder)
    assert as_kept(kept, opened) is kept
    assert kept.fingerprint != MODEL.fingerprint
    assert (kept.name, kept.dim, kept.max_tokens) == (MODEL.name, MODEL.dim, MODEL.max_tokens)
    np.testing.assert_array_equal(kept.encode(TEXTS), opened.as_kept(MODEL.encode(TEXTS)))
    np.testing.assert_array_equal(kept.token_counts(TEXTS), MODEL.token_counts(TEXTS))
    assert kept.read_end(TEXTS[0]) == MODEL.read_end(TEXTS[0])


def test_a_healthy_document_agrees_through_the_codes_and_a_stale_one_does_not(tmp_path):
    opened = collection(tmp_path, "IVF4,PQ4x4", stale=(3, 17))
    found = load_reembedded(opened, MODEL)
    deviates = [row for row, same in zip(found.rows, found.similarity, strict=True) if 1 - same > rounding(found.fresh)]
    assert deviates == [3, 17]


def test_without_the_codes_every_document_would_look_stale(tmp_path):
    opened = collection(tmp_path, "IVF4,PQ4x4")
    stored = opened.vectors(np.arange(40))
    plain = MODEL.encode(TEXTS)
    cosines = np.sum(plain * stored, axis=1) / np.linalg.norm(stored, axis=1)
    assert (1 - cosines).min() > rounding(plain)
