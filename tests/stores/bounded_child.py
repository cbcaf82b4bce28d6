"""A child process for tests of `run_bounded`: does what its first argument says."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from inspector.errors import CorpusError
from inspector.progress import Progress
from inspector.stores.bounded import answer


def _say(more: Sequence[str], progress: Progress) -> object:
    print("libraries print")
    sys.stderr.write("and complain\n")
    return {"given": list(more)}


def _sleep(more: Sequence[str], progress: Progress) -> object:
    progress(3, 10, "Working")
    print(json.dumps({"pid": os.getpid()}), file=sys.stderr)
    time.sleep(600)
    return None


def _allocate(more: Sequence[str], progress: Progress) -> object:
    return {"bytes": np.ones(int(more[0]), dtype=np.uint8).nbytes}


def _kill(more: Sequence[str], progress: Progress) -> object:
    os.kill(os.getpid(), int(more[0]))
    signal.pause()
    return None


def _complain(more: Sequence[str], progress: Progress) -> object:
    raise CorpusError("Line 3 is bad.", "Mend it.")


def _break(more: Sequence[str], progress: Progress) -> object:
    raise ZeroDivisionError("a mistake of ours")


ACTS: Mapping[str, Callable[[Sequence[str], Progress], Any]] = {
    "say": _say,
    "sleep": _sleep,
    "allocate": _allocate,
    "kill": _kill,
    "complain": _complain,
    "break": _break,
}


def _work(arguments: Sequence[str], progress: Progress) -> Any:
    return ACTS[arguments[0]](arguments[1:], progress)


if __name__ == "__main__":
    if sys.argv[2] == "raw":  # an answer that `answer` would never write
        sys.stdout.write(sys.argv[4])
        sys.exit(int(sys.argv[3]))
    answer(_work)
