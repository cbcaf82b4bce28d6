from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from inspector.build.docstrings import Import, Kind, Source, read_source


def read(folder: Path, code: str) -> Source:
    path = folder / "module.py"
    path.write_text(dedent(code), encoding="utf-8")
    source = read_source(path)
    assert source is not None
    return source


def names(source: Source) -> list[str]:
    return [".".join(docstring.path) for docstring in source.docstrings]


def test_public_definitions_are_found_in_order_each_name_once(tmp_path):
    source = read(
        tmp_path,
        '''
        """The module."""
        class Box:
            """A box."""
            def open(self):
                """Open it."""
            def _hidden(self):
                """Not this."""
            @property
            def size(self):
                """How big."""
            @size.setter
            def size(self, value):
                """Not this either."""
        def make():
            """Make one."""
            def inner():
                """Nor this."""
        def bare(): ...
        def make():
            """Again."""
        ''',
    )
    assert names(source) == ["", "Box", "Box.open", "Box.size", "make"]
    assert [docstring.kind for docstring in source.docstrings] == [
        Kind.MODULE,
        Kind.CLASS,
        Kind.METHOD,
        Kind.METHOD,
        Kind.FUNCTION,
    ]
    assert source.docstrings[-1].text == "Make one."


def test_definitions_below_if_and_try_are_found(tmp_path):
    source = read(
        tmp_path,
        '''
        try:
            import fast
        except ImportError:
            def slow():
                """Slow."""
        else:
            def quick():
                """Quick."""
        if True:
            pass
        else:
            def other():
                """Other."""
        ''',
    )
    assert names(source) == ["", "slow", "quick", "other"]


def test_a_method_offered_as_a_function_of_one_shared_instance_takes_that_name(tmp_path):
    source = read(
        tmp_path,
        '''
        class Dice:
            """Dice."""
            def roll(self, times=1):
                """Roll."""
            def keep(self):
                """Keep."""
        _inst = Dice()
        roll = _inst.roll
        _keep = _inst.keep
        ''',
    )
    assert names(source) == ["", "Dice", "roll", "Dice.keep"]
    assert source.docstrings[2].kind is Kind.FUNCTION
    assert source.docstrings[2].signature.text == "(times=1)"


def test_a_docstring_that_points_to_the_module_is_followed_by_its_docstring(tmp_path):
    source = read(
        tmp_path,
        '''
        """All about it."""
        def act():
            """See the module's __doc__ string."""
        def other():
            """The module docstring is nice."""
        ''',
    )
    assert [docstring.text for docstring in source.docstrings[1:]] == [
        "See the module's __doc__ string.\n\nAll about it.",
        "The module docstring is nice.",
    ]


def test_imports_and_exports_are_read(tmp_path):
    source = read(
        tmp_path,
        """
        from .tasks import *
        from ._local import Path, PurePath as Pure
        from outside import thing
        import json
        __all__ = ("Path", "thing")
        """,
    )
    assert source.imports == (Import(1, "tasks", "*"), Import(1, "_local", "Path"), Import(0, "outside", "thing"))
    assert source.exported == {"Path", "thing"}


def test_other_encodings_are_decoded_as_the_file_says(tmp_path):
    path = tmp_path / "old.py"
    path.write_bytes('# -*- coding: latin-1 -*-\n"""Größe und Maß"""\n'.encode("latin-1"))
    source = read_source(path)
    assert source is not None
    assert source.docstrings[0].text == "Größe und Maß"


def test_what_cannot_be_read_decoded_or_parsed_is_none(tmp_path):
    broken = {
        "syntax.py": b"def (",
        "bytes.py": b'"""\xff\xfe"""',
        "null.py": b"a\x00b",
        "cookie.py": b"# coding: nope\n",
    }
    for name, raw in broken.items():
        (tmp_path / name).write_bytes(raw)
        assert read_source(tmp_path / name) is None, name
    assert read_source(tmp_path / "missing.py") is None
