"""A whole trace: the verdict first, the changes after it, and an answer without a guess for whatever is asked."""

import numpy as np
import pytest

from inspector.diagnose.trace import trace, trace_steps
from inspector.errors import CancelledError, EmbedderError, RequestError
from inspector.inspection import OpenIndex
from inspector.records.documents import Condition
from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.records.trace import Places, Stage, StageStatus, TraceRequest
from inspector.stores.ann_spec import parse_ann
from tests.diagnose.trace.worlds import (
    DIM,
    Words,
    asked,
    axis,
    embedded,
    ladder,
    ladder_world,
    line,
    lines_of,
    opened,
    refuse_contradictions,
)

UNKNOWN = StageStatus.UNKNOWN
NEEDS_MODEL = {Stage.FRESHNESS, Stage.READ, Stage.ANN, Stage.RANK, Stage.FUSION, Stage.WORDS}


def test_the_verdict_comes_first_and_every_step_adds_one_tried_change(tmp_path):
    steps = list(trace_steps(ladder_world(tmp_path), TraceRequest("ask w20", "d20", 3)))
    assert steps[0].remedies == ()
    assert [len(step.remedies) for step in steps] == [*range(len(steps) - 1), len(steps) - 2]
    assert {(step.cause, step.also, step.summary, step.ranks) for step in steps} == {
        (steps[0].cause, steps[0].also, steps[0].summary, steps[0].ranks)
    }
    whole = trace(ladder_world(tmp_path / "again"), TraceRequest("ask w20", "d20", 3))
    assert whole.remedies == steps[-1].remedies


def test_the_same_question_has_the_same_answer(tmp_path):
    index = ladder_world(tmp_path)
    assert asked(index, "d20", remedies=True) == asked(index, "d20", remedies=True)


def test_an_unknown_id_is_not_indexed_and_those_that_resemble_it_are_named(tmp_path):
    lines = [line("KB-204", "w0"), line("KB-205", "w1"), line("other", "w2")]
    found = asked(opened(tmp_path, lines, Words(ladder())), "kb-204 ", remedies=True)
    assert (found.cause, found.also, found.document) == (Cause.NOT_INDEXED, (), None)
    assert found.nearest_ids[0] == "KB-204"
    assert "KB-204" in found.summary
    assert found.ranks == Places(None, None, None, None)
    assert found.stage(Stage.INDEXED).status is StageStatus.FAIL
    assert all(each.status is UNKNOWN for each in found.stages[1:])
    assert found.remedies == ()


@pytest.mark.parametrize("doc", ["", "   ", "nothing like it", "d" * 10_000, "\n", '"', "\ud800"])
def test_any_text_can_be_asked_for_as_an_id(tmp_path, doc):
    found = asked(ladder_world(tmp_path, 3), doc, remedies=True)
    assert found.cause is Cause.NOT_INDEXED


def chunks(tmp_path):
    """The ladder; d3, d8 and d25 are parts of one whole, d26 of another."""
    words = ladder()
    lines = lines_of(words)
    for position, row in enumerate((25, 3, 8)):
        lines[row].update(parent="book", position=position)
    lines[26].update(parent="leaflet", position=0)
    return opened(tmp_path, lines, Words(words))


def test_of_a_whole_its_best_part_is_traced(tmp_path):
    index = chunks(tmp_path)
    found = asked(index, "book", k=3)
    assert found.document.id == "d3"
    assert found.stage(Stage.INDEXED).number("chunk") == "d3"
    assert found.ranks.exact == 4
    assert asked(index, "book").cause is Cause.FOUND
    assert asked(index, "leaflet").document.id == "d26"


def test_the_sentence_says_which_part_of_a_whole_it_speaks_of(tmp_path):
    index = chunks(tmp_path)
    said = 'This is said of "d3", the chunk of "book" that stands best.'
    assert asked(index, "book", k=3).summary.endswith(said)
    assert asked(index, "book").summary.endswith(said)
    assert "chunk" not in asked(index, "d3", k=3).summary


def test_of_a_whole_the_part_that_passes_the_filter_is_traced(tmp_path):
    words = ladder()
    lines = [{**each, "kind": "new" if row == 8 else "old"} for row, each in enumerate(lines_of(words))]
    for position, row in enumerate((3, 8)):
        lines[row].update(parent="book", position=position)
    index = opened(tmp_path, lines, Words(words))
    assert asked(index, "book", where=(Condition("kind", "new"),)).document.id == "d8"


@pytest.mark.parametrize("query", ["", "   ", "\n\t", "\u200b"])
def test_an_empty_query_is_refused(tmp_path, query):
    if not query.strip():
        with pytest.raises(RequestError, match="empty"):
            asked(ladder_world(tmp_path, 3), "d1", query)
    else:
        asked(ladder_world(tmp_path, 3), "d1", query, remedies=True)


@pytest.mark.parametrize("wrong", [{"k": 0}, {"k": -3}, {"weight": 1.5}, {"weight": -0.1}, {"weight": float("nan")}])
def test_a_number_out_of_range_is_refused(tmp_path, wrong):
    with pytest.raises(RequestError):
        asked(ladder_world(tmp_path, 3), "d1", **wrong)


@pytest.mark.parametrize("doc", ["d1", "unknown"])
def test_a_filter_on_an_unknown_field_or_with_a_value_of_another_type_is_refused(tmp_path, doc):
    words = ladder(3)
    index = opened(tmp_path, [{**each, "year": 2000} for each in lines_of(words)], Words(words))
    with pytest.raises(RequestError, match="colour"):
        asked(index, doc, where=(Condition("colour", "red"),))
    with pytest.raises(RequestError, match="whole numbers"):
        asked(index, doc, where=(Condition("year", "soon"),))


def without_model(index, refusal="The model folder is empty."):
    return OpenIndex(index.collection, index.keyword, model_refusal=refusal)


@pytest.mark.parametrize("ann", [None, "flat"])
def test_without_a_model_what_needs_one_is_unknown_with_the_reason_and_the_cause_is_open(tmp_path, ann):
    index = ladder_world(tmp_path, ann=ann and parse_ann(ann))
    found = asked(without_model(index), "d20", "w20", remedies=True)
    assert (found.cause, found.also) == (None, ())
    assert "The model folder is empty." in found.summary
    expected = NEEDS_MODEL if ann else NEEDS_MODEL - {Stage.ANN}
    unknown = {each.stage for each in found.stages if each.status is UNKNOWN}
    assert expected <= unknown
    assert all("The model folder is empty." in found.stage(each).summary for each in expected)
    assert found.ranks == Places(None, None, 1, None)
    assert np.isnan(found.distance)
    assert all(each.worked is None for each in found.remedies if each.remedy not in ("keyword_only", "filter_off"))


def test_without_a_model_causes_that_need_none_are_named_all_the_same(tmp_path):
    words = ladder()
    lines = [{**each, "kind": "a" if row else "b"} for row, each in enumerate(lines_of(words))]
    lines[5]["text"] = ""
    embedder = Words(words)
    vectors = embedded(embedder, lines)
    vectors[6], vectors[7] = np.nan, 0
    index = without_model(opened(tmp_path, lines, embedder, vectors))
    for doc, cause in (("d5", Cause.EMPTY_TEXT), ("d6", Cause.INVALID_VECTOR), ("d7", Cause.ZERO_VECTOR)):
        assert asked(index, doc, remedies=True).cause is cause
    assert asked(index, "d0", where=(Condition("kind", "a"),), remedies=True).cause is Cause.FILTERED_OUT
    assert asked(index, "gone").cause is Cause.NOT_INDEXED


def test_without_a_model_keyword_search_is_answered_whole(tmp_path):
    index = without_model(ladder_world(tmp_path))
    assert asked(index, "d20", "w20", retriever=Retriever.KEYWORD, remedies=True).cause is Cause.FOUND
    assert asked(index, "d20", "w21", retriever=Retriever.KEYWORD, remedies=True).cause is Cause.MODEL_LIMIT


def test_a_parent_without_a_model_is_one_of_its_parts(tmp_path):
    found = asked(without_model(chunks(tmp_path)), "book")
    assert (found.document.parent, found.cause) == ("book", None)


def test_a_model_of_another_dimension_is_no_model_and_both_numbers_are_said(tmp_path):
    index = ladder_world(tmp_path)
    found = asked(OpenIndex(index.collection, index.keyword, Words({}, dim=DIM + 1)), "d20", remedies=True)
    assert found.cause is None
    assert "64" in found.summary
    assert "65" in found.summary


class Failing(Words):
    """A model that breaks down once it has read so many texts."""

    left = 0

    def encode(self, texts, *, prompt="", batch=32):
        self.left -= len(texts)
        if self.left < 0:
            raise EmbedderError("The model ran out of memory.", "Try again.")
        return super().encode(texts, prompt=prompt, batch=batch)


def failing_after(tmp_path, texts):
    index = ladder_world(tmp_path)
    failing = Failing(ladder())
    failing.left = texts
    return OpenIndex(index.collection, index.keyword, failing)


def test_a_model_that_fails_on_the_query_itself_is_an_error_of_ours(tmp_path):
    with pytest.raises(EmbedderError, match="out of memory"):
        asked(failing_after(tmp_path, 0), "d20")


@pytest.mark.parametrize("left", [1, 2, 3, 4])
def test_a_model_that_fails_later_leaves_the_cause_open_with_the_reason(tmp_path, left):
    # The query and the document are two texts; the words of the query take six more.
    found = asked(failing_after(tmp_path, left), "d20", "ask w5", remedies=True)
    assert found.cause is None
    assert "out of memory" in found.summary
    assert found.ranks.exact is not None
    assert found.stage(Stage.WORDS).status is UNKNOWN


def test_effects_that_cannot_be_believed_leave_open_what_rests_on_them(tmp_path):
    index = ladder_world(tmp_path)
    refused = OpenIndex(index.collection, index.keyword, index.embedder, effects_refusal="Batches change its vectors.")
    found = asked(refused, "d20", remedies=True)
    assert found.cause is None
    assert "Batches change its vectors." in found.summary
    assert asked(refused, "d3").cause is Cause.FOUND


class Silent(Words):
    """A model that gives no numbers for a query."""

    def encode(self, texts, *, prompt="", batch=32):
        out = super().encode(texts, prompt=prompt, batch=batch)
        out[[place for place, text in enumerate(texts) if "ask" in text]] = np.nan
        return out


@pytest.mark.parametrize("ann", [None, "flat", "hnsw"])
@pytest.mark.parametrize("retriever", list(Retriever))
def test_a_query_without_a_finite_vector_is_no_reason_to_blame_the_document(tmp_path, ann, retriever):
    words = ladder()
    index = opened(tmp_path, lines_of(words), Silent(words), ann=ann and parse_ann(ann))
    found = asked(index, "d3", retriever=retriever, remedies=True)
    assert found.cause is not Cause.FOUND
    assert found.ranks.exact is None


def test_stopping_stops(tmp_path):
    words = ladder()
    lines, embedder = lines_of(words), Words(words)
    vectors = embedded(embedder, lines)
    vectors[20] = axis(60)
    index = opened(tmp_path, lines, embedder, vectors)

    def stop(done, total, message):
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        trace(index, TraceRequest("ask", "d20"), progress=stop)


def test_every_answer_on_a_small_index_is_free_of_contradictions(tmp_path):
    index = ladder_world(tmp_path, 12)
    for retriever in Retriever:
        for row in range(12):
            refuse_contradictions(trace(index, TraceRequest("ask w7 w9", f"d{row}", 3, retriever=retriever)))
