"""The story as data: whole, in order, every text cut to what may travel."""

from __future__ import annotations

from inspector.ui.components.told_story import LENGTH, Move, ToldStory, Wanted, data_of


def test_a_giant_text_does_not_travel_whole_wherever_it_stands() -> None:
    giant = "x" * (LENGTH + 1)
    story = ToldStory(giant, note=giant, wanted=(Wanted(giant),), came=(giant,), moves=(Move(giant, "1st", "2nd"),))
    sent = data_of(story, large=True)
    assert sent["large"] is True
    texts = [sent["asked"], sent["note"], sent["wanted"][0]["name"], sent["came"][0], sent["moves"][0]["change"]]  # type: ignore[index]
    assert {len(text) for text in texts} == {LENGTH}


def test_everything_arrives_as_it_was_given() -> None:
    story = ToldStory("<b>", wanted=(Wanted("a", "b", "Stood 2nd.", met=True),), moves=(Move("c", "2nd", "1st"),))
    sent = data_of(story, large=False)
    assert sent["asked"] == "<b>"
    assert sent["wanted"] == [{"name": "a", "id": "b", "place": "Stood 2nd.", "met": True}]
    assert sent["moves"] == [{"change": "c", "before": "2nd", "after": "1st"}]
