"""What is said before a model is asked over the network, for that may cost money: where, and up to which limit.

Invariant: nothing is sent to find out.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from inspector import settings
from inspector.embedders import kind_of
from inspector.text import counted


@dataclass(frozen=True, slots=True)
class PaidService:
    """The service that a model is asked of.

    Attributes:
        host: Its host, and its port where one is stated.
        limit: How much one process may send, in words, with the setting that says so.
    """

    host: str
    limit: str


def paid_service(model: str) -> PaidService | None:
    """Say which service a model is asked of; None for a model on this machine.

    Args:
        model: As a contract names it.

    Raises:
        RequestError: the address or the limit in the environment cannot be used.
    """
    if not kind_of(model).remote:
        return None
    host, most = urlsplit(settings.address(settings.EMBEDDING_URL)).netloc, settings.count(settings.EMBEDDING_TOKENS)
    return PaidService(host, f"{counted(most, 'token')} at most ({settings.EMBEDDING_TOKENS.name})")


def spent_tokens() -> int:
    """Give how many tokens this process has sent to services."""
    from inspector.embedders.http import SPENT

    return SPENT.tokens
