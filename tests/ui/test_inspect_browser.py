"""The Inspect page in a real browser: links, picking, map, jobs, details, settings; documents that do not run."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from tests.ui import awkward
from tests.ui.harness import running_app
from tests.ui.indexes import corpus
from tests.ui.views import (
    EMBEDDING,
    HYBRID,
    KEYWORD,
    SPILL,
    ids_of,
    link_values,
    list_of,
    query_box,
    search,
    selected_ids,
    wait_for_link,
)

pytestmark = pytest.mark.browser

CROWD = 3000
UMAP = f"{len(awkward.LINES)} documents, UMAP"


@pytest.fixture(scope="module")
def app(awkward_indexes, tmp_path_factory):
    """The app on the awkward index, and on a crowd of random vectors whose map takes a while."""
    folder = tmp_path_factory.mktemp("crowd")
    lines = tuple({"id": f"c{row}", "title": "", "text": f"crowd member {row}"} for row in range(CROWD))
    np.save(folder / "vectors.npy", np.random.default_rng(0).normal(size=(CROWD, 384)).astype(np.float32))
    if not (awkward_indexes / "crowd").exists():
        settings = BuildSettings(vectors=folder / "vectors.npy")
        build(corpus(folder / "crowd.jsonl", lines), awkward_indexes / "crowd", settings)
    home = tmp_path_factory.mktemp("home")
    with running_app(home, environment={"INSPECTOR_INDEX_ROOTS": str(awkward_indexes)}) as running:
        yield running


@pytest.fixture
def opened(app, visitor):
    """Open a view of the awkward index as a person of their own, and wait until its embedding list is there."""

    def go(query=awkward.QUERY, *, width=1440, dark=False, **values):
        page = visitor(width=width, dark=dark)
        page.goto(app.link(**{"index": "awkward", "q": query, **values}))
        list_of(page, EMBEDDING).wait_for()
        return page

    return go


def test_keyword_results_come_first_and_the_embedding_follows_by_itself(app, visitor):
    page = visitor()
    page.goto(app.link(index="awkward", q=awkward.QUERY))
    expect(query_box(page)).to_have_value(awkward.QUERY)
    expect(page.get_by_text("The model is loading")).to_be_visible()
    expect(list_of(page, KEYWORD).get_by_role("option").first).to_be_visible()
    expect(page.get_by_text("The model is still loading; this list follows.")).to_have_count(2)
    list_of(page, EMBEDDING).wait_for()
    expect(page.get_by_text("The model is loading")).to_have_count(0)
    assert ids_of(page, EMBEDDING)[0] in ("d0", "copy")


def test_a_link_gives_another_person_the_same_view(opened):
    page = opened(k="4", where="kind=howto", weight="0.8")
    list_of(page, HYBRID).get_by_role("option").nth(2).click()
    chosen = ids_of(page, HYBRID)[2]
    wait_for_link(page, "doc", chosen)
    assert {"index", "q", "k", "where", "weight", "doc"} <= set(link_values(page))
    other = opened()
    other.goto(page.url)
    list_of(other, EMBEDDING).wait_for()
    for name in (KEYWORD, EMBEDDING, HYBRID):
        assert ids_of(other, name) == ids_of(page, name)
        assert len(ids_of(other, name)) == 4
    assert selected_ids(other) == {chosen}
    assert other.get_by_role("button", name="Filter: 1").count() == 1


def test_a_result_is_picked_by_click_and_by_keyboard(opened):
    page = opened()
    _, second, third = ids_of(page, EMBEDDING)[:3]
    expect(page.get_by_text(re.compile("^Why .* is 1st$"))).to_be_visible()
    list_of(page, EMBEDDING).get_by_role("option").nth(1).click()
    expect(page.get_by_text(re.compile("^Why .* is 2nd$"))).to_be_visible()
    wait_for_link(page, "doc", second)
    list_of(page, EMBEDDING).locator("[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("^Why .* is 3rd$"))).to_be_visible()
    wait_for_link(page, "doc", third)
    assert selected_ids(page) == {third}


def test_back_and_forward_go_through_the_queries(opened):
    page = opened("sort a list")
    search(page, "wait for a thread")
    wait_for_link(page, "q", "wait for a thread")
    expect(list_of(page, EMBEDDING).get_by_role("option").first).to_have_attribute("data-id", "d6")
    page.go_back()
    expect(query_box(page)).to_have_value("sort a list")
    expect(list_of(page, EMBEDDING).get_by_role("option").first).to_have_attribute("data-id", "d1")
    page.go_forward()
    expect(query_box(page)).to_have_value("wait for a thread")
    expect(list_of(page, EMBEDDING).get_by_role("option").first).to_have_attribute("data-id", "d6")


POINTS = """() => {
    const plot = [...document.querySelectorAll('.js-plotly-plot')].find((each) => each._fullLayout?._plots?.xy?._scene);
    const {xaxis, yaxis} = plot._fullLayout, box = plot.getBoundingClientRect(), found = [];
    for (const trace of plot._fullData) for (let at = 0; trace.customdata && at < trace.x.length; at++) {
        const [x, y] = [xaxis.c2p(trace.x[at]), yaxis.c2p(trace.y[at])];
        found.push([trace.customdata[at], box.left + xaxis._offset + x, box.top + yaxis._offset + y, trace.name]);
    }
    return found;
}"""


def lonely_point(page):
    """Give (row, x, y) of the unmarked point of the map that is farthest from every other, in pixels."""
    points = page.evaluate(POINTS)
    places = np.array([[x, y] for _, x, y, _ in points])
    apart = np.abs(places[:, None] - places[None]).max(axis=-1)
    np.fill_diagonal(apart, np.inf)
    quiet = np.array([name == "documents" for *_, name in points])
    row, x, y, _ = points[int(np.where(quiet, apart.min(axis=1), 0).argmax())]
    return row, x, y


def test_a_click_on_the_map_selects_the_document(opened):
    page = opened()
    expect(page.get_by_text(UMAP)).to_be_visible()
    page.locator(".js-plotly-plot .gl-container canvas").first.scroll_into_view_if_needed()
    row, x, y = lonely_point(page)
    line = awkward.LINES[row]
    page.mouse.move(x, y)
    page.mouse.click(x, y)
    wait_for_link(page, "doc", line["id"])
    heading = re.compile(f"^(Why|What is known about) {re.escape(line['title'])}")
    expect(page.get_by_text(heading)).to_be_visible()


@pytest.mark.parametrize("key", ["hostile", "markup"])
def test_script_and_markup_in_documents_are_shown_and_never_run(opened, key):
    line = next(line for line in awkward.LINES if line["id"] == key)
    page = opened("poison", doc=key)
    row = list_of(page, KEYWORD).locator(f"[data-id={key}]")
    assert row.locator(".words").inner_text() == line["title"]
    title = re.sub(r"(?<=[^\s])\"", "”", line["title"])
    expect(page.get_by_text(f"Why {title} is ")).to_be_visible()
    assert page.get_by_role("region", name="Text").inner_text() == line["text"]
    for view in ("Keyword terms", "All words × results", "Compare with…"):
        page.get_by_role("radio", name=view).click(force=True)
        expect(page.get_by_role("radio", name=view)).to_be_checked()
    expect(page.get_by_role("combobox", name="Compare with")).to_be_visible()
    expect(page.get_by_text(re.compile("is closer than .* by "))).to_contain_text(title)
    assert page.title() == "Neighbor Inspector"
    assert page.locator(".stMain script, .stMain img, .stMain a[href='http://x'], .stMain .katex").count() == 0


def test_a_hostile_query_is_shown_and_never_run(opened):
    page = opened(f"poison {awkward.HOSTILE} {awkward.MARKUP}")
    chips = page.get_by_role("list", name="Effect of each word of the query").locator(".word")
    chips.first.wait_for()
    assert " ".join(chips.all_text_contents()).count("script") == 2
    assert page.title() == "Neighbor Inspector"
    assert page.locator(".stMain script, .stMain img, .stMain a[href='http://x'], .stMain .katex").count() == 0


def test_each_of_the_details_draws(opened):
    page = opened(doc="long")
    expect(page.get_by_role("separator", name=re.compile("the model stops reading here"))).to_be_visible()
    page.get_by_role("radio", name="Keyword terms").click(force=True)
    expect(page.get_by_text(re.compile(r"BM25 score \d+\.\d\d, word by word"))).to_be_visible()
    page.get_by_role("radio", name="Compare with…").click(force=True)
    expect(page.get_by_text(re.compile("is closer than .* by "))).to_be_visible()
    page.get_by_role("combobox", name="Compare with").click()
    page.get_by_role("option", name="Copy a nested list · copy").click()  # the second of two of one title
    expect(page.get_by_role("combobox", name="Compare with")).to_have_value("Copy a nested list · copy")
    page.get_by_role("radio", name="All words × results").click(force=True)
    expect(page.get_by_text(re.compile("^Each cell: what the word does"))).to_be_visible()
    expect(page.locator(".js-plotly-plot .heatmaplayer").first).to_be_visible()
    assert page.get_by_test_id("stAlert").count() == 0


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
    slider = page.get_by_role("slider", name="Share of the embedding in the hybrid list")
    slider.press("Home")
    wait_for_link(page, "weight", "0")
    expect(list_of(page, HYBRID).get_by_role("option")).to_have_count(3)
    page.wait_for_function("document.querySelector('.stApp').dataset.testScriptState === 'notRunning'")
    assert ids_of(page, HYBRID) == ids_of(page, KEYWORD) != before[:3]


def test_a_phone_shows_everything_under_each_other(opened):
    page = opened(width=400)
    expect(page.get_by_text(UMAP)).to_be_visible()
    assert page.evaluate(SPILL) == [0, 0]
    tops = page.get_by_role("listbox").evaluate_all("lists => lists.map((list) => list.getBoundingClientRect().top)")
    assert tops == sorted(set(tops))
    assert query_box(page).bounding_box()["width"] > 300


def test_the_dark_theme_draws_the_same_lists(opened):
    light, dark = opened(), opened(dark=True)
    assert ids_of(light, EMBEDDING) == ids_of(dark, EMBEDDING)
    grounds = [
        page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor") for page in (light, dark)
    ]
    assert grounds == ["rgb(255, 255, 255)", "rgb(16, 21, 28)"]


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
    expect(page.get_by_role("alert")).to_contain_text("nothing")
    expect(query_box(page)).to_be_visible()
    search(other, "rename a file")
    expect(list_of(other, EMBEDDING).get_by_role("option").first).to_have_attribute("data-id", "d27")
    assert other.get_by_role("alert").count() == 0


def test_drawing_the_map_can_be_stopped_and_the_page_goes_on_with_the_quick_one(opened):
    page = opened("crowd member 7", index="crowd")
    expect(page.get_by_text("Drawing the UMAP map")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Drawing the UMAP map: stopped.")).to_be_visible()
    expect(page.get_by_text(f"{CROWD:,} documents, PCA")).to_be_visible()
    search(page, "crowd member 1008")
    expect(list_of(page, KEYWORD).get_by_role("option").first).to_have_attribute("data-id", "c1008")
    expect(page.get_by_text(f"{CROWD:,} documents, PCA")).to_be_visible()
