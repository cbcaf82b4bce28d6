"""The sample's failure stories as cases, made from its indexes when they are asked for.

Cost: an inspection and a trace with its remedies, so the model is needed.
"""

from __future__ import annotations

from dataclasses import replace

from inspector.cases.make import make_case
from inspector.diagnose.trace import trace
from inspector.inspection import OpenIndex
from inspector.progress import Progress, silent
from inspector.projection.points import MAX_POINTS
from inspector.projection.record import MapSettings
from inspector.projection.saved import load_map, quick_map
from inspector.records.cases import Case
from inspector.records.results import Request
from inspector.records.stories import Story
from inspector.records.trace import TraceRequest
from inspector.report import report

K = 10


def story_case(story: Story, index: OpenIndex, *, progress: Progress = silent) -> Case:
    """Give a story as a case; its id is that of the story, behind "story-".

    Args:
        story: The story.
        index: The index that shows it: the sample, or its copy with the story's fault.
        progress: Told about what takes long; may stop the work.

    Raises:
        RequestError: the index does not fit the story.
        EmbedderError: the model failed.
        CancelledError: progress asked to stop.
    """
    retriever = story.retriever
    inspection = report(index, Request(story.query, K, story.where))
    found = trace(index, TraceRequest(story.query, story.expected, K, story.where, retriever), progress=progress)
    drawn = load_map(index.collection, MapSettings(MAX_POINTS, 0)) or quick_map(index.collection)
    case = make_case(
        index,
        inspection,
        expected=[story.expected],
        retriever=retriever,
        traces=[found],
        note=f"{story.asked} {story.why}",
        drawn=drawn,
    )
    return replace(case, id=f"story-{story.id}")
