"""How a query is read: terms with their words and places, ignored and unknown words."""

from __future__ import annotations

from bm25s.stopwords import STOPWORDS_EN

from inspector.search.keyword_query import read_query

STOP = frozenset(STOPWORDS_EN)


def read(text: str, *known: str):
    return read_query(text, STOP, set(known).__contains__)


def test_words_that_share_a_stem_are_one_term():
    (term,) = read("Copy the copies, copy!").terms
    assert (term.text, term.words, term.tokens, term.occurrences) == ("Copy", ("Copy", "copies", "copy"), ("copi",), 3)
    assert term.spans == ((0, 4), (9, 15), (17, 21))


def test_an_identifier_is_one_term_with_its_whole_form_first():
    query = read("fix E-1042 in os.path.join")
    assert [term.text for term in query.terms] == ["fix", "E-1042", "os.path.join"]
    assert query.terms[1].tokens == ("e-1042", "1042")
    assert query.text[slice(*query.terms[1].spans[0])] == "E-1042"


def test_a_part_that_also_stands_alone_is_a_term_of_its_own():
    assert [term.text for term in read("1042 E-1042").terms] == ["1042", "E-1042"]


def test_ignored_words_are_given_once_as_first_written():
    assert read("Not the printer, not a tray, X").ignored == ("Not", "the", "a", "X")


def test_unknown_terms_are_those_of_which_no_token_occurs():
    query = read("printer E-1042 zebra K-9", "printer", "1042")
    assert query.unknown == ("zebra", "K-9")
    assert [term.known for term in query.terms] == [True, True, False, False]


def test_no_two_terms_have_the_same_text():
    texts = [term.text for term in read("copy copies E-1 e-1 C++ c++ c# os.path os path").terms]
    assert len(texts) == len(set(texts))


def test_a_query_without_words_has_no_terms():
    assert read(" \n?! ").terms == ()
    assert read("to be or not to be").terms == ()
    assert read("to be or not to be").ignored == ("to", "be", "or", "not")
