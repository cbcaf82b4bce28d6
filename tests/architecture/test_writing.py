"""House rule 11: files are written through inspector/files.py, so that no reader ever sees half of one."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import Source, calls, dotted, house

HOME = "inspector/files.py"
METHODS = frozenset({"write_text", "write_bytes", "tofile"})
FUNCTIONS = frozenset(
    {"json.dump", "np.save", "numpy.save", "np.savez", "np.savetxt", "faiss.write_index", "pq.write_table", "pa.OSFile"}
)
WRITING_MODES = frozenset("wxa+")
PART = "part"
"""The name of the file that `write_atomic` hands to a writer: writing to it is writing through the ground."""

ALLOWED: dict[str, str] = {
    "inspector/stores/vector_file.py": "appends vectors while a build lasts, in a folder that is renamed once finished",
    "inspector/search/postings.py": "streams lists into a folder under construction, renamed as a whole once finished",
    "inspector/stores/bounded.py": "its answer goes to a pipe or an unnamed file of the process that asked",
    "inspector/stores/lock.py": "makes an empty file that is only locked",
    "inspector/stores/writer.py": "streams documents for as long as a build lasts; makes and renames its own part file",
}
"""Files that write on their own, each with the reason why an atomic write is not what they need."""


def own_writes(source: Source) -> list[str]:
    """Calls that write a file in place."""
    return [source.at(call, f"{ast.unparse(call.func)} writes in place") for call in calls(source) if _writes(call)]


def _writes(call: ast.Call) -> bool:
    name = dotted(call.func)
    given = [one.id for argument in call.args for one in ast.walk(argument) if isinstance(one, ast.Name)]
    if PART in (*given, name.split(".")[0]):
        return False
    method = call.func.attr if isinstance(call.func, ast.Attribute) else name
    if name == "pa.OSFile":
        return _is_writing(_mode(call, 1))
    if method in METHODS or name in FUNCTIONS or name == "os.open":
        return True
    return method == "open" and name != "webbrowser.open" and _opens_for_writing(call, name)


def _opens_for_writing(call: ast.Call, name: str) -> bool:
    return _is_writing(_mode(call, 1 if name in ("open", "io.open", "gzip.open") else 0))


def _mode(call: ast.Call, place: int) -> ast.expr | None:
    named = next((word.value for word in call.keywords if word.arg == "mode"), None)
    return named if named is not None or len(call.args) <= place else call.args[place]


def _is_writing(mode: ast.expr | None) -> bool:
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
        "np.save(path, array)",
        "array.tofile(path)",
        "faiss.write_index(index, str(path))",
        "pa.OSFile(str(path), 'wb')",
        "os.open(path, os.O_RDWR)",
    ],
)
def test_a_write_in_place_is_seen(line: str) -> None:
    assert len(own_writes(Source("inspector/build/x.py", line))) == 1


@pytest.mark.parametrize(
    "line",
    ["open(path)", "path.open('rb')", "json.dumps(value)", "pa.OSFile(str(path))", "webbrowser.open('http://w')"],
)
def test_reading_is_allowed(line: str) -> None:
    assert own_writes(Source("inspector/build/x.py", line)) == []


@pytest.mark.parametrize(
    "line", ["part.open('wb')", "np.save(part, array)", "faiss.write_index(index, str(part))", "part.write_text(text)"]
)
def test_filling_the_part_that_an_atomic_write_hands_out_is_allowed(line: str) -> None:
    assert own_writes(Source("inspector/build/x.py", line)) == []
