from inspector.diagnose.checks.cut_off import CHECK
from inspector.records.inspection import Reading
from tests.diagnose.samples import inspection, neighbor


def read(*tokens: int):
    rows = tuple(neighbor(rank, letter) for rank, letter in zip((1, 2, 3), "abc", strict=True))
    readings = tuple(Reading(letter, count, 256) for letter, count in zip("abc", tokens, strict=True))
    return CHECK.run(inspection(neighbors=rows, readings=readings))


def test_counts_the_neighbors_that_were_not_read_to_the_end():
    finding = read(256, 257, 512)
    assert finding.summary.startswith("2 of the 3 neighbors are longer")
    assert finding.ids == ("b", "c")


def test_names_the_longest_with_its_unread_share():
    assert read(10, 300, 1024).evidence[1].value == f"Title c: 1,024 tokens, {1 - 256 / 1024:.0%} unread"


def test_a_text_of_exactly_the_window_is_read_whole():
    assert read(256, 1, 0) is None
