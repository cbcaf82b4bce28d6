"""Errors that people can act on: what was found, what was expected, what to do next.

Everything a user can cause is an `InspectorError`. The command line prints message and hint and exits with 2, the app
draws an error state. Any other exception is a bug of ours.
"""


class InspectorError(Exception):
    """A problem the user can do something about.

    Attributes:
        message: What was found and what was expected, as one sentence.
        hint: The next step, as one sentence; empty where the message already says it.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message if not hint else f"{message} {hint}")
        self.message = message
        self.hint = hint


class CorpusError(InspectorError):
    """A corpus file cannot be read, or one of its lines breaks the format."""


class StoreError(InspectorError):
    """An index cannot be opened, or its files do not match its manifest."""


class EmbedderError(InspectorError):
    """A model cannot be found or loaded, or it does not fit the index."""


class RequestError(InspectorError):
    """A query, a filter or a parameter cannot be used as it was given."""


class MissingDependencyError(InspectorError):
    """An optional package is needed; the hint carries its install command."""


class CancelledError(InspectorError):
    """The work was stopped on request; what was finished is kept where that is possible."""
