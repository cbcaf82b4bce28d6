"""Seeded damage to files: each variant of a sound file differs from it in one named way."""

from __future__ import annotations

import os
import random
import shutil
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

Damage = Callable[[bytearray, random.Random], None]
_STARTS = (
    b"PAR1",
    b"ARROW1\x00\x00",
    b"\x93NUMPY\x01\x00",
    b"PK\x03\x04",
    b"IxFI",
    b"IwPQ",
    b"IHNf",
    b"IxPT",
    b"IxMp",
    b"IBxF",
    b"\x80\x04\x95",
    b'{"id": ',
    b"\xff\xfe",
    b"\x1f\x8b\x08",
)
_SIZES = (0, 1, 2**15, 2**31 - 1, 2**31, 2**32 - 1, 2**40, 2**62, 2**63 - 1, 2**64 - 1)


def _cut(data: bytearray, rng: random.Random) -> None:
    del data[rng.randrange(len(data)) :]


def _cut_little(data: bytearray, rng: random.Random) -> None:
    del data[-rng.randint(1, min(16, len(data))) :]


def _flip(data: bytearray, rng: random.Random) -> None:
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def _flip_start(data: bytearray, rng: random.Random) -> None:
    data[rng.randrange(min(256, len(data)))] ^= 1 << rng.randrange(8)


def _flip_end(data: bytearray, rng: random.Random) -> None:
    data[-rng.randint(1, min(1024, len(data)))] ^= 1 << rng.randrange(8)


def _flip_many(data: bytearray, rng: random.Random) -> None:
    for _ in range(rng.randint(2, 64)):
        _flip(data, rng)


def _other_start(data: bytearray, rng: random.Random) -> None:
    start = rng.choice(_STARTS)
    data[: len(start)] = start


def _blank(data: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(data))
    size = min(rng.randint(1, 512), len(data) - start)
    data[start : start + size] = bytes([rng.choice((0, 0xFF, 0x41))]) * size


def _size(data: bytearray, rng: random.Random, places: range) -> None:
    width = rng.choice((4, 8))
    start = places[rng.randrange(len(places))]
    number = (rng.choice(_SIZES) & (256**width - 1)).to_bytes(width, "little")
    data[start : start + width] = number[: len(data) - start]


def _size_at_start(data: bytearray, rng: random.Random) -> None:
    _size(data, rng, range(min(256, len(data))))


def _size_at_end(data: bytearray, rng: random.Random) -> None:
    _size(data, rng, range(max(0, len(data) - 2048), len(data)))


def _size_anywhere(data: bytearray, rng: random.Random) -> None:
    _size(data, rng, range(0, len(data), 4))


def _no_number(data: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(data)) // 4 * 4
    number = struct.pack("<f", rng.choice((float("nan"), float("inf"), -float("inf"), 3e38)))
    data[start : start + 4] = number[: len(data) - start]


def _repeat(data: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(data))
    data[start:start] = data[start : start + rng.randint(1, 256)]


def _drop(data: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(data))
    del data[start : start + rng.randint(1, 64)]


def _more(data: bytearray, rng: random.Random) -> None:
    data += rng.randbytes(rng.randint(1, 64))


DAMAGES: tuple[tuple[str, Damage], ...] = (
    ("cut", _cut),
    ("cut-little", _cut_little),
    ("flip", _flip),
    ("flip-start", _flip_start),
    ("flip-end", _flip_end),
    ("flip-many", _flip_many),
    ("other-start", _other_start),
    ("blank", _blank),
    ("size-start", _size_at_start),
    ("size-end", _size_at_end),
    ("size-anywhere", _size_anywhere),
    ("no-number", _no_number),
    ("repeat", _repeat),
    ("drop", _drop),
    ("more", _more),
)


def _as_folder(path: Path) -> None:
    path.mkdir()


def _as_pipe(path: Path) -> None:
    os.mkfifo(path)


def _as_loop(path: Path) -> None:
    path.symlink_to(path.name)


def _as_nothing(path: Path) -> None:
    path.symlink_to("../../../../../nowhere/at/all")


def _as_endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _as_stranger(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def _as_empty(path: Path) -> None:
    path.touch()


TRICKS: tuple[tuple[str, Callable[[Path], None]], ...] = (
    ("folder", _as_folder),
    ("pipe", _as_pipe),
    ("loop", _as_loop),
    ("nowhere", _as_nothing),
    ("endless", _as_endless),
    ("stranger", _as_stranger),
    ("empty", _as_empty),
)


def variants(original: Path, out: Path, count: int, seed: int = 0) -> Iterator[Path]:
    """Write damaged variants of a file or a folder, one at a time, each under a name that says what was done to it.

    Of a folder, one file is damaged. The first seven put something else in the place of a file; the others go through
    the kinds of damage in turn.
    """
    out.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        rng = random.Random(f"{seed} {original.name} {number}")
        if number < len(TRICKS):
            name, trick = TRICKS[number]
            target, part = _copy(original, out / f"{number:03d}-{name}", rng)
            part.unlink()
            trick(part)
        else:
            name, damage = DAMAGES[number % len(DAMAGES)]
            target, part = _copy(original, out / f"{number:03d}-{name}", rng)
            data = bytearray(part.read_bytes())
            damage(data, rng)
            part.write_bytes(data)
        yield target


def _copy(original: Path, out: Path, rng: random.Random) -> tuple[Path, Path]:
    """Copy a file or folder; give the copy, and the file in it that is to be damaged."""
    if original.is_file():
        target = out.with_name(out.name + original.suffix)
        shutil.copyfile(original, target)
        return target, target
    shutil.copytree(original, out)
    parts = sorted(path for path in out.rglob("*") if path.is_file())
    return out, rng.choice(parts)
