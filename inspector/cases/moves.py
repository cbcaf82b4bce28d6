"""What moved between a case and today: lists, and the facts of index, model and tool."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.contract import Contract
from inspector.embedders.given import given_of
from inspector.inspection import OpenIndex
from inspector.records.cases import Case
from inspector.records.inspection import Inspection
from inspector.records.replays import FactChanged, ListMoved
from inspector.records.results import Retriever
from inspector.search.overlap import overlap

_PREFIX = 12
_FACTS = (
    ("model", "The model"),
    ("dim", "Dimensions"),
    ("pooling", "Pooling"),
    ("normalized", "Vectors of length 1"),
    ("metric", "The metric"),
    ("max_tokens", "Tokens read of a document"),
    ("query_prompt", "The query prompt"),
    ("document_prompt", "The document prompt"),
    ("recipe", "The text recipe"),
)


def list_moves(case: Case, now: Inspection) -> tuple[ListMoved, ...]:
    """Say how much each list changed; a list that is empty then and now is left out.

    Args:
        case: The case.
        now: Today's answer.
    """
    then = case.seen.lists
    pairs: tuple[tuple[Retriever, Sequence[str], Sequence[str]], ...] = (
        (Retriever.KEYWORD, [hit.id for hit in then.keyword], [hit.id for hit in now.keyword]),
        (Retriever.EMBEDDING, [hit.id for hit in then.embedding], [hit.id for hit in now.neighbors]),
        (Retriever.HYBRID, [hit.id for hit in then.hybrid], [hit.id for hit in now.hybrid]),
    )
    return tuple(
        _moved(retriever, before, after, case.request.k) for retriever, before, after in pairs if before or after
    )


def _moved(retriever: Retriever, before: Sequence[str], after: Sequence[str], k: int) -> ListMoved:
    if len(before) < k and len(after) > len(before) >= 100:
        k = len(before)  # a case keeps the beginning of a long list
    after = after[:k]
    found = overlap(before, after, k)
    came = tuple(each for each in after if each not in before)
    left = tuple(each for each in before if each not in after)
    return ListMoved(retriever, k, found.shared, found.rbo, came, left)


def facts_changed(case: Case, index: OpenIndex, tool: str) -> tuple[FactChanged, ...]:
    """Say what about index, model and tool is another one today.

    Args:
        case: The case.
        index: The index of today.
        tool: The version of the tool that asks.
    """
    collection, then = index.collection, case.index
    facts = [
        ("The index", then.name, collection.name),
        ("Its content (fingerprint)", then.fingerprint[:_PREFIX], collection.fingerprint[:_PREFIX]),
        ("Documents", f"{then.count:,}", f"{collection.population:,}"),
        ("An ANN structure is asked", _written(then.has_ann), _written(collection.has_ann)),
        *_contract(then.contract, collection.contract),
        ("The tool", case.tool, tool),
    ]
    embedder = index.embedder
    if embedder is not None and given_of(embedder) is None and case.request.given:
        facts.append(("The query", "given as a vector", "embedded by the model"))
    return tuple(FactChanged(what, before, after) for what, before, after in facts if before != after)


def _contract(then: Contract, now: Contract) -> list[tuple[str, str, str]]:
    facts = []
    for name, title in _FACTS:
        absent = "none" if name.endswith("_prompt") else "unknown"
        facts.append((title, _written(getattr(then, name), absent), _written(getattr(now, name), absent)))
    if then.weights_sha256 and now.weights_sha256:
        facts.append(("The model's weights", then.weights_sha256[:_PREFIX], now.weights_sha256[:_PREFIX]))
    return facts


def _written(value: object, absent: str = "unknown") -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return absent if value in ("", 0, None) else str(value)
