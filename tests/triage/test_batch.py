"""Queries answered together: the same lists as one by one, whatever answers them."""

import pytest

from inspector.inspection import inspect
from inspector.records.documents import Condition
from inspector.records.results import ExplainLevel, Request, Retriever
from inspector.records.triage import TriageSettings
from inspector.triage.batch import answer_batch
from inspector.triage.wanted import wanted_of
from tests.toy_index import toy_index
from tests.triage.samples import cases

QUERIES = ("copy a nested list", "error E-1042", "csv rows", "wait for a page")


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    from inspector.stores.ann_spec import parse_ann

    return toy_index(tmp_path_factory.mktemp("ivf"), ann=parse_ann("ivf,nlist=4,nprobe=1"))


@pytest.mark.parametrize("retriever", list(Retriever))
@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("where", [(), (Condition("kind", "howto"),)])
def test_what_is_within_k_is_what_an_inspection_of_each_query_shows(index, retriever, exact, where):
    settings = TriageSettings(3, where, retriever, exact=exact)
    asked = cases(*((text, "copy") for text in QUERIES))
    batch = answer_batch(index, settings, asked, wanted_of(index.collection, asked)).batch
    for place, text in enumerate(QUERIES):
        shown = inspect(index, Request(text, 3, where, exact, ExplainLevel.NONE))
        alone = {"embedding": shown.neighbors, "keyword": shown.keyword, "hybrid": shown.hybrid}[retriever]
        assert [each.id for each in alone] == list(batch.lists[place][: len(alone)])
        assert batch.within(batch.places[place]) == ("copy" in [each.id for each in alone])
