"""The sample's failure stories as cases, made in the background when somebody looks at one.

Invariant: a story's id is that of its case, "story-" before it, and needs no file; one that lies on the shelf under
this id goes first. Nothing is computed before somebody asks. Cost: a second or two each, with the model loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from streamlit.runtime.scriptrunner import get_script_run_ctx

from inspector.progress import Progress
from inspector.records.cases import Case
from inspector.records.stories import Story
from inspector.sample import location
from inspector.sample.faults import Fault, fault_named
from inspector.sample.stories import stories
from inspector.ui.runtime import case_index, copies, memo
from inspector.ui.runtime.refinements import Growing, Refinements

BEFORE = "story-"


@dataclass(frozen=True, slots=True)
class StoryCase:
    """A story as far as it is a case.

    Attributes:
        story: The story.
        path: The index that shows it; None where its copy is not made yet.
        fault: What that copy has; None for a story of the healthy sample.
        loading: Whether it waits for the model.
        growing: Its case, on its way or there; None where it cannot be made (no copy, no model).
        refusal: Why there is no model, one sentence; empty otherwise.
    """

    story: Story
    path: Path | None
    fault: Fault | None
    loading: bool = False
    growing: Growing[Case] | None = None
    refusal: str = ""

    @property
    def case(self) -> Case | None:
        """The case; None before it is made."""
        return self.growing.value if self.growing else None


def ids() -> tuple[str, ...]:
    """Give the ids of all stories as cases, in the order in which they are told; none without the sample.

    Raises:
        CorpusError: the stories cannot be read.
    """
    return tuple(f"{BEFORE}{each.id}" for each in stories()) if copies.index_of(None) is not None else ()


def story_named(case_id: str) -> Story | None:
    """Give the story whose case has this id; None for any other id.

    Raises:
        CorpusError: the stories cannot be read.
    """
    if not case_id.startswith(BEFORE) or copies.index_of(None) is None:
        return None
    return next((each for each in stories() if each.id == case_id.removeprefix(BEFORE)), None)


def look(story: Story, *, ahead: bool = False) -> StoryCase:
    """Say how far a story's case has come; the first to ask begins it.

    Args:
        story: The story.
        ahead: Whether it is begun before somebody looks at it; it lets go of nothing else then.

    Raises:
        InspectorError: its index cannot be opened.
    """
    fault = fault_named(story.fault)
    path = copies.index_of(fault)
    if path is None:
        return StoryCase(story, None, fault)
    index, loading = case_index.opened(path)
    if index.embedder is None:
        return StoryCase(story, path, fault, loading, refusal=index.model_refusal)

    def work(progress: Progress) -> Iterator[Case]:
        from inspector.cases.stories import story_case

        yield story_case(story, index, progress=progress)

    key = ("story case", index.collection.fingerprint, index.embedder.fingerprint, story.id)
    visitor = f"{_visitor()} ahead" if ahead else _visitor()
    return StoryCase(story, path, fault, growing=_all().look(key, work, visitor=visitor))


def title_of(story: Story) -> str:
    """Give the title of the document a story expects, as the sample has it; its id where the sample cannot say.

    Raises:
        StoreError: the sample cannot be opened.
    """
    from inspector.ui.runtime import engine

    collection = engine.collection(location.INDEX)
    if collection.rows_of([story.expected])[0] < 0:
        return story.expected
    return collection.documents((story.expected,))[0].title or story.expected


def _all() -> Refinements:
    return memo.remembered("refinements", (), Refinements)


def _visitor() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""
