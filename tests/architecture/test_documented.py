"""House rule 5: every public module, class, function and method is documented, annotated, and names what it raises."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import FUNCTIONS, Function, Source, dotted, house

Documented = ast.Module | ast.ClassDef | Function


def undocumented(source: Source) -> list[str]:
    """Public things without a docstring, or whose docstring's first line is no sentence."""
    found = (
        [] if source.path.endswith("__init__.py") and not source.text.strip() else list(_docstring(source, source.tree))
    )
    for node in public(source.tree):
        found += _docstring(source, node)
    return found


def unannotated(source: Source) -> list[str]:
    """Functions, public or not, with a parameter or a return value that has no type."""
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, FUNCTIONS):
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
            bare = [one.arg for one in given if one and one.annotation is None and one.arg not in ("self", "cls")]
            found += [source.at(node, f"{node.name}: {name} has no type") for name in bare]
            found += [source.at(node, f"{node.name} has no return type")] if node.returns is None else []
    return found


def silent_raises(source: Source) -> list[str]:
    """Public functions that raise an exception which their docstring does not name."""
    found = []
    for node in public(source.tree):
        if isinstance(node, FUNCTIONS) and not _is_command(node):
            text = ast.get_docstring(node) or ""
            found += [
                source.at(node, f"{node.name} raises {name}, its docstring does not say so")
                for name in sorted(_raised(node))
                if name not in text
            ]
    return found


def public(tree: ast.Module | ast.ClassDef) -> Iterator[ast.ClassDef | Function]:
    """The classes, functions and methods of a module whose names do not begin with an underscore."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node
            yield from public(node)
        elif isinstance(node, FUNCTIONS) and (node.name == "__call__" or not node.name.startswith("_")):
            yield node


def _docstring(source: Source, node: Documented) -> Iterator[str]:
    name = getattr(node, "name", "the module")
    text = ast.get_docstring(node)
    if not text:
        yield source.at(node, f"{name} is not documented")
    elif len(text.splitlines()[0].split()) < 2:
        yield source.at(node, f"{name}: the first line of its docstring says nothing")


def _is_command(node: Function) -> bool:
    """Whether a function's docstring is the help text of a command, read by people who never see an exception."""
    return "typer.Argument" in ast.unparse(node.args)


def _raised(node: Function) -> set[str]:
    """Names of exception classes in the `raise` statements of a function, those of its inner functions left out."""
    found, open_nodes = set(), list(ast.iter_child_nodes(node))
    while open_nodes:
        child = open_nodes.pop()
        if isinstance(child, ast.Raise) and isinstance(child.exc, ast.Call):
            found.add(dotted(child.exc.func).split(".")[-1])
        if not isinstance(child, FUNCTIONS):
            open_nodes += ast.iter_child_nodes(child)
    return {name for name in found if name[:1].isupper()}


@pytest.mark.parametrize("source", house(), ids=lambda source: source.path)
def test_everything_public_is_documented_and_annotated(source: Source) -> None:
    assert undocumented(source) + unannotated(source) + silent_raises(source) == []


@pytest.mark.parametrize(
    "text",
    [
        "x = 1",
        "'''A module.'''\ndef f() -> None: ...",
        "'''A module.'''\nclass C: ...",
        "'''A module.'''\nclass C:\n    '''A class.'''\n    def m(self) -> None: ...",
        "'''A module.'''\ndef f() -> None:\n    '''Word.'''",
    ],
)
def test_a_missing_docstring_is_seen(text: str) -> None:
    assert len(undocumented(Source("inspector/x.py", text))) == 1


@pytest.mark.parametrize(
    "text",
    ["def f(x) -> int: ...", "def f(x: int): ...", "def _f(*args) -> int: ...", "class C:\n    def m(self): ..."],
)
def test_a_missing_type_is_seen(text: str) -> None:
    assert len(unannotated(Source("inspector/x.py", text))) == 1


def test_an_exception_that_the_docstring_hides_is_seen() -> None:
    text = "def f() -> None:\n    '''Give nothing.{}'''\n    raise errors.StoreError('no')"
    assert len(silent_raises(Source("inspector/x.py", text.format("")))) == 1
    assert (
        silent_raises(Source("inspector/x.py", text.format("\n\n    Raises:\n        StoreError: always.\n    "))) == []
    )


def test_a_commands_docstring_is_help_for_people_and_names_no_exceptions() -> None:
    text = "def f(x: Annotated[str, typer.Argument(help='x')]) -> None:\n    '''Do it.'''\n    raise RequestError('no')"
    assert silent_raises(Source("inspector/cli/x.py", text)) == []
