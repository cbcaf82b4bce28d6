from __future__ import annotations

import ast

import pytest

from inspector.build.signature import WIDTH, signature_of


def signature(code: str, bound: bool = False):
    return signature_of(ast.parse(code).body[0], bound=bound)


@pytest.mark.parametrize(
    ("code", "bound", "text", "parameters"),
    [
        ("def f(): ...", False, "()", 0),
        ("def f(x, memo=None): ...", False, "(x, memo=None)", 2),
        ("def f(x: int, y: str = 'a') -> None: ...", False, "(x, y='a')", 2),
        ("def f(a, /, b, *, c, d=1): ...", False, "(a, /, b, *, c, d=1)", 4),
        ("def f(*args, key=None, **more): ...", False, "(*args, key=None, **more)", 3),
        ("def f(self, x): ...", True, "(x)", 1),
        ("def f(self, /, x): ...", True, "(x)", 1),
        ("def f(self, a, /, x): ...", True, "(a, /, x)", 2),
        ("def f(): ...", True, "()", 0),
        ("def f(x, _nil=[]): ...", False, "(x)", 1),
        ("async def f(x): ...", False, "(x)", 1),
        ("def f(x=('a long default', 'that nobody', 'reads')): ...", False, "(x=…)", 1),
    ],
)
def test_a_signature_is_what_people_would_write(code, bound, text, parameters):
    found = signature(code, bound)
    assert (found.text, found.parameters) == (text, parameters)


def test_a_long_signature_ends_in_an_ellipsis_but_counts_all_parameters():
    found = signature(f"def f({', '.join(f'parameter_{place}' for place in range(30))}): ...")
    assert found.text.endswith(", …)")
    assert len(found.text) <= WIDTH + len("(…)")
    assert found.parameters == 30
