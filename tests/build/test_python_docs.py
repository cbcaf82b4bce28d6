from __future__ import annotations

import copy
import heapq
import inspect
import json
import sys
from collections import Counter

import pytest

from inspector.build.python_docs import LEFT_OUT, LIMIT, SHORTEST, write_python_docs
from inspector.errors import CorpusError


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> list[dict]:
    folder = tmp_path_factory.mktemp("python-docs")
    report = write_python_docs(folder)
    raw = report.path.read_bytes()
    assert raw.endswith(b"\n") and b"\r" not in raw
    lines = [json.loads(line) for line in raw.decode("utf-8").split("\n")[:-1]]
    assert report.path == folder / "corpus.jsonl"
    assert report.count == len(lines) == LIMIT
    assert report.standard_library == sum(line["package"] == "stdlib" for line in lines)
    return lines


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> list[dict]:
    told: list[tuple[int, int]] = []
    path = write_python_docs(
        tmp_path_factory.mktemp("small"), limit=26, progress=lambda done, total, message: told.append((done, total))
    ).path
    assert told[-1] == (26, 26)
    assert all(0 <= done <= total for done, total in told)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def by_id(written) -> dict[str, dict]:
    return {line["id"]: line for line in written}


def test_ids_are_unique_and_texts_long_enough(written, by_id):
    assert len(by_id) == len(written)
    assert all(len(line["text"]) >= SHORTEST for line in written)
    assert all(line["text"] == line["text"].strip() for line in written)


def test_most_documents_come_from_the_standard_library_and_the_rest_from_installed_packages(written):
    packages = Counter(line["package"] for line in written)
    assert packages["stdlib"] > LIMIT / 2
    assert len(packages) > 1


@pytest.mark.parametrize(
    "name",
    [
        "copy.deepcopy",
        "collections.Counter",
        "json.dumps",
        "os.path.join",
        "os.path.exists",
        "os.makedirs",
        "datetime.datetime.strptime",
        "pathlib.Path.read_text",
        "subprocess.run",
        "shutil.copytree",
        "random.shuffle",
        "re.sub",
        "threading.RLock",
        "functools.lru_cache",
        "tempfile.TemporaryDirectory",
        "textwrap.dedent",
        "urllib.parse.urlencode",
        "heapq.nlargest",
        "statistics.median",
        "zipfile.ZipFile",
        "argparse.ArgumentParser",
        "logging.basicConfig",
        "asyncio.gather",
        "io.open",
        "decimal.Decimal.quantize",
    ],
)
def test_a_document_has_the_name_that_people_type(by_id, name):
    assert name in by_id


def test_title_is_the_call_and_text_the_docstring(by_id):
    line = by_id["heapq.nlargest"]
    assert line["title"] == f"heapq.nlargest{inspect.signature(heapq.nlargest)}"
    assert line["text"] == inspect.getdoc(heapq.nlargest)
    assert (line["module"], line["package"], line["kind"]) == ("heapq", "stdlib", "function")
    assert (line["parameters"], line["lines"], line["example"]) == (3, 3, False)


def test_a_docstring_that_sends_the_reader_to_the_module_is_completed(by_id):
    assert by_id["copy.deepcopy"]["title"] == "copy.deepcopy(x, memo=None)"
    assert by_id["copy.deepcopy"]["text"] == f"{inspect.getdoc(copy.deepcopy)}\n\n{inspect.getdoc(copy)}"


def test_nothing_private_and_nothing_left_out_is_written(written):
    assert not [line["id"] for line in written if any(part.startswith("_") for part in line["id"].split("."))]
    assert not {line["module"].split(".")[0] for line in written} & LEFT_OUT


def test_every_field_has_one_type(written):
    types = {name: {type(line[name]) for line in written} for name in written[0]}
    assert all(len(found) == 1 for found in types.values()), types


def test_reading_imports_nothing(by_id):
    assert "antigravity.geohash" in by_id
    assert not {"antigravity", "this", "pydoc_data.topics"} & set(sys.modules)


def test_a_small_limit_is_spread_over_the_whole_library(small):
    assert len(small) == 26
    assert {line["package"] for line in small} == {"stdlib"}
    ids = [line["id"] for line in small]
    assert min(ids) < "b" and max(ids) > "w"


def test_the_same_machine_gives_the_same_lines(written, small):
    own = [line for line in written if line["package"] == "stdlib"]
    assert small == [own[place * len(own) // 26] for place in range(26)]


def test_a_limit_below_one_is_refused_with_the_next_step(tmp_path):
    with pytest.raises(CorpusError, match="Ask for at least 1"):
        write_python_docs(tmp_path, limit=0)


def test_a_python_without_its_source_is_one_clear_error(tmp_path, monkeypatch):
    monkeypatch.setattr("inspector.build.python_docs.sysconfig.get_path", lambda name: str(tmp_path / "none"))
    with pytest.raises(CorpusError, match="No source files"):
        write_python_docs(tmp_path, limit=5)
