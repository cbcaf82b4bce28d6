"""Which words of a query the model's tokenizer does not know: it reads them all as one and the same sign.

Such a word has an effect, but any other unknown word in its place would have the same. No encodes.
"""

from __future__ import annotations

from inspector.embedders.embedder import Embedder
from inspector.embedders.token_embedder import TokenEmbedder, TokenKind
from inspector.text import listed, quoted, shortened, words

UNKNOWN = frozenset({"[UNK]", "<unk>", "<UNK>"})
"""How tokenizers write the sign for what they do not know."""

_NAMED = 5
_LENGTH = 40


def unknown_words(embedder: Embedder, query: str, prompt: str = "") -> tuple[str, ...]:
    """Give the words of a query that the model reads as unknown, wholly or partly, each once, in query order.

    Args:
        embedder: The model; of one whose tokens cannot be looked at nothing is known, and there are none.
        query: As typed.
        prompt: Put before the query.
    """
    if not isinstance(embedder, TokenEmbedder):
        return ()
    tokens = embedder.read_tokens(query, prompt=prompt)
    spans = [
        (int(start), int(end))
        for (start, end), name, kind in zip(tokens.spans, tokens.names, tokens.kinds, strict=True)
        if kind is TokenKind.TEXT and name in UNKNOWN
    ]
    found = (word for word in words(query) if any(start < word.end and word.start < end for start, end in spans))
    return tuple(dict.fromkeys(word.text for word in found))


def unknown_sentence(found: tuple[str, ...]) -> str:
    """Say which words the model does not know; empty where it knows all."""
    if not found:
        return ""
    named = [quoted(shortened(word, _LENGTH)) for word in found[:_NAMED]]
    more = [f"{len(found) - _NAMED:,} more"] if len(found) > _NAMED else []
    return (
        f"The model does not know {listed([*named, *more])}. It reads every unknown word as one and the same sign, so "
        "another one in its place would do the same."
    )
