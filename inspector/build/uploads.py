"""Corpora given to the tool itself: where they are kept and where their indexes are built, by content.

Invariant: the same bytes have the same place, so a corpus that comes twice is kept and built once.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from io import BufferedIOBase
from pathlib import Path

from inspector import fingerprint
from inspector.errors import CorpusError
from inspector.files import home, readable, write_atomic
from inspector.stores.corpus.formats import FORMATS

ENDINGS = tuple(row.ending for row in FORMATS)
_UNSAFE = re.compile(r"[^\w.-]+")


def keep_upload(name: str, content: BufferedIOBase) -> Path:
    """Keep an uploaded corpus, and give its file.

    Args:
        name: What the user called it; its ending says the format.
        content: Its bytes, from where it stands now.

    Raises:
        CorpusError: the ending is of no format we read.
        StoreError: the disk is full.
    """
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise CorpusError(f"{name} is no corpus file by its ending.", f"A corpus ends in one of {', '.join(ENDINGS)}.")
    start = content.tell()
    digest = hashlib.file_digest(content, "sha256").hexdigest()[: fingerprint.LENGTH]
    target = _place(digest) / f"corpus{ending}"
    if not target.exists():
        content.seek(start)
        write_atomic(target, lambda part: _copy(content, part))
    return target


def index_folder(corpus: Path, name: str) -> Path:
    """Give the folder for the index of a corpus, whether it is there or not.

    Args:
        corpus: The corpus file; it is read once, for its fingerprint.
        name: What the user called it; the folder is called the same, less its ending.

    Raises:
        CorpusError: the corpus cannot be read.
    """
    with readable(corpus, CorpusError), corpus.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()[: fingerprint.LENGTH]
    return _place(digest) / (_UNSAFE.sub("-", Path(name).stem).strip(".-") or "index")


def _place(digest: str) -> Path:
    return home() / "uploads" / digest


def _copy(content: BufferedIOBase, part: Path) -> None:
    with part.open("wb") as file:
        shutil.copyfileobj(content, file, 1 << 20)
