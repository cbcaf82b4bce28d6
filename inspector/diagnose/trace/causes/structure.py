"""Causes in how the index searches: its metric, the lengths of vectors, what its ANN structure looks at and keeps."""

from __future__ import annotations

from inspector.contract import Metric
from inspector.diagnose.trace import placing
from inspector.diagnose.trace.case import Case
from inspector.diagnose.trace.causes.rule import Proof, name_of
from inspector.records.trace import Number
from inspector.stores.collection import Structure
from inspector.text import counted, ordinal

METRICS = {Metric.COSINE: "cosine", Metric.INNER_PRODUCT: "inner product", Metric.L2: "Euclidean distance"}


def wrong_metric(case: Case) -> Proof | None:
    """The structure ranks by another metric than the contract's, and ranking by the contract's admits it."""
    structure = _missing_from(case)
    if structure is None or structure.metric is case.contract.metric or not _ranks_otherwise(case, structure):
        return None
    place = placing.by_search(case)
    if not placing.within(case, place):
        return None
    own = placing.by_search(case, metric=structure.metric)
    return Proof(
        f"The index ranks by {METRICS[structure.metric]}, but its contract says {METRICS[case.contract.metric]}: by "
        f"that {name_of(case)} is {ordinal(place or 0)}.",
        (
            Number("metric_of_structure", structure.metric.value),
            Number("metric_of_contract", case.contract.metric.value),
            Number("rank_by_structures_metric", own),
            Number("rank_by_contracts_metric", place),
        ),
        place,
    )


def _ranks_otherwise(case: Case, structure: Structure) -> bool:
    """Whether a search of everything in the structure agrees with its own metric more than with the contract's."""
    everything = case.collection.search(case.query, case.k, where=case.request.where, params=structure.exhaustive)[0]
    own = case.collection.search(case.query, case.k, where=case.request.where, exact=True, metric=structure.metric)[0]
    found = set(everything.ids)
    return len(found & set(own.ids)) > len(found & set(case.exact_list.ids[: case.k]))


def not_normalized(case: Case) -> Proof | None:
    """Vectors of unequal length are ranked by a metric that favours some lengths; ranking directions admits it."""
    metric = case.contract.metric
    if not case.by_embedding or metric is Metric.COSINE or case.contract.normalized or not case.has_vector:
        return None
    if case.decoded:  # codes change lengths, whatever they were
        return None
    if case.approximate and case.structure is not None and case.structure.metric is not metric:
        return None
    if placing.within(case, placing.by_search(case)):
        return None
    place = placing.by_search(case, metric=Metric.COSINE)
    if not placing.within(case, place):
        return None
    return Proof(
        f"The vectors have unequal lengths and are ranked by {METRICS[metric]}, so length decides: by direction alone "
        f"{name_of(case)} is {ordinal(place or 0)}.",
        (Number("norm", case.norm), Number("rank_by_direction", place), Number("metric", metric.value)),
        place,
    )


def ann_miss(case: Case) -> Proof | None:
    """The structure would return it if it looked at everything."""
    structure = _missing_from(case)
    if structure is None or not placing.within(case, placing.by_search(case)):
        return None
    place = placing.by_search(case, params=structure.exhaustive)
    if not placing.within(case, place):
        if not structure.lossless and structure.ef_limit is None:
            return None
        place = placing.by_search(case)
    return Proof(
        f"The approximate index does not look where {name_of(case)} is: {_reason(structure)}. Among all documents it "
        f"is {ordinal(case.exact_rank or 0)}.",
        _numbers(structure),
        place,
    )


def _reason(structure: Structure) -> str:
    if structure.nlist is not None and structure.cell_rank is not None:
        return (
            f"its cell is the {ordinal(structure.cell_rank)} nearest of {structure.nlist}, and only "
            f"{structure.nprobe} {'is' if structure.nprobe == 1 else 'are'} searched"
        )
    if structure.ef_search is not None:
        if structure.ef_needed is None and structure.ef_limit is not None:
            return (
                f"even {counted(structure.ef_limit, 'candidate')} (efSearch), the most it can keep, do not lead there"
            )
        if structure.ef_needed is None:
            return "no way through its graph leads there"
        return f"its graph needs {structure.ef_needed} candidates (efSearch), and {structure.ef_search} are kept"
    return "a search of everything returns it"


def quantization_loss(case: Case) -> Proof | None:
    """Even a search of everything in the structure does not return it; the full vectors do.

    Where no search can be made to look at everything this is not known, and the miss is what is named.
    """
    structure = _missing_from(case)
    if structure is None or structure.lossless or structure.ef_limit is not None:
        return None
    place = placing.by_search(case)
    if not placing.within(case, place):
        return None
    if placing.within(case, placing.by_search(case, params=structure.exhaustive)):
        return None
    return Proof(
        f"The index compresses its vectors too much: by the full vectors {name_of(case)} is {ordinal(place or 0)}, by "
        f"the compressed ones it is not among the first {case.k}.",
        _numbers(structure),
        place,
    )


def _missing_from(case: Case) -> Structure | None:
    """Give the structure of production, where it did not bring the document within k."""
    if not case.by_embedding or not case.approximate or not case.has_vector or not case.passes:
        return None
    return None if placing.within(case, placing.now(case)) else case.structure


def _numbers(structure: Structure) -> tuple[Number, ...]:
    found = (
        Number("structure", structure.name),
        Number("nprobe", structure.nprobe),
        Number("nlist", structure.nlist),
        Number("cell_rank", structure.cell_rank),
        Number("ef_search", structure.ef_search),
        Number("ef_needed", structure.ef_needed),
        Number("score", structure.score),
        Number("score_compressed", structure.coded_score),
    )
    return tuple(number for number in found if number.value is not None)
