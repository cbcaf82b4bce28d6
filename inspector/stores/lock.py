"""One writer of a folder or file at a time: a lock that the system frees when its holder ends, however it ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspector.errors import StoreError
from inspector.files import reason
from inspector.progress import Progress, silent

_ASKED_EVERY = 0.1


@contextmanager
def locked(out: Path, *, patience: float = 0.0, progress: Progress = silent) -> Iterator[None]:
    """Hold the lock of a folder that is to be built; the lock file beside it is removed at the end.

    Args:
        out: The folder.
        patience: How many seconds to wait for another that holds it.
        progress: Told that it waits; may stop the waiting.

    Raises:
        StoreError: another build holds it, or the folder above cannot be written to.
        CancelledError: progress asked to stop.
    """
    path = out.with_name(f".{out.name}.lock")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        last = time.monotonic() + patience
        while (handle := _acquire(path)) is None and time.monotonic() < last:
            progress(0, 0, "Waiting for another process that makes the same")
            time.sleep(_ASKED_EVERY)
    except OSError as error:
        raise StoreError(f"{out} cannot be written: {reason(error)}.", "Choose another folder.") from error
    if handle is None:
        raise StoreError(f"Another process is writing {out}.", "Wait for it, or choose another folder.")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def _acquire(path: Path) -> int | None:
    """Open and lock the file; None where another process holds it.

    A holder removes the file when it is done, so a lock counts only if the file still has its name.
    """
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        if not _lock(handle):
            os.close(handle)
            return None
        try:
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        except FileNotFoundError:
            pass
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
