import numpy as np
import pytest

from inspector.explain.specific import order_without, part_sentence, parts


def test_the_common_part_is_the_mean_and_the_specific_part_is_what_is_left():
    found = parts(np.array([[0.3, 0.1], [-0.2, 0.2]]))
    assert found.common == pytest.approx([0.2, 0.0])
    assert found.specific == pytest.approx(np.array([[0.1, -0.1], [-0.2, 0.2]]))


def test_the_order_without_a_word_follows_from_the_specific_parts_alone():
    """similarity without the word = similarity - common - specific, and the common part moves all alike."""
    rng = np.random.default_rng(0)
    for _ in range(200):
        similarity = rng.uniform(-1, 1, size=10)
        effects = rng.normal(scale=0.2, size=(7, 10))
        found = parts(effects)
        for word in range(7):
            true_order = sorted(range(10), key=lambda d: -(similarity[d] - effects[word, d]))
            assert order_without(similarity, found.specific[word]) == true_order


def test_a_document_without_a_vector_is_left_out_and_comes_last():
    found = parts(np.array([[np.nan, 0.4, 0.2]]))
    assert found.common == pytest.approx([0.3])
    assert np.isnan(found.specific[0, 0])
    assert order_without(np.array([np.nan, 0.5, 0.6]), found.specific[0]) == [2, 1, 0]


def test_without_documents_there_is_no_common_part():
    assert np.isnan(parts(np.empty((2, 0))).common).all()
    assert parts(np.empty((0, 3))).common.shape == (0,)


@pytest.mark.parametrize(
    ("common", "specific", "said"),
    [
        (0.1, 0.0, '"reset" sharpens the whole query.'),
        (0.0, 0.1, '"reset" favours this document.'),
        (-0.1, -0.1, '"reset" blurs the whole query and favours the other results.'),
        (0.01, -0.01, '"reset" has no measurable effect on this document.'),
    ],
)
def test_a_sentence_names_the_parts_above_the_noise_floor(common: float, specific: float, said: str):
    assert part_sentence("reset", common, specific, floor=0.02) == said
