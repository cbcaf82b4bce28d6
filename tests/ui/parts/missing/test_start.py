"""The examples are the stories of the index that is open, each asked of the list its document is missing from."""

from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.sample import location
from inspector.sample.faults import FAULTS
from inspector.sample.stories import stories
from inspector.ui.parts.missing.start import stories_of


def test_the_sample_tells_its_stories_each_broken_copy_its_own_and_any_other_index_none():
    told = stories_of(location.NAME)
    assert told
    assert all(not story.fault for story in told)
    copies = [stories_of(location.copy_name(fault.name)) for fault in FAULTS]
    assert all(copies)
    assert sum(map(len, copies)) + len(told) == len(stories())
    assert stories_of("another") == ()


def test_a_document_that_fusion_drops_is_missing_from_the_hybrid_list():
    asked = {story.cause: story.retriever for story in stories()}
    assert asked[Cause.FUSION_DROPPED] is Retriever.HYBRID
    assert asked[Cause.TRUNCATED] is Retriever.EMBEDDING
