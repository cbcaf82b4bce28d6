from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inspector.explain.document.fields import in_fields, placed_fields
from inspector.records.passages import FieldSpan

TEXT = st.text("ab 日🙂\n", max_size=12)


def test_fields_are_found_where_the_recipe_put_them() -> None:
    assert placed_fields("A cat\nIt sat.", [("title", " A cat"), ("text", "It sat.\n")]) == (
        FieldSpan("title", 0, 5, 1),
        FieldSpan("text", 6, 13, 0),
    )


def test_a_title_that_the_text_repeats_is_found_before_it() -> None:
    found = placed_fields("cat\nThe cat sat. cat", [("title", "cat"), ("text", "The cat sat. cat")])
    assert [(span.field, span.start, span.end) for span in found] == [("title", 0, 3), ("text", 4, 20)]


def test_a_title_that_is_the_text_takes_the_other_place() -> None:
    assert [span.start for span in placed_fields("cat\ncat", [("title", "cat"), ("text", "cat")])] == [0, 4]


def test_a_text_that_reads_like_its_title_is_found_at_the_end() -> None:
    text = "xy\ny\ny\ny"
    assert [(span.field, span.start) for span in placed_fields(text, [("title", "xy"), ("text", "y\ny\ny")])] == [
        ("title", 0),
        ("text", 3),
    ]


def test_a_field_that_is_empty_or_not_there_is_left_out() -> None:
    assert placed_fields("cat", [("title", " "), ("text", "cat"), ("note", "dog")]) == (FieldSpan("text", 0, 3, 0),)


@given(TEXT, TEXT)
def test_a_field_s_span_reads_the_same_in_text_and_value(title: str, body: str) -> None:
    text = f"{title}\n{body}".strip()
    values = {"title": title, "text": body}
    found = placed_fields(text, list(values.items()))
    assert {span.field for span in found} == {name for name, value in values.items() if value.strip()}
    for span in found:
        own = values[span.field][span.offset : span.offset + span.end - span.start]
        assert text[span.start : span.end] == own == values[span.field].strip()


def test_a_span_is_mapped_to_the_fields_it_covers() -> None:
    fields = placed_fields("A cat\nIt sat.", [("title", " A cat"), ("text", "It sat.")])
    assert in_fields(fields, 2, 8) == (FieldSpan("title", 2, 5, 3), FieldSpan("text", 6, 8, 0))
    assert in_fields(fields, 5, 6) == ()
