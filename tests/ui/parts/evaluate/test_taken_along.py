"""The table to take along: every value, and nothing that a spreadsheet would run."""

import csv
import io

from inspector.ui.parts.evaluate.taken_along import per_query_csv
from tests.ui.evaluate_samples import HOSTILE, NDCG, evaluation


def test_every_value_stands_in_the_table_and_no_cell_is_a_formula():
    rows = list(csv.DictReader(io.StringIO(per_query_csv(evaluation()))))
    assert [row["query"] for row in rows] == ["q1", "q2", "q3"]
    assert rows[0]["text"] == f"'{HOSTILE}"
    for run in ("embedding", "keyword", "hybrid"):
        assert tuple(float(row[f"{run} nDCG@10"]) for row in rows) == NDCG[run]
