"""An inspection as text: where results are chunks, each names its parent, and folded lists say that they are."""

from inspector.cli.json_form import inspection_json
from inspector.cli.text_form import print_inspection
from inspector.inspection import inspect
from inspector.records.results import Request
from inspector.search.parents import collapsed
from tests.search.test_parents import chunked
from tests.toy_index import toy_index

FOLDED = "One result per parent"


def test_folded_lists_say_so_and_count_what_stands_for_no_row(tmp_path, capsys):
    whole = inspect(chunked(tmp_path), Request("copy a list", k=7))
    print_inspection(whole)
    assert FOLDED not in capsys.readouterr().out
    print_inspection(collapsed(whole))
    said = capsys.readouterr().out
    assert FOLDED in said
    assert "(+3 more)" in said


def test_documents_of_their_own_get_no_column_for_parents(tmp_path, capsys):
    print_inspection(collapsed(inspect(toy_index(tmp_path), Request("copy a list", k=7))))
    said = capsys.readouterr().out
    assert FOLDED not in said
    assert "parent" not in said


def test_in_json_the_parent_is_always_given_and_the_count_only_of_folded_lists(tmp_path):
    whole = inspect(chunked(tmp_path), Request("copy a list", k=7))
    for form, counted in ((inspection_json(whole), False), (inspection_json(collapsed(whole)), True)):
        for name in ("neighbors", "keyword", "hybrid"):
            assert {hit["parent"] for hit in form[name]} <= {"lists", "files", None}
            assert all((hit["more_of_parent"] is not None) == counted for hit in form[name])
