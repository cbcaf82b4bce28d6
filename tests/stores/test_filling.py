"""An approximate structure that a filter leaves short: an exact search says how much is missing."""

import numpy as np
import pytest

from inspector.records.documents import Condition
from inspector.records.results import Request
from inspector.stores.ann_spec import parse_ann
from inspector.stores.filling import filling
from tests.diagnose.trace.worlds import Words, ladder, lines_of, opened

RARE = (Condition("shelf", "rare"),)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """The ladder in eight cells, of which one is searched; every third document is rare: ten of thirty."""
    words = ladder()
    lines = [{**each, "shelf": "rare" if row % 3 == 2 else "common"} for row, each in enumerate(lines_of(words))]
    return opened(tmp_path_factory.mktemp("index"), lines, Words(words), ann=parse_ann("ivf,nlist=8,nprobe=1"))


def counted(index, **asked):
    request = Request("ask", **asked)
    query = index.embedder.encode(["ask"])
    hits = index.collection.search(query, request.k, where=request.where, exact=request.exact)[0]
    return len(hits.ids), filling(index.collection, request, query, len(hits.ids))


def test_a_list_that_the_structure_left_short_is_counted_against_an_exact_search(index):
    returned, found = counted(index, where=RARE)
    assert returned < found == 10


def test_a_full_list_one_without_a_filter_and_an_exact_one_are_not_searched_again(index):
    assert counted(index, where=RARE, k=1)[1] is None
    assert counted(index, k=30)[1] is None
    assert counted(index, where=RARE, k=30, exact=True) == (10, None)


def test_without_a_model_nothing_is_counted(index):
    assert filling(index.collection, Request("ask", where=RARE), np.empty((0, 0), dtype=np.float32), 0) is None
