"""What was seen, on the page of a case: the three lists, the words as chips, the findings, the stages."""

from __future__ import annotations

import math

from inspector.cases.page.markup import Markup, joined, raw, tag
from inspector.cases.page.story import move, name_of, own_document
from inspector.records.cases import Case
from inspector.records.findings import Finding
from inspector.records.results import Badge, Retriever
from inspector.records.seen import SeenEffects, SeenTrace, SeenWords
from inspector.records.trace import STAGE_TITLES, Stage, StageStatus
from inspector.search.snippets import snippet
from inspector.text import counted, ordinal, shortened

SNIPPET = 100
CHIPPED = 3
STRONGEST = 38
"""Per cent of a colour behind the word with the largest effect."""
SIGNS = {StageStatus.PASS: ("✓", "pass"), StageStatus.FAIL: ("✗", "fail"), StageStatus.UNKNOWN: ("?", "unknown")}
STATUS = {StageStatus.PASS: "fine", StageStatus.FAIL: "problem", StageStatus.UNKNOWN: "not known"}
TITLES = {Retriever.KEYWORD: "Keyword", Retriever.EMBEDDING: "Embedding", Retriever.HYBRID: "Hybrid"}
UNITS = {Retriever.KEYWORD: "BM25 score", Retriever.EMBEDDING: "cosine distance", Retriever.HYBRID: "fused score"}


def lists(case: Case) -> Markup:
    """Give the three lists beside each other."""
    seen = case.seen.lists
    none: tuple[Badge, ...] = ()
    rows = {
        Retriever.KEYWORD: [(hit.rank, hit.id, hit.title, f"{hit.score:.2f}", none) for hit in seen.keyword],
        Retriever.EMBEDDING: [
            (hit.rank, hit.id, hit.title, _number(hit.distance), hit.badges) for hit in seen.embedding
        ],
        Retriever.HYBRID: [(hit.rank, hit.id, hit.title, f"{hit.score:.4f}", none) for hit in seen.hybrid],
    }
    return tag("div", *(_list(case, retriever, hits) for retriever, hits in rows.items()), class_="lists")


def _list(case: Case, retriever: Retriever, hits: list[tuple[int, str, str, str, tuple[Badge, ...]]]) -> Markup:
    head = tag("h3", TITLES[retriever], tag("span", UNITS[retriever]))
    body = tag("ol", *(_row(case, *hit) for hit in hits)) if hits else tag("p", "Nothing came.", class_="muted")
    return tag("section", head, body, class_=f"list {retriever.value}")


def _row(case: Case, rank: int, document_id: str, title: str, value: str, badges: tuple[Badge, ...]) -> Markup:
    document = case.document(document_id)
    wanted = document_id in case.expectation.ids or bool(document and document.parent in case.expectation.ids)
    begins = snippet(document.text, (), SNIPPET).text if document else ""
    marks = [joined([tag("span", badge.label, class_="badge", title=badge.help), raw(" ")]) for badge in badges]
    name = tag("span", tag("span", "◆ ", class_="diamond") if wanted else "", title.strip() or document_id)
    said = tag(
        "span", joined(marks), f"{document_id} · {begins}" if title.strip() and begins else begins or document_id
    )
    return tag(
        "li",
        tag("span", str(rank), class_="rank"),
        name,
        tag("span", value, class_="value"),
        tag("span", said, class_="said"),
        class_="expected" if wanted else "",
    )


def chips(case: Case) -> Markup:
    """Give the query's words as chips, for the expected documents and the first neighbor; empty without effects."""
    words = case.seen.words
    if words is None or not words.words:
        return raw("")
    wanted = [document.id for place in case.seen.expected if (document := own_document(case, place))]
    first = [hit.id for hit in case.seen.lists.embedding[:1]]
    ids = list(dict.fromkeys([*wanted, *first]))[:CHIPPED]
    known = {each.id: each for each in words.documents}
    parts = [_chips(case, words, known[each], expected=each in wanted) for each in ids if each in known]
    if not parts:
        return raw("")
    key = (
        "The number is how much the similarity falls without the word. Blue: the word pulls the document closer. "
        "Orange: it pushes it away. Grey: no measurable effect. The arrow leads to the rank without the word."
    )
    return joined([tag("h2", "What each word did"), *parts, tag("p", key, class_="small muted")])


def _chips(case: Case, words: SeenWords, effects: SeenEffects, *, expected: bool) -> Markup:
    largest = max((abs(each) for each in effects.removal if math.isfinite(each)), default=0.0)
    rows = [
        _chip(word.text, removal, without, effects.noise_floor, largest)
        for word, removal, without in zip(words.words, effects.removal, effects.rank_without, strict=True)
    ]
    sign = tag("span", "◆ ", class_="diamond") if expected else ""
    place = f", {ordinal(effects.rank)}" if effects.rank else ""
    head = tag("h3", sign, name_of(case.document(effects.id), effects.id), tag("span", place, class_="muted"))
    more = (
        tag("p", f"{counted(words.skipped, 'further word')} not tried.", class_="small muted") if words.skipped else ""
    )
    return joined([head, tag("ul", *rows, class_="chips"), Markup(more)])


def _chip(word: str, removal: float, without: int | None, floor: float, largest: float) -> Markup:
    known = math.isfinite(removal)
    measurable = known and abs(removal) >= floor and removal != 0
    kind = "none" if not measurable else "closer" if removal > 0 else "away"
    share = round(STRONGEST * abs(removal) / largest) if measurable and largest > 0 else 0
    arrow = f" → {ordinal(without)}" if without else ""
    wash = f"background:color-mix(in srgb,var(--mark) {share}%,transparent)" if share else ""
    return tag("li", shortened(word), tag("small", _signed(removal) + arrow), class_=kind, style=wash)


def _signed(removal: float) -> str:
    if not math.isfinite(removal):
        return "unknown"
    return "±0.000" if round(removal, 3) == 0 else f"{removal:+.3f}".replace("-", "−")


def _number(value: float) -> str:
    return f"{value:.3f}" if math.isfinite(value) else "–"


def traces(case: Case) -> Markup:
    """Give stages and remedies of each trace; empty where there is none."""
    return joined([_trace(case, each, many=len(case.seen.traces) > 1) for each in case.seen.traces])


def _trace(case: Case, trace: SeenTrace, *, many: bool) -> Markup:
    name = name_of(case.document(trace.chunk or trace.doc), trace.doc)
    parts = [tag("h2", f"Its way into the list: {name}" if many else "Its way into the list")]
    parts.append(tag("ol", *(_stage(each.status, each.stage, each.summary) for each in trace.stages), class_="stages"))
    if trace.remedies:
        rows = [
            tag(
                "tr",
                tag("th", {True: "worked", False: "did not help", None: "not tried"}[each.worked]),
                tag("td", each.change),
                tag("td", move(each) if each.worked is not None else "–"),
            )
            for each in trace.remedies
        ]
        parts += [tag("h2", "What was tried"), tag("div", tag("table", *rows), class_="scroll")]
    return joined(parts)


def _stage(status: StageStatus, stage: Stage, summary: str) -> Markup:
    sign, kind = SIGNS[status]
    label = tag("span", f"{STAGE_TITLES[stage]} · {STATUS[status]}", raw("<br>"), class_="small muted")
    return tag("li", tag("span", sign, class_=kind), tag("span", label, summary))


def findings(case: Case) -> Markup:
    """Give what the checks believed."""
    seen = case.seen
    head = tag("h2", "What the checks believed")
    if not seen.findings:
        return joined([head, tag("p", f"{counted(seen.checked, 'check')}, nothing found.")])
    return joined([head, *(_finding(each) for each in seen.findings)])


def _finding(finding: Finding) -> Markup:
    facts = tag("ul", *(tag("li", f"{each.label}: {each.value}") for each in finding.evidence))
    said = " ".join(each for each in (finding.likely_cause, finding.try_this) if each)
    word = tag("span", finding.severity.value, class_="word")
    return tag("div", tag("p", finding.summary, " ", word), facts, tag("p", said, class_="small"), class_="finding")
