"""Truncation: what was never read is a cause only if, embedded on its own, it comes within k."""

import pytest

from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.records.trace import RemedyKind, Stage, StageStatus
from inspector.stores.ann_spec import parse_ann
from tests.diagnose.trace.worlds import Words, asked, far_words, ladder, line, lines_of, opened


def long_document(tmp_path, text: str, max_tokens: int):
    """The ladder and "it", of whose text the model reads a part."""
    words, far = ladder(), far_words(20)
    return opened(tmp_path, [*lines_of(words), line("it", text)], Words({**words, **far}, max_tokens=max_tokens))


def test_an_unread_part_that_comes_within_k_on_its_own_is_the_cause(tmp_path):
    # Read: four words that have nothing to do with the query. Unread: w0 alone, as near as d0, and behind it in place.
    found = asked(long_document(tmp_path, "far0 far1 far2 far3. w0 w0 w0.", 4), "it", remedies=True)
    assert (found.cause, found.also) == (Cause.TRUNCATED, ())
    read = found.stage(Stage.READ)
    assert (read.status, read.number("tokens"), read.number("tokens_read")) == (StageStatus.FAIL, 7, 4)
    assert read.number("unread_rank") == 2
    # The model stops behind "far3", 19 of the 30 characters.
    assert read.number("unread_share") == pytest.approx(1 - 19 / 30)
    tail = next(each for each in found.remedies if each.remedy is RemedyKind.EMBED_TAIL)
    assert (tail.rank_before, tail.rank_after, tail.worked) == (31, 2, True)


def test_an_unread_part_brings_nothing_back_where_the_vector_is_near_enough_and_the_index_misses_it(tmp_path):
    # Read: "wN wN", as near as wN alone, so d0 to d9 are the ten nearest; one cell of eight cannot return them all.
    # The unread "wN" is as near, and would be missed as well.
    lines = [line(f"d{row}", f"w{row} w{row} w{row}") for row in range(30)]
    index = opened(tmp_path, lines, Words(ladder(), max_tokens=2), ann=parse_ann("ivf,nlist=8,nprobe=1"))
    answers = [asked(index, f"d{row}", remedies=True) for row in range(10)]
    missed = [found for found in answers if found.cause is not Cause.FOUND]
    assert missed
    for found in missed:
        assert (found.cause, found.ranks.ann) == (Cause.ANN_MISS, None) and found.ranks.exact <= 10
        assert Cause.TRUNCATED not in found.also
        assert RemedyKind.EMBED_TAIL not in {each.remedy for each in found.remedies}


def test_a_passage_of_the_unread_part_may_answer_where_the_part_as_a_whole_does_not(tmp_path):
    unread = " ".join(f"far{place % 20}" for place in range(80)) + ". " + "w0 " * 60 + ". " + "far1 far2 far3 " * 25
    found = asked(long_document(tmp_path, "far0 far1 far2 far3. " + unread, 4), "it")
    assert found.cause is Cause.TRUNCATED


def test_an_unread_part_that_would_stay_outside_is_no_cause(tmp_path):
    # w15 on its own is sixteenth.
    found = asked(long_document(tmp_path, "far0 far1 far2 far3. w15 w15 w15.", 4), "it", remedies=True)
    assert (found.cause, found.also) == (Cause.MODEL_LIMIT, ())
    assert found.stage(Stage.READ).status is StageStatus.PASS
    tail = next(each for each in found.remedies if each.remedy is RemedyKind.EMBED_TAIL)
    assert (tail.rank_after, tail.worked) == (17, False)


def test_whether_the_unread_part_answers_better_than_what_was_read_is_said_by_both_similarities(tmp_path):
    # Both ends would come within k on their own; whichever was read, the rule is what the unread one does.
    nothing = "far0 " * 120
    read_too = f"{'w0 ' * 60}. {nothing}. {'w1 ' * 60}."
    better = f"{'w1 ' * 60}. {nothing}. {'w0 ' * 60}."
    for text, unread, read in ((read_too, 0.93, 0.95), (better, 0.95, 0.93)):
        found = asked(long_document(tmp_path / f"{unread}", text, 180), "it")
        assert found.cause is Cause.TRUNCATED
        stage = found.stage(Stage.READ)
        assert stage.number("unread_similarity") == pytest.approx(unread, abs=1e-5)
        assert stage.number("read_similarity") == pytest.approx(read, abs=1e-5)


def test_a_text_read_to_its_end_is_not_truncated(tmp_path):
    found = asked(long_document(tmp_path, "far0 far1 far2 far3. w0 w0 w0", 7), "it", k=5)
    assert found.stage(Stage.READ).number("unread_share") is None
    assert Cause.TRUNCATED not in (found.cause, *found.also)


def test_a_long_document_that_is_found_is_found(tmp_path):
    found = asked(long_document(tmp_path, "w0 w0 w0 w0. w1 w1 w1.", 4), "it")
    assert (found.cause, found.also) == (Cause.FOUND, ())


def test_how_far_the_model_reads_is_no_matter_for_keyword_search(tmp_path):
    index = long_document(tmp_path, "far0 far1 far2 far3. w0 w0 w0.", 4)
    found = asked(index, "it", "w1 far9", retriever=Retriever.KEYWORD)
    assert (found.cause, found.also) == (Cause.MODEL_LIMIT, ())
