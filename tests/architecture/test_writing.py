"""House rule 11: files are written through inspector/files.py, so that no reader ever sees half of one."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import Source, calls, dotted, house

HOME = "inspector/files.py"
WRITES = frozenset({"write_text", "write_bytes"})
WRITING_MODES = frozenset("wxa+")

ALLOWED: dict[str, str] = {
    "inspector/search/postings.py": "two arrays grow block by block in a folder that is renamed when all is written",
}
"""Files that write on their own, each with the reason why an atomic write is not what they need."""


def own_writes(source: Source) -> list[str]:
    """Calls that write a file in place."""
    return [source.at(call, f"{ast.unparse(call.func)} writes in place") for call in calls(source) if _writes(call)]


def _writes(call: ast.Call) -> bool:
    name = dotted(call.func)
    last = call.func.attr if isinstance(call.func, ast.Attribute) else name
    if last in WRITES or name in ("json.dump", "orjson.dump"):
        return True
    if last != "open" or name in ("webbrowser.open", "os.open"):
        return False
    mode = next((word.value for word in call.keywords if word.arg == "mode"), None)
    place = 1 if name in ("open", "io.open", "gzip.open") else 0
    if mode is None and len(call.args) > place:
        mode = call.args[place]
    return isinstance(mode, ast.Constant) and isinstance(mode.value, str) and bool(WRITING_MODES & set(mode.value))


@pytest.mark.parametrize("source", house(), ids=lambda source: source.path)
def test_files_are_written_through_the_ground(source: Source) -> None:
    if source.path != HOME and source.path not in ALLOWED:
        assert own_writes(source) == []


def test_every_exception_is_still_needed_and_has_a_reason() -> None:
    writers = {source.path for source in house() if own_writes(source)}
    assert sorted(set(ALLOWED) - writers) == []
    assert all(len(reason.split()) > 5 for reason in ALLOWED.values())


@pytest.mark.parametrize(
    "line",
    [
        "open(path, 'w')",
        "open(path, mode='ab')",
        "path.open('wb')",
        "path.open(mode='r+')",
        "path.write_text(text)",
        "(folder / 'x').write_bytes(data)",
        "json.dump(value, file)",
    ],
)
def test_a_write_in_place_is_seen(line: str) -> None:
    assert len(own_writes(Source("inspector/build/x.py", line))) == 1


@pytest.mark.parametrize("line", ["open(path)", "path.open('rb')", "json.dumps(value)", "webbrowser.open('http://w')"])
def test_reading_is_allowed(line: str) -> None:
    assert own_writes(Source("inspector/build/x.py", line)) == []
