"""A pickle read as data: the operations of the format carried out on plain values, nothing imported, nothing called.

Invariant: classes are names on a list, objects are what the file says about them. An operation or a name that is not on
a list ends the reading. Python's own unpickler is not used at all, so there is nothing in it to be tricked. Memory: a
value costs a constant multiple of its bytes in the file. Cost: about a million operations a second.

References: the operations are those of Python's `pickletools`, which also cuts the file into them.
"""

from __future__ import annotations

import pickletools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from inspector.errors import StoreError

MOST_OPERATIONS = 400_000_000
_MARK = object()
_KEYS = (str, int, bytes, float, bool, type(None))
_HINT = "Only the documents of a LangChain FAISS folder can be read, and no pickle is ever run. Export them as JSON."


@dataclass(frozen=True, slots=True)
class ClassName:
    """A class that a pickle names: "module.name" and nothing behind it."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


@dataclass(slots=True)
class Inert:
    """An object of a pickle, as data.

    Attributes:
        kind: Its class.
        arguments: What it would be made from.
        state: What would be set on it; None where nothing was.
    """

    kind: ClassName
    arguments: Any = ()
    state: Any = None


class Machine:
    """Carries out one pickle; its result is the value the pickle stands for."""

    def __init__(self, admitted: frozenset[tuple[str, str]]) -> None:
        """Start with an empty stack.

        Args:
            admitted: The (module, name) of every class the pickle may name.
        """
        self._admitted = admitted
        self._stack: list[Any] = []
        self._memo: dict[int, Any] = {}

    def read(self, data: Any, *, most: int = MOST_OPERATIONS) -> Any:
        """Read a pickle.

        Args:
            data: A file in memory, or mapped: its `read` gives what there is, whatever is asked for.
            most: Operations after which the reading stops.

        Returns:
            Plain values, with `Inert` for objects; sets and frozen sets are lists.

        Raises:
            StoreError: it names a class that is not admitted, does more than building values, is too long, or damaged.
        """
        try:
            return self._run(data, most)
        except _BROKEN as error:
            raise StoreError(f"It is no sound pickle: {str(error)[:200] or 'it is damaged'}.", _HINT) from error

    def _run(self, data: Any, most: int) -> Any:
        for done, (operation, argument, _) in enumerate(pickletools.genops(data), 1):
            if done > most:
                raise StoreError(f"It is a pickle of more than {most:,} operations.", _HINT)
            if operation.name == "STOP":
                value = self.pop()
                if self._stack:
                    raise ValueError("it holds more than one value")
                return value
            act = _ACTS.get(operation.name)
            if act is None:
                raise StoreError(f"It is a pickle with the operation {operation.name}.", _HINT)
            act(self, argument)
        raise EOFError("it has no end")

    def push(self, value: Any) -> None:
        """Lay a value on the stack."""
        self._stack.append(value)

    def pop(self) -> Any:
        """Take the value on top.

        Raises:
            ValueError: it is a mark.
        """
        value = self._stack.pop()
        if value is _MARK:
            raise ValueError("a mark where a value was expected")
        return value

    def top(self, kind: type[Any]) -> Any:
        """Give the value on top, which must be of a type.

        Raises:
            ValueError: it is of another.
        """
        value = self._stack[-1]
        if type(value) is not kind:
            raise ValueError(f"{type(value).__name__} where {kind.__name__} was expected")
        return value

    def above_mark(self) -> list[Any]:
        """Take all values above the last mark, and the mark."""
        values: list[Any] = []
        while (value := self._stack.pop()) is not _MARK:
            values.append(value)
        values.reverse()
        return values

    def remember(self, place: int | None) -> None:
        """Note the value on top under a number, the next one where none is given.

        Raises:
            ValueError: there is a mark on top.
        """
        if self._stack[-1] is _MARK:
            raise ValueError("a mark where a value was expected")
        self._memo[len(self._memo) if place is None else place] = self._stack[-1]

    def recall(self, place: int) -> None:
        """Lay a noted value on the stack."""
        self._stack.append(self._memo[place])

    def name(self, module: Any, name: Any) -> None:
        """Lay a class on the stack.

        Raises:
            StoreError: it is not admitted; the message names it.
        """
        if (module, name) not in self._admitted:
            raise StoreError(f"It is a pickle that names {module!s:.80}.{name!s:.80}, which is not admitted.", _HINT)
        self._stack.append(ClassName(module, name))

    def make(self, arguments: Any, kind: Any) -> None:
        """Lay an object on the stack: its class and what it would be made from.

        Raises:
            ValueError: the class is none, or the arguments are no tuple.
        """
        if type(kind) is not ClassName or type(arguments) is not tuple:
            raise ValueError("an object without a class")
        self._stack.append(Inert(kind, arguments))

    def describe(self, state: Any) -> None:
        """Note the state of the object on top."""
        self.top(Inert).state = state

    def fill(self, pairs: list[Any]) -> None:
        """Put keys and values into the dictionary on top.

        Raises:
            ValueError: a key is of a kind that cannot be one.
        """
        keys, values = pairs[::2], pairs[1::2]
        for key in keys:
            # A tuple of tuples could take for ever to hash: each level may name the one below it many times.
            if not all(type(part) in _KEYS for part in (key if type(key) is tuple else (key,))):
                raise ValueError(f"{type(key).__name__} as a key")
        self.top(dict).update(zip(keys, values, strict=True))


def _values(machine: Machine, argument: Any) -> None:
    machine.push(argument)


def _last(machine: Machine, count: int) -> list[Any]:
    values = [machine.pop() for _ in range(count)]
    values.reverse()
    return values


_VALUE_NAMES = (
    "BININT BININT1 BININT2 LONG1 LONG4 INT LONG BINFLOAT FLOAT BINUNICODE SHORT_BINUNICODE BINUNICODE8 UNICODE "
    "BINBYTES SHORT_BINBYTES BINBYTES8"
)
_ACTS: Mapping[str, Callable[[Machine, Any], None]] = {
    **dict.fromkeys(_VALUE_NAMES.split(), _values),
    "PROTO": lambda machine, _: None,
    "FRAME": lambda machine, _: None,
    "NONE": lambda machine, _: machine.push(None),
    "NEWTRUE": lambda machine, _: machine.push(True),
    "NEWFALSE": lambda machine, _: machine.push(False),
    "MARK": lambda machine, _: machine.push(_MARK),
    "EMPTY_DICT": lambda machine, _: machine.push({}),
    "EMPTY_LIST": lambda machine, _: machine.push([]),
    "EMPTY_SET": lambda machine, _: machine.push([]),
    "EMPTY_TUPLE": lambda machine, _: machine.push(()),
    "TUPLE1": lambda machine, _: machine.push(tuple(_last(machine, 1))),
    "TUPLE2": lambda machine, _: machine.push(tuple(_last(machine, 2))),
    "TUPLE3": lambda machine, _: machine.push(tuple(_last(machine, 3))),
    "TUPLE": lambda machine, _: machine.push(tuple(machine.above_mark())),
    "LIST": lambda machine, _: machine.push(machine.above_mark()),
    "FROZENSET": lambda machine, _: machine.push(machine.above_mark()),
    "APPEND": lambda machine, _: _append(machine, _last(machine, 1)),
    "APPENDS": lambda machine, _: _append(machine, machine.above_mark()),
    "ADDITEMS": lambda machine, _: _append(machine, machine.above_mark()),
    "SETITEM": lambda machine, _: machine.fill(_last(machine, 2)),
    "SETITEMS": lambda machine, _: machine.fill(machine.above_mark()),
    "MEMOIZE": lambda machine, _: machine.remember(None),
    "BINPUT": lambda machine, place: machine.remember(place),
    "LONG_BINPUT": lambda machine, place: machine.remember(place),
    "BINGET": lambda machine, place: machine.recall(place),
    "LONG_BINGET": lambda machine, place: machine.recall(place),
    "GLOBAL": lambda machine, named: machine.name(*named.split(" ", 1)),
    "STACK_GLOBAL": lambda machine, _: machine.name(*_last(machine, 2)),
    "NEWOBJ": lambda machine, _: machine.make(*reversed(_last(machine, 2))),
    "REDUCE": lambda machine, _: machine.make(*reversed(_last(machine, 2))),
    "BUILD": lambda machine, _: machine.describe(machine.pop()),
}


def _append(machine: Machine, values: list[Any]) -> None:
    machine.top(list).extend(values)


_BROKEN: tuple[type[Exception], ...] = (
    ValueError,  # UnicodeDecodeError among them
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
)
"""What a damaged pickle raises while it is cut into operations or carried out."""
