"""A working copy of a milvus-lite folder: small files copied, large ones that never change linked.

milvus-lite takes a lock, replays its log, tidies up and flushes in the folder it opens. So it is given a copy beside,
made under a shared lock, which fails while another process has the folder open. Costs a copy of the log and the
manifests; data and index files become links, which milvus-lite only reads or unlinks.
"""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path

from inspector.errors import MissingDependencyError, StoreError

NAME = "milvus.db"
_LOCK = "LOCK"
_LINKED = (".parquet", ".idx")


def copy_lite(folder: Path, into: Path) -> Path:
    """Copy a milvus-lite folder.

    Args:
        folder: The folder, "demo.db" or of any other name.
        into: An empty folder that takes the copy.

    Returns:
        The copy. `into` is removed where there is none.

    Raises:
        StoreError: it does not exist, is no milvus-lite folder or an old one, or another process has it open.
        OSError: a file cannot be read or written.
    """
    try:
        _check(folder)
        with _unlocked(folder):
            _copy(folder, into / NAME)
    except BaseException:
        shutil.rmtree(into, ignore_errors=True)
        raise
    return into / NAME


def forget_copy(copy: Path) -> None:
    """Stop milvus-lite on a copy, and remove it with the folder it was made in."""
    importlib.import_module("milvus_lite.server_manager").server_manager_instance.release_server(str(copy))
    shutil.rmtree(copy.parent, ignore_errors=True)


def change_mark(folder: Path) -> str:
    """Give what changes when documents change: the manifests and the names and sizes of all files."""
    lines = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != _LOCK):
        lines.append(f"{path.relative_to(folder)} {path.stat().st_size}")
        if path.name in ("manifest.json", "schema.json"):
            lines.append(path.read_text(encoding="utf-8"))
    return "\n".join(lines)


def _check(folder: Path) -> None:
    if not folder.exists():
        raise StoreError(f"{folder} does not exist.", "Check the path of the milvus-lite folder.")
    if folder.is_file():
        raise StoreError(
            f"{folder} is a file; milvus-lite 3 keeps its data in a folder.",
            "A file of milvus-lite 2 must be migrated first: open it once with milvus-lite 2 and copy the collections.",
        )
    if not (folder / "collections").is_dir():
        raise StoreError(f'{folder} is no milvus-lite folder: it has no "collections".', "Give the folder of the data.")
    try:
        importlib.import_module("milvus_lite")
    except ImportError as error:
        raise MissingDependencyError(
            "A milvus-lite folder needs the package milvus-lite.", "Install it: pip install milvus-lite==3.2.2"
        ) from error


class _unlocked:
    """Holds a shared lock on a folder, so that nobody writes to it meanwhile."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _LOCK
        self._file = None if not self._path.exists() else self._path.open("rb")

    def __enter__(self) -> None:
        try:
            import fcntl
        except ImportError:
            return
        if self._file is None:
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise StoreError(
                f"{self._path.parent} is open in another process.",
                "Close it there: milvus-lite serves one process at a time.",
            ) from None

    def __exit__(self, *_error: object) -> None:
        if self._file is not None:
            self._file.close()


def _copy(folder: Path, copy: Path) -> None:
    copy.mkdir()
    for path in sorted(folder.rglob("*")):
        target = copy / path.relative_to(folder)
        if path.is_symlink():
            raise StoreError(f"{path} is a link; milvus-lite makes none.", "Put the file itself there.")
        if path.is_dir():
            target.mkdir()
        elif path.suffix in _LINKED:
            target.symlink_to(path.resolve())
        elif path.name != _LOCK:
            shutil.copyfile(path, target)
