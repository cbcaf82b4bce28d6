"""What is left out of a case is nowhere in its file, and the case says that it was left out."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from inspector.cases.file import case_bytes, read_case
from inspector.cases.redaction import GONE, left_out_sentence, redacted
from inspector.records.cases import Case, Part
from inspector.records.findings import Evidence, Finding, Severity
from inspector.records.seen import SeenTrace
from inspector.records.trace import Places
from tests.toy_index import TWELVE


@pytest.fixture
def told(case: Case) -> Case:
    """The case with sentences that quote documents."""
    title, text = "wait for a thread", "wait until a thread has ended"
    summary = f'Keyword search finds "{title}" 1st because of "items"; it says "{text[:12]}…", id "thread".'
    finding = Finding(
        None, "x", Severity.NOTE, summary, (Evidence("Stands 3 times", title),), f"{title}.", "", "", ("thread",)
    )
    trace = SeenTrace("thread", "thread", None, (), summary, (), Places(1, 1, 1, 1), 0.5, 0.4)
    return replace(case, seen=replace(case.seen, findings=(finding,), traces=(trace,)))


def test_without_texts_no_title_text_or_vector_of_a_document_is_in_the_file(told: Case) -> None:
    data = case_bytes(redacted(told, metadata=False)).decode()
    assert told.document("thread").vector in case_bytes(told).decode()  # type: ignore[union-attr]
    for each in told.kept.documents:
        assert each.vector not in data
    for _, title, text in TWELVE:
        assert f'"{title}"' not in data
        assert not text or text not in data
    assert "wait until" not in data
    assert "wait for a thread" not in data


def test_ids_query_words_ranks_and_distances_stay(told: Case) -> None:
    found = redacted(told)
    summary = found.seen.findings[0].summary
    assert summary == f'Keyword search finds "{GONE}" 1st because of "items"; it says "{GONE}", id "thread".'
    assert found.seen.findings[0].ids == ("thread",)
    assert found.request == told.request
    before, after = told.seen.lists.embedding[0], found.seen.lists.embedding[0]
    assert (after.id, after.rank, after.distance, after.title) == (before.id, before.rank, before.distance, "")
    assert found.seen.words == told.seen.words
    assert found.document("thread").text_sha256 == told.document("thread").text_sha256  # type: ignore[union-attr]


def test_without_metadata_neither_values_nor_the_place_of_the_index_are_in_the_file(case: Case) -> None:
    value = "Confidential-7"
    documents = tuple(replace(each, metadata={"owner": value}) for each in case.kept.documents)
    owned = replace(case, kept=replace(case.kept, documents=documents))
    data = case_bytes(redacted(owned, texts=False)).decode()
    assert value not in data
    assert json.dumps(case.index.spec) not in data
    assert case.document("thread").text in data  # type: ignore[union-attr]


def test_a_case_says_what_was_left_out_and_reads_back(case: Case) -> None:
    once = redacted(case, metadata=False)
    assert once.left_out == (Part.TEXTS,)
    twice = redacted(once, texts=False)
    assert twice.left_out == (Part.TEXTS, Part.METADATA)
    assert left_out_sentence(twice).count("left out") == 2
    assert left_out_sentence(case) == ""
    assert read_case(case_bytes(twice)).left_out == twice.left_out


def test_a_title_or_note_that_names_a_document_loses_its_name(case: Case) -> None:
    named = replace(case, title="Where is wait for a thread?", note='We want "wait until", says Ann.')
    found = redacted(named)
    assert (found.title, found.note) == (f"Where is {GONE}?", f'We want "{GONE}", says Ann.')
    assert redacted(case).title == case.title


def test_nothing_asked_for_leaves_the_case_as_it_is(case: Case) -> None:
    assert redacted(case, texts=False, metadata=False) is case


def test_a_note_that_stays_is_said_and_one_that_is_left_out_is_nowhere(case: Case) -> None:
    noted = replace(case, note="It says how to wait for threads.")
    assert left_out_sentence(redacted(noted)).endswith("The title stays, and the author's note but for what it quotes.")
    bare = redacted(noted, note=True)
    assert "wait for threads" not in case_bytes(bare).decode()
    assert "note" not in left_out_sentence(bare)
    assert redacted(noted, texts=False, metadata=False, note=True) == replace(noted, note="")
