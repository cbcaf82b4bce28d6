"""Without a model the reason is the end of a sentence, and nothing is raised."""

from inspector.cli.model import load_model
from inspector.contract import Contract
from inspector.progress import silent


def contract(model: str) -> Contract:
    return Contract(model=model, dim=3)


def test_a_model_nobody_named_is_said_to_be_unknown():
    assert load_model(contract(""), silent) == (None, "nobody said which model made these vectors")


def test_a_model_on_no_machine_is_said_with_its_name():
    model, why = load_model(contract("no/such-model"), silent)
    assert model is None
    assert why.startswith("the model cannot be loaded: ")
    assert "no/such-model" in why
    assert not why.endswith(".")
