import pytest

from inspector.explain.game import game_of
from inspector.records.what_if import Moved
from inspector.ui.parts.details.what_would import moved, wording

GAME = game_of("how do I reset a password")


@pytest.mark.parametrize(
    ("struck", "added", "text"),
    [
        ((), "", "how do I reset a password"),
        ((0, 1, 2), "", "reset a password"),
        ((), " now ", "how do I reset a password now"),
        ((0, 1, 2, 3, 4, 5), "", ""),
        ((0, 1, 2, 3, 4, 5), "login", "login"),
    ],
)
def test_words_are_struck_and_added_behind(struck, added, text):
    assert wording(GAME, struck, added) == text


@pytest.mark.parametrize(
    ("rank", "before", "said"), [(2, 5, "↑3"), (5, 2, "↓3"), (4, 4, "·"), (1, 1037, "new (was 1,037)"), (1, None, "?")]
)
def test_it_is_said_where_a_result_comes_from(rank, before, said):
    assert moved(Moved(rank, "a", before, 0.4), 10) == said
