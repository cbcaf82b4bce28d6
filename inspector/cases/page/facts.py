"""Settings, versions and what was left out: the end of a case's page."""

from __future__ import annotations

from inspector.cases.page.markup import Markup, joined, tag
from inspector.cases.redaction import left_out_sentence
from inspector.records.cases import Case
from inspector.records.results import Fusion

_FUSIONS = {Fusion.RRF: "reciprocal ranks", Fusion.WEIGHTED: "weighted scores"}


def facts(case: Case) -> Markup:
    """Give the table of settings and versions, and the notes on the case itself."""
    table = tag("table", *(tag("tr", tag("th", label), tag("td", value)) for label, value in rows_of(case)))
    notes = [left_out_sentence(case)] if case.left_out else []
    if case.edited:
        notes.append("The file of this case was changed by hand since it was saved.")
    said = [tag("p", note, class_="small muted") for note in notes]
    return joined([tag("h2", "Settings and versions"), *said, tag("div", table, class_="scroll")])


def rows_of(case: Case) -> tuple[tuple[str, str], ...]:
    """Give label and value of each setting and version; what is empty has no row."""
    return tuple((label, value) for label, value in (*_asked(case), *_index(case), *_made(case)) if value)


def _asked(case: Case) -> list[tuple[str, str]]:
    request, seen = case.request, case.seen
    how = "given as a vector" if request.given else "embedded by the model"
    if request.like:
        how = f"the stored vector of {request.like}"
    return [
        ("Results asked for (k)", f"{request.k:,}"),
        ("List that counts", request.retriever.value),
        ("Query", how),
        ("Filter", " · ".join(f"{each.field}={each.value}" for each in request.where)),
        ("Documents that pass it", f"{seen.matching:,}" if request.where else ""),
        ("Hybrid", f"{_FUSIONS[request.fusion]}, embedding {request.weight:.0%}"),
        ("Search", "exact" if request.exact or not case.index.has_ann else "the index's ANN structure"),
        ("Ranks are", seen.ranks_are.value),
    ]


def _index(case: Case) -> list[tuple[str, str]]:
    index = case.index
    contract = index.contract
    return [
        ("Index", index.name),
        ("Fingerprint", index.fingerprint),
        ("Documents", f"{index.count:,}"),
        ("Model", contract.model or "unknown"),
        ("Weights (SHA-256)", contract.weights_sha256),
        ("Dimensions", f"{contract.dim:,}"),
        ("Metric", contract.metric.value),
        ("Text recipe", contract.recipe.replace("\n", "⏎")),
        ("Tokens read", f"{contract.max_tokens:,}" if contract.max_tokens else "unknown"),
        ("Query prompt", contract.query_prompt),
        ("Document prompt", contract.document_prompt),
        ("Made at", contract.made_at),
        ("Made with", ", ".join(contract.tools)),
    ]


def _made(case: Case) -> list[tuple[str, str]]:
    timings, cost = case.seen.timings, case.seen.cost
    return [
        ("Answered in", f"{timings.total:.0f} ms, {cost.encodes:,} texts encoded, {cost.tokens:,} tokens"),
        ("Case", case.id),
        ("Kept at", case.created_at),
        ("Kept by", case.tool),
    ]
