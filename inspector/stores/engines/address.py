"""Addresses of database servers that speak HTTP: checked before anybody calls, and never with a login in them."""

from __future__ import annotations

from urllib.parse import urlsplit

from inspector.errors import RequestError


def checked_address(address: str, database: str, hint: str) -> str:
    """Check an address, and give it as people may see it: without what follows the host and port.

    Args:
        address: As a spec has it.
        database: What people call the database, for the message.
        hint: How the spec is written, and where its secret goes.

    Raises:
        RequestError: it is no http address, or holds a user or a password; the message does not repeat it.
    """
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or "@" in address:
        raise RequestError(
            f"The address of a {database} server is http://host:port or https://host:port, without a user or a "
            "password.",
            hint,
        )
    return f"{parts.scheme}://{parts.netloc}"
