"""Whether a column of embeddings comes out as float32 rows, whatever its type and file, and the rest without it."""

import numpy as np
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest

from inspector.errors import StoreError
from inspector.stores.foreign.parquet_vectors import (
    copy_column,
    find_vector_column,
    first_facts,
    measure_column,
    other_rows,
)

GIVEN = np.random.default_rng(5).normal(size=(9_000, 6))
TYPES = {
    "list float": pa.list_(pa.float32()),
    "list double": pa.list_(pa.float64()),
    "list half": pa.list_(pa.float16()),
    "large list": pa.large_list(pa.float32()),
    "fixed float": pa.list_(pa.float32(), 6),
    "fixed double": pa.list_(pa.float64(), 6),
    "fixed half": pa.list_(pa.float16(), 6),
}
WRITERS = ("parquet", "arrow", "stream", "feather")


def table(rows, kind, **columns):
    halves = pa.types.is_float16(kind.value_type)
    values = [None if row is None else [np.float16(x) if halves else float(x) for x in row] for row in rows]
    ids = [f"d{row}" for row in range(len(rows))]
    return pa.table({"id": ids, "embedding": pa.array(values, type=kind), **columns})


def written(tmp_path, given, how):
    path = tmp_path / f"v.{how}"
    if how == "parquet":
        pq.write_table(given, path, row_group_size=2_500)
    elif how == "feather":
        pyarrow.feather.write_feather(given, path, compression="zstd")
    else:
        with (pa.ipc.new_file if how == "arrow" else pa.ipc.new_stream)(path, given.schema) as writer:
            writer.write_table(given, max_chunksize=3_100)
    return path


def copied(path, named=""):
    blocks = []
    return copy_column(path, blocks.append, named), np.concatenate(blocks)


@pytest.mark.parametrize("how", WRITERS)
@pytest.mark.parametrize("kind", TYPES)
def test_every_type_and_file_gives_the_same_rows_and_a_missing_one_as_nan(tmp_path, kind, how):
    rows = list(GIVEN)
    rows[3] = rows[8_000] = None
    path = written(tmp_path, table(rows, TYPES[kind]), how)
    facts, found = copied(path)
    assert (facts.column, facts.count, facts.dim, facts.missing) == ("embedding", 9_000, 6, 2)
    expected = GIVEN.astype(np.float16 if "half" in kind else np.float32).astype(np.float32)
    expected[[3, 8_000]] = np.nan
    np.testing.assert_array_equal(found, expected)
    assert measure_column(path) == facts
    assert first_facts(path).count == (9_000 if how == "parquet" else -1)
    assert first_facts(path).dim == 6


@pytest.mark.parametrize("how", WRITERS)
def test_an_empty_list_and_a_missing_component_are_nan(tmp_path, how):
    given = pa.table({"v": pa.array([[], [1.0, None], None, [2.0, 3.0]], type=pa.list_(pa.float32()))})
    facts, found = copied(written(tmp_path, given, how))
    assert facts.missing == 2
    np.testing.assert_array_equal(found, [[np.nan] * 2, [1, np.nan], [np.nan] * 2, [2, 3]])


@pytest.mark.parametrize("how", WRITERS)
def test_a_vector_of_another_length_is_named_by_its_row(tmp_path, how):
    rows = list(GIVEN)
    rows[4_321] = rows[4_321][:5]
    with pytest.raises(StoreError, match="Row 4,322 has a vector of 5 dimensions, those before it have 6"):
        copied(written(tmp_path, table(rows, TYPES["list float"]), how))


@pytest.mark.parametrize("how", WRITERS)
def test_the_other_columns_are_read_without_the_vectors(tmp_path, how):
    texts = [f"t{row}" for row in range(600)]
    given = table(GIVEN[:600], TYPES["fixed float"], text=texts, **{"embedding.x": range(600)})
    rows = list(other_rows(written(tmp_path, given, how), "embedding"))
    assert len(rows) == 600
    assert (rows[0].number, rows[599].number, rows[599].done) == (1, 600, 600)
    assert rows[599].values == {"id": "d599", "text": "t599", "embedding.x": 599}


def schema(**columns):
    return pa.schema(list(columns.items()))


FLOATS = pa.list_(pa.float32())


def test_the_column_is_found_by_its_type_by_its_usual_name_or_as_it_is_named():
    assert find_vector_column(schema(id=pa.string(), anything=FLOATS)) == "anything"
    assert find_vector_column(schema(scores=FLOATS, Embedding=FLOATS)) == "Embedding"
    assert find_vector_column(schema(embedding=FLOATS, title_vector=FLOATS), "title_vector") == "title_vector"


@pytest.mark.parametrize(
    ("columns", "named", "says"),
    [
        ({"id": pa.string(), "n": pa.list_(pa.int64())}, "", r"No column holds lists of floats.*n \(list"),
        ({"a": FLOATS, "b": FLOATS}, "", "2 columns of embeddings: a, b"),
        ({"vector": FLOATS, "embedding": FLOATS}, "", "2 columns of embeddings"),
        ({"a": FLOATS}, "b", 'no column "b"; there are: a'),
        ({"a": FLOATS, "b": pa.string()}, "b", 'column "b" holds string, lists of floats'),
        ({"b": pa.string()}, "b", "lists of floats were expected"),
    ],
)
def test_what_cannot_be_chosen_is_said_with_the_choice(columns, named, says):
    with pytest.raises(StoreError, match=says) as caught:
        find_vector_column(schema(**columns), named)
    assert caught.value.hint


@pytest.mark.parametrize("rows", [[None, None], [[], []], []])
def test_a_column_without_a_vector_is_refused(tmp_path, rows):
    path = written(tmp_path, pa.table({"v": pa.array(rows, type=FLOATS)}), "parquet")
    with pytest.raises(StoreError, match='column "v" has no vector'):
        copied(path)


def test_two_columns_of_one_name_are_refused(tmp_path):
    given = pa.table([pa.array([[1.0]], type=FLOATS)] * 2, names=["embedding", "embedding"])
    with pytest.raises(StoreError, match=r"Name the one|Rename all but one"):
        copied(written(tmp_path, given, "arrow"))
