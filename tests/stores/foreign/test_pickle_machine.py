"""Whether a pickle is read as data, and nothing in it is ever run."""

import collections
import datetime
import io
import os
import pickle
import time

import pytest

from inspector.errors import StoreError
from inspector.stores.foreign.pickle_machine import ClassName, Inert, Machine


def read(content: bytes, *admitted: tuple[str, str], **settings):
    return Machine(frozenset(admitted)).read(io.BytesIO(content), **settings)


SHARED = ["again"]
VALUES = {
    "none": None,
    "truths": (True, False),
    "numbers": [0, 255, -1, 65_536, 1 << 40, -(1 << 70), 0.5, float("inf")],
    "text": ["", "ü🔎", "x" * 300, b"bytes", b"y" * 300],
    "empty": ((), [], {}),
    "tuples": ((1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)),
    "nested": {"a": {"b": [SHARED, SHARED, {"c": SHARED}]}, 7: "seven", None: "nothing", 0.5: "half", (1, "a"): "pair"},
}


@pytest.mark.parametrize("protocol", [1, 2, 3, 4, 5])
def test_plain_values_come_out_as_pickle_itself_reads_them(protocol):
    values = {**VALUES, "text": ["", "ü🔎", "x" * 300]} if protocol < 3 else VALUES
    assert read(pickle.dumps(values, protocol=protocol)) == values


def test_a_set_is_read_as_a_list():
    assert sorted(read(pickle.dumps({3, 1, 2}, protocol=4))) == [1, 2, 3]
    assert sorted(read(pickle.dumps(frozenset({3, 1}), protocol=4))) == [1, 3]


def test_an_admitted_object_is_its_name_and_what_it_would_be_made_from():
    found = read(pickle.dumps(datetime.timedelta(1, 2, 3), protocol=4), ("datetime", "timedelta"))
    assert (found.kind, found.arguments, found.state) == (ClassName("datetime", "timedelta"), (1, 2, 3), None)
    assert isinstance(found, Inert)


class Harmful:
    """Makes a file when it is unpickled."""

    def __init__(self, function, *arguments):
        self.made = (function, arguments)

    def __reduce__(self):
        return self.made


def harmful(path) -> dict[str, bytes]:
    touch = f"touch {path}"
    code = f"open({str(path)!r}, 'w').close()"
    plain = {
        "os.system": Harmful(os.system, touch),
        "eval": Harmful(eval, code),
        "exec": Harmful(exec, code),
        "open": Harmful(open, str(path), "w"),
        "mkdir": Harmful(os.mkdir, str(path)),
        "getattr": Harmful(getattr, "", "join"),
        "import": Harmful(__import__, "this"),
    }
    made = {f"{name} {protocol}": pickle.dumps(each, protocol) for name, each in plain.items() for protocol in range(6)}
    system = f"cposix\nsystem\n(V{touch}\ntR.".encode()
    return {
        **made,
        "INST": f"(V{touch}\niposix\nsystem\n.".encode(),
        "OBJ": f"(cposix\nsystem\nV{touch}\no.".encode(),
        "GLOBAL": system,
        "dotted": b"\x80\x04\x8c\x02os\x8c\x0bpath.exists\x93.",
        "extension": b"\x80\x02\x82\x01.",
        "persistent": b"Pname\n.",
        "binary persistent": b"\x80\x02K\x01Q.",
        "buffer": b"\x80\x05\x97.",
        "NEWOBJ_EX": b"\x80\x04\x8c\x05posix\x8c\x06system\x93)}\x92.",
        "module is no text": b"\x80\x04K\x01\x8c\x06system\x93.",
        "inside a list": b"\x80\x04]" + system[:-1] + b"a.",
    }


def names() -> list[str]:
    return list(harmful("x"))


@pytest.mark.parametrize("name", names())
def test_what_would_run_code_is_refused_and_runs_nothing(tmp_path, name):
    marker = tmp_path / "made"
    with pytest.raises(StoreError):
        read(harmful(marker)[name], ("datetime", "timedelta"))
    assert not marker.exists()


def test_the_harmful_pickle_is_harmful_where_pickle_itself_reads_it(tmp_path):
    marker = tmp_path / "made"
    pickle.loads(harmful(marker)["open 4"]).close()
    assert marker.exists()


def test_a_refused_class_is_named():
    with pytest.raises(StoreError, match=r"names collections\.OrderedDict, which is not admitted"):
        read(pickle.dumps(collections.OrderedDict(), protocol=4))
    with pytest.raises(StoreError, match=r"names posix\.system, which is not admitted"):
        read(b"cposix\nsystem\n(Vtrue\ntR.")


def test_an_admitted_name_in_another_module_is_refused():
    with pytest.raises(StoreError, match=r"names evil\.timedelta"):
        read(b"cevil\ntimedelta\n.", ("datetime", "timedelta"))


def test_a_pickle_of_too_many_operations_is_refused():
    content = pickle.dumps([1] * 100, protocol=4)
    assert read(content, most=1000) == [1] * 100
    with pytest.raises(StoreError, match="more than 50 operations"):
        read(content, most=50)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b".",
        b"(.",
        b"K\x01K\x02.",
        b"a.",
        b"]s.",
        b"h\x05.",
        b"]]]s.",
        b"K\x01b.",
        b"\x80\x04)\x81.",
        b"\x80\x04K\x01)\x81.",
        b"0.",
        b"(q\x00.",
        b"\x8d\xff\xff\xff\xff\xff\xff\xff\x7f.",
        b"\x8e\xff\xff\xff\xff\xff\xff\xff\xff.",
        b"\x8b\xff\xff\xff\x7f.",
        b"X\x02\x00\x00\x00\xff\xff.",
        b"F1e\n.",
        b"I" + b"9" * 5000 + b"\n.",
        b"}]K\x01s.",
        b"ccut",
        b"\x00",
        b"\xff" * 10,
    ],
)
def test_a_damaged_pickle_is_refused(content):
    with pytest.raises(StoreError):
        read(content, ("datetime", "timedelta"))


def test_a_claimed_length_costs_nothing():
    started = time.process_time()
    with pytest.raises(StoreError):
        read(b"\x8e" + (1 << 62).to_bytes(8, "little") + b"x")
    assert time.process_time() - started < 1


def test_a_key_that_would_take_for_ever_to_hash_is_refused():
    key = ()
    for _ in range(60):
        key = (key, key)  # 2 ** 60 tuples to hash
    content = pickle.dumps([key], protocol=4).removesuffix(b"a.")
    with pytest.raises(StoreError, match="tuple as a key"):
        read(content.replace(b"]", b"}", 1) + b"K\x01s.")


def test_a_list_that_holds_itself_is_read_as_such():
    held: list[object] = []
    held.append(held)
    found = read(pickle.dumps(held, protocol=4))
    assert found[0] is found
