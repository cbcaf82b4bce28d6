"""Empty texts and exact copies, found by one pass."""

import numpy as np

from inspector.diagnose.health.texts import read_texts
from inspector.progress import silent
from inspector.records.documents import Document
from tests.diagnose.health.indexes import documents, index


def groups_of(folder, *rows):
    facts = read_texts(index(folder, tuple(Document(str(at), *row) for at, row in enumerate(rows))), silent)
    numbers = {}
    return [numbers.setdefault(int(group), len(numbers)) for group in facts.groups], list(facts.empty)


def test_the_same_text_is_a_copy_whatever_the_title(tmp_path):
    assert groups_of(tmp_path, ("one", "a b"), ("two", "a b"), ("one", "c d"))[0] == [0, 0, 1]


def test_the_same_embedded_text_is_a_copy_however_it_is_split(tmp_path):
    assert groups_of(tmp_path, ("a", "b"), ("", "a\nb"), ("a", "c"))[0] == [0, 0, 1]


def test_copies_of_copies_are_one_group(tmp_path):
    rows = ("", "a\nb"), ("a", "b"), ("c", "b"), ("", "c\nb"), ("d", "e")
    assert groups_of(tmp_path, *rows)[0] == [0, 0, 0, 0, 1]


def test_documents_with_nothing_to_embed_are_empty_and_no_copies(tmp_path):
    groups, empty = groups_of(tmp_path, ("", ""), ("", " \n"), ("only a title", ""), ("", "text"))
    assert groups == [0, 1, 2, 3]
    assert empty == [True, True, False, False]


def test_titles_alone_make_copies_where_there_is_no_text(tmp_path):
    assert groups_of(tmp_path, ("same", ""), ("same", ""), ("other", ""))[0] == [0, 0, 1]


def test_groups_are_those_of_a_dictionary_of_texts(tmp_path):
    rows = documents(40)
    repeated = (*rows, *(Document(f"again{at}", rows[at].title, rows[at].text) for at in range(0, 40, 3)))
    facts = read_texts(index(tmp_path, repeated), silent)
    wanted = {}
    expected = [wanted.setdefault(each.text, len(wanted)) for each in repeated]
    first = {group: at for at, group in reversed(list(enumerate(facts.groups)))}
    given = {group: expected[at] for group, at in first.items()}
    assert [given[group] for group in facts.groups] == expected
    assert not np.any(facts.empty)
