from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from inspector.embedders import load_embedder
from inspector.embedders.embedder import Embedder
from inspector.embedders.facts import ModelFacts, facts_of
from inspector.embedders.token_embedder import TokenEmbedder
from inspector.errors import EmbedderError
from tests.embedders.models import tiny_model
from tests.toy import ToyEmbedder

TEXTS = ["the cat", "", "the cat sat on the mat . " * 9, "a", "🙂 zzz", "b c", "the the the", "https://cat/a.png"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("tiny"), prompts={"query": "query: ", "passage": "passage: "})


@pytest.fixture(scope="module")
def tiny(folder: Path) -> Embedder:
    return load_embedder(str(folder))


def library(folder: Path, texts: list[str], **settings: object) -> np.ndarray:
    """The library's own answer, for texts that it takes for texts."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu").encode(texts, show_progress_bar=False, **settings)


def test_vectors_are_those_of_the_library_in_the_order_of_the_texts(folder: Path, tiny: Embedder) -> None:
    assert np.abs(tiny.encode(TEXTS[:-1], batch=2) - library(folder, TEXTS[:-1])).max() < 1e-6


def test_a_text_s_vector_does_not_depend_on_its_batch(tiny: Embedder) -> None:
    together = tiny.encode(TEXTS)
    for batch in (1, 3):
        assert np.abs(tiny.encode(TEXTS, batch=batch) - together).max() < 1e-6
    assert np.abs(np.vstack([tiny.encode([text]) for text in TEXTS]) - together).max() < 1e-6


def test_no_texts_give_no_vectors_and_the_empty_text_has_one(tiny: Embedder) -> None:
    assert tiny.encode([]).shape == (0, 8)
    assert np.isfinite(tiny.encode([""])).all()
    assert tiny.encode(["", ""]).dtype == np.float32


def test_a_prompt_reaches_the_encoder(folder: Path, tiny: Embedder) -> None:
    prompted = tiny.encode(["the cat"], prompt="query: ")
    assert np.array_equal(prompted, tiny.encode(["query: the cat"]))
    assert np.abs(prompted - library(folder, ["the cat"], prompt_name="query")).max() < 1e-6
    assert np.abs(prompted - tiny.encode(["the cat"])).max() > 1e-3


def test_a_model_that_pools_without_its_prompt_does_so(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path, include_prompt=False)
    expected = library(folder, TEXTS[:4], prompt="query: ")
    assert np.abs(load_embedder(str(folder)).encode(TEXTS[:4], prompt="query: ") - expected).max() < 1e-6


def test_what_exceeds_max_tokens_is_not_read(folder: Path) -> None:
    short = load_embedder(str(folder), max_tokens=5)
    text = "the cat sat on the mat"
    assert short.max_tokens == 5
    assert short.read_end(text) == len("the cat sat")
    assert np.array_equal(short.encode([text]), short.encode([text[: short.read_end(text)]]))
    assert short.token_counts([text]).tolist() == [6 + 2]


@pytest.mark.parametrize(
    ("wanted", "message"), [(33, "reads at most 32 tokens, 33 were asked for"), (2, "cannot read")]
)
def test_a_read_length_the_model_cannot_have_is_refused(folder: Path, wanted: int, message: str) -> None:
    with pytest.raises(EmbedderError, match=message):
        load_embedder(str(folder), max_tokens=wanted)


def test_the_model_s_own_read_length_is_the_default(folder: Path, tiny: Embedder) -> None:
    assert tiny.max_tokens == 16
    assert load_embedder(str(folder), max_tokens=32).max_tokens == 32


def test_the_fingerprint_goes_by_content_and_read_length(folder: Path, tiny: Embedder, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "README.md").write_text("other words")
    assert load_embedder(str(copy)).fingerprint == tiny.fingerprint
    assert load_embedder(str(folder), max_tokens=8).fingerprint != tiny.fingerprint


def test_facts_say_what_made_the_vectors(tiny: Embedder) -> None:
    facts = facts_of(tiny)
    assert (facts.pooling, facts.normalized, len(facts.weights_sha256)) == ("mean", False, 64)
    assert (facts.query_prompt, facts.document_prompt) == ("query: ", "passage: ")
    assert facts_of(ToyEmbedder()) == ModelFacts()


def test_threads_get_the_vectors_they_asked_for(tiny: Embedder) -> None:
    expected = [tiny.encode([text]) for text in TEXTS]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: tiny.encode([text]), TEXTS * 5))
    assert all(np.abs(one - expected[place % len(TEXTS)]).max() < 1e-6 for place, one in enumerate(found))


def test_a_broken_model_is_one_sentence(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "broken")
    (copy / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(EmbedderError, match="could not be loaded"):
        load_embedder(str(copy))


def test_loading_and_encoding_print_nothing(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    load_embedder(str(folder)).encode(TEXTS)
    assert capfd.readouterr() == ("", "")


@pytest.mark.model
def test_minilm_gives_the_library_s_vectors_and_its_published_weights() -> None:
    from inspector.embedders.resolve import resolve

    minilm = load_embedder("all-MiniLM-L6-v2")
    facts = facts_of(minilm)
    assert (minilm.dim, minilm.max_tokens, facts.pooling, facts.normalized) == (384, 256, "mean", True)
    assert facts.weights_sha256 == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    texts = ["how do I copy a nested list", "", "long " * 400, "日本語", "x"]
    assert np.abs(minilm.encode(texts, batch=2) - library(resolve(minilm.name).folder, texts)).max() < 1e-6
    text = "Reading stops somewhere in here, 🙂 well before the end. " * 40
    cut = text[: minilm.read_end(text)]
    assert 0 < len(cut) < len(text)
    assert np.abs(minilm.encode([cut]) - minilm.encode([text])).max() < 1e-6
    assert minilm.token_counts([cut]).tolist() == [256]


def test_hiding_nothing_is_the_text_itself(tiny: TokenEmbedder) -> None:
    for text in TEXTS:
        assert np.abs(tiny.encode_without(text, [[]]) - tiny.encode([text])).max() < 1e-6


def left_over(folder: Path, names: tuple[str, ...], kept: list[int]) -> np.ndarray:
    """An oracle without any mask: mean of the tokens left over, sent through the network at their old places."""
    import torch
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

    network = SentenceTransformer(str(folder), device="cpu")[0].auto_model.eval()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    ids = torch.tensor([[tokenizer.token_to_id(names[row]) for row in kept]])
    with torch.inference_mode():
        return network(input_ids=ids, position_ids=torch.tensor([kept])).last_hidden_state[0].mean(dim=0).numpy()


def test_hidden_tokens_are_seen_by_no_other_and_the_rest_keep_their_places(folder: Path, tiny: TokenEmbedder) -> None:
    names = ("[CLS]", "the", "cat", "sat", "on", "[SEP]")
    assert tiny.read_tokens("the cat sat on").names == names
    hidden = tiny.encode_without("the cat sat on", [[(4, 7)]])[0]
    assert np.abs(hidden - left_over(folder, names, [0, 1, 3, 4, 5])).max() < 1e-6


def test_what_was_never_read_does_not_slide_in(tiny: TokenEmbedder) -> None:
    text = "the cat sat on the mat . " * 9
    end = tiny.read_end(text)
    assert end < len(text)
    hidden = tiny.encode_without(text, [[(0, 7)], [(end, len(text))]])
    assert np.array_equal(hidden, tiny.encode_without(text[:end], [[(0, 7)], []]))


def test_prompt_and_special_tokens_stay_whatever_is_hidden(folder: Path, tiny: TokenEmbedder) -> None:
    names = ("[CLS]", "query", ":", "the", "cat", "[SEP]")
    assert tiny.read_tokens("the cat", prompt="query: ").names == names
    for spans in ([(0, 7)], [(-50, 50)]):
        hidden = tiny.encode_without("the cat", [spans], prompt="query: ")[0]
        assert np.abs(hidden - left_over(folder, names, [0, 1, 2, 5])).max() < 1e-6


def test_a_word_is_hidden_whole_when_any_of_it_is_touched(tiny: TokenEmbedder) -> None:
    assert tiny.read_tokens("a cats b").names == ("[CLS]", "a", "cat", "##s", "b", "[SEP]")
    hidden = tiny.encode_without("a cats b", [[(2, 6)], [(3, 4), (5, 6)], [(2, 5)]], batch=2)
    assert np.array_equal(hidden[0], hidden[1])
    assert np.abs(hidden[0] - hidden[2]).max() > 1e-3


@pytest.mark.model
def test_minilm_is_a_sum_over_its_tokens_and_hides_them(minilm: Embedder) -> None:
    assert isinstance(minilm, TokenEmbedder)
    text = "Reading stops somewhere in here, 🙂 well before the end. " * 40
    found = minilm.token_parts([text])[0]
    assert len(found.parts) == 256
    assert int(found.tokens.spans[:, 1].max()) == minilm.read_end(text)
    assert np.abs(found.parts.sum(axis=0) - minilm.encode([text])[0]).max() < 1e-6
    assert np.abs(minilm.encode_without(text, [[]]) - minilm.encode([text])).max() < 1e-6
