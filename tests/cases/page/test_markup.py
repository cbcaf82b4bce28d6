"""No text gets out of its element, whatever is in it; characters that steer are shown."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from inspector.cases.page.markup import Markup, clean, joined, raw, tag, text

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    "</style><script>",
    "]]>--><!--",
    "&lt;b&gt;",
    "a\x00b",
    "javascript:alert(1)",
)


class Parts(HTMLParser):
    """The elements, attributes and texts a browser would see."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((name, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_stays_text_in_an_element_and_in_an_attribute(hostile: str) -> None:
    seen = Parts(tag("p", hostile, title=hostile))
    assert seen.tags == [("p", {"title": clean(hostile)})]
    assert "".join(seen.texts) == clean(hostile)


def test_characters_that_turn_text_around_are_shown_by_name() -> None:
    assert clean("a\u202eb\u2066c\u200f") == "a⟨U+202E⟩b⟨U+2066⟩c⟨U+200F⟩"
    assert clean("a\x00b\x1bc\ud83d") == "a\ufffdb\ufffdc\ufffd"
    assert clean("tab\tline\n, é 漢字 👩‍💻") == "tab\tline\n, é 漢字 👩‍💻"


def test_only_markup_goes_in_as_it_is() -> None:
    assert tag("b", raw("<i>x</i>")) == "<b><i>x</i></b>"
    assert tag("b", "<i>x</i>") == "<b>&lt;i&gt;x&lt;/i&gt;</b>"
    assert isinstance(joined([text("<"), raw("<br>")]), Markup)
    assert joined([text("<"), raw("<br>")]) == "&lt;<br>"


def test_an_attribute_without_a_value_is_left_out_and_names_are_written_as_in_html() -> None:
    assert tag("p", "x", class_="", stroke_width="2") == '<p stroke-width="2">x</p>'
    assert tag("circle", r="1") == '<circle r="1"/>'
    assert tag("meta", charset="utf-8") == '<meta charset="utf-8">'
