from __future__ import annotations

import resource
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.contract import DEFAULT_MODEL, Metric
from inspector.embedders.facts import ModelFacts
from inspector.errors import CancelledError, CorpusError, EmbedderError, InspectorError, RequestError, StoreError
from inspector.records.documents import FieldType, MetadataField
from inspector.search.keyword import open_keyword
from inspector.stores.ann_spec import parse_ann
from inspector.stores.finish import verify
from inspector.stores.folder import open_folder
from inspector.stores.lock import locked
from inspector.vectors import Float32Array
from tests.build.corpora import jsonl, numbered
from tests.toy import ToyEmbedder


class PromptedEmbedder(ToyEmbedder):
    """A toy model whose configuration names prompts."""

    facts = ModelFacts(pooling="sum", query_prompt="question ", document_prompt="answer ", weights_sha256="ab")


class FailingEmbedder(ToyEmbedder):
    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> Float32Array:
        raise EmbedderError("The model failed.")


def test_a_corpus_becomes_an_index_that_opens_and_is_whole(tmp_path: Path) -> None:
    rows = [*numbered(3), {"id": "ключ", "text": "日本語 🙂", "year": 2020}, {"id": "e", "text": ""}]
    toy = ToyEmbedder()
    done = build(jsonl(tmp_path, *rows), tmp_path / "index", embedder=toy)
    index = open_folder(done.path)
    assert (done.count, done.skipped, done.encoded, done.resumed) == (5, 0, 5, 0)
    assert done.warnings == ("1 document of 5 has an empty text.", "1 vector of length zero, which has no direction.")
    assert index.fingerprint == done.fingerprint
    assert verify(done.path) == ()
    assert index.ids_at(np.arange(5)) == ("d0", "d1", "d2", "ключ", "e")
    assert index.fields == (MetadataField("year", FieldType.INTEGER),)
    expected = toy.encode(["title 0\nword0", "title 1\n" + "word1 " * 2, "title 2\n" + "word2 " * 3, "日本語 🙂", ""])
    assert np.array_equal(index.vectors(np.arange(5)), expected)
    assert {path.name for path in tmp_path.iterdir()} == {"corpus.jsonl", "index"}


def test_the_keyword_index_has_the_documents_in_the_same_order(tmp_path: Path) -> None:
    done = build(jsonl(tmp_path, *numbered(5)), tmp_path / "index", embedder=ToyEmbedder())
    folder = open_folder(done.path).keyword_folder
    assert folder is not None
    keyword = open_keyword(folder)
    assert keyword.count == 5


def test_every_field_of_the_contract_is_declared(tmp_path: Path) -> None:
    settings = BuildSettings(metric=Metric.INNER_PRODUCT, recipe="{text}", name="mine")
    done = build(jsonl(tmp_path, *numbered(3)), tmp_path / "index", settings, embedder=PromptedEmbedder(max_tokens=9))
    index = open_folder(done.path)
    contract = index.contract
    assert (contract.stated, contract.inferred, index.name) == ((), (), "mine")
    assert (contract.model, contract.dim, contract.max_tokens) == ("toy/bag-of-words", 32, 9)
    assert (contract.normalized, contract.metric, contract.recipe) == (True, Metric.INNER_PRODUCT, "{text}")
    assert (contract.query_prompt, contract.document_prompt) == ("question ", "answer ")
    assert (contract.pooling, contract.weights_sha256) == ("sum", "ab")
    assert contract.made_at.endswith("+00:00")
    assert contract.tools[0].startswith("neighbor-inspector ")


@pytest.mark.parametrize(("given", "used"), [(None, "answer "), ("", ""), ("said ", "said ")])
def test_the_document_prompt_reaches_the_encoder(tmp_path: Path, given: str | None, used: str) -> None:
    toy = PromptedEmbedder()
    done = build(jsonl(tmp_path, *numbered(2)), tmp_path / "i", BuildSettings(document_prompt=given), embedder=toy)
    index = open_folder(done.path)
    assert index.contract.document_prompt == used
    assert np.array_equal(index.vectors(np.arange(1)), toy.encode([used + "title 0\nword0"]))


def test_a_recipe_may_use_metadata_and_an_unknown_field_is_refused(tmp_path: Path) -> None:
    corpus = jsonl(tmp_path, {"id": "a", "text": "body", "topic": "cats"})
    done = build(corpus, tmp_path / "i", BuildSettings(recipe="{topic}: {text}"), embedder=(toy := ToyEmbedder()))
    assert np.array_equal(open_folder(done.path).vectors(np.arange(1)), toy.encode(["cats: body"]))
    with pytest.raises(RequestError, match=r"\{topik\}, but the corpus has \{id\}, \{title\}, \{text\}, \{topic\}"):
        build(corpus, tmp_path / "j", BuildSettings(recipe="{topik}"), embedder=toy)
    assert not (tmp_path / "j").exists()


@pytest.mark.parametrize("kind", ["flat", "hnsw,m=4", "ivf,nlist=2", "ivfpq,nlist=1,m=2,nbits=2"])
def test_each_kind_of_ann_structure_is_built(tmp_path: Path, kind: str) -> None:
    settings = BuildSettings(ann=parse_ann(kind))
    done = build(jsonl(tmp_path, *numbered(60)), tmp_path / "index", settings, embedder=(toy := ToyEmbedder()))
    index = open_folder(done.path)
    assert index.has_ann
    assert len(index.search(toy.encode(["word3"]), 5)[0].ids) >= 1


def test_an_ann_file_made_elsewhere_is_adopted_untouched(tmp_path: Path) -> None:
    corpus, toy = jsonl(tmp_path, *numbered(20)), ToyEmbedder()
    first = build(corpus, tmp_path / "a", BuildSettings(ann=parse_ann("hnsw,m=4")), embedder=toy)
    given = (first.path / "ann.faiss").rename(tmp_path / "given.faiss")
    second = build(corpus, tmp_path / "b", BuildSettings(ann_file=given), embedder=toy)
    assert (second.path / "ann.faiss").read_bytes() == given.read_bytes()
    with pytest.raises(StoreError, match="20 vectors"):
        build(jsonl(tmp_path, *numbered(19)), tmp_path / "c", BuildSettings(ann_file=given), embedder=toy)


def old_index(folder: Path) -> tuple[Path, bytes]:
    done = build(jsonl(folder, *numbered(3), name="old.jsonl"), folder / "index", embedder=ToyEmbedder())
    return done.path, (done.path / "manifest.json").read_bytes()


def fails_with_the_old_index_in_place(
    folder: Path, error: type[InspectorError], corpus: Path, **settings: object
) -> None:
    path, manifest = old_index(folder)
    with pytest.raises(error):
        build(corpus, path, **settings)  # type: ignore[arg-type]
    assert (path / "manifest.json").read_bytes() == manifest
    assert verify(path) == ()
    assert not (folder / ".index.building").exists()
    assert not (folder / ".index.lock").exists()


def test_a_bad_corpus_leaves_the_old_index(tmp_path: Path) -> None:
    fails_with_the_old_index_in_place(tmp_path, CorpusError, jsonl(tmp_path, "nonsense"), embedder=ToyEmbedder())


def test_a_failing_model_leaves_the_old_index(tmp_path: Path) -> None:
    corpus = jsonl(tmp_path, *numbered(5))
    fails_with_the_old_index_in_place(tmp_path, EmbedderError, corpus, embedder=FailingEmbedder())


def test_a_stop_before_the_first_window_leaves_nothing_behind(tmp_path: Path) -> None:
    def stop(done: int, total: int, message: str) -> None:
        if message == "Embedding documents":
            raise CancelledError("Stopped.")

    corpus = jsonl(tmp_path, *numbered(5))
    fails_with_the_old_index_in_place(tmp_path, CancelledError, corpus, embedder=ToyEmbedder(), progress=stop)


def test_a_file_that_cannot_grow_is_one_sentence_and_leaves_the_old_index(tmp_path: Path) -> None:
    corpus = jsonl(tmp_path, *({"id": str(n), "text": "x"} for n in range(100)))
    path, manifest = old_index(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(StoreError, match="could not be written") as caught:
            build(corpus, path, embedder=ToyEmbedder(dim=1000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "Free some space" in caught.value.hint
    assert (path / "manifest.json").read_bytes() == manifest


def test_a_new_build_replaces_the_old_index(tmp_path: Path) -> None:
    path, _ = old_index(tmp_path)
    build(jsonl(tmp_path, *numbered(7)), path, embedder=ToyEmbedder())
    assert open_folder(path).count == 7
    assert {one.name for one in tmp_path.iterdir()} == {"corpus.jsonl", "old.jsonl", "index"}


def test_two_builds_into_one_folder_do_not_mix(tmp_path: Path) -> None:
    corpus = jsonl(tmp_path, *numbered(3))
    with locked(tmp_path / "index"), pytest.raises(StoreError, match="Another process is writing"):
        build(corpus, tmp_path / "index", embedder=ToyEmbedder())
    build(corpus, tmp_path / "index", embedder=ToyEmbedder())


def test_the_same_corpus_and_model_give_the_same_fingerprint(tmp_path: Path) -> None:
    corpus = jsonl(tmp_path, *numbered(10))
    marks = {
        build(corpus, tmp_path / name, BuildSettings(batch=batch), embedder=ToyEmbedder()).fingerprint
        for name, batch in (("a", 1), ("b", 32))
    }
    assert len(marks) == 1


def test_progress_names_each_phase_and_ends_each_with_its_total(tmp_path: Path) -> None:
    told: dict[str, tuple[int, int]] = {}

    def note(done: int, total: int, message: str) -> None:
        told[message] = (done, total)

    build(jsonl(tmp_path, *numbered(10)), tmp_path / "index", progress=note, embedder=ToyEmbedder())
    assert list(told)[:4] == ["Reading the corpus", "Writing documents", "Embedding documents", "Indexing words"]
    assert all(done == total for done, total in told.values())


@pytest.mark.model
def test_twenty_real_documents_are_built_and_found(tmp_path: Path) -> None:
    topics = ["cats", "tax law", "volcanoes", "python lists", "bread", "chess", "rivers", "jazz", "vaccines", "glass"]
    rows = [{"id": f"{topic}-{n}", "text": f"An article about {topic}, part {n}."} for topic in topics for n in (1, 2)]
    done = build(jsonl(tmp_path, *rows), tmp_path / "index", BuildSettings(max_tokens=64))
    index = open_folder(done.path)
    contract = index.contract
    assert (contract.model, contract.dim, contract.max_tokens, contract.pooling) == (DEFAULT_MODEL, 384, 64, "mean")
    assert (contract.normalized, contract.tokenizer, len(contract.weights_sha256)) == (True, "BertTokenizer", 64)
    from inspector.embedders import load_embedder

    embedder = load_embedder(DEFAULT_MODEL, max_tokens=64)
    found = index.search(embedder.encode(["how is sourdough baked"]), 2)[0].ids
    assert set(found) == {"bread-1", "bread-2"}
    again = embedder.encode([row["text"] for row in rows], batch=7)
    assert np.abs(index.vectors(np.arange(20)) - again).max() < 1e-6


def test_a_link_to_an_index_stands_for_that_index(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text('{"id": "a", "text": "one"}\n', encoding="utf-8")
    real, link = tmp_path / "real", tmp_path / "link"
    first = build(corpus, real, embedder=ToyEmbedder())
    link.symlink_to(real)
    corpus.write_text(corpus.read_text(encoding="utf-8") + '{"id": "more", "text": "one more"}\n', encoding="utf-8")
    second = build(corpus, link, embedder=ToyEmbedder())
    assert link.is_symlink()
    assert open_folder(real).fingerprint == second.fingerprint != first.fingerprint
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.jsonl", "link", "real"]
