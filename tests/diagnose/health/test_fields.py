"""The contract field by field: what is verified, and why the rest is not."""

from dataclasses import fields, replace

import numpy as np

from inspector.contract import Contract, Metric, Source
from inspector.diagnose.health.fields import contract_fields
from inspector.diagnose.health.subject import Subject
from inspector.embedders.facts import ModelFacts
from tests.diagnose.health.indexes import index, subject
from tests.search.small_collection import SmallCollection
from tests.toy import ToyEmbedder


def by_name(examined):
    return {field.name: field for field in contract_fields(examined)}


def with_contract(folder, embedder, **values) -> Subject:
    """Examine the documents and vectors of an index under another contract."""
    collection = index(folder)
    rows = np.arange(collection.count)
    changed = SmallCollection(collection.documents(collection.ids_at(rows)), collection.vectors(rows))
    changed.contract = replace(collection.contract, **values)
    return Subject(changed, embedder)


def test_every_field_is_there_in_the_order_of_the_contract(tmp_path):
    wanted = [field.name for field in fields(Contract) if field.name not in ("stated", "inferred")]
    assert [field.name for field in contract_fields(subject(tmp_path))] == wanted


def test_a_sample_that_agrees_verifies_model_recipe_and_document_prompt(tmp_path):
    found = by_name(subject(tmp_path))
    for name in ("model", "recipe", "document_prompt"):
        assert found[name].source is Source.VERIFIED
        assert found[name].why == "60 of 60 documents embedded anew agree"


def test_a_sample_that_does_not_agree_verifies_none_of_them(tmp_path):
    found = by_name(subject(tmp_path, embedder=ToyEmbedder(seed=1)))
    assert found["model"].source is Source.DECLARED
    assert found["model"].why == "0 of 60 documents embedded anew agree"


def test_what_is_verified_in_a_sample_of_a_database_is_said_to_be_so_of_the_sample(tmp_path):
    examined = with_contract(tmp_path, ToyEmbedder(), normalized=True)
    examined.collection.population = 1_000
    found = by_name(examined)
    verified = [field for field in found.values() if field.source is Source.VERIFIED]
    assert {"model", "dim", "normalized", "recipe"} <= {field.name for field in verified}
    sample = ", in a sample of 60 of 1,000 documents, drawn at random"
    assert all(field.why.endswith(sample) for field in verified)
    assert found["dim"].why == f"all 60 vectors have so many components{sample}"
    assert not any("sample of 60" in field.why for field in found.values() if field not in verified)


def test_what_a_user_stated_stays_stated_until_it_is_shown(tmp_path):
    stated = ("model", "query_prompt", "recipe")
    shown = by_name(with_contract(tmp_path / "a", ToyEmbedder(), stated=stated))
    assert shown["model"].source is Source.VERIFIED
    assert shown["query_prompt"].source is Source.STATED
    unshown = by_name(with_contract(tmp_path / "b", None, stated=stated))
    assert unshown["model"].source is Source.STATED
    assert unshown["model"].why == "the model is not loaded"


def test_the_dimension_is_verified_by_the_vectors_and_length_by_measuring(tmp_path):
    found = by_name(with_contract(tmp_path, None, normalized=True))
    assert found["dim"].source is Source.VERIFIED
    assert found["normalized"].source is Source.VERIFIED
    wrong = by_name(with_contract(tmp_path / "wrong", None, normalized=False))
    assert (wrong["normalized"].source, wrong["normalized"].value) == (Source.DECLARED, "no")


def test_the_metric_is_verified_by_what_a_structure_does(tmp_path):
    def stretch(vectors):
        vectors *= np.linspace(0.5, 2, len(vectors), dtype=np.float32)[:, None]

    assert by_name(subject(tmp_path / "a", metric=Metric.L2, ann="flat"))["metric"].source is Source.VERIFIED
    assert by_name(subject(tmp_path / "b"))["metric"].source is Source.DECLARED


def test_a_database_with_a_graph_is_not_said_to_search_all_vectors(tmp_path):
    database = with_contract(tmp_path, None)
    assert "searches all vectors" in by_name(database)["metric"].why
    database.collection.has_ann = True
    assert by_name(database)["metric"].why == "what its ANN structure ranks by is not known here"


class Described(ToyEmbedder):
    facts = ModelFacts(weights_sha256="1" * 64, pooling="sum", tokenizer="Words", query_prompt="ask: ")


def test_weights_pooling_and_tokenizer_are_verified_by_a_model_that_says_the_same(tmp_path):
    same = {"weights_sha256": "1" * 64, "pooling": "sum"}
    found = by_name(with_contract(tmp_path, Described(), tokenizer="Other", **same))
    assert found["weights_sha256"].source is found["pooling"].source is Source.VERIFIED
    assert found["tokenizer"].why == "the model loaded here has Words"
    assert found["query_prompt"].why == "the model's own configuration has 'ask: '"


def test_the_read_length_is_verified_only_by_documents_that_are_longer(tmp_path):
    found = by_name(with_contract(tmp_path / "a", ToyEmbedder(), max_tokens=1000))
    assert found["max_tokens"].source is Source.DECLARED
    assert found["max_tokens"].why == "no document of the sample is longer"


def test_values_are_written_for_people(tmp_path):
    found = by_name(with_contract(tmp_path, ToyEmbedder(), tools=("a 1", "b 2"), max_tokens=0))
    assert found["tools"].value == "a 1, b 2"
    assert found["recipe"].value == "'{title}\\n{text}'"
    assert (found["max_tokens"].value, found["query_prompt"].value) == ("", "none")
