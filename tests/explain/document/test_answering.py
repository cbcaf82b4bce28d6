from __future__ import annotations

import pytest

from inspector.errors import CancelledError
from inspector.explain.document.answering import answering
from inspector.explain.document.sentences import document_sentences
from inspector.explain.document.subject import Subject
from inspector.records.passages import Answering
from tests.explain.document.toys import TokenToy
from tests.toy import ToyEmbedder

FILLER = "Nothing to be seen in this long sentence of sixteen words that fills the windows well. "


def found_in(subject: Subject, budget: int = 96) -> Answering:
    return answering(subject, subject.query_vector(), document_sentences(subject.text), budget)


def test_the_closest_window_is_found_with_its_place_and_similarity() -> None:
    text = FILLER * 6 + "The cat sat. " + FILLER * 6
    toy = TokenToy({"cat": [1, 0], "Nothing": [0, 1]})
    found = found_in(Subject(toy, "cat", text.strip()))
    assert found.best is not None and found.best.text == text[found.best.start : found.best.end]
    assert "The cat sat." in found.best.text
    fillers = found.best.text.count("Nothing")
    assert found.best.similarity == pytest.approx(1 / (1 + fillers**2) ** 0.5)
    assert found.tried == found.passages > 3


def test_no_sentences_have_no_answering_passage() -> None:
    subject = Subject(ToyEmbedder(), "cat", "")
    assert answering(subject, subject.query_vector(), []) == Answering(None, 0, 0)


def test_of_a_book_the_windows_with_the_query_s_words_come_first_and_the_rest_is_said() -> None:
    text = FILLER * 900 + "Resetting passwords is done here. " + FILLER * 900
    toy = ToyEmbedder()
    found = found_in(Subject(toy, "reset the password: resetting passwords", text), budget=16)
    assert found.best is not None and "Resetting passwords is done here." in found.best.text
    assert found.tried == 16 < 500 < found.passages
    assert toy.calls == 16 + 1


def test_what_no_word_leads_to_is_reached_from_its_neighbors() -> None:
    # The vectors near the place point ever more to the query, though no word is shared with it.
    names = [f"w{place}" for place in range(120)]
    vectors = {name: [1.0, abs(place - 77) / 20 + 0.01] for place, name in enumerate(names)}
    text = " ".join(" ".join([name] * 60) + "." for name in names)
    subject = Subject(TokenToy({**vectors, "goal": [1.0, 0.0]}), "goal", text)
    found = found_in(subject, budget=40)
    assert found.tried == 40 < found.passages
    assert found.best is not None and "w77" in found.best.text


def test_the_search_can_be_stopped() -> None:
    def stop(done: int, total: int, message: str) -> None:
        raise CancelledError("Stopped.")

    subject = Subject(ToyEmbedder(), "cat", "The cat.", progress=stop)
    with pytest.raises(CancelledError):
        found_in(subject)
