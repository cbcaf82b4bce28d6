"""Triages of the twelve toy documents, and a model that cannot read some texts."""

from inspector.errors import EmbedderError
from inspector.records.runs import Query
from inspector.records.triage import TriageCase
from tests.toy import ToyEmbedder


def cases(*rows):
    """Cases from (text, expected ids..., count) rows; the text is the id."""
    out = []
    for row in rows:
        text, *expected = (row,) if isinstance(row, str) else row
        count = expected.pop() if expected and isinstance(expected[-1], int) else 1
        out.append(TriageCase(Query(text, text, count), tuple(expected)))
    return tuple(out)


class Choking(ToyEmbedder):
    """Fails on every text with the word "choke"."""

    def encode(self, texts, *, prompt="", batch=32):
        if any("choke" in text for text in texts):
            raise EmbedderError("The model choked.")
        return super().encode(texts, prompt=prompt, batch=batch)


class Stopping:
    """Progress that stops the work once it was told a message often enough."""

    def __init__(self, message, times):
        self.message, self.left = message, times

    def __call__(self, done, total, message):
        from inspector.errors import CancelledError

        if message == self.message:
            self.left -= 1
            if self.left <= 0:
                raise CancelledError("Stopped.")
