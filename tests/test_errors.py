"""Errors carry what was found and the next step."""

from __future__ import annotations

import pytest

from inspector import errors
from inspector.errors import CancelledError, InspectorError

KINDS = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, InspectorError)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_says_its_message_and_then_its_hint(kind: type[InspectorError]) -> None:
    error = kind("The index has 384 dimensions, but the model makes 768.", "Choose the model it was built with.")
    assert error.message == "The index has 384 dimensions, but the model makes 768."
    assert error.hint == "Choose the model it was built with."
    assert str(error) == f"{error.message} {error.hint}"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_without_a_hint_says_its_message_alone(kind: type[InspectorError]) -> None:
    assert str(kind("There is no such file.")) == "There is no such file."
    assert kind("There is no such file.").hint == ""


def test_stopping_is_no_bug_and_can_be_told_from_one() -> None:
    assert issubclass(CancelledError, InspectorError)
