from __future__ import annotations

from pathlib import Path

import pytest

from inspector.errors import CorpusError, StoreError
from inspector.progress import silent
from inspector.stores.corpus.columns import Columns
from inspector.stores.corpus.survey import documents
from inspector.stores.loaders.documents_file import COLUMNS, check_count, columns_of, read_documents
from inspector.stores.spec import IndexSpec


def spec(**values: str) -> IndexSpec:
    return IndexSpec("numpy", "/v.npy", tuple(values.items()))


def test_every_setting_of_a_column_is_read() -> None:
    named = {setting.name: f"their {setting.name}" for setting in COLUMNS}
    found = columns_of(spec(**named), ("embedding",))
    assert dict(found.pairs()) == named
    assert (found.left_out, found.numbered) == (("embedding",), False)


def test_rows_are_numbered_where_no_id_is_named_and_a_recipe_is_no_column() -> None:
    assert columns_of(spec(text="{title} {text}")) == Columns(numbered=True)


def test_documents_are_read_under_their_own_names(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("key,body\n7,x\n8,y\n")
    found = read_documents(spec(documents=str(path), id="key", text="body"), silent)
    assert [(each.id, each.text) for each in documents(found)] == [("7", "x"), ("8", "y")]
    check_count("v.npy", 2, found)
    with pytest.raises(StoreError, match=r"v\.npy has 1,000 vectors, but c\.csv has 2 documents"):
        check_count("v.npy", 1000, found)


@pytest.mark.parametrize("setting", ["id", "text", "title", "parent", "position"])
def test_a_name_that_no_line_has_is_refused(tmp_path: Path, setting: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"id": "a", "text": "x"}\n')
    with pytest.raises(CorpusError, match='"wrong"') as caught:
        read_documents(spec(documents=str(path), **{setting: "wrong"}), silent)
    assert "--skip-bad" not in str(caught.value)
