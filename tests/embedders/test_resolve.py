from __future__ import annotations

from pathlib import Path

import pytest

from inspector.contract import DEFAULT_MODEL
from inspector.embedders.resolve import full_name, resolve
from inspector.errors import EmbedderError


def test_the_default_model_lies_in_an_installed_package() -> None:
    found = resolve(DEFAULT_MODEL)
    assert found.name == DEFAULT_MODEL
    assert (found.folder / "model.safetensors").is_file()


def test_the_short_name_is_the_same_model() -> None:
    assert resolve("all-MiniLM-L6-v2") == resolve(DEFAULT_MODEL)
    assert full_name("some/model") == "some/model"


def test_a_local_folder_comes_before_the_package_and_goes_by_its_full_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "all-MiniLM-L6-v2"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    assert resolve("all-MiniLM-L6-v2").name == DEFAULT_MODEL
    (folder / "modules.json").write_text("[]")
    assert resolve("all-MiniLM-L6-v2").name == str(folder.resolve())


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("./nowhere", "does not exist"),
        ("/", "holds no model"),
        ("  ", "No model was named"),
        (
            "no-such/model",
            "not a folder, not shipped by an installed package, and could not be fetched from the hub: ",
        ),
    ],
)
def test_a_missing_model_is_told_with_where_it_was_looked_for(model: str, message: str) -> None:
    with pytest.raises(EmbedderError, match=message) as caught:
        resolve(model)
    assert caught.value.hint
