"""Whether metadata values of a pickle come out as plain values of bounded size."""

import datetime
import decimal
import io
import json
import pathlib
import pickle
import uuid

import numpy as np
import pytest

from inspector.errors import StoreError
from inspector.stores.foreign.pickle_machine import Machine
from inspector.stores.foreign.pickle_values import VALUE_CLASSES, scalar


def value_of(value, protocol=4):
    return scalar(Machine(frozenset(VALUE_CLASSES)).read(io.BytesIO(pickle.dumps(value, protocol=protocol))))


ZONE = datetime.timezone(datetime.timedelta(hours=-3, minutes=30))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (7, 7),
        (0.5, 0.5),
        ("ü", "ü"),
        (b"caf\xc3\xa9 \xff", "café \ufffd"),
        (1 << 63, str(1 << 63)),
        ([1, ("a", None)], '[1, ["a", null]]'),
        ({"a": {"b": [0.5]}}, '{"a": {"b": [0.5]}}'),
        ({1: "ü"}, '{"1": "ü"}'),
        (datetime.date(2024, 2, 29), "2024-02-29"),
        (datetime.datetime(2024, 2, 29, 1, 2, 3, 4), "2024-02-29T01:02:03.000004"),
        (datetime.datetime(2024, 2, 29, tzinfo=ZONE), "2024-02-29T00:00:00-02:30"),
        (datetime.time(1, 2), "01:02:00"),
        (datetime.timedelta(1, 2), "1 day, 0:00:02"),
        ([datetime.date(2024, 2, 29)], '["2024-02-29"]'),
        (uuid.UUID(int=5), "00000000-0000-0000-0000-000000000005"),
        (decimal.Decimal("1.50"), "1.50"),
        (pathlib.PurePosixPath("/a/b c"), "/a/b c"),
        (pathlib.PurePosixPath("a/b"), "a/b"),
        (np.float32(1.5), 1.5),
        (np.float64(-0.25), -0.25),
        (np.int64(-3), -3),
        (np.uint8(200), 200),
        (np.bool_(True), True),
    ],
    ids=repr,
)
def test_a_value_is_read_without_its_class(value, expected):
    found = value_of(value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_a_date_is_read_from_every_protocol_that_packs_it_in_bytes(protocol):
    if protocol < 3:
        with pytest.raises(StoreError, match=r"_codecs\.encode"):
            value_of(datetime.date(2024, 2, 29), protocol)
    else:
        assert value_of(datetime.date(2024, 2, 29), protocol) == "2024-02-29"


def test_a_class_that_is_not_on_the_list_is_refused_by_name():
    with pytest.raises(StoreError, match=r"fractions\.Fraction"):
        import fractions

        value_of(fractions.Fraction(1, 2))


def test_a_list_named_a_billion_times_is_refused():
    shared: list[object] = ["x"]
    for _ in range(30):
        shared = [shared] * 2  # 2 ** 30 parts once written out, 30 in the file
    with pytest.raises(StoreError, match="more than 100,000 parts"):
        value_of(shared)


def test_a_long_text_named_a_thousand_times_is_refused():
    with pytest.raises(StoreError, match="10,000,000 characters"):
        value_of(["x" * 1_000_000] * 1_000)


def test_a_list_that_holds_itself_is_refused():
    held: list[object] = []
    held.append(held)
    with pytest.raises(StoreError, match="50 levels"):
        value_of(held)


@pytest.mark.parametrize(
    "content",
    [
        b"cdatetime\ndatetime\n(Vx\ntR.",
        b"cdatetime\ndatetime\n)R.",
        b"cdatetime\ndatetime\n(C\x0a" + b"\xff" * 10 + b"tR.",
        b"cuuid\nUUID\n)R.",
        b"cnumpy\ndtype\n(Vf8\ntR.",
        b"cnumpy.core.multiarray\nscalar\n(K\x01K\x02tR.",
        b"cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(VO8\ntRC\x081234567 tR.",
        b"cdecimal\nDecimal\n.",
    ],
)
def test_an_object_that_says_nonsense_is_refused_clearly(content):
    with pytest.raises(StoreError, match=r"cannot be read|names the class"):
        scalar(Machine(frozenset(VALUE_CLASSES)).read(io.BytesIO(content)))


def test_a_long_number_stays_a_text_that_json_could_hold():
    assert json.dumps(value_of(1 << 20_000)).startswith('"0x1000')
