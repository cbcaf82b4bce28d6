"""How many encodes a piece of work may take, and the refusal of more, before any of it is done."""

from __future__ import annotations

import threading

from inspector.errors import RequestError


class OverBudgetError(RequestError):
    """More encodes are needed than are left."""


class Budget:
    """A number of encodes to be spent. Safe to use from several threads.

    Attributes:
        limit: How many there were at the start, >= 0.
    """

    def __init__(self, limit: int) -> None:
        """Make a budget of `limit` encodes."""
        self.limit = limit
        self._spent = 0
        self._lock = threading.Lock()

    @property
    def left(self) -> int:
        """How many encodes are left."""
        return self.limit - self._spent

    def take(self, encodes: int) -> None:
        """Spend encodes, all or none.

        Raises:
            OverBudgetError: fewer are left.
        """
        with self._lock:
            if encodes > self.left:
                raise OverBudgetError(
                    f"This takes {encodes:,} encodes, but of the budget of {self.limit:,} only {self.left:,} are left.",
                    "Raise the budget, or ask for less.",
                )
            self._spent += encodes
