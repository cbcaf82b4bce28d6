"""The story of a case, first on its page: what was asked, what should have come, what came, why, and what helps."""

from __future__ import annotations

from inspector.cases.page.markup import Markup, joined, raw, tag
from inspector.cases.sentences import HEADS, NAMES, place_words
from inspector.records.cases import Case, KeptDocument
from inspector.records.replays import Replay, Verdict
from inspector.records.results import Retriever
from inspector.records.seen import SeenPlace
from inspector.records.trace import Remedy
from inspector.text import counted, listed, ordinal, shortened

_CAME = 3
_HOLDS = (Verdict.PASSES, Verdict.FIXED)


def verdict(answer: Replay | None) -> Markup:
    """Give the strip that says what became of the case; nothing where it was not asked again."""
    if answer is None:
        return raw("")
    kind = "fails" if answer.verdict.fails else "holds" if answer.verdict in _HOLDS else ""
    said = answer.summary.removeprefix(f"{HEADS[answer.verdict]}: ")
    notes = [tag("p", note, class_="small muted") for note in answer.notes]
    changed = [f"{each.what.lower()}: {each.then} → {each.now}" for each in answer.facts]
    if changed:
        notes.append(tag("p", f"Changed since: {'; '.join(changed)}.", class_="small muted"))
    today = tag("b", f"Today: {HEADS[answer.verdict].lower()}")
    return tag("div", today, tag("div", tag("p", said), joined(notes)), class_=f"verdict {kind}".strip())


def story(case: Case) -> Markup:
    """Give the story."""
    request = case.request
    rows: list[tuple[str, Markup]] = []
    if not named_by_query(case):
        rows.append(
            ("Asked", tag("span", f"“{request.query}”" if request.query.strip() else "(nothing)", class_="asked"))
        )
    if request.where:
        said = listed([f"{each.field} = {each.value or '(none)'}" for each in request.where])
        rows.append(("Among documents with", tag("span", said)))
    if case.seen.expected:
        rows.append(("Should come", joined([_expected(case, each) for each in case.seen.expected])))
    rows.append(("Came first", _came(case)))
    rows += [
        ("Why", _cause(case, place)) for place in case.seen.expected if not place.met and case.seen.trace(place.id)
    ]
    helped = _remedies(case)
    if helped:
        rows.append(("Would bring it back", helped))
    return tag("dl", *(joined([tag("dt", label), tag("dd", content)]) for label, content in rows), class_="story")


def name_of(document: KeptDocument | None, document_id: str) -> str:
    """Give the title of a document, or its id where it has none."""
    return document.title if document and document.title.strip() else document_id


def own_document(case: Case, place: SeenPlace) -> KeptDocument | None:
    """Give the document an expected id means: itself, or the chunk that was traced."""
    trace = case.seen.trace(place.id)
    chunk = trace.chunk if trace and trace.chunk else place.id
    found = case.document(chunk)
    return found or next((each for each in case.kept.documents if each.parent == place.id), None)


def _expected(case: Case, place: SeenPlace) -> Markup:
    name = name_of(own_document(case, place), place.id)
    where = place_words(case, place)
    said = f"{where} in the {NAMES[case.request.retriever]} search" if place.indexed else where
    bar = (
        f", within the first {case.within}, as it should"
        if place.met
        else f"; should be within the first {case.within}"
    )
    code = tag("span", f" {place.id}", class_="id") if name != place.id else raw("")
    return tag(
        "p", tag("span", "◆ ", class_="diamond"), name, code, raw("<br>"), tag("span", said + bar, class_="small")
    )


def _came(case: Case) -> Markup:
    hits = {
        Retriever.KEYWORD: [(hit.rank, hit.id, hit.title) for hit in case.seen.lists.keyword],
        Retriever.EMBEDDING: [(hit.rank, hit.id, hit.title) for hit in case.seen.lists.embedding],
        Retriever.HYBRID: [(hit.rank, hit.id, hit.title) for hit in case.seen.lists.hybrid],
    }[case.request.retriever]
    if not hits:
        return tag("span", f"Nothing: the {NAMES[case.request.retriever]} list is empty.")
    rows = [tag("li", title.strip() or each) for _, each, title in hits[:_CAME]]
    return tag("ol", *rows)


def _cause(case: Case, place: SeenPlace) -> Markup:
    trace = case.seen.trace(place.id)
    if trace is None:
        return raw("")
    word = trace.cause.replace("_", " ") if trace.cause else "not known"
    also = [cause.replace("_", " ") for cause in trace.also]
    more = tag("span", f" Also true: {listed(also)}.", class_="small muted") if also else raw("")
    return tag("p", trace.summary, " ", tag("span", word, class_="word"), more)


def _remedies(case: Case) -> Markup:
    """Give the changes that worked, each once, best first; empty where nothing was tried."""
    tried = [each for trace in case.seen.traces for each in trace.remedies if each.worked is not None]
    worked = [each for each in tried if each.worked]
    if not tried:
        return raw("")
    if not worked:
        return tag("span", f"{counted(len(tried), 'change')} tried, each alone; none brings it back.")
    return joined([tag("p", f"{each.change} ", tag("span", move(each), class_="move")) for each in worked[:_CAME]])


def move(remedy: Remedy) -> str:
    """Say where a document stood and where it stands after a change: "85th → 1st"."""
    before = ordinal(remedy.rank_before) if remedy.rank_before else "not there"
    after = ordinal(remedy.rank_after) if remedy.rank_after else "still not there"
    return f"{before} → {after}"


def named_by_query(case: Case) -> bool:
    """Say whether a case has no title of its own, so that its heading is the query."""
    return bool(case.request.query.strip()) and case.title in ("", shortened(case.request.query, 80))


def title_of(case: Case) -> str:
    """Give the case's name for a heading."""
    if named_by_query(case):
        return f"“{shortened(case.request.query, 400)}”"
    return shortened(case.title or case.id, 200)
