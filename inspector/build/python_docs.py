"""A real corpus found on every machine: the docstrings of the running Python's own library and installed packages.

For a first look at the tool: texts that a programmer knows, with near copies, cut-off giants and identifiers in them,
as real collections have. Invariant: source files are read, never imported; the same Python and packages give the same
bytes. What is written in C has no docstring in source and is left out (math, itertools, most of builtins), except
where the library keeps a Python version of it (datetime, decimal, io). About two seconds.
"""

from __future__ import annotations

import importlib.metadata
import os.path
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath

from inspector.build.docstrings import Docstring, Source, is_public, read_source
from inspector.errors import CorpusError
from inspector.progress import Progress, silent
from inspector.records.documents import Document
from inspector.stores.corpus import json_lines

LIMIT = 4_500
"""Documents by default: the whole standard library and three packages, which a laptop embeds in one to two minutes."""

_MESSAGE = "Reading docstrings"

SHORTEST = 40
"""Characters: a shorter docstring ("See above.") says less than its name."""

STANDARD_LIBRARY = "stdlib"

PUBLIC_NAMES = {
    os.path.__name__: "os.path",
    "genericpath": "os.path",
    "_collections_abc": "collections.abc",
    "_pydatetime": "datetime",
    "_pydecimal": "decimal",
    "_pyio": "io",
}
"""Modules that people know by another name than their file's."""

PACKAGES = ("requests", "click", "jinja2", "packaging", "platformdirs", "rich", "scikit-learn")
"""Installed distributions that are read first, where there is room; then come all others by name."""

LEFT_OUT = frozenset({"idlelib", "lib2to3", "tkinter", "turtle", "turtledemo", "encodings", "distutils", "msilib"})
"""Parts of the standard library that are missing on many machines, or hold hundreds of tables or widgets."""

SKIPPED_PARTS = frozenset({"test", "tests", "testing", "conftest", "vendor", "externals", "examples", "benchmarks"})
"""No module below a package of one of these names is read."""

SKIPPED_DISTRIBUTIONS = frozenset({"pip", "setuptools", "wheel"})
"""They carry copies of other packages."""


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What was written.

    Attributes:
        path: The corpus file, one JSON object a line: id, title, text and the metadata.
        count: Documents in it.
        standard_library: How many of them are from the standard library.
        unreadable: Source files that could not be decoded or parsed, and were passed over.
    """

    path: Path
    count: int
    standard_library: int
    unreadable: int


@dataclass(frozen=True, slots=True)
class _Module:
    name: str
    path: Path


def write_python_docs(out: Path, *, limit: int | None = LIMIT, progress: Progress = silent) -> SampleReport:
    """Write `corpus.jsonl` with the docstrings of this machine's Python into a folder.

    Each document: id = the name people type ("copy.deepcopy"), title = its call ("copy.deepcopy(x, memo=None)"), text =
    the docstring; metadata: module, package ("stdlib" or the distribution), kind (module, class, function, method),
    parameters (how many), lines (of text), example (whether it shows a session with ">>>").

    Args:
        out: The folder, made if missing.
        limit: At most so many documents, >= 1; a limit below the size of the standard library takes them evenly spread
            over it. None = every installed package, which may be very many.
        progress: Told the documents found so far.

    Returns:
        What was written.

    Raises:
        CorpusError: the limit is below 1, or no source of the standard library is on this machine.
        StoreError: the folder cannot be written to.
    """
    if limit is not None and limit < 1:
        raise CorpusError(f"A corpus of {limit} documents was asked for.", "Ask for at least 1.")
    reader = _Reader()
    documents = list(_watched(reader.documents(STANDARD_LIBRARY, _standard_modules()), limit, progress))
    if not documents:
        raise CorpusError(
            f"No source files of Python's own library were found in {sysconfig.get_path('stdlib')}.",
            "Use a Python that comes with its source, or build an index from a corpus of your own.",
        )
    own = len(documents)
    if limit is not None and own > limit:
        documents = [documents[place * own // limit] for place in range(limit)]
        own = limit
    room = None if limit is None else limit - own
    documents += _watched(islice(_installed(reader), room), limit, progress, own)
    path = out / "corpus.jsonl"
    json_lines.write(path, documents)
    progress(len(documents), len(documents), _MESSAGE)
    return SampleReport(path, len(documents), own, reader.unreadable)


class _Reader:
    """Turns modules into documents, each id once."""

    def __init__(self) -> None:
        self.unreadable = 0
        self._seen: set[str] = set()

    def documents(self, package: str, modules: Iterable[_Module]) -> Iterator[Document]:
        """Give the documents of modules; a package must come before the modules below it."""
        public: dict[tuple[str, str], str] = {}
        for module in modules:
            source = read_source(module.path)
            if source is None:
                self.unreadable += 1
                continue
            if module.path.name == "__init__.py":
                public.update(_lifted(module.name, source))
            for docstring in source.docstrings:
                home = _home(module.name, docstring, source, public)
                identity = ".".join((home, *docstring.path))
                if home and identity not in self._seen and len(docstring.text) >= SHORTEST:
                    self._seen.add(identity)
                    yield _document(identity, home, package, docstring)


def _watched(documents: Iterable[Document], limit: int | None, progress: Progress, done: int = 0) -> Iterator[Document]:
    """Pass documents on, telling the progress of every hundredth."""
    for count, document in enumerate(documents, start=done):
        if count % 100 == 0:
            progress(min(count, limit or count), limit or 0, _MESSAGE)
        yield document


def _document(identity: str, module: str, package: str, docstring: Docstring) -> Document:
    text = docstring.text.encode("utf-8", errors="replace").decode("utf-8")
    return Document(
        id=identity,
        title=identity + docstring.signature.text,
        text=text,
        metadata={
            "module": module,
            "package": package,
            "kind": docstring.kind.value,
            "parameters": docstring.signature.parameters,
            "lines": text.count("\n") + 1,
            "example": ">>>" in text,
        },
    )


def _home(module: str, docstring: Docstring, source: Source, public: dict[tuple[str, str], str]) -> str:
    """Give the module from which people import what is described, or "" where it is nobody's business."""
    if docstring.path:
        name = docstring.path[0]
        lifted = public.get((module, name))
        starred = public.get((module, "*"))
        if starred and (source.exported is None or name in source.exported):
            lifted = lifted or starred
        if lifted:
            return lifted
    return module if all(is_public(part) for part in module.split(".")) else ""


def _lifted(package: str, source: Source) -> Iterator[tuple[tuple[str, str], str]]:
    """Say which names a package offers that are defined in a module below it: ((module, name), package)."""
    for taken in source.imports:
        inside = taken.module.startswith(package + ".") if taken.level == 0 else taken.level == 1
        if inside and (taken.name == "*" or is_public(taken.name)):
            below = taken.module if taken.level == 0 else f"{package}.{taken.module}"
            yield (below, taken.name), package


def _standard_modules() -> Iterator[_Module]:
    """List the modules of the standard library by name, each package before what is below it."""
    library = Path(sysconfig.get_path("stdlib"))
    for top in sorted(sys.stdlib_module_names - LEFT_OUT):
        if not is_public(top) and top not in PUBLIC_NAMES:
            continue
        single = library / f"{top}.py"
        if single.is_file():
            yield _Module(PUBLIC_NAMES.get(top, top), single)
        else:
            yield from _below(library, library.glob(f"{top}/**/*.py"))


def _installed(reader: _Reader) -> Iterator[Document]:
    """Give the documents of installed distributions, lazily: those of `PACKAGES` first, then all by name."""
    known: dict[str, importlib.metadata.Distribution] = {}
    for distribution in importlib.metadata.distributions():
        known.setdefault(re.sub(r"[-_.]+", "-", distribution.name).lower(), distribution)
    first = [name for name in PACKAGES if name in known]
    for name in [*first, *sorted(known.keys() - SKIPPED_DISTRIBUTIONS - set(first))]:
        root = Path(str(known[name].locate_file("")))
        paths = [root / path for path in known[name].files or () if path.suffix == ".py" and ".." not in path.parts]
        yield from reader.documents(name, _below(root, paths))


def _below(root: Path, paths: Iterable[Path]) -> Iterator[_Module]:
    modules = {}
    for path in paths:
        parts = PurePath(path.relative_to(root)).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name and all(part.isidentifier() for part in parts) and not SKIPPED_PARTS & set(parts):
            modules[name] = _Module(name, path)
    for name in sorted(modules):
        if not name.endswith("__main__"):
            yield modules[name]
