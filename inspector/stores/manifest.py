"""The manifest of an index folder: its contract, its counts, and the size and SHA-256 of each file; written last.

Invariant: a folder with a manifest is complete, and its fingerprint depends on content alone: the contract (but not the
time and the library versions of the build), the documents, the vectors and the ANN structure.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path, PurePosixPath
from types import UnionType
from typing import Any, get_args, get_type_hints

from inspector import fingerprint
from inspector.contract import Contract
from inspector.errors import StoreError
from inspector.files import read_json, write_json
from inspector.stores.ann_spec import AnnSpec
from inspector.stores.layout import ANN, DOCUMENTS, KIND, MANIFEST, VECTORS
from inspector.stores.origin import Origin

VERSION = 1
_NO_CONTENT = ("made_at", "tools")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file of the folder.

    Attributes:
        path: Relative to the folder, with forward slashes.
        size: Bytes.
        sha256: 64 hexadecimal digits.
    """

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What a build counted.

    Attributes:
        documents: All documents.
        empty_texts: Documents whose text has no visible character.
        invalid_vectors: Vectors with a NaN or an infinite component.
        zero_vectors: Vectors that are zero throughout.
    """

    documents: int
    empty_texts: int = 0
    invalid_vectors: int = 0
    zero_vectors: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index folder says about itself.

    Attributes:
        name: The index's name as people know it.
        fingerprint: Fingerprint of its content.
        contract: What made its vectors.
        counts: What the build counted.
        ann: The ANN structure; None where it has none.
        files: Every file but the manifest, sorted by path.
        warnings: What the build found worth saying, one sentence each.
        origin: Where a working copy was taken from; None for an index that was built.
    """

    name: str
    fingerprint: str
    contract: Contract
    counts: Counts
    ann: AnnSpec | None
    files: tuple[FileFacts, ...]
    warnings: tuple[str, ...] = ()
    origin: Origin | None = None

    def file(self, path: str) -> FileFacts | None:
        """Give the facts of a file by its relative path, or None."""
        return next((facts for facts in self.files if facts.path == path), None)


def content_fingerprint(contract: Contract, files: tuple[FileFacts, ...], origin: Origin | None = None) -> str:
    """Fingerprint the content of an index: what it was made by, and its documents, vectors and ANN structure.

    Args:
        contract: What made its vectors.
        files: Those of its folder.
        origin: Where a working copy was taken from. A database searches by a structure of its own, which no file of the
            copy holds: the same documents in another one, or in another table, are another index.
    """
    said = {name: value for name, value in asdict(contract).items() if name not in _NO_CONTENT}
    hashes = {facts.path: facts.sha256 for facts in files}
    database = (asdict(origin),) if origin is not None and origin.engine else ()
    return fingerprint.of_values(said, *(hashes.get(path, "") for path in (DOCUMENTS, VECTORS, ANN)), *database)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a folder.

    Raises:
        StoreError: it cannot be written.
    """
    write_json(folder / MANIFEST, {"kind": KIND, "version": VERSION, **asdict(manifest)})


def read_manifest(folder: Path) -> Manifest:
    """Read and validate the manifest of a folder.

    Raises:
        StoreError: it is missing or unreadable, of another kind or newer, a key is missing or of another type, or a
            file would lie outside the folder.
    """
    path = folder / MANIFEST
    if not path.exists():
        raise StoreError(
            f"{folder} has no {MANIFEST}, so it is no index folder, or its build has not finished.",
            "Give an index folder, or build one from a corpus.",
        )
    found = read_json(path)
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise StoreError(f"{path} is not the manifest of an index of ours.", "Give an index folder.")
    version = found.get("version")
    if type(version) is not int or not 1 <= version <= VERSION:
        raise StoreError(
            f"{path} has version {version}, this program reads up to {VERSION}.", "Update Neighbor Inspector."
        )
    manifest: Manifest = _record(Manifest, found, path, "manifest")
    for facts in manifest.files:
        named = PurePosixPath(facts.path)
        if named.is_absolute() or ".." in named.parts or "\0" in facts.path:
            raise StoreError(f"{path} names the file {facts.path!r}, which is not in its folder.", "Rebuild the index.")
    return manifest


def _record(kind: type[Any], value: Any, path: Path, where: str) -> Any:
    """Make a record from a JSON object, checking every key; keys it does not know are ignored."""
    if not isinstance(value, dict):
        raise _wrong(path, where, "an object", value)
    hints = get_type_hints(kind)
    values = {}
    for field in fields(kind):
        if field.name not in value:
            if field.default is None:  # came later: manifests written before lack it
                continue
            raise StoreError(f'{path} lacks "{field.name}" in its {where}.', "Rebuild the index.")
        values[field.name] = _value(hints[field.name], value[field.name], path, f"{where} → {field.name}")
    return kind(**values)


def _value(hint: Any, value: Any, path: Path, where: str) -> Any:
    """Check a JSON value against the type of a record's field and give it in that type."""
    if isinstance(hint, UnionType):
        return None if value is None else _value(get_args(hint)[0], value, path, where)
    if get_args(hint):
        if not isinstance(value, list):
            raise _wrong(path, where, "a list", value)
        return tuple(_value(get_args(hint)[0], item, path, where) for item in value)
    if hasattr(hint, "__dataclass_fields__"):
        return _record(hint, value, path, where)
    if hasattr(hint, "__members__"):
        if value not in [member.value for member in hint]:
            raise _wrong(path, where, "one of " + ", ".join(member.value for member in hint), value)
        return hint(value)
    if type(value) is not hint:
        raise _wrong(path, where, hint.__name__, value)
    return value


def _wrong(path: Path, where: str, expected: str, found: object) -> StoreError:
    return StoreError(f"{path} has {found!r} as {where}, {expected} was expected.", "Rebuild the index.")
