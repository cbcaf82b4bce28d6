"""The sample's first start: each step is read off what is there."""

from inspector.ui.runtime import sample
from inspector.ui.runtime.sample import SampleStep


def put(path, text="{}"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_without_anything_the_corpus_is_collected_first(inspector_home):
    assert sample.step() is SampleStep.COLLECT
    assert sample.preview() is None


def test_with_a_corpus_the_index_is_built(inspector_home):
    put(inspector_home / "samples" / ".python-docs.corpus" / "corpus.jsonl")
    assert sample.step() is SampleStep.BUILD


def test_with_an_index_nothing_is_left_to_do(inspector_home):
    put(inspector_home / "samples" / "python-docs" / "manifest.json")
    assert sample.step() is SampleStep.READY
    assert sample.ensure() is None
