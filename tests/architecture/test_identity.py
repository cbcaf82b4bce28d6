"""House rule 10: what keys a cache is a fingerprint of content, never an object's identity or Python's own hash."""

from __future__ import annotations

import pytest

from tests.architecture.source import Source, calls, dotted, house

PASSING = frozenset({"id", "hash", "builtins.id", "builtins.hash"})


def passing_keys(source: Source) -> list[str]:
    """Calls of id() and hash(), whose answers differ from one process to the next."""
    return [
        source.at(call, f"{dotted(call.func)}() changes between processes; use inspector.fingerprint")
        for call in calls(source)
        if dotted(call.func) in PASSING
    ]


@pytest.mark.parametrize("source", house(), ids=lambda source: source.path)
def test_no_key_is_made_of_identity(source: Source) -> None:
    assert passing_keys(source) == []


@pytest.mark.parametrize("line", ["key = id(collection)", "cache[hash(text)] = 1"])
def test_a_key_made_of_identity_is_seen(line: str) -> None:
    assert len(passing_keys(Source("inspector/search/x.py", line))) == 1
