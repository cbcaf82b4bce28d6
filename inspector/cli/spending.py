"""What is said before a model is asked over the network, for that may cost money."""

from __future__ import annotations

from inspector.cli.output import warn
from inspector.embedders.spending import paid_service


def announce(model: str) -> None:
    """Say on stderr which service a model is asked of, and the limit; nothing for a model on this machine.

    Args:
        model: As a contract names it.

    Raises:
        RequestError: the address or the limit in the environment cannot be used.
    """
    service = paid_service(model)
    if service is not None:
        warn(f"{model} is asked over the network, at {service.host}: {service.limit}.")
