"""Waiting for another thread or process: until something holds, or the test fails."""

import threading
import time
from collections.abc import Callable


def until(holds: Callable[[], object], seconds: float = 20.0) -> None:
    """Return as soon as `holds()` does; fail after `seconds`."""
    pause, last = threading.Event(), time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < last, "waited in vain"
        pause.wait(0.01)
