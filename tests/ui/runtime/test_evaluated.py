"""The last evaluation as it was kept: grades and places of single queries; what is gone or broken reads as nothing."""

from pathlib import Path

import pytest

from inspector import files
from inspector.evaluate.saved_runs import run_text
from inspector.records.runs import RankedList, Run
from inspector.stores import open_index
from inspector.ui.runtime import evaluated, evaluating
from inspector.ui.runtime.evaluated import Kept
from inspector.ui.runtime.evaluating import Asked
from tests.ui.evaluate_samples import evaluation
from tests.ui.indexes import toy_index


@pytest.fixture
def kept(tmp_path):
    folder = tmp_path / "kept"
    (folder / "found").mkdir(parents=True)
    (folder / "judged.tsv").write_text("query\tdoc\tgrade\nq1\ta\t2\nq1\tb\t0\n")
    lists = (RankedList("q1", ("b", "a"), (2.0, 1.0)), RankedList("q10", ("c",), (1.0,)))
    (folder / "found" / "old.run").write_text(run_text(Run("old", lists)))
    (folder / "found" / "spaced.run").write_text(run_text(Run("spaced", (RankedList("how to", ("a b",), (1.0,)),))))
    return Kept(Asked("2026-01-02T03:04:05+00:00", "x", str(folder), "queries.txt", "judged.tsv"), evaluation())


def test_a_query_s_grades_and_places_are_those_of_its_files(kept):
    assert evaluated.grades(kept, "q1") == {"a": 2, "b": 0}
    assert evaluated.grades(kept, "q9") == {}
    assert evaluated.places(kept, "old", "q1") == {"b": 1, "a": 2}  # not those of q10, whose id begins alike
    assert evaluated.places(kept, "spaced", "how to") == {"a b": 1}
    assert evaluated.run_bytes(kept, "old").startswith(b"q1 Q0 b 1 2.0")


def test_files_that_are_gone_read_as_nothing(kept):
    assert evaluated.places(kept, "nobody", "q1") == {}
    assert evaluated.run_bytes(kept, "nobody") == b""
    Path(kept.asked.folder, kept.asked.judged).unlink()
    assert evaluated.grades(kept, "q1") == {}


@pytest.mark.parametrize("content", [{}, {"asked": {}}, [], {"asked": {"at": 1}, "found": {}}])
def test_a_broken_file_is_no_evaluation(tmp_path, content):
    collection = open_index(toy_index(tmp_path / "faq"))
    assert evaluated.last(collection) is None
    files.write_json(evaluating.last_path(collection), content)
    assert evaluated.last(collection) is None
