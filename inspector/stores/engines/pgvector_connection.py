"""Connections to a PostgreSQL server on which nothing can be written and no call is longer than its limit.

Invariants: every transaction is READ ONLY and ends without a commit; the server cancels what takes longer than the
limit, and where even that does not come back the socket is shut from here. A lost connection is replaced.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import psycopg
from psycopg import errors

from inspector.errors import RequestError, StoreError
from inspector.stores.engines.pgvector import TLS_MODES
from inspector.stores.engines.retrying import Retrying

Answer = TypeVar("Answer")
Rows = psycopg.Cursor[tuple[Any, ...]]

AT_ONCE = 4
"""Connections that are open at most; further calls wait for one."""

GRACE_SECONDS = 1.0
_LOCK_SECONDS = 5.0
_STARTING_OR_FULL = ("starting up", "shutting down", "recovery", "connection slots", "too many clients")
_HINTS = (
    ("does not support SSL", "Ask without sslmode, or let the server encrypt."),
    ("certificate", "Give the file of its authority with sslrootcert=FILE, or check no certificate: sslmode=require."),
    ("password", "Put the right password into PGPASSWORD or .pgpass, then try again."),
)
"""What in a failed connection asking again does not mend, and what does."""

_SESSION = (
    "SELECT pg_catalog.set_config('default_transaction_read_only', 'on', false),"
    " pg_catalog.set_config('search_path', 'pg_catalog', false)"
)
_LIMITS = (
    "SELECT pg_catalog.set_config('statement_timeout', %(limit)s, true),"
    " pg_catalog.set_config('lock_timeout', %(lock)s, true),"
    " pg_catalog.set_config('idle_in_transaction_session_timeout', %(limit)s, true)"
)


@dataclass(frozen=True, slots=True)
class Tls:
    """How connections are encrypted.

    Attributes:
        mode: One of `TLS_MODES`; empty = what the environment says, else "prefer".
        authority: File of the authority that signed the server's certificate, or "system"; empty = the client's own.
    """

    mode: str = ""
    authority: str = ""

    def check(self) -> None:
        """Refuse a way of encrypting that there is not.

        Raises:
            RequestError: there is none of that name.
        """
        if self.mode and self.mode not in TLS_MODES:
            raise RequestError(f'There is no sslmode "{self.mode}".', f"Give one of: {', '.join(TLS_MODES)}.")


UNSAID = Tls()


class Connections:
    """A few connections to one database, for reading; safe to use from several threads."""

    def __init__(self, address: str, host: str = "", seconds: float = 30.0, tls: Tls = UNSAID) -> None:
        """Note an address; nothing is connected yet.

        Args:
            address: "postgresql://user@host:port/database"; without a password.
            host: Folder of a socket, or a host, instead of the address's own.
            seconds: Limit of one call with all its retries, > 0.
            tls: How it is encrypted.

        Raises:
            RequestError: the address is none of a PostgreSQL server, or there is no such way of encrypting.
        """
        tls.check()
        try:
            parts = urlsplit(address)
            fit = parts.scheme in ("postgresql", "postgres") and "//" in address and not parts.password
        except ValueError:
            fit = False
        if not fit:
            raise RequestError(
                "The location is no address of a PostgreSQL server.",
                "Write it like pgvector:postgresql://user@host:5432/database?table=NAME, without a password.",
            )
        self._address = address
        self._host = host
        self._seconds = seconds
        self._tls = tls
        self._idle: list[psycopg.Connection[tuple[Any, ...]]] = []
        self._guard = threading.Lock()
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._closed = False
        self._retrying = Retrying(
            f"PostgreSQL at {address}{f' ({host})' if host else ''}",
            lost=(psycopg.OperationalError, psycopg.InterfaceError),
            seconds=seconds,
            is_lost=is_lost,
        )

    def run(self, work: Callable[[Rows], Answer]) -> Answer:
        """Do some work in one read-only transaction that sees one state of the database.

        Raises:
            StoreError: the server does not answer, refuses, or cancelled the work because it took too long.
        """
        if self._closed:
            raise StoreError(f"{self._retrying.name} was closed.", "Open the index again.")
        if not self._places.acquire(timeout=self._seconds):
            raise StoreError(f"{self._retrying.name} is busy with {AT_ONCE} other calls.", "Try again.")
        try:
            return self._retrying.call(lambda seconds: self._once(work, seconds))
        except (errors.QueryCanceled, errors.LockNotAvailable) as error:
            raise StoreError(
                f"{self._retrying.name} did not answer in {self._seconds:g} s; the call was cancelled.",
                "Ask for less, or open it with a larger timeout=SECONDS.",
            ) from error
        except psycopg.Error as error:
            said = " ".join(str(error).split()).removeprefix("connection failed: ").rstrip(".")
            hint = next((hint for sign, hint in _HINTS if sign in said), "Mend what it says, then retry.")
            raise StoreError(f"{self._retrying.name} refuses: {said[:300]}.", hint) from error
        finally:
            self._places.release()

    def close(self) -> None:
        """Close all connections; a call under way may finish."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _once(self, work: Callable[[Rows], Answer], seconds: float) -> Answer:
        connection = self._take(seconds)
        watch = threading.Timer(seconds + GRACE_SECONDS, _shut, [connection])
        watch.daemon = True
        watch.start()
        try:
            with connection.cursor() as rows:
                limits = {"limit": _milliseconds(seconds), "lock": _milliseconds(min(seconds, _LOCK_SECONDS))}
                rows.execute(_LIMITS, limits)
                answer = work(rows)
            connection.rollback()
        except BaseException:
            self._drop_or_keep(connection)
            raise
        finally:
            watch.cancel()
        self._give_back(connection)
        return answer

    def _take(self, seconds: float) -> psycopg.Connection[tuple[Any, ...]]:
        with self._guard:
            if self._idle:
                return self._idle.pop()
        connection = psycopg.connect(
            self._address,
            connect_timeout=max(2, min(10, int(seconds))),
            application_name="neighbor-inspector",
            keepalives_idle=10,
            prepare_threshold=None,
            host=self._host or None,
            sslmode=self._tls.mode or None,
            sslrootcert=self._tls.authority or None,
        )
        connection.execute(_SESSION)
        connection.commit()
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        return connection

    def _drop_or_keep(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        """After a failure: keep the connection if it still works."""
        with contextlib.suppress(psycopg.Error):
            connection.rollback()
            self._give_back(connection)
            return
        connection.close()

    def _give_back(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        with self._guard:
            if not self._closed and not connection.closed:
                self._idle.append(connection)
                return
        connection.close()


def is_lost(error: Exception) -> bool:
    """Whether an error of the client means that the connection is lost or cannot be made now."""
    if isinstance(error, psycopg.InterfaceError):
        return True
    state = error.sqlstate if isinstance(error, psycopg.Error) else None
    if state is not None:
        return state.startswith("08") or state in ("57P01", "57P02", "57P03", "53300")
    said = str(error)
    if any(sign in said for sign, _ in _HINTS):
        return False
    return "FATAL" not in said or any(sign in said for sign in _STARTING_OR_FULL)


def _milliseconds(seconds: float) -> str:
    return str(max(1, int(seconds * 1000)))


def _shut(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Shut the socket of a call that does not come back, so that it ends with an error."""
    with contextlib.suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)
