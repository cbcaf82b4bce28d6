"""The Inspect page in a real browser: links, picking, map, jobs, details, settings; documents that do not run."""

import os
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from inspector.ui.parts.why import View
from tests.ui import awkward
from tests.ui.harness import ROOT, running_app
from tests.ui.indexes import CROWD
from tests.ui.views import (
    EMBEDDING,
    HYBRID,
    KEYWORD,
    SPILL,
    choose_view,
    click_point,
    ids_of,
    link_values,
    list_of,
    points_of,
    query_box,
    read_text,
    search,
    selected_ids,
    wait_for_answer,
    wait_for_link,
)
from tests.ui.waiting import at_rest, eventually, glimpsed, one, shown

pytestmark = pytest.mark.browser

FOREIGN = ".stMain script, .stMain img, .stMain a[href='http://x'], .stMain .katex"
"""What markup in a document or a query would become, if it were ever read as markup."""


HELD = """
import os, sys, threading
while not os.path.exists({gate!r}):
    threading.Event().wait(0.05)
sys.path[:] = [folder for folder in sys.path if folder != {folder!r}]
del sys.modules[__name__]
import sentence_transformers
"""
"""A module in front of the library of models: its import waits until a file is there, and then gives the library."""


@pytest.fixture
def held(awkward_indexes, tmp_path):
    """The app with a model that loads only after `release()`, however slow the browser is to look."""
    gate, folder = tmp_path / "gate", tmp_path / "front"
    folder.mkdir()
    (folder / "sentence_transformers.py").write_text(HELD.format(gate=str(gate), folder=str(folder)))
    path = os.pathsep.join([str(folder), str(ROOT)])
    with running_app(tmp_path, environment={"INSPECTOR_INDEX_ROOTS": str(awkward_indexes), "PYTHONPATH": path}) as app:
        app.release = gate.touch
        yield app


def test_keyword_results_come_first_and_the_embedding_follows_by_itself(held, visitor):
    page = visitor()
    page.goto(held.link(index="awkward", q=awkward.QUERY))
    expect(query_box(page)).to_have_value(awkward.QUERY)
    glimpsed(page, "The model is loading")
    expect(list_of(page, KEYWORD).get_by_role("option").first).to_be_visible()
    expect(page.get_by_text("The model is still loading; this list follows.")).to_have_count(2)
    held.release()
    one(list_of(page, EMBEDDING))
    expect(page.get_by_text("The model is loading")).to_have_count(0)
    expect(list_of(page, EMBEDDING).get_by_role("option").first).to_have_attribute("data-id", re.compile("^(d0|copy)$"))


def test_a_link_gives_another_person_the_same_view(opened):
    page = opened(k="4", where="kind=howto", weight="0.8")
    chosen = ids_of(page, HYBRID)[2]
    list_of(page, HYBRID).get_by_role("option").nth(2).click()
    wait_for_link(page, "doc", chosen)
    eventually(page, lambda: selected_ids(page), {chosen})
    assert {"index", "q", "k", "where", "weight", "doc"} <= set(link_values(page))
    other = opened()
    other.goto(page.url)
    one(other.get_by_role("button", name="Filter: 1"))
    wait_for_answer(other)
    for name in (KEYWORD, EMBEDDING, HYBRID):
        there = ids_of(page, name)
        assert len(there) == 4
        eventually(other, lambda name=name: ids_of(other, name), there)
    eventually(other, lambda: selected_ids(other), {chosen})


def test_a_result_is_picked_by_click_and_by_keyboard(opened):
    page = opened()
    _, second, third = ids_of(page, EMBEDDING)[:3]
    shown(page, re.compile("^Why .* is 1st$"))
    list_of(page, EMBEDDING).get_by_role("option").nth(1).click()
    shown(page, re.compile("^Why .* is 2nd$"))
    wait_for_link(page, "doc", second)
    at_rest(page)
    list_of(page, EMBEDDING).locator(f"[data-id={second}][tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    shown(page, re.compile("^Why .* is 3rd$"))
    wait_for_link(page, "doc", third)
    eventually(page, lambda: selected_ids(page), {third})


def test_back_and_forward_go_through_the_queries(opened):
    page = opened("sort a list")
    search(page, "wait for a thread")
    expect(list_of(page, EMBEDDING).get_by_role("option").first).to_have_attribute("data-id", "d6")
    at_rest(page)
    page.go_back()
    expect(query_box(page)).to_have_value("sort a list")
    expect(list_of(page, EMBEDDING).get_by_role("option").first).to_have_attribute("data-id", "d1")
    at_rest(page)
    page.go_forward()
    expect(query_box(page)).to_have_value("wait for a thread")
    expect(list_of(page, EMBEDDING).get_by_role("option").first).to_have_attribute("data-id", "d6")


def lonely_point(page):
    """Give the row of the unmarked point of the map that is farthest from every other, in pixels."""
    points = points_of(page)
    places = np.array([[x, y] for _, x, y, _ in points])
    apart = np.abs(places[:, None] - places[None]).max(axis=-1)
    np.fill_diagonal(apart, np.inf)
    quiet = np.array([name == "documents" for *_, name in points])
    return points[int(np.where(quiet, apart.min(axis=1), 0).argmax())][0]


def test_a_click_on_the_map_selects_the_document(opened):
    page = opened()
    row = lonely_point(page)
    line = awkward.LINES[row]
    click_point(page, row)
    wait_for_link(page, "doc", line["id"])
    shown(page, re.compile(f"^(Why|What is known about) {re.escape(line['title'])}"))


@pytest.mark.parametrize("key", ["hostile", "markup"])
def test_script_and_markup_in_documents_are_shown_and_never_run(opened, key):
    line = next(line for line in awkward.LINES if line["id"] == key)
    page = opened("poison", doc=key)
    row = list_of(page, KEYWORD).locator(f"[data-id={key}]")
    eventually(page, row.locator(".words").inner_text, line["title"])
    title = re.sub(r"(?<=[^\s])\"", "”", line["title"])
    shown(page, f"Why {title} is ")
    eventually(page, lambda: read_text(page).endswith("".join(line["text"].split())), True)
    for view in (View.KEYWORD, View.TOGETHER, View.WHAT_WOULD, View.COMPARE):
        choose_view(page, view)
        assert page.title() == "Neighbor Inspector"
        assert page.locator(FOREIGN).count() == 0
    one(page.get_by_role("combobox", name="Compare with"))
    one(page.get_by_text(re.compile("is closer than .* by ")).filter(has_text=title))


def test_a_hostile_query_is_shown_and_never_run(opened):
    page = opened(f"poison {awkward.HOSTILE} {awkward.MARKUP}")
    chips = page.get_by_role("list", name="Effect of each word of the query").locator(".word")
    eventually(page, lambda: " ".join(chips.all_text_contents()).count("script"), 2)
    at_rest(page)
    assert page.title() == "Neighbor Inspector"
    assert page.locator(FOREIGN).count() == 0


def test_k_and_weight_change_the_lists_and_stand_in_the_link(opened):
    page = opened()
    before = ids_of(page, HYBRID)
    page.get_by_role("button", name="Settings").click()
    k = page.get_by_role("spinbutton", name="Results in each list (k)")
    k.fill("3")
    k.press("Enter")
    wait_for_link(page, "k", "3")
    for name in (KEYWORD, EMBEDDING, HYBRID):
        expect(list_of(page, name).get_by_role("option")).to_have_count(3)
    at_rest(page)
    slider = page.get_by_role("slider", name="Share of the embedding in the hybrid list")
    slider.press("Home")
    wait_for_link(page, "weight", "0")
    keyword = ids_of(page, KEYWORD)
    assert keyword != before[:3]
    eventually(page, lambda: ids_of(page, HYBRID), keyword)


def test_a_phone_shows_everything_under_each_other(opened):
    page = opened(width=400)
    eventually(page, lambda: page.evaluate(SPILL), [0, 0])
    tops = page.get_by_role("listbox").evaluate_all("lists => lists.map((list) => list.getBoundingClientRect().top)")
    assert len(tops) == 3
    assert tops == sorted(set(tops))
    assert query_box(page).bounding_box()["width"] > 300


def test_the_dark_theme_draws_the_same_lists(opened):
    light, dark = opened(), opened(dark=True)
    assert ids_of(light, EMBEDDING) == ids_of(dark, EMBEDDING)
    ground = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    eventually(light, lambda: light.evaluate(ground), "rgb(255, 255, 255)")
    eventually(dark, lambda: dark.evaluate(ground), "rgb(16, 21, 28)")


def test_two_people_do_not_disturb_each_other(opened):
    one, two = opened("sort a list"), opened("wait for a thread")
    search(one, "delete a folder")
    search(two, "rename a file")
    expect(list_of(one, EMBEDDING).get_by_role("option").first).to_have_attribute("data-id", "d26")
    expect(list_of(two, EMBEDDING).get_by_role("option").first).to_have_attribute("data-id", "d27")
    expect(query_box(one)).to_have_value("delete a folder")


def test_a_mistake_of_one_person_leaves_the_other_alone(app, opened, visitor):
    other = opened("sort a list")
    page = visitor()
    page.goto(app.link(index="awkward", q="sort a list", where="nothing=here"))
    one(page.get_by_role("alert").filter(has_text="nothing"))
    expect(query_box(page)).to_be_visible()
    search(other, "rename a file")
    expect(list_of(other, EMBEDDING).get_by_role("option").first).to_have_attribute("data-id", "d27")
    at_rest(other)
    assert other.get_by_role("alert").count() == 0


def test_drawing_the_map_can_be_stopped_and_the_page_goes_on_with_the_quick_one(app, visitor):
    page = visitor()
    page.goto(app.link(index="crowd", q="crowd member 7"))
    glimpsed(page, "Drawing the UMAP map")
    # The head of the page has a button that stops the run.
    page.get_by_test_id("stMain").get_by_role("button", name="Stop", exact=True).click()
    shown(page, "Drawing the UMAP map: stopped.")
    shown(page, f"{CROWD:,} documents, PCA")
    search(page, "crowd member 1008")
    expect(list_of(page, KEYWORD).get_by_role("option").first).to_have_attribute("data-id", "c1008")
    at_rest(page)
    shown(page, f"{CROWD:,} documents, PCA")
