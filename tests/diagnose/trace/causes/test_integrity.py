"""Causes that are seen directly: the filter, the text, the stored vector."""

import numpy as np
import pytest

from inspector.diagnose.trace import trace
from inspector.embedders.facts import ModelFacts
from inspector.inspection import OpenIndex
from inspector.records.documents import Condition
from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.records.trace import RemedyKind, Stage, StageStatus, TraceRequest
from inspector.stores.ann_spec import parse_ann
from inspector.stores.collection import Hits
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
)


def shop(tmp_path, **settings):
    """The ladder; documents have a text "size", a number "year" and sometimes a "shelf"."""
    words = ladder()
    lines = [
        {**each, "size": "Large" if row % 2 else "small", "year": 2000 + row, "code": f"00{row}"}
        | ({"shelf": "top"} if row > 20 else {})
        for row, each in enumerate(lines_of(words))
    ]
    return opened(tmp_path, lines, Words(words), **settings)


def where(**fields):
    return tuple(Condition(name, value) for name, value in fields.items())


def test_a_document_that_fails_the_filter_is_filtered_out_and_its_own_value_is_said(tmp_path):
    found = asked(shop(tmp_path), "d3", where=where(size="small"), remedies=True)
    assert (found.cause, found.also) == (Cause.FILTERED_OUT, ())
    stage = found.stage(Stage.FILTER)
    assert (stage.status, stage.number("filter"), stage.number("matching")) == (StageStatus.FAIL, "pre", 15)
    assert stage.number("own_size") == "Large"
    assert '"Large"' in found.summary
    off = next(each for each in found.remedies if each.remedy is RemedyKind.FILTER_OFF)
    assert (off.rank_before, off.rank_after, off.worked) == (None, 4, True)
    assert RemedyKind.FILTER_BEFORE not in {each.remedy for each in found.remedies}


@pytest.mark.parametrize("retriever", list(Retriever))
def test_the_filter_comes_before_everything_else_whatever_the_retriever(tmp_path, retriever):
    found = asked(shop(tmp_path), "d25", where=where(size="small"), retriever=retriever)
    assert (found.cause, found.also) == (Cause.FILTERED_OUT, ())


@pytest.mark.parametrize("written", ["large", " LARGE", "L arge"])
def test_a_value_that_differs_only_in_spelling_is_said_to(tmp_path, written):
    found = asked(shop(tmp_path), "d3", where=where(size=written))
    assert found.cause is Cause.FILTERED_OUT
    assert "spelling" in found.summary
    assert "No document at all passes" in found.summary
    assert found.stage(Stage.FILTER).number("matching") == 0


def test_leading_zeros_that_got_lost_are_a_matter_of_spelling(tmp_path):
    assert "spelling" in asked(shop(tmp_path), "d3", where=where(code="3")).summary
    assert "spelling" not in asked(shop(tmp_path), "d3", where=where(code="4")).summary


def test_a_missing_value_is_said_to_be_missing(tmp_path):
    found = asked(shop(tmp_path), "d3", where=where(shelf="top"))
    assert found.cause is Cause.FILTERED_OUT
    assert "has no shelf" in found.summary


def test_only_the_conditions_that_fail_are_named(tmp_path):
    found = asked(shop(tmp_path), "d3", where=where(size="Large", year="2004"))
    assert "2003" in found.summary
    assert "size" not in found.summary


def test_any_of_several_values_of_one_field_lets_it_pass(tmp_path):
    either = (Condition("size", "small"), Condition("size", "Large"))
    assert asked(shop(tmp_path), "d3", where=either).cause is Cause.FOUND


def test_a_filter_can_also_bring_a_document_in(tmp_path):
    index = shop(tmp_path)
    assert asked(index, "d19").cause is Cause.MODEL_LIMIT
    found = asked(index, "d19", where=where(size="Large"))
    assert (found.cause, found.ranks.exact) == (Cause.FOUND, 10)


class FiltersAfter:
    """A collection as some engines are: it searches first and puts the filter on what came."""

    def __init__(self, collection):
        self.inner = collection

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def search(self, queries, k, *, where=(), **settings):
        mask = self.inner.matching(where)
        hits = self.inner.search(queries, k, **settings)
        if mask is None:
            return hits
        kept = [[place for place, row in enumerate(self.inner.rows_of(each.ids)) if mask[row]] for each in hits]
        pairs = zip(hits, kept, strict=True)
        return tuple(Hits(tuple(each.ids[place] for place in own), each.similarities[own]) for each, own in pairs)


def filtering_after(tmp_path, ann=None):
    index = shop(tmp_path, ann=ann and parse_ann(ann))
    return OpenIndex(FiltersAfter(index.collection), index.keyword, index.embedder)


@pytest.mark.parametrize("ann", [None, "flat"])
def test_an_engine_that_filters_after_the_search_is_told_by_the_places_that_stay_empty(tmp_path, ann):
    # Of the first ten five are large: d1, d3, …, d9. d11 is the sixth of the large ones.
    found = asked(filtering_after(tmp_path, ann), "d11", where=where(size="Large"), remedies=True)
    assert found.cause is Cause.FILTERED_OUT
    stage = found.stage(Stage.FILTER)
    assert (stage.status, stage.number("filter"), stage.number("returned")) == (StageStatus.FAIL, "post", 5)
    assert found.ranks.exact == 6
    before = next(each for each in found.remedies if each.remedy is RemedyKind.FILTER_BEFORE)
    assert (before.rank_before, before.rank_after, before.worked) == (None, 6, True)


def test_an_engine_that_filters_before_the_search_is_not_blamed(tmp_path):
    assert asked(shop(tmp_path), "d11", where=where(size="Large")).cause is Cause.FOUND


def test_filtering_after_is_no_cause_for_what_the_filter_alone_would_not_bring(tmp_path):
    found = asked(filtering_after(tmp_path), "d25", where=where(size="Large"))
    assert found.ranks.exact == 13
    assert found.cause is not Cause.FILTERED_OUT


def with_texts(tmp_path, **change):
    words = ladder()
    lines = lines_of(words)
    lines[20].update(change)
    return opened(tmp_path, lines, Words(words))


def test_a_document_without_a_text_and_a_title_is_empty(tmp_path):
    found = asked(with_texts(tmp_path, text=""), "d20")
    assert found.cause is Cause.EMPTY_TEXT
    assert found.stage(Stage.TEXT).status is StageStatus.FAIL
    assert found.stage(Stage.FRESHNESS).status is StageStatus.UNKNOWN


def test_white_space_is_no_text(tmp_path):
    assert asked(with_texts(tmp_path, text=" \n\t "), "d20").cause is Cause.EMPTY_TEXT


def test_a_title_alone_is_empty_where_other_documents_have_a_text(tmp_path):
    found = asked(with_texts(tmp_path, text="", title="w20"), "d20")
    assert found.cause is Cause.EMPTY_TEXT
    assert found.stage(Stage.TEXT).number("body_characters") == 0


def test_a_title_alone_is_no_fault_where_all_documents_are_titles(tmp_path):
    words = ladder()
    titles = [line(f"d{row}", "", f"w{row}") for row in range(30)]
    found = asked(opened(tmp_path, titles, Words(words)), "d20")
    assert (found.cause, found.also) == (Cause.MODEL_LIMIT, ())


def test_an_empty_document_that_is_returned_is_found(tmp_path):
    found = asked(with_texts(tmp_path, text=""), "d20", k=30)
    assert (found.cause, found.also) == (Cause.FOUND, ())


def spoiled(tmp_path, row: int, vector):
    """The ladder, with another vector than its own in one row."""
    words = ladder()
    lines, embedder = lines_of(words), Words(words)
    vectors = embedded(embedder, lines)
    vectors[row] = vector
    return opened(tmp_path, lines, embedder, vectors)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_vector_with_a_component_that_is_no_number_is_invalid(tmp_path, value):
    broken = axis(0)
    broken[[3, 5]] = value
    found = asked(spoiled(tmp_path, 2, broken), "d2", remedies=True)
    assert (found.cause, found.also, found.ranks.exact) == (Cause.INVALID_VECTOR, (), None)
    assert "2 of its 64" in found.summary
    assert np.isnan(found.distance)
    assert found.stage(Stage.VECTOR).status is StageStatus.FAIL
    again = next(each for each in found.remedies if each.remedy is RemedyKind.REEMBED_TEXT)
    assert (again.rank_before, again.rank_after, again.worked) == (None, 3, True)


def test_a_vector_of_zeros_is_named_and_embedding_anew_is_tried(tmp_path):
    found = asked(spoiled(tmp_path, 2, np.zeros(DIM)), "d2", remedies=True)
    assert (found.cause, found.also, found.distance) == (Cause.ZERO_VECTOR, (), 1.0)
    again = next(each for each in found.remedies if each.remedy is RemedyKind.REEMBED_TEXT)
    assert (again.rank_before, again.rank_after) == (30, 3)


def test_a_vector_almost_of_zeros_has_a_direction_all_the_same(tmp_path):
    found = asked(spoiled(tmp_path, 2, 1e-20 * Words(ladder()).encode(["w2"])[0]), "d2")
    assert (found.cause, found.ranks.exact) == (Cause.FOUND, 3)


def test_a_vector_is_no_matter_for_keyword_search(tmp_path):
    found = asked(spoiled(tmp_path, 2, np.zeros(DIM)), "d2", "w2", retriever=Retriever.KEYWORD)
    assert (found.cause, found.also) == (Cause.FOUND, ())


def test_a_model_that_wants_prompts_the_contract_lacks_has_them_missing(tmp_path):
    words = {**ladder(), "passage": axis(0, length=0), "query": axis(0, length=0)}
    wanting = Words(words, facts=ModelFacts(query_prompt="query: ", document_prompt="passage: "))
    index = opened(tmp_path, lines_of(ladder()), wanting, query_prompt="", document_prompt="")
    found = asked(index, "d20")
    assert found.cause is Cause.MISSING_PROMPT
    assert "passage: " in found.summary
    assert asked(index, "d3").cause is Cause.FOUND
    right = opened(tmp_path / "right", lines_of(ladder()), wanting)  # takes the configured prompts
    assert (asked(right, "d20").cause, asked(right, "d20").also) == (Cause.MODEL_LIMIT, ())


def test_a_vector_embedded_with_a_prompt_that_the_contract_does_not_name_is_recovered(tmp_path):
    words = {**ladder(), "passage": axis(50, length=2.0)}
    embedder, lines = Words(words), lines_of(ladder())
    index = opened(tmp_path, lines, embedder, embedder.encode([each["text"] for each in lines], prompt="passage: "))
    found = asked(index, "d20")
    assert found.cause is Cause.MISSING_PROMPT
    assert found.stage(Stage.FRESHNESS).number("recovered_by") == "passage: "


def test_a_document_is_traced_without_being_asked_for_remedies(tmp_path):
    found = trace(ladder_world(tmp_path), TraceRequest("ask", "d20"), remedies=False)
    assert (found.cause, found.remedies) == (Cause.MODEL_LIMIT, ())
