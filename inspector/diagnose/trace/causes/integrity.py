"""Causes that are seen directly: the filter, the text, the stored vector."""

from __future__ import annotations

import numpy as np

from inspector.diagnose.freshness.judge import Origin
from inspector.diagnose.trace import placing
from inspector.diagnose.trace.case import Case
from inspector.diagnose.trace.causes.rule import Proof, name_of
from inspector.records.documents import Condition
from inspector.records.results import Retriever
from inspector.records.trace import Number
from inspector.text import listed, ordinal, quoted

DEEPER = 1_000
"""How far a filtered search is followed to see whether the filter only came after it."""


def filtered_out(case: Case) -> Proof | None:
    """The document fails the filter, or the engine filtered after the search and the filter ate the places."""
    if not case.request.where:
        return None
    if case.passes:
        return _filtered_after(case)
    failing = _failing(case)
    said = listed([_differs(case, field, wanted) for field, wanted in failing])
    nothing = " No document at all passes it." if not case.matching else ""
    numbers = (
        Number("filter", "pre"),
        Number("matching", case.matching),
        *(Number(f"own_{field}", _own(case, field)) for field, _ in failing),
    )
    place = placing.by_search(case, where=()) if not (case.by_embedding and case.no_model) else None
    after = f" Without the filter it is {ordinal(place)}." if place else ""
    return Proof(f"The filter leaves {name_of(case)} out: {said}.{nothing}{after}", numbers, place)


def _failing(case: Case) -> list[tuple[str, tuple[Condition, ...]]]:
    """Give the fields whose conditions the document fails, in order."""
    found = []
    for field in dict.fromkeys(condition.field for condition in case.request.where):
        wanted = tuple(condition for condition in case.request.where if condition.field == field)
        mask = case.collection.matching(wanted)
        if mask is not None and not mask[case.row]:
            found.append((field, wanted))
    return found


def _own(case: Case, field: str) -> str:
    value = case.document.parent if field == "parent" else case.document.metadata.get(field)
    return "" if value is None else str(value)


def _differs(case: Case, field: str, wanted: tuple[Condition, ...]) -> str:
    """Say what was asked of a field, and what the document has there instead."""
    asked = listed([quoted(condition.value) for condition in wanted], last="or")
    own = _own(case, field)
    if not own:
        return f"it asks for {field} {asked}, and this document has no {field}"
    near = any(_loosely(own) == _loosely(condition.value) for condition in wanted)
    but = ", the same but for its spelling" if near else ""
    return f"it asks for {field} {asked}, and this document has {quoted(own)}{but}"


def _loosely(value: str) -> str:
    return "".join(value.casefold().split()).lstrip("0")


def _filtered_after(case: Case) -> Proof | None:
    """Tell a filter that is put on the results from one that is put on the search: only more results bring more."""
    if case.request.retriever is Retriever.KEYWORD or case.no_model:
        return None
    expected = min(case.k, case.matching)
    if len(case.returned) >= expected or not placing.within(case, case.exact_rank):
        return None
    if not _beyond_candidates(case):
        deeper = case.searched(min(DEEPER, case.collection.population)).ids
        if case.id not in deeper:
            return None
    return Proof(
        f"The filter is put on the results, not on the search: of {case.k} places only {len(case.returned)} are left, "
        f"and {name_of(case)}, really {ordinal(case.exact_rank or 0)}, is not among them.",
        (Number("filter", "post"), Number("matching", case.matching), Number("returned", len(case.returned))),
        case.exact_rank,
    )


def _beyond_candidates(case: Case) -> bool:
    """Whether the structure filters what it found, and what it looks at without the filter ends before the document."""
    structure = case.structure if case.approximate and case.has_vector else None
    if structure is None or not structure.filters_after:
        return False
    place = int(case.collection.ranks(case.query, [case.id]).ranks[0, 0])
    return structure.ef_search is None or not place or place > structure.ef_search


def empty_text(case: Case) -> Proof | None:
    """There was nothing to embed, or only a title where other documents have a text."""
    if not case.text.strip():
        return Proof(f"{name_of(case)} has no text at all, so there was nothing to embed.", (Number("characters", 0),))
    if not case.bodyless:
        return None
    return Proof(
        f"The text of {name_of(case)} is empty: nothing but its title was embedded.",
        (Number("characters", len(case.text)), Number("body_characters", 0)),
    )


def invalid_vector(case: Case) -> Proof | None:
    """A component of the stored vector is NaN or infinite."""
    if not case.by_embedding or case.finite:
        return None
    broken = int(np.count_nonzero(~np.isfinite(case.stored)))
    return Proof(
        f"The stored vector of {name_of(case)} is broken: {broken} of its {case.contract.dim} values are no numbers, "
        f"so no search can return it.{_anew(case)}",
        (Number("broken_components", broken),),
        _fresh_place(case),
    )


def zero_vector(case: Case) -> Proof | None:
    """The stored vector has no direction."""
    if not case.by_embedding or not case.finite or case.norm > 0:
        return None
    return Proof(
        f"The stored vector of {name_of(case)} is all zeros: it is equally far from every query.{_anew(case)}",
        (Number("norm", 0.0),),
        _fresh_place(case),
    )


def foreign_model(case: Case) -> Proof | None:
    """The stored vector lies outside the model's space."""
    if not _comparable(case) or case.judgement.origin is not Origin.FOREIGN:
        return None
    return Proof(
        f"The vector of {name_of(case)} comes from another model: it resembles no text this model reads.{_anew(case)}",
        case.judgement.numbers,
        _fresh_place(case),
    )


def missing_prompt(case: Case) -> Proof | None:
    """The document was embedded with another prompt than the model's, or the contract lacks one the model asks for."""
    if not _comparable(case):
        return None
    query_prompt, document_prompt = case.configured_prompts
    configured = (
        Number("query_prompt_of_model", query_prompt),
        Number("query_prompt_of_contract", case.contract.query_prompt),
        Number("document_prompt_of_model", document_prompt),
        Number("document_prompt_of_contract", case.contract.document_prompt),
    )
    if case.judgement.origin is Origin.PROMPT:
        said = _embedded_with(case)
        return Proof(f"{said}{_anew(case)}", (*configured, *case.judgement.numbers), _fresh_place(case))
    sides = [
        (side, of_model)
        for side, of_model, of_contract in (
            ("queries", query_prompt, case.contract.query_prompt),
            ("documents", document_prompt, case.contract.document_prompt),
        )
        if of_model and of_model != of_contract
    ]
    if not sides:
        return None
    asked = listed([f"{prompt!r} before {side}" for side, prompt in sides])
    place = prompted_place(case)
    after = f" With it, it would be {ordinal(place)}." if place else ""
    return Proof(f"The model wants {asked}, and this index was made without.{after}", configured, place)


def prompted_place(case: Case) -> int | None:
    """Give its place with the prompts that the model's own configuration names."""
    query_prompt, document_prompt = case.configured_prompts
    vector = case.embedder.encode([case.text], prompt=document_prompt)
    asked = case.embedder.encode([case.request.query], prompt=query_prompt)
    return placing.with_vectors(case, vector, asked)


def _embedded_with(case: Case) -> str:
    evidence = {number.name: number.value for number in case.judgement.numbers}
    prompt = evidence.get("recovered_by")
    if prompt is None:
        return f"{name_of(case)} was embedded behind an instruction that the contract does not name."
    if prompt == "":
        return f"{name_of(case)} was embedded without the prompt {case.contract.document_prompt!r} of the contract."
    return f"{name_of(case)} was embedded with the prompt {prompt!r}, which the contract does not name."


def stale_vector(case: Case) -> Proof | None:
    """The stored vector is of another text, by the same model."""
    if not _comparable(case) or case.judgement.origin not in (Origin.STALE, Origin.RECIPE):
        return None
    numbers = case.judgement.numbers
    if case.judgement.origin is Origin.RECIPE:
        recipe = next(number.value for number in numbers if number.name == "recovered_by")
        said = f"{name_of(case)} was embedded by the text recipe {recipe!r}, not by the contract's."
    else:
        said = (
            f"The vector of {name_of(case)} is of an older or other text: its similarity to the text on show is "
            f"{case.judgement.similarity:.2f} instead of 1.00."
        )
    return Proof(f"{said}{_anew(case)}", numbers, _fresh_place(case))


def _comparable(case: Case) -> bool:
    """Whether the stored vector can be held against one embedded now."""
    return case.by_embedding and case.has_vector and bool(case.text.strip())


def _fresh_place(case: Case) -> int | None:
    """Give its place with its text embedded now; None without a model, a text, or a place."""
    if case.no_texts or not case.text.strip():
        return None
    return placing.with_vectors(case, case.fresh)


def _anew(case: Case) -> str:
    place = _fresh_place(case)
    return f" Embedded anew it would be {ordinal(place)}." if place else ""
