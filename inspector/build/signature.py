"""How a function of source code is called: "(x, memo=None)", read off its syntax tree without running it."""

from __future__ import annotations

import ast
from dataclasses import dataclass

WIDTH = 100
_LONG_DEFAULT = 24


@dataclass(frozen=True, slots=True)
class Signature:
    """How something is called.

    Attributes:
        text: In parentheses, without annotations and private parameters, cut after `WIDTH` characters at a
            parameter's end; "" for what is not called (a module, a property).
        parameters: How many there are, the instance or class itself and private ones not counted.
    """

    text: str = ""
    parameters: int = 0


Function = ast.FunctionDef | ast.AsyncFunctionDef


def signature_of(function: Function, *, bound: bool) -> Signature:
    """Give the signature of a function or method.

    Args:
        function: Its definition.
        bound: The first parameter is the instance or the class and is left out.
    """
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    defaults += arguments.defaults
    parts = [_parameter(arg, default) for arg, default in zip(positional, defaults, strict=True)]
    left_out = 1 if bound and positional else 0
    if len(arguments.posonlyargs) > left_out:
        parts.insert(len(arguments.posonlyargs), "/")
    parts = [part for part in parts[left_out:] + _keyword_parts(arguments) if not part.startswith("_")]
    count = sum(part not in ("/", "*") for part in parts)
    return Signature("(" + ", ".join(_fitting(parts)) + ")", count)


def _keyword_parts(arguments: ast.arguments) -> list[str]:
    parts = []
    if arguments.vararg:
        parts.append("*" + arguments.vararg.arg)
    elif arguments.kwonlyargs:
        parts.append("*")
    parts += [_parameter(arg, value) for arg, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    if arguments.kwarg:
        parts.append("**" + arguments.kwarg.arg)
    return parts


def _parameter(arg: ast.arg, default: ast.expr | None) -> str:
    if default is None:
        return arg.arg
    value = ast.unparse(default)
    return f"{arg.arg}={value if len(value) <= _LONG_DEFAULT else '…'}"


def _fitting(parts: list[str]) -> list[str]:
    """Keep the parts from the left that fit the width; an ellipsis stands for the others."""
    length = 0
    for place, part in enumerate(parts):
        length += len(part) + 2
        if length > WIDTH:
            return [*parts[:place], "…"]
    return parts
