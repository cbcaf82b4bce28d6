"""What would have saved a query: nothing is tried before it is opened, and then each change with its places."""

from streamlit.testing.v1 import AppTest

from inspector.ui.parts.missing.remedies import move_sentence
from tests.ui import trace_samples as samples


def shut():
    from inspector.inspection import OpenIndex
    from inspector.records.results import Request
    from inspector.ui.parts.levers import show_levers

    show_levers(OpenIndex(None, None), Request("reset a password"), "faq-1")


def drawn():
    from inspector.ui.parts.levers import draw_levers
    from inspector.ui.runtime.refinements import Growing
    from tests.ui import trace_samples as samples

    draw_levers(Growing(("trace",), samples.EXACT_TERM, alive=False))


def test_nothing_is_asked_of_the_index_before_it_is_opened():
    app = AppTest.from_function(shut).run()
    assert not app.exception
    assert [each.label for each in app.expander] == ["What would have saved this query?"]


def test_every_change_that_worked_is_shown_with_its_places():
    app = AppTest.from_function(drawn).run()
    said = " ".join(each.value for kind in ("html", "markdown", "caption") for each in app.get(kind))
    worked = [remedy for remedy in samples.EXACT_TERM.remedies if remedy.worked]
    assert worked
    for remedy in worked:
        assert move_sentence(remedy, samples.EXACT_TERM.request.k).split(":")[0] in said
