from inspector.explain.neutral import NEUTRAL_EDITS, neutral_variants
from inspector.explain.variants import WORD_BUDGET, only_query, variants
from inspector.text import words


def test_each_word_is_cut_out_once_and_spaces_are_joined():
    plan = variants("copy a  nested list")
    without = [plan.texts[row] for row in plan.word_rows]
    assert without == ["a nested list", "copy nested list", "copy a list", "copy a nested"]


def test_a_repeated_word_is_two_words_whose_variants_share_an_encode():
    plan = variants("very very")
    assert [word.start for word in plan.words] == [0, 5]
    assert plan.word_rows[0] == plan.word_rows[1]
    assert len(plan.texts) == len(set(plan.texts))


def test_the_query_is_the_first_text_untouched():
    query = "  odd   spacing here "
    assert variants(query).texts[0] == query
    assert only_query(query).texts == (query,)


def test_one_word_without_itself_is_the_empty_text():
    plan = variants("E-1042")
    assert plan.texts[plan.word_rows[0]] == ""
    assert plan.empty_row == plan.word_rows[0]


def test_a_long_query_says_how_many_words_were_not_tried():
    plan = variants(" ".join(f"word{number}" for number in range(2000)))
    assert len(plan.words) == WORD_BUDGET
    assert plan.skipped == 2000 - WORD_BUDGET


def test_an_empty_query_and_bare_punctuation_have_no_words():
    for query in ("", "   ", "?! …"):
        assert variants(query).words == ()


def test_neutral_edits_keep_every_word_and_add_none_but_politeness():
    for query in ("How do I reset it?", "reset it.", "reset", "please reset it", "如何重置", ""):
        own = [word.text for word in words(query)]
        for text in neutral_variants(query):
            kept = [word.text for word in words(text) if word.text not in ("please", "thanks") or word.text in own]
            assert kept == own


def test_neutral_edits_change_the_text():
    for query in ("How do I reset it?", "reset it.", "reset", "please reset it"):
        assert all(text != query for text in neutral_variants(query))
        assert len(set(neutral_variants(query))) == len(NEUTRAL_EDITS)
