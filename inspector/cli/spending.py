"""What is said before a model is asked over the network, for that may cost money."""

from __future__ import annotations

from urllib.parse import urlsplit

from inspector import settings
from inspector.cli.output import warn
from inspector.embedders import kind_of
from inspector.text import counted


def announce(model: str) -> None:
    """Say on stderr which service a model is asked of, and the limit; nothing for a model on this machine.

    Args:
        model: As a contract names it.

    Raises:
        RequestError: the address or the limit in the environment cannot be used.
    """
    if not kind_of(model).remote:
        return
    host, limit = urlsplit(settings.address(settings.EMBEDDING_URL)).netloc, settings.count(settings.EMBEDDING_TOKENS)
    warn(
        f"{model} is asked over the network, at {host}: {counted(limit, 'token')} at most "
        f"({settings.EMBEDDING_TOKENS.name})."
    )
