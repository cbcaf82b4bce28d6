from inspector.diagnose.checks.copies import CHECK
from inspector.records.findings import Severity
from inspector.records.results import BadgeKind
from tests.diagnose.samples import inspection, neighbor


def list_with(copied: int, total: int = 6):
    rows = [
        neighbor(place + 1, "abcdef"[place], 0.5, *([BadgeKind.COPY] if place >= total - copied else []))
        for place in range(total)
    ]
    return CHECK.run(inspection(k=total, neighbors=tuple(rows)))


def test_one_copy_is_only_badged():
    assert list_with(1) is None


def test_two_of_six_are_a_note_and_three_of_six_a_warning():
    assert list_with(2).severity is Severity.NOTE
    assert list_with(3).severity is Severity.WARNING


def test_the_number_of_different_answers_is_what_is_left():
    assert "2 of the 6 neighbors" in list_with(2).summary
    assert "leaves 4 different answers" in list_with(2).summary


def test_other_badges_are_no_copies():
    rows = tuple(neighbor(rank, letter, 0.5, BadgeKind.CUT_OFF) for rank, letter in enumerate("abc", start=1))
    assert CHECK.run(inspection(neighbors=rows)) is None
