"""The section "Has it drifted?": its ways, what it shows of a kept result, and its empty states."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from inspector.cli.queries import read_queries
from inspector.errors import RequestError
from inspector.monitor.asked import read_list
from inspector.monitor.saved import key_of_indexes, key_of_parts, key_of_queries, save_drift
from inspector.stores import open_index
from inspector.ui.parts.health.drift import Way, label
from inspector.ui.runtime import drift, roots
from tests.monitor.comparisons import DOCUMENTS, QUERIES
from tests.ui.indexes import LINES, toy_index


@pytest.fixture
def indexes(tmp_path, monkeypatch):
    """Give an index named "now" and one named "then", below the one root of the app beside the sample."""
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(tmp_path))
    monkeypatch.delenv(roots.OPEN_VARIABLE, raising=False)
    monkeypatch.setattr("inspector.ui.runtime.engine.FIRST_PAINT_SECONDS", 3600)  # no model in these tests
    now = toy_index(tmp_path / "now")
    return now, toy_index(tmp_path / "then", LINES[:2])


def page():
    from inspector.ui.pages import PAGES
    from inspector.ui.shell import draw_page

    draw_page(next(page for page in PAGES if page.slug == "health"))


def drawn() -> AppTest:
    app = AppTest.from_function(page, default_timeout=120)
    app.query_params["index"] = "now"
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    return " ".join(part.proto.body for part in app.get("html"))


def choose(app: AppTest, way: Way) -> AppTest:
    return checked(app.segmented_control(key="drift way").set_value(way).run())


def test_other_indexes_are_offered_and_comparing_only_when_one_is_chosen(indexes):
    app = drawn()
    assert "Has it drifted?" in [header.value for header in app.subheader]
    box = app.selectbox(key="drift then")
    assert "then · 2 documents" in box.options
    assert "now · 3 documents" not in box.options
    assert "Compare" not in [button.label for button in app.button]
    app = checked(box.select(roots.inside("then")).run())
    assert "Compare" in [button.label for button in app.button]


def test_a_kept_result_is_shown_at_once_with_everything_it_says_escaped(indexes):
    now, then = map(open_index, indexes)
    save_drift(now, key_of_indexes(then.fingerprint), DOCUMENTS)
    app = drawn()
    app = checked(app.selectbox(key="drift then").select(roots.inside("then")).run())
    said = texts(app)
    for part in (
        "The documents have changed: the 120 new documents differ",
        "Of 1,000 documents now, 120 are new",
        "<strong>passkey</strong> (31)",
        "Words the model splits into pieces: 8.1 % then",
        "Then and now differ in their text recipe",
        "Compared 2026-01-02 03:04 UTC.",
        "Classifier: AUC 0.931",
    ):
        assert part in said
    assert "Compare again" in [button.label for button in app.button]


def test_an_index_is_parted_by_a_field_only_when_field_and_value_are_said(indexes):
    now = open_index(indexes[0])
    save_drift(now, key_of_parts("kind", "g"), DOCUMENTS)
    app = choose(drawn(), Way.DATE)
    app = checked(app.selectbox(key="drift field").select("kind").run())
    assert "Compare" not in [button.label for button in app.button]
    app = checked(app.text_input(key="drift split").input(" g ").run())
    assert "The documents have changed" in texts(app)


def test_pasted_lists_are_counted_and_a_kept_result_of_them_is_shown(indexes):
    save_drift(open_index(indexes[0]), key_of_queries(("where is it", "how"), ("why",)), QUERIES)
    app = choose(drawn(), Way.QUERIES)
    app = checked(app.text_area(key="drift queries then").input("where  is it\n\nhow\n").run())
    assert "No change" not in texts(app)
    app = checked(app.text_area(key="drift queries now").input("why").run())
    assert {"2 queries", "1 query"} <= {caption.value for caption in app.caption}
    assert "No change that 200 queries a side could show (p = 0.61)" in texts(app)


def test_a_list_with_a_broken_line_says_which(indexes):
    app = choose(drawn(), Way.QUERIES)
    app = checked(app.text_area(key="drift queries then").input('{"text": "a"}\nplain').run())
    assert any("Query 2 is not JSON" in error.value for error in app.error)


def test_an_index_without_fields_is_not_offered_to_be_parted(indexes, tmp_path):
    toy_index(tmp_path / "now", ({"id": "a", "title": "", "text": "fox"},))
    assert drawn().segmented_control(key="drift way").options == [Way.INDEX, Way.QUERIES]


def test_an_index_whose_manifest_is_broken_is_named_by_its_folder(indexes):
    (indexes[1] / "manifest.json").write_text('{"kind": "neighbor-inspector index"', encoding="utf-8")
    assert label(indexes[1]) == "then"


def test_an_index_outside_the_roots_cannot_be_chosen(indexes, tmp_path_factory):
    outside = toy_index(tmp_path_factory.mktemp("elsewhere") / "then")
    with pytest.raises(RequestError):
        drift.with_index(outside)


def test_the_command_reads_the_queries_that_were_pasted_so_that_its_result_is_found():
    asked = drift.with_queries(read_list("where  is it\n\u2028how"), read_list('{"text": "{why} \\ud83d"}'))
    options = drift.kept_queries(asked)
    files = dict(zip(options[::2], options[1::2], strict=True))
    then, now = (read_queries(Path(files[name])) for name in ("--then-queries", "--queries"))
    assert (then, now) == (("where is it", "how"), ("{why} ?",))
    assert key_of_queries(then, now) == asked.key
