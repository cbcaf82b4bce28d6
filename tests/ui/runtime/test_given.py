"""What visitors give is text, or refused in one sentence."""

import pytest

from inspector.errors import RequestError
from inspector.sample import location
from inspector.ui.runtime.given import Given, given_bytes, sample_judged


def test_a_file_is_read_as_text_without_the_mark_at_its_beginning():
    assert given_bytes("q.txt", "\ufeffcafé\n".encode()) == Given("q.txt", "café\n")


def test_a_file_in_another_encoding_is_refused_by_its_name():
    with pytest.raises(RequestError, match=r"q\.txt is not UTF-8 \(byte 3\)"):
        given_bytes("q.txt", b"caf\xe9")


def test_only_the_sample_and_its_copies_have_judged_queries_of_their_own():
    queries, judged = sample_judged(location.NAME)
    assert queries.text.startswith("{")
    assert judged.text.startswith("query\t")
    assert sample_judged("another index") is None
