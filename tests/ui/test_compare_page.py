"""The page Compare: how the other index is chosen, what it offers, and what it shows of an answer."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from inspector.compare.saved import Question, save_comparison
from inspector.evaluate.query_sets import parse_queries
from inspector.records.comparison import Departure, Placed, Reason
from inspector.records.index_changes import DocumentChanges, DocumentKind, KindCount
from inspector.stores import open_index
from inspector.ui.palette import LIGHT
from inspector.ui.parts.compare.figures import kind_bars
from inspector.ui.parts.compare.side_by_side import columns, departure
from inspector.ui.runtime import comparing, jobs, roots
from inspector.ui.runtime.comparing import Settings
from inspector.ui.runtime.given import Given
from tests.ui.compare_samples import LOST, comparison
from tests.ui.indexes import LINES, toy_index


@pytest.fixture
def pair(tmp_path, monkeypatch):
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(tmp_path))
    monkeypatch.delenv(roots.OPEN_VARIABLE, raising=False)
    monkeypatch.setenv("INSPECTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("inspector.ui.runtime.engine.FIRST_PAINT_SECONDS", 3600)  # no model in these tests
    return toy_index(tmp_path / "faq"), toy_index(tmp_path / "next", LINES[1:])


def page():
    from inspector.ui.pages import PAGES
    from inspector.ui.shell import draw_page

    draw_page(next(page for page in PAGES if page.slug == "compare"))


def drawn(**link: str) -> AppTest:
    app = AppTest.from_function(page, default_timeout=120)
    for name, value in {"index": "faq", **link}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    return " ".join(part.proto.body for part in app.get("html"))


QUERIES = Given("pasted.txt", "how to copy\nsorting")


def keep(pair):
    """Keep an answer as if a job had made it; give the fingerprints of both indexes."""
    collections = open_index(pair[0]), open_index(pair[1])
    prints = collections[0].fingerprint, collections[1].fingerprint
    save_comparison(comparing.ask(collections, "pasted queries", Settings(), QUERIES), comparison(*prints))
    return prints


def test_the_other_index_is_chosen_among_those_below_the_roots_and_stands_in_the_link(pair):
    app = drawn()
    (choice,) = app.selectbox
    assert choice.value is None
    assert any(option.startswith("next · 2 documents") for option in choice.options)
    assert not any(option.startswith("faq ") for option in choice.options)
    place = next(at for at, option in enumerate(choice.options) if option.startswith("next"))
    choice.select_index(place).run()
    assert app.query_params["other"] == f"next~{open_index(pair[1]).fingerprint[:8]}"
    assert "Ask with documents" in [button.label for button in app.button]


def test_an_answer_is_shown_at_once_and_people_s_words_stay_words(pair):
    keep(pair)
    app = drawn(other="next")
    said = texts(app)
    assert not app.error
    for part in (
        "Of 2 queries, 50 % [10, 90] would show a different list",
        "1 judged document is lost, 0 won",
        "Documents: 1 removed and 2 the same.",
        "Tokens read of a document",
        "Pooling: unknown → <strong>x</strong>, so nobody can say whether it changed",
        "Of 2 queries, 1 keep all their documents, 0 keep none.",
        "how to copy &lt;i&gt;lists&lt;/i&gt;",
        "was 1st and is not in 100 now: removed.",
        "A note.",
    ):
        assert part in said
    assert "<i>" not in said
    assert [len(frame.value) for frame in app.dataframe] == [1]  # the query that shows the same is left out


def test_the_same_content_is_said_to_be_the_same_and_nothing_is_offered(pair, tmp_path):
    toy_index(tmp_path / "again")
    app = drawn(other="again")
    assert "the same content" in app.info[0].value
    assert "Ask with documents" not in [button.label for button in app.button]


def test_a_link_to_an_index_that_is_gone_says_so(pair):
    app = drawn(other="nowhere~12345678")
    assert "nowhere" in app.warning[0].value


def test_queries_that_cannot_be_read_are_refused_on_the_page(pair):
    app = drawn(other="next")
    app.text_area(key="compare text").input('{"id": "q1"}').run()
    app.button(key="compare pasted").click().run()
    assert "text" in app.error[0].value


def test_the_same_question_is_answered_once(pair):
    keep(pair)
    collections = open_index(pair[0]), open_index(pair[1])
    comparing.start(pair, collections, "pasted queries", Settings(), QUERIES)
    asked = comparing.asked_last(*collections)
    assert jobs.status(comparing.job_of(asked.key)) is None
    assert comparing.answer(asked.key).notes == ("A note.",)
    assert comparing.ask(collections, "pasted queries", Settings(3), QUERIES) != asked.key


def test_the_job_s_key_is_that_of_the_command_s_answer(pair):
    prints = keep(pair)
    key = comparing.asked_last(open_index(pair[0]), open_index(pair[1])).key
    assert key == Question(*prints, parse_queries("how to copy\nsorting")).key


def test_the_number_behind_the_longest_bar_fits_on_a_phone():
    figure = kind_bars(DocumentChanges((KindCount(DocumentKind.SAME, 123_456),)), LIGHT)
    plot, letter = 215, 7  # pixels that a screen of 400 leaves beside the names, and of one figure of the number
    bar = plot * figure.data[0].x[0] / figure.layout.xaxis.range[1]
    assert bar + letter * len("123,456 · 100 %") <= plot + letter  # the point and the spaces are narrower


def test_what_only_exact_search_has_within_k_is_not_said_to_stand_in_the_list():
    one = replace(LOST, before=(Placed("copy", "Copy", 0.9, 1), Placed("sort", "Sorting", 0.5, 1)))
    found = comparison("a", "b")
    missed, sunk = Departure("copy", 1, 1, Reason.ANN_MISS, False), Departure("copy", 1, 12, Reason.EDITED, False)
    assert departure(missed, found).startswith('"copy" was 1st and stands 1st only in exact search now: missed by')
    assert departure(sunk, found).startswith('"copy" was 1st and stands 12th now: ')
    first, _ = columns((Path("a"), Path("b")), found, one)
    assert [row.elsewhere[0][1] for row in first.rows] == ["1st if exact", "now 1st"]
