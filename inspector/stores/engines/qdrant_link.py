"""A client of Qdrant, how it is asked, and the collection that a spec means in it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from qdrant_client import QdrantClient
from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
from qdrant_client.http.exceptions import ApiException, ResponseHandlingException, UnexpectedResponse

from inspector.errors import StoreError
from inspector.stores.engines.address import checked_address
from inspector.stores.engines.qdrant_folder import load_folder, unknown_collection
from inspector.stores.engines.retrying import Retrying, time_limit
from inspector.stores.spec import IndexSpec

Answer = TypeVar("Answer")

_HOW = "Write qdrant:http://localhost:6333?collection=NAME and put a key into QDRANT_API_KEY."
_LOST = (ResponseHandlingException, UnexpectedResponse, ResourceExhaustedResponse)


@dataclass(frozen=True, slots=True)
class Link:
    """A client and how it is asked.

    Attributes:
        client: Qdrant's own.
        retrying: How long a lost connection is tried again.
        is_local: Whether the points are in memory.
        state: Changes when a folder does; empty for a server.
    """

    client: QdrantClient
    retrying: Retrying
    is_local: bool
    state: str = ""

    def ask(self, call: Callable[[], Answer]) -> Answer:
        """Ask, and again where the connection is lost.

        Raises:
            StoreError: there is no answer in time, or the server refuses.
        """
        try:
            return self.retrying.call(lambda _: call())
        except UnexpectedResponse as error:
            said = error.content.decode("utf-8", "replace")[:300]
            hint = "Set QDRANT_API_KEY." if error.status_code in (401, 403) else "Mend what it says, then retry."
            raise StoreError(f"{self.retrying.name} refuses with {error.status_code}: {said}.", hint) from error
        except (ApiException, ValueError, RuntimeError) as error:
            raise StoreError(
                f"{self.retrying.name} cannot do it: {str(error)[:300]}.", "Open the index again."
            ) from error


def linked(spec: IndexSpec) -> tuple[Link, str]:
    """Connect to a server, or load a folder; give the name of the collection that is meant, too.

    Raises:
        StoreError: the server does not answer or refuses, the folder cannot be read, or there is no such collection.
        RequestError: the time limit is none, or the address is none of a server.
    """
    seconds, place, wanted = time_limit(spec), spec.location, spec.get("collection")
    is_local = not place.startswith(("http://", "https://"))
    name = f"Qdrant at {place if is_local else checked_address(place, 'Qdrant', _HOW)}"
    retrying = Retrying(name, lost=_LOST, seconds=seconds, is_lost=_is_lost)
    if is_local:
        client, name, state = load_folder(Path(place).expanduser(), wanted, spec.get("vector"))
        return Link(client, retrying, True, state), name
    client = QdrantClient(
        url=place,
        api_key=os.environ.get("QDRANT_API_KEY") or None,
        timeout=max(1, int(seconds)),
        check_compatibility=False,
    )
    link = Link(client, retrying, False)
    try:
        there = [each.name for each in link.ask(client.get_collections).collections]
        aliases = {each.alias_name: each.collection_name for each in link.ask(client.get_aliases).aliases}
    except BaseException:
        client.close()
        raise
    name = aliases.get(wanted, wanted) or (there[0] if len(there) == 1 else "")
    if name not in there:
        client.close()
        raise unknown_collection(retrying.name, wanted, there)
    return link, name


def _is_lost(error: Exception) -> bool:
    return not isinstance(error, UnexpectedResponse) or error.status_code in (408, 429, 502, 503, 504)
