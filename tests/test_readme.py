"""README says what the code says: commands, checks, floors, paths and the two commands everything starts with."""

from __future__ import annotations

import importlib
import inspect
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from inspector.cli.main import COMMANDS, run
from inspector.diagnose import CHECKS
from inspector.explain.refine import MORE_ROUNDS
from inspector.explain.shapley import ROUNDS
from tests.architecture.floors import FLOORS
from tests.architecture.source import ROOT, house

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^python -m inspector (\w+) (.*)$", README, flags=re.MULTILINE)
TABLES = ("inspector.stores:LOADERS", "inspector.diagnose:CHECKS", "inspector.ui.pages:PAGES")


def rows(heading: str) -> list[tuple[str, ...]]:
    """The cells of the table whose first column has this heading."""
    lines = README.split(f"| {heading} |", 1)[1].splitlines()[2:]
    table = lines[: next(place for place, line in enumerate(lines) if not line.startswith("|"))]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in table]


def test_readme_has_at_most_250_lines() -> None:
    assert len(README.splitlines()) <= 250


def test_readme_opens_with_a_picture_that_is_there() -> None:
    picture = re.search(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert picture is not None
    assert README[: picture.start()].count("\n## ") == 0
    assert (ROOT / picture.group(1)).is_file()


def test_the_command_table_lists_every_command_with_its_own_sentence() -> None:
    expected = [(f"`{one.name}`", (inspect.getdoc(one.run) or "").splitlines()[0]) for one in COMMANDS]
    assert rows("command") == expected


def test_the_check_table_lists_every_check_with_its_own_question() -> None:
    assert rows("check") == [(f"`{one.name}`", one.question) for one in CHECKS]


def test_the_picture_of_the_house_shows_every_room_that_is_there_on_its_floor() -> None:
    drawn = {}
    for floor, names in re.findall(r"^ ?(\d+)  (\S+(?: \S+)*)", README, flags=re.MULTILINE):
        drawn.update({name.removesuffix(".py"): int(floor) for name in names.split()})
    there = {source.path.removeprefix("inspector/").split("/")[0].removesuffix(".py") for source in house()}
    assert drawn == {name: floor for name, floor in FLOORS.items() if name in there}


def test_other_libraries_stand_beside_ours_with_the_same_numbers_as_in_the_app() -> None:
    told = (ROOT / "inspector/ui/help/measured.md").read_text(encoding="utf-8")
    assert all(f"| {' | '.join(row)} |" in told for row in rows("method | seconds"))
    assert [row[0] for row in rows("method | seconds")][:2] == [
        f"fair shares, {n} rounds" for n in (ROUNDS, MORE_ROUNDS)
    ]


@pytest.mark.parametrize("place", sorted(set(re.findall(r"`((?:inspector|tests|\.ci)/[\w./]*)`", README))))
def test_every_path_that_readme_names_is_there(place: str) -> None:
    assert (ROOT / place).exists()


@pytest.mark.parametrize("table", TABLES)
def test_every_table_that_readme_names_is_where_it_says(table: str) -> None:
    module, name = table.split(":")
    assert f"`{name}` in `{module.replace('.', '/')}/__init__.py`" in " ".join(README.split())
    assert getattr(importlib.import_module(module), name)


@pytest.mark.model
def test_readmes_examples_run_as_they_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [{"id": language, "text": f"Passwords in {language}.", "language": language} for language in ("en", "de")]
    Path("corpus.jsonl").write_text("\n".join(map(json.dumps, lines)))
    for name, rest in EXAMPLES:
        if name != "open":
            assert run([name, *shlex.split(rest)]) == 0
        if not Path("vectors.npy").exists():
            shutil.copy("my-index/vectors.npy", "vectors.npy")
        if Path("my-index/ann.faiss").exists():
            shutil.copy("my-index/ann.faiss", "production.faiss")


def test_options_in_readmes_examples_are_understood() -> None:
    assert EXAMPLES
    for name, rest in EXAMPLES:
        command = next(one for one in COMMANDS if one.name == name)
        names = (parameter.removeprefix("as_") for parameter in inspect.signature(command.run).parameters)
        known = {f"--{name.replace('_', '-')}" for name in names}
        assert set(re.findall(r"(?<= )--[a-z-]+", rest)) <= known


@pytest.mark.parametrize("requirements", ["requirements.txt", "tests/requirements.txt"])
def test_the_two_commands_are_one_line_each_and_make_their_own_environment(requirements: str) -> None:
    pattern = rf"^python3 -m venv \.venv && \.venv/bin/pip install -r {requirements} && .+$"
    assert len(re.findall(pattern, README, flags=re.MULTILINE)) == 1


def test_ci_finds_readmes_test_command_and_has_none_of_its_own() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    pattern = re.search(r"grep -m1 -E '([^']+)' README\.md", script)
    assert pattern is not None
    found = re.findall(pattern.group(1), README, flags=re.MULTILINE)
    assert found == [
        "python3 -m venv .venv && .venv/bin/pip install -r tests/requirements.txt && .venv/bin/python -m pytest"
    ]
    assert "pip install" not in script
    assert "pytest" not in script.replace(pattern.group(0), "").replace("'-m pytest'", "")


def test_requirements_are_pinned_and_torch_comes_first() -> None:
    lines = [line for line in (ROOT / "requirements.txt").read_text().splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.\-\[\]]+==[\w.]+", line) for line in lines)
    assert lines[0].startswith("torch==")
    assert (ROOT / "tests" / "requirements.txt").read_text().startswith("-r ../requirements.txt\n")
