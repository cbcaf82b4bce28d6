"""The JSON form of an inspection: field names are promises; what later work fills is null, not missing.

Ranks are 1-based, null where absent; numbers that do not exist are null; percentiles are 0 to 100.
"""

from __future__ import annotations

from typing import Any

from inspector.records.explanation import Contributions
from inspector.records.findings import Finding
from inspector.records.inspection import Inspection
from inspector.records.results import HybridHit, KeywordHit, Neighbor

Json = dict[str, Any]


def inspection_json(inspection: Inspection) -> Json:
    """Give the JSON form of an inspection; NaN stands where a number does not exist."""
    index, timings, cost = inspection.index, inspection.timings, inspection.cost
    return {
        "query": inspection.request.query,
        "index": {
            "name": index.name,
            "fingerprint": index.fingerprint,
            "count": index.count,
            "sample": index.sample,
            "dim": index.dim,
            "model": index.model,
        },
        "ranks_are": inspection.ranks_are.value,
        "neighbors": [_neighbor(hit) for hit in inspection.neighbors],
        "keyword": [_keyword(hit) for hit in inspection.keyword],
        "hybrid": [_hybrid(hit) for hit in inspection.hybrid],
        "contributions": _contributions(inspection.contributions),
        "findings": [finding_json(finding) for finding in inspection.findings],
        "timings_ms": {
            "encode": timings.encode,
            "search": timings.search,
            "keyword": timings.keyword,
            "fuse": timings.fuse,
            "explain": timings.explain,
            "diagnose": timings.diagnose,
            "total": timings.total,
        },
        "cost": {"encodes": cost.encodes, "tokens": cost.tokens},
        **({"contributions_refused": inspection.effects_refusal} if inspection.effects_refusal else {}),
    }


def _neighbor(hit: Neighbor) -> Json:
    return {
        "rank": hit.rank,
        "exact_rank": hit.exact_rank,
        "id": hit.id,
        "title": hit.title,
        "distance": hit.distance,
        "similarity": hit.similarity,
        "percentile": hit.percentile,
        "keyword_rank": hit.keyword_rank,
        "badges": [badge.label for badge in hit.badges],
        **_parent(hit),
    }


def _keyword(hit: KeywordHit) -> Json:
    return {
        "rank": hit.rank,
        "id": hit.id,
        "title": hit.title,
        "score": hit.score,
        "terms": [{"term": term.term, "score": term.score} for term in hit.terms],
        "neighbor_rank": hit.neighbor_rank,
        **_parent(hit),
    }


def _hybrid(hit: HybridHit) -> Json:
    return {
        "rank": hit.rank,
        "id": hit.id,
        "title": hit.title,
        "score": hit.score,
        "neighbor_rank": hit.neighbor_rank,
        "keyword_rank": hit.keyword_rank,
        **_parent(hit),
    }


def _parent(hit: Neighbor | KeywordHit | HybridHit) -> Json:
    return {"parent": hit.parent, "more_of_parent": hit.more_of_parent}


def _contributions(effects: Contributions | None) -> Json | None:
    if effects is None:
        return None
    return {
        "words": [
            {
                "text": word.text,
                "start": word.start,
                "end": word.end,
                "effects": {each: _effect(effects, row, column) for column, each in enumerate(effects.ids)},
            }
            for row, word in enumerate(effects.words)
        ],
        "noise_floor": dict(zip(effects.ids, effects.noise_floor.tolist(), strict=True)),
        "empty_similarity": dict(zip(effects.ids, effects.empty_similarity.tolist(), strict=True)),
        "fidelity": None,
    }


def _effect(effects: Contributions, row: int, column: int) -> Json:
    return {
        "removal": float(effects.removal[row, column]),
        "fair_share": None,
        "rank_without": int(effects.rank_without[row, column]) or None,
    }


def finding_json(finding: Finding) -> Json:
    """Give the JSON form of a finding."""
    return {
        "cause": finding.cause.value if finding.cause else None,
        "check": finding.check,
        "severity": finding.severity.value,
        "summary": finding.summary,
        "evidence": [{"label": each.label, "value": each.value} for each in finding.evidence],
        "likely_cause": finding.likely_cause,
        "try_this": finding.try_this,
        "verify_by": finding.verify_by,
    }
