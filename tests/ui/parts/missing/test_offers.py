"""What is offered for an id, words of a title or a pasted passage; nothing is chosen silently."""

from inspector.diagnose.pasted import match
from inspector.records.pasted import PastedCandidate
from inspector.ui.parts.missing.offers import OFFERED, candidates, held_label, is_unknown_id, passage_sentence
from tests.toy_index import TWELVE, toy_index


def test_an_id_comes_before_what_its_words_find(tmp_path):
    index = toy_index(tmp_path)
    assert candidates(index, " sort ")[0].id == "sort"
    assert candidates(index, "E-1042")[0].id == "E-1042"


def test_words_find_documents_by_keyword_each_once(tmp_path):
    index = toy_index(tmp_path)
    found = [each.id for each in candidates(index, "list")]
    assert found == list(index.collection.ids_at(index.keyword.score("list").top(OFFERED)[0]))
    assert len(set(found)) == len(found) > 1


def test_nothing_wanted_offers_nothing(tmp_path):
    assert candidates(toy_index(tmp_path), "  ") == ()


def test_one_piece_that_is_no_id_may_be_asked_about_and_words_may_not(tmp_path):
    index = toy_index(tmp_path)
    assert is_unknown_id(index, " E-9999 ")
    assert not is_unknown_id(index, "E-1042")
    assert not is_unknown_id(index, "nested list")
    assert not is_unknown_id(index, "  ")


def test_a_passage_is_said_to_be_in_one_document_in_several_or_in_none(tmp_path):
    twin = (("twin", "make", "make a deep copy of a nested list"),)
    index = toy_index(tmp_path, (*TWELVE, *twin))
    alone = match(index, "go through the rows of a csv file")
    assert passage_sentence(alone) == "All of this text stands in the first of these:"
    some = match(index, "go through the rows of a csv file and count them")
    assert passage_sentence(some) == "No stored document holds all of this text. These hold some of it:"
    both = match(index, "make a deep copy of a nested list")
    assert passage_sentence(both) == "Several documents hold this text equally well. Which one do you mean?"
    other = match(index, "list of rows and other things in order")
    assert passage_sentence(other) == "No stored document holds this text. These resemble it most:"
    assert passage_sentence(match(index, "")) == "No stored document holds any of this text."


def test_how_much_is_held_is_all_only_where_it_is_all(tmp_path):
    document = toy_index(tmp_path).collection.documents(("copy",))[0]
    said = [held_label(PastedCandidate(document, share)) for share in (1.0, 0.999, 0.814, 0.004)]
    assert said == ["all of it", "99 % of it", "81 % of it", "less than 1 % of it"]
