"""The folders the app may open indexes from, and the names indexes have below them.

Invariant: a path is resolved (links followed, ".." removed) before it is compared, and nothing outside the roots is
ever opened or even looked at: neither a folder nor a file that a folder below them holds as a link.
Cost: listing walks at most `DEPTH` levels and `MAX_FOLDERS` folders; looking into a folder asks for each name in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from inspector import settings
from inspector.errors import RequestError
from inspector.files import home
from inspector.sample import location
from inspector.stores import layout
from inspector.stores.copies import IN_APP
from inspector.stores.manifest import read_manifest

ROOTS_VARIABLE = settings.INDEX_ROOTS.name
OPEN_VARIABLE = settings.OPEN.name
DEPTH = 3
MAX_FOLDERS = 2000
MAX_FILES = 10_000
_BEGINNING = 200


def samples() -> Path:
    """Give the folder of the sample's broken copies, made if missing."""
    return _made("samples")


def uploads() -> Path:
    """Give the folder of uploaded corpora and the indexes built from them, made if missing."""
    return _made("uploads")


def opened() -> Path:
    """Give the folder of the working copies of indexes made elsewhere, made if missing."""
    return _made(IN_APP)


def _made(name: str) -> Path:
    folder = home() / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def started_on() -> Path | None:
    """Give the index the app was started on, resolved; None where it was started on none."""
    named = settings.path(settings.OPEN)
    return named.resolve() if named else None


def roots() -> tuple[Path, ...]:
    """Give the folders indexes are opened from, resolved.

    They are those of `INSPECTOR_INDEX_ROOTS`, else the index the app was started on; always the sample data, its broken
    copies and the uploads.
    """
    named = list(settings.paths(settings.INDEX_ROOTS))
    start = started_on()
    if not named and start:
        named = [start]
    return tuple(dict.fromkeys([*(path.resolve() for path in named), *_own()]))


def _own() -> tuple[Path, ...]:
    return location.FOLDER.resolve(), samples(), uploads(), opened()


def inside(path: Path | str) -> Path:
    """Give a path resolved, if it lies below a root; a relative path is tried below each root.

    Raises:
        RequestError: it lies outside, or there is nothing at a relative path.
    """
    asked = Path(path).expanduser()
    for root in roots():
        try:
            resolved = (root / asked).resolve()
            if resolved.is_relative_to(root) and (asked.is_absolute() or resolved.exists()):
                return resolved
        except (OSError, ValueError):  # a name no file can have: too long, or with a null byte
            break
    if not asked.is_absolute() and ".." not in asked.parts:
        raise RequestError(f"There is nothing named {path} in the folders this app may open.", allowed())
    raise RequestError(f"{path} lies outside the folders this app may open.", allowed())


def contained_index(folder: Path) -> Path:
    """Give an index folder back whose own files, links followed, lie below the roots too.

    Raises:
        RequestError: one is a link that leads outside.
        StoreError: its manifest cannot be read.
    """
    known = roots()
    _contained(folder / layout.MANIFEST, known)
    named = {*layout.REQUIRED, layout.ANN, layout.KEYWORD, *(each.path for each in read_manifest(folder).files)}
    for name in named:
        _contained(folder / name, known)
    return folder


def contained(path: Path) -> Path:
    """Give a path back that, links followed, lies below the roots, as everything in it does where it is a folder.

    Raises:
        RequestError: a link in it leads outside of the roots or in a circle, or it holds more than `MAX_FILES`.
    """
    _contained(path, roots())
    return path


def _contained(path: Path, known: tuple[Path, ...]) -> None:
    waiting, seen = [path], 0
    visited: set[Path] = set()
    while waiting:
        entry = waiting.pop()
        seen += 1
        if seen > MAX_FILES:
            raise RequestError(f"{path} holds more than {MAX_FILES:,} files, an index was expected.", "Name another.")
        try:
            resolved = entry.resolve()
            if not any(resolved.is_relative_to(root) for root in known):
                said = f"{entry} is a link that leads outside the folders this app may open."
                raise RequestError(said, f"Copy into the folder what it leads to. {allowed()}")
            if resolved not in visited and resolved.is_dir():
                waiting.extend(resolved.iterdir())
        except (OSError, RuntimeError) as error:
            raise RequestError(f"{entry} cannot be followed: {error}.", "Mend the link, or remove it.") from error
        visited.add(resolved)


def allowed() -> str:
    """Say which folders may be opened and how to allow others, one or two sentences."""
    names = ", ".join(str(root) for root in roots())
    return f"It may open: {names}. Start the app on another folder, or set {ROOTS_VARIABLE}."


def name_of(path: Path) -> str:
    """Give the name of an index for links: its path below its root, or the root's own name.

    Raises:
        RequestError: it lies outside the roots.
    """
    resolved = inside(path)
    root = next(root for root in roots() if resolved.is_relative_to(root))
    return resolved.relative_to(root).as_posix() if resolved != root else root.name


def paths_named(name: str) -> tuple[Path, ...]:
    """Give the folders below the roots that have this name, at most one for each root."""
    found = []
    for root in roots() if name else ():
        try:
            path = root if name == root.name else (root / name).resolve()
            if path.is_relative_to(root) and path.is_dir():
                found.append(path)
        except (OSError, ValueError):  # a name no file can have: too long, or with a null byte
            continue
    return tuple(dict.fromkeys(found))


def indexes() -> tuple[Path, ...]:
    """Give the index folders below the roots, in order of root and name; links that lead outside are left out."""
    seen: dict[Path, None] = {}
    for root in roots():
        for folder in _walk(root):
            if _is_ours(folder / layout.MANIFEST, root):
                seen[folder] = None
    return tuple(seen)


def _is_ours(manifest: Path, root: Path) -> bool:
    """Say whether a file below a root begins as a manifest of ours, sound or not: other programs have them too."""
    try:
        if not manifest.resolve().is_relative_to(root):
            return False
        with manifest.open("rb") as file:
            return layout.KIND.encode() in file.read(_BEGINNING)
    except OSError:
        return False


def _walk(root: Path) -> Iterator[Path]:
    """Go through a root and the folders below it, level by level; folders whose name begins with a dot are skipped."""
    level, visited = [root], 0
    for _ in range(DEPTH + 1):
        below: list[Path] = []
        for folder in level:
            visited += 1
            if visited > MAX_FOLDERS:
                return
            yield folder
            below.extend(_folders(folder, root))
        level = below


def _folders(folder: Path, root: Path) -> list[Path]:
    try:
        entries = sorted(entry.resolve() for entry in folder.iterdir() if not entry.name.startswith("."))
        return [entry for entry in entries if entry.is_dir() and entry.is_relative_to(root) and entry != folder]
    except OSError:
        return []
