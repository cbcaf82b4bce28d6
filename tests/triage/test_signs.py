"""Signs of many queries, against the findings that each query gets when it is inspected alone."""

from dataclasses import replace

import pytest

from inspector.records.results import ExplainLevel, Request
from inspector.records.triage import TriageSettings
from inspector.report import report
from inspector.search.background import measure_background
from inspector.triage.batch import answer_batch
from inspector.triage.signs import signs_of
from tests.toy import ToyEmbedder
from tests.toy_index import TWELVE, toy_index
from tests.triage.samples import cases

ROWS = (
    *TWELVE,
    *((f"again-{number}", "", "make a deep copy of a nested list of lists") for number in range(4)),
    ("long", "a long one", "page " * 60),
)
QUERIES = ("make a copy of nested list", "error E-1042", "page", "zebra umbrella", "the", "rows csv file walk")


@pytest.mark.parametrize("ann", [None, "ivf,nlist=4,nprobe=1"])
def test_signs_are_the_findings_of_each_query_alone(tmp_path, ann):
    from inspector.stores.ann_spec import parse_ann

    embedder = ToyEmbedder(max_tokens=40)
    settings = {"ann": parse_ann(ann)} if ann else {}
    index = toy_index(tmp_path, ROWS, embedder, **settings)
    background = measure_background(index.collection, embedder)
    index = replace(index, background=background)
    batch = answer_batch(index, TriageSettings(5), cases(*QUERIES, ("judged", "copy")), {"copy": frozenset(["copy"])})
    found = signs_of(batch.batch)
    assert set(found) == set(QUERIES)
    seen = set()
    for text in QUERIES:
        alone = report(index, Request(text, 5, explain=ExplainLevel.NONE))
        signs, left_out = found[text]
        assert [(each.check, each.summary) for each in signs] == [(each.check, each.summary) for each in alone.findings]
        assert left_out == alone.not_checked
        seen |= {each.check for each in signs}
    assert {"copies", "disagreement", "cut_off"} <= seen
    assert ("ann_missed" in seen) == bool(ann)
