"""Opened indexes, keyword indexes, models and backgrounds, shared by all sessions and never changed.

Invariant: nothing here waits for a model. A model loads in the background, after the first paint; until then keyword
search works alone.
Cost: opening maps files, so it takes milliseconds; a model takes seconds and a few hundred megabytes, once.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from inspector import fingerprint
from inspector.embedders.embedder import Embedder
from inspector.errors import StoreError
from inspector.files import readable
from inspector.stores import layout, open_index
from inspector.stores.collection import Collection
from inspector.stores.folder import FolderCollection
from inspector.stores.intact import compare_sizes
from inspector.ui.runtime import memo, warming
from inspector.ui.runtime.warming import Warm

if TYPE_CHECKING:
    from inspector.explain.vector_cache import VectorCache
    from inspector.search.background import Background
    from inspector.search.keyword import KeywordIndex

FIRST_PAINT_SECONDS = 0.6

SWITCH_SECONDS = 0.001
"""How long a thread may keep Python's lock while others want it. A forward pass lets go of it at each of its hundreds
of operations; with Python's own 0.005 it stood behind every page being drawn each time, and the second core was idle.
"""

EmbedderState = Warm[Embedder]


def collection(spec: Path) -> Collection:
    """Open an index folder, once for all sessions; the sizes of its files are looked at each time (0.1 ms).

    A file that another program cuts short is still mapped here, and the system ends a process that reads where its end
    was.

    Raises:
        StoreError: the folder is no index, or its files do not match its manifest.
    """
    key = (str(spec), stamp(spec))
    opened = memo.remembered("collection", key, lambda: open_index(spec))
    if isinstance(opened, FolderCollection):
        try:
            compare_sizes(opened.folder, opened.manifest)
        except StoreError:
            memo.forget("collection", key)
            memo.forget("keyword", _keyword_key(opened))
            raise
    return opened


def stamp(spec: Path) -> str:
    """Give the fingerprint of an index folder's manifest, which names the hash of every other file.

    Raises:
        StoreError: there is no manifest, or it cannot be read.
    """
    with readable(spec / layout.MANIFEST):
        return fingerprint.of_bytes((spec / layout.MANIFEST).read_bytes())


def keyword(opened: Collection) -> KeywordIndex:
    """Open the keyword index of a collection, once for all sessions.

    Raises:
        StoreError: it cannot be read, or not be made.
    """
    from inspector.search.keyword_cache import keyword_of

    return memo.remembered("keyword", _keyword_key(opened), lambda: keyword_of(opened))


def _keyword_key(opened: Collection) -> tuple[str, str]:
    return opened.fingerprint, str(opened.keyword_folder)


def embedder(model: str, max_tokens: int) -> EmbedderState:
    """Say how far a model has come; the first to ask starts loading it, after the first paint.

    Args:
        model: Name as in a contract; empty where the contract knows none.
        max_tokens: How many tokens of a text it is to read; 0 for the model's own setting.
    """
    if not model:
        said = "Nobody said which model made these vectors, so queries cannot be embedded."
        hint = "Rebuild the index with --model; one made elsewhere is opened again with the model named."
        return Warm(warming.WarmState.FAILED, message=said, hint=hint)

    def load() -> Embedder:
        from inspector.embedders import load_embedder
        from inspector.embedders.shared import shared

        sys.setswitchinterval(SWITCH_SECONDS)
        loaded = shared(load_embedder(model, max_tokens=max_tokens or None))
        effects_refusal(loaded)  # the self-test, while nobody waits for it
        _keep_what_is_loaded()
        return loaded

    return warming.warm("embedder", (model, max_tokens), load, delay=FIRST_PAINT_SECONDS)


def _keep_what_is_loaded() -> None:
    """Spare what the libraries hold from being looked through for garbage, which stops all for a quarter of a second.

    What was spared before and is let go by now is found first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def effects_refusal(model: Embedder) -> str:
    """Say why effects of words cannot be believed with a model, tested once; empty where they can."""
    from inspector.embedders.self_test import batch_verdict

    verdict = memo.remembered("batch verdict", (model.fingerprint,), lambda: batch_verdict(model))
    return verdict.refusal


def vector_cache(model: Embedder) -> VectorCache:
    """Give the cache of a model's vectors, one for all sessions."""
    from inspector.explain.vector_cache import VectorCache

    return memo.remembered("vectors", (model.fingerprint,), VectorCache)


def model_of(opened: Collection) -> EmbedderState:
    """Say how far the model of a collection has come."""
    return embedder(opened.contract.model, opened.contract.max_tokens)


def forget_embedder(model: str, max_tokens: int) -> None:
    """Let a model that could not be loaded be tried again."""
    memo.forget("embedder", (model, max_tokens))


def background(opened: Collection, model: Embedder) -> Warm[Background]:
    """Say how far the two backgrounds of a collection have come; the first to ask starts their work."""

    def load() -> Background:
        from inspector.search.background import load_background

        return load_background(opened, model)

    return warming.warm("background", (opened.fingerprint, model.fingerprint), load)
