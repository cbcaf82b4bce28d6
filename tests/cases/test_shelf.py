"""The shelf loses nothing: no case replaces another, a deleted one comes back, a broken one is named."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector.cases.errors import CaseError
from inspector.cases.file import ID, case_bytes
from inspector.cases.shelf import (
    KEPT_IN_TRASH,
    export_case,
    folder,
    import_case,
    line_of,
    new_id,
    put_back,
    remove,
    rewrite,
    shelf,
    shelve,
    take,
)
from inspector.records.cases import Case
from inspector.records.findings import Cause


@pytest.mark.parametrize("query", ["Reset  my Password?", "", "\u202e../../etc", "如何重置密码", "é" * 500, "--"])
def test_an_id_is_made_of_date_words_and_chance_and_is_safe_in_a_link(query: str) -> None:
    made = {new_id(query, datetime(2026, 11, 28, tzinfo=UTC)) for _ in range(20)}
    assert len(made) > 15
    assert all(ID.fullmatch(each) and each.startswith("20261128-") for each in made)
    assert new_id("Reset  my Password?").split("-", 1)[1].startswith("reset-my-password-")


def test_what_was_shelved_is_taken_as_it_was(case: Case, home: Path) -> None:
    kept = shelve(case)
    assert kept == case
    assert replace(take(case.id), sha256="") == case
    assert export_case(case.id) == case_bytes(case)
    assert folder() == home / "cases"


def test_another_case_of_the_same_id_gets_one_of_its_own_and_the_same_case_is_kept_once(case: Case, home: Path) -> None:
    shelve(case)
    other = shelve(replace(case, note="Another."))
    assert shelve(case).id == case.id
    assert other.id != case.id
    assert take(case.id).note == case.note
    assert take(other.id).note == "Another."
    assert len(shelf().cases) == 2


def test_many_who_save_under_one_id_at_once_lose_nothing(case: Case, home: Path) -> None:
    notes = [f"Note {number}" for number in range(24)]
    with ThreadPoolExecutor(6) as pool:
        kept = list(pool.map(lambda note: shelve(replace(case, note=note)), notes))
    assert sorted(take(each.id).note for each in kept) == sorted(notes)


def test_the_newest_come_first_and_the_rest_are_counted(case: Case, home: Path) -> None:
    ids = [shelve(replace(case, id=f"case-{number}")).id for number in range(4)]
    for second, each in enumerate(ids):
        os.utime(folder() / f"{each}.json", (second, second))
    found = shelf(limit=3)
    assert [each.id for each in found.cases] == ["case-3", "case-2", "case-1"]
    assert found.more == 1


def test_a_line_of_the_shelf_says_what_was_asked_what_was_expected_and_why_it_failed(case: Case, home: Path) -> None:
    shelve(case)
    (line,) = shelf().cases
    assert (line.query, line.expected, line.met) == (case.request.query, ("thread",), False)
    assert line.cause is Cause.MODEL_LIMIT
    assert line.broken == ""


def test_a_broken_file_is_named_and_hides_no_other(case: Case, home: Path) -> None:
    shelve(case)
    (folder() / "torn.json").write_bytes(case_bytes(case)[:100])
    broken = {each.id: each.broken for each in shelf().cases}
    assert broken[case.id] == ""
    assert "is not JSON" in broken["torn"]
    remove("torn")
    assert [each.id for each in shelf().cases] == [case.id]


def test_a_deleted_case_comes_back_unless_its_id_is_taken_by_then(case: Case, home: Path) -> None:
    shelve(case)
    remove(case.id)
    assert shelf().cases == ()
    put_back(case.id)
    assert take(case.id).note == case.note
    remove(case.id)
    shelve(replace(case, note="Later."))
    with pytest.raises(CaseError, match="Another case has the id"):
        put_back(case.id)
    assert take(case.id).note == "Later."


def test_the_trash_forgets_what_was_in_it_longest(case: Case, home: Path) -> None:
    trash = folder() / "trash"
    trash.mkdir(parents=True)
    for number in range(KEPT_IN_TRASH):
        (trash / f"old-{number}.json").touch()
        os.utime(trash / f"old-{number}.json", (number, number))
    shelve(case)
    remove(case.id)
    left = {path.stem for path in trash.glob("*.json")}
    assert len(left) == KEPT_IN_TRASH
    assert case.id in left
    assert "old-0" not in left


def test_a_case_is_rewritten_in_its_place_and_one_that_is_gone_is_not(case: Case, home: Path) -> None:
    shelve(case)
    rewrite(replace(case, title="Threads"))
    assert [each.title for each in shelf().cases] == ["Threads"]
    remove(case.id)
    with pytest.raises(CaseError, match="There is no case"):
        rewrite(case)


@pytest.mark.parametrize("wrong", ["../cases/x", "", "x/y", "..", "X"])
def test_an_id_is_no_path(wrong: str, home: Path) -> None:
    for act in (take, remove, put_back):
        with pytest.raises(CaseError, match="No case has the id"):
            act(wrong)


def test_what_is_imported_is_checked_and_replaces_nothing(case: Case, home: Path) -> None:
    shelve(replace(case, note="Mine."))
    taken = import_case(case_bytes(case), "mail.json")
    assert taken.id != case.id
    assert take(case.id).note == "Mine."
    with pytest.raises(CaseError, match=r"mail\.json is not JSON"):
        import_case(b"{", "mail.json")


def test_an_empty_shelf_is_empty(home: Path) -> None:
    assert shelf().cases == ()


def test_a_list_may_take_its_lines_from_what_was_read_before(case: Case, home: Path) -> None:
    shelve(case)
    first = shelf().cases[0]
    assert line_of(folder() / f"{case.id}.json") == first
    assert shelf(line=lambda path: replace(first, title=path.name)).cases[0].title == f"{case.id}.json"
