"""Bad input is answered by an error with a next step, never by an assertion, and nothing is swallowed unseen."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import Source, calls, dotted, house


def assertions(source: Source) -> list[str]:
    """Assert statements, which vanish when Python runs optimized."""
    return [source.at(node, "assert is no check") for node in ast.walk(source.tree) if isinstance(node, ast.Assert)]


def swallowed(source: Source) -> list[str]:
    """Handlers that catch everything and do nothing with it."""
    return [
        source.at(node, "catches everything and says nothing")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler)
        if node.type is None or (dotted(node.type) in ("Exception", "BaseException") and _does_nothing(node))
    ]


def shells(source: Source) -> list[str]:
    """Commands that go through a shell, where a file's name could become a command."""
    return [
        source.at(call, "runs a shell")
        for call in calls(source)
        if dotted(call.func) in ("os.system", "os.popen") or any(word.arg == "shell" for word in call.keywords)
    ]


def _does_nothing(handler: ast.ExceptHandler) -> bool:
    return all(isinstance(line, ast.Pass | ast.Continue) for line in handler.body)


@pytest.mark.parametrize("source", house(), ids=lambda source: source.path)
def test_failures_are_said_plainly(source: Source) -> None:
    assert assertions(source) + swallowed(source) + shells(source) == []


@pytest.mark.parametrize(
    ("checker", "text"),
    [
        (assertions, "assert k > 0, 'k must be positive'"),
        (swallowed, "try:\n    f()\nexcept:\n    log()"),
        (swallowed, "try:\n    f()\nexcept Exception:\n    pass"),
        (shells, "os.system('rm ' + path)"),
        (shells, "subprocess.run(command, shell=True)"),
    ],
)
def test_a_failure_that_is_hidden_is_seen(checker: object, text: str) -> None:
    assert callable(checker)
    assert len(checker(Source("inspector/x.py", text))) == 1
