from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from inspector.ui.components.segments import Segment, segments, split

TEXTS = some.text(max_size=30)
SPANS = some.lists(some.tuples(some.integers(-3, 35), some.integers(-3, 35)), max_size=5)


def test_a_marked_word_stands_between_what_is_around_it() -> None:
    assert segments("use words here", [(4, 9)]) == (
        Segment("use ", False),
        Segment("words", True),
        Segment(" here", False),
    )


def test_offsets_count_code_points_so_an_emoji_is_one() -> None:
    assert segments("🙂🙂 words", [(3, 8)])[1] == Segment("words", True)


def test_overlapping_touching_and_unordered_spans_become_one() -> None:
    assert segments("abcdef", [(3, 5), (1, 2), (2, 4)]) == (
        Segment("a", False),
        Segment("bcde", True),
        Segment("f", False),
    )


@given(TEXTS, SPANS)
def test_the_pieces_joined_are_the_text_and_marks_alternate(text: str, spans: list[tuple[int, int]]) -> None:
    pieces = segments(text, spans)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)
    assert all(one.marked != other.marked for one, other in pairwise(pieces))


@given(TEXTS, SPANS, some.integers(0, 30))
def test_a_split_marks_the_same_code_points_as_the_whole(text: str, spans: list[tuple[int, int]], at: int) -> None:
    def marked(pieces: tuple[Segment, ...]) -> list[bool]:
        return [piece.marked for piece in pieces for _ in piece.text]

    before, behind = split(text, spans, min(at, len(text)))
    assert marked(before) + marked(behind) == marked(segments(text, spans))
