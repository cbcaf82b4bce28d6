"""The page Evaluate, and judging on Inspect: what is offered, what is shown, and what stays hidden while blind."""

import pytest
from streamlit.testing.v1 import AppTest

from inspector.cli.eval_form import evaluation_json
from inspector.cli.output import finite
from inspector.evaluate.judged import judge, judged_file, read_judged
from inspector.stores import open_index
from inspector.ui.runtime import evaluating, roots
from inspector.ui.runtime.given import Given
from tests.ui.evaluate_samples import evaluation
from tests.ui.indexes import toy_index

QUERIES = Given("pasted.jsonl", '{"id": "q1", "text": "how to copy"}\n{"id": "q2", "text": "sorting"}\n')
JUDGED = Given("judged.tsv", "query\tdoc\tgrade\nq1\tcopy\t2\nq2\tsort\t1\n")


@pytest.fixture
def collection(tmp_path, monkeypatch):
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(tmp_path))
    monkeypatch.delenv(roots.OPEN_VARIABLE, raising=False)
    monkeypatch.setenv("INSPECTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("inspector.ui.runtime.engine.FIRST_PAINT_SECONDS", 3600)  # no model in these tests
    return open_index(toy_index(tmp_path / "faq"))


def page():
    from inspector.ui.pages import PAGES
    from inspector.ui.shell import draw_page

    draw_page(next(page for page in PAGES if page.slug == "evaluate"))


def inspect_page():
    from inspector.ui.pages import PAGES
    from inspector.ui.shell import draw_page

    draw_page(next(page for page in PAGES if page.slug == ""))


def drawn(function=page, **link) -> AppTest:
    app = AppTest.from_function(function, default_timeout=120)
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    return " ".join(part.proto.body for part in app.get("html"))


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_before_the_first_evaluation_it_says_what_it_does_and_how_judgements_are_made(collection):
    app = drawn()
    assert "Which search is best for your users" in texts(app)
    assert "Nobody has judged anything in this app yet." in texts(app)
    assert "Evaluate with these" in labels(app)
    assert not {"Use the sample's judged queries", "Use the judgements made here"} & set(labels(app))


def test_an_answer_is_shown_at_once_with_what_to_know_and_people_s_words_stay_words(collection):
    asked = evaluating.ask(collection, "pasted queries", QUERIES, JUDGED)
    evaluating.take(collection, asked, finite(evaluation_json(evaluation(0.5, 0.01, 0.01))))
    app = drawn()
    said = texts(app)
    for part in (
        "The hybrid list is best: nDCG@10 0.833",
        "3 queries could show differences in nDCG@10 from 0.25 on.",
        "nobody judged them: 1 query (<strong>&lt;b&gt;</strong>)",
        "The weights from 0.0 to 0.5.",
        "=how to &lt;i&gt;copy&lt;/i&gt; lists",
        "<strong>Copying</strong> (copy), grade 2: embedding not found",
    ):
        assert part in said
    assert "<i>" not in said
    assert "'embedding:nDCG@10>=0.37'" in app.code[-1].value
    assert len(app.dataframe[-1].value) == 3


def test_what_fits_nothing_is_said_and_nothing_starts(collection):
    app = drawn()
    app.text_area(key="evaluate text").input("how to copy")
    app.text_area(key="evaluate grades").input("another query\tcopy\t1")
    app.run()
    app.button(key="evaluate pasted").click().run()
    assert "None of the 1 queries was judged" in app.error[0].value
    assert evaluating.waiting(collection) is None


def test_what_was_stopped_can_begin_anew_or_be_left(collection):
    evaluating.ask(collection, "pasted queries", QUERIES, JUDGED)
    app = drawn()
    assert "The evaluation with pasted queries, 2 queries is not finished." in texts(app)
    assert {"Begin anew", "Leave it"} <= set(labels(app))
    app.button(key="evaluate leave").click().run()
    assert "is not finished" not in texts(app)
    assert evaluating.waiting(collection) is None


def test_judgements_made_here_are_counted_and_offered_with_their_disagreements(collection):
    judge("faq", "how to copy", "copy", 2, "ann")
    judge("faq", "how to copy", "copy", 0, "bob")
    with judged_file("faq").open("a") as file:
        file.write("not one of ours\n")
    app = drawn()
    assert "1 document judged for 1 query, 0 of them relevant, by ann and bob." in texts(app)
    assert "graded 2 by ann and 0 by bob" in texts(app)
    assert "1 line of their file cannot be read" in texts(app)
    app.button(key="evaluate here").click().run()
    assert "has a relevant document" in app.error[0].value


def test_while_judging_is_off_inspect_reads_no_judgements(collection):
    judged_file("faq").mkdir(parents=True)  # which cannot be read
    app = drawn(inspect_page, q="copy")
    assert [toggle.label for toggle in app.toggle if toggle.label in ("Judge", "Blind")] == ["Judge"]
    assert not app.error
    assert drawn(inspect_page, q="copy", judge="true").error


def test_on_inspect_the_selected_result_is_graded_and_the_grade_counted(collection):
    app = drawn(inspect_page, q="copy", judge="true")
    assert "No result of this query is judged yet." in texts(app)
    app.segmented_control(key="judge grade copy copy").set_value(3).run()
    assert not app.exception
    assert [(each.query, each.doc, each.grade) for each in read_judged("faq").judged] == [("copy", "copy", 3)]
    assert "1 result of this query judged." in texts(app)
    assert "Of 1 document judged relevant, the lists have: keyword 1." in texts(app)
    next(button for button in app.button if button.label == "Undo").click().run()
    assert read_judged("faq").judged == ()


def test_the_blind_list_waits_for_the_model_so_that_no_search_is_left_out(collection):
    app = drawn(inspect_page, q="list", judge="true", blind="true")
    assert "none is left out" in app.info[0].value
    assert not [each for each in app.segmented_control if each.key.startswith("judge grade")]


def blind_list():
    from pathlib import Path

    import streamlit as st

    from inspector.inspection import OpenIndex, inspect
    from inspector.records.results import Request
    from inspector.search.keyword import open_keyword
    from inspector.stores import open_index
    from inspector.ui.parts.evaluate.blind import show_blind
    from inspector.ui.parts.opened import Opened
    from tests.toy import ToyEmbedder

    collection = open_index(Path(st.session_state["folder"]))
    index = OpenIndex(collection, open_keyword(collection.keyword_folder), ToyEmbedder())
    show_blind(Opened(index, loading=False), inspect(index, Request("list", k=2)), st.container())


def test_the_blind_list_tells_no_rank_no_score_and_nobody_s_grade(collection, tmp_path):
    judge("faq", "list", "copy", 3, "bob")
    app = AppTest.from_function(blind_list, default_timeout=120)
    app.session_state["folder"] = str(tmp_path / "faq")
    app.query_params["judge"] = app.query_params["blind"] = "true"
    app.run()
    assert not app.exception
    said = texts(app)
    assert "How well do these 2 documents answer <strong>list</strong>?" in said
    assert "How do I copy a nested list?" in said
    assert [each.value for each in app.segmented_control] == [None, None]
    for hidden in ("1st", "BM25", "distance", "bob", "grade 3", "disagree"):
        assert hidden not in said
    for doc, grade in (("copy", 0), ("sort", 2)):
        app.segmented_control(key=f"judge grade list {doc}").set_value(grade).run()
    assert "All of them are judged" in app.success[0].value


def test_before_a_query_is_typed_judging_says_what_comes(collection):
    assert "one list in random order" in texts(drawn(inspect_page, judge="true", blind="true"))
