"""Drift of documents: an earlier index and a later one, or the parts of one index before and after a date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.monitor.asked import Asked, asked, shown
from inspector.monitor.groups import SEED, Drawn, Group, draw, everything, groups
from inspector.monitor.neighbors import K, between_indexes, within_index
from inspector.monitor.overlap import other_vectors, overlap_of
from inspector.monitor.parts import parts
from inspector.monitor.quantities import quantities
from inspector.monitor.shift import Shift, caveats, clearest, farness, refusal, shift
from inspector.monitor.words import count_terms, vocabulary
from inspector.progress import Progress, silent
from inspector.records.documents import Document
from inspector.records.drift import Drift, Drifting, Example, NeighborChange, Turnover, Verdict, Vocabulary
from inspector.stores.collection import Collection
from inspector.text import counted, first_sentence

READ = 10_000
"""At most so many documents a side are read for their words."""
_BATCH = 1_024


@dataclass(frozen=True, slots=True)
class Pair:
    """Then and now, ready to be compared.

    Attributes:
        names: Of then and of now.
        whole: All documents of then, and of now.
        tested: The two groups that are laid side by side.
        came: Documents of now that were not there then; None where they are all of now.
        turnover: How the sides overlap; None where that is not known.
        consequence: Measures how the neighbors of some queries change.
        refused: Why the vectors cannot be laid side by side; empty where they can.
        notes: What to bear in mind.
    """

    names: tuple[str, str]
    whole: tuple[Group, Group]
    tested: tuple[Group, Group]
    came: Group | None
    turnover: Turnover | None
    consequence: Callable[[Asked], NeighborChange | None]
    refused: str = ""
    notes: tuple[str, ...] = ()


def compare_documents(
    then: Collection,
    now: Collection,
    embedder: Embedder | None = None,
    *,
    queries: Sequence[str] = (),
    no_model: str = "",
    k: int = K,
    progress: Progress = silent,
) -> Drift:
    """Compare an earlier index with a later one.

    Args:
        then: The earlier index.
        now: The later one.
        embedder: The model of now; without it, what needs one is left out and said.
        queries: Real queries to measure the consequence with; empty = some are made from documents of then.
        no_model: Why there is no embedder, as the end of a sentence.
        k: Neighbors looked at for each query, >= 1.
        progress: Told how far each step has come.

    Raises:
        EmbedderError: the model failed.
        CancelledError: progress asked to stop.
    """
    partly = [each for each in (then, now) if each.count < each.population]
    overlap = overlap_of(then, now, progress)
    tested = everything(then, now) if partly else groups(then, now, overlap)
    notes = list(caveats(then.contract, now.contract))
    notes += [f"Of {each.name} only a sample of {each.count:,} documents is gone through." for each in partly]
    refused = refusal(then.contract, now.contract)
    if not (partly or refused) and (said := other_vectors(then, now, overlap)):
        notes.insert(0, said)

    def consequence(given: Asked) -> NeighborChange | None:
        return between_indexes(then, now, None if partly else overlap, given.texts, given.vectors, made=given.made, k=k)

    pair = Pair(
        names=(then.name, now.name),
        whole=everything(then, now),
        tested=tested,
        came=None if partly or len(overlap.came) == now.count else Group("", now, overlap.came),
        turnover=None if partly else overlap.turnover,
        consequence=consequence,
        refused=refused,
        notes=tuple(notes),
    )
    return _compared(pair, embedder, queries, no_model, progress)


def compare_parts(
    collection: Collection,
    field: str,
    split: str,
    embedder: Embedder | None = None,
    *,
    queries: Sequence[str] = (),
    no_model: str = "",
    k: int = K,
    progress: Progress = silent,
) -> Drift:
    """Compare the documents of one index before a value of a field with those from it on.

    Args:
        collection: The index.
        field: A metadata field, such as the date of the last change.
        split: The value with which now begins: "2025-01-01".
        embedder: As in `compare_documents`.
        queries: As in `compare_documents`.
        no_model: As in `compare_documents`.
        k: As in `compare_documents`.
        progress: As in `compare_documents`.

    Raises:
        RequestError: the field or the value cannot be used.
        EmbedderError: the model failed.
        CancelledError: progress asked to stop.
    """
    found = parts(collection, field, split, progress)
    then, now = found.then, found.now

    def consequence(given: Asked) -> NeighborChange | None:
        both = np.concatenate([then.rows, now.rows])
        return within_index(collection, now.rows, both, given.texts, given.vectors, made=given.made, k=k)

    verb = "is" if found.undated == 1 else "are"
    left_out = f"{counted(found.undated, 'document')} without {field} {verb} left out."
    pair = Pair(
        names=(f"{collection.name}, {field} before {split}", f"{collection.name}, {field} from {split} on"),
        whole=(then, now),
        tested=(then, now),
        came=None,
        turnover=None,
        consequence=consequence,
        notes=(left_out,) if found.undated else (),
    )
    return _compared(pair, embedder, queries, no_model, progress)


def _compared(
    pair: Pair, embedder: Embedder | None, queries: Sequence[str], no_model: str, progress: Progress
) -> Drift:
    """Measure a pair."""
    then, now = (draw(group, seed=SEED + place) for place, group in enumerate(pair.tested))
    contract = pair.tested[1].collection.contract
    notes = [*pair.notes]
    found, examples = _laid(pair, then, now, progress)
    if pair.refused:
        notes.append(pair.refused)
    if embedder is None and no_model:
        notes.append(f"Words as the model reads them were not looked at, because {no_model}.")
    neighbors, said = _consequence(pair, embedder, queries, no_model, progress)
    return Drift(
        drifting=Drifting.DOCUMENTS,
        then_name=pair.names[0],
        now_name=pair.names[1],
        verdict=found.verdict,
        then=then.side,
        now=now.side,
        turnover=pair.turnover,
        test=found.test,
        separation=found.separation,
        vocabulary=_vocabulary(*pair.whole, progress),
        quantities=quantities(
            then.texts,
            now.texts,
            embedder,
            prompt=contract.document_prompt,
            limit=contract.max_tokens,
            progress=progress,
        ),
        examples=examples,
        neighbors=neighbors,
        fit=None,
        notes=(*notes, *said),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _laid(pair: Pair, then: Drawn, now: Drawn, progress: Progress) -> tuple[Shift, tuple[Example, ...]]:
    """Lay the groups side by side, and choose the documents that show best what came."""
    moved = pair.turnover
    if moved is not None and not (moved.new or moved.edited or moved.gone):
        return Shift(Verdict.IDENTICAL, None, None, np.zeros(0)), ()
    if pair.refused:
        return Shift(Verdict.NOT_COMPARABLE, None, None, np.zeros(0)), ()
    found = shift(then.vectors, now.vectors, progress)
    if found.verdict is Verdict.UNCHANGED:
        return found, ()
    if pair.came is None or len(pair.came.rows) == now.side.count:
        return found, _examples(now, found.scores)
    came = draw(pair.came)
    return found, _examples(came, farness(draw(pair.whole[0]).vectors, came.vectors))


def _examples(drawn: Drawn, scores: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[Example, ...]:
    return tuple(
        Example(drawn.documents[row].id, _title(drawn.documents[row]), float(scores[row])) for row in clearest(scores)
    )


def _title(document: Document) -> str:
    return shown(document.title or first_sentence(document.text) or document.id)


def _consequence(
    pair: Pair, embedder: Embedder | None, queries: Sequence[str], no_model: str, progress: Progress
) -> tuple[NeighborChange | None, tuple[str, ...]]:
    """Measure how neighbors change, or say why not."""
    if pair.refused:
        return None, ()
    given = asked(pair.whole[0], embedder, queries, no_model, progress)
    if given is None:
        why = no_model if queries else "then has no document to make queries from"
        return None, (f"Changed neighbors were not counted, because {why}.",)
    progress(0, 0, "Comparing neighbors")
    found = pair.consequence(given)
    unfound = () if found else ("Changed neighbors were not counted, because no query finds anything now.",)
    return found, (*((given.note,) if given.note else ()), *unfound)


def _vocabulary(then: Group, now: Group, progress: Progress) -> Vocabulary | None:
    before, read_before = _terms(then, progress)
    after, read_after = _terms(now, progress)
    return vocabulary(before, read_before, after, read_after)


def _terms(group: Group, progress: Progress) -> tuple[Counter[str], int]:
    """Count the words of a group, or of a seeded sample of it."""
    rows = group.rows
    if len(rows) > READ:
        rows = np.sort(np.random.default_rng(SEED).choice(rows, READ, replace=False))
    counts: Counter[str] = Counter()
    read = 0
    for start in range(0, len(rows), _BATCH):
        progress(start, len(rows), "Reading words")
        documents = group.collection.documents(group.collection.ids_at(rows[start : start + _BATCH]))
        part, more = count_terms(f"{each.title}\n{each.text}" for each in documents if each.title or each.text)
        counts.update(part)
        read += more
    return counts, read
