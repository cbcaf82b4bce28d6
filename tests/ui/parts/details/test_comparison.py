import pytest

from inspector.explain.margin import margin
from inspector.records.documents import Document
from inspector.ui.parts.details.comparison import gap_sentence
from tests.diagnose.samples import effects

A, B = Document("a", "First", ""), Document("b", "Second", "")


@pytest.mark.parametrize(
    ("similarity", "said"),
    [
        ([0.5, 0.4], '"First" is closer than "Second" by 0.100.'),
        ([0.4, 0.5], '"Second" is closer than "First" by 0.100.'),
        ([0.5, 0.5], '"First" and "Second" are equally close.'),
    ],
)
def test_it_is_said_which_of_the_two_is_closer(similarity, said):
    found = effects("reset it", ("a", "b"), [[0.1, 0.0], [0.0, 0.1]], 0.01)
    found.similarity[:] = similarity
    assert gap_sentence(margin(found, 0, 1), A, B) == said
