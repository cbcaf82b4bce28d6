"""Why a result is here, in a real browser: each of the details, the what-if box, the words of a sentence, trust."""

import re

import pytest
from playwright.sync_api import expect

from inspector.ui.parts.why import View
from tests.ui import awkward
from tests.ui.views import choose_view, sentences_of, wait_for_answer, wait_for_link
from tests.ui.waiting import at_rest, one, shown

pytestmark = pytest.mark.browser


def test_each_of_the_details_draws(opened):
    page = opened(doc="long")
    one(page.get_by_role("separator", name=re.compile("the model stops reading here")))
    for view in (View.KEYWORD, View.TOGETHER, View.WHAT_WOULD, View.COMPARE):
        choose_view(page, view)
    page.get_by_role("combobox", name="Compare with").click()
    page.get_by_role("option", name="Copy a nested list · copy").click()  # the second of two of one title
    expect(page.get_by_role("combobox", name="Compare with")).to_have_value("Copy a nested list · copy")
    one(page.locator(".js-plotly-plot .heatmaplayer"))  # words by results
    at_rest(page)
    assert page.get_by_test_id("stAlert").count() == 0


def test_a_struck_word_moves_the_list_and_the_new_wording_can_be_asked(opened):
    page = opened()
    choose_view(page, View.WHAT_WOULD)
    shown(page, re.compile("No smaller set of words does it|ways were tried"))
    word = awkward.QUERY.split()[-1]
    page.get_by_test_id("stButtonGroup").get_by_role("button", name=word, exact=True).click()
    shown(page, re.compile("^Asked "))
    at_rest(page)
    page.get_by_role("button", name="Ask this").click()
    wait_for_link(page, "q", awkward.QUERY.removesuffix(word).strip())
    wait_for_answer(page)
    assert page.get_by_test_id("stAlert").count() == 0


def test_the_words_of_a_sentence_are_measured_when_it_is_chosen(opened):
    page = opened(doc="long")
    one(sentences_of(page).get_by_role("button").nth(1)).click()
    shown(page, "Each word of sentence 2 hidden, one at a time:")
    expect(sentences_of(page).get_by_role("button", pressed=True)).to_have_count(1)
    at_rest(page)
    one(page.get_by_text("Where it matches")).click()
    shown(page, re.compile("^All cells sum to the similarity"))


def test_it_is_said_how_far_to_trust_the_shares(opened):
    page = opened()
    expect(page.locator(".st-key-trust")).to_contain_text(re.compile("reliable|words act together"))
    page.locator(".st-key-trust").get_by_role("button", name="Numbers").click()
    shown(page, re.compile("^They add up but for 0.00000"))
