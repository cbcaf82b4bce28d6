"""What if the query were put another way: the lists searched anew, and where everything stood before.

Cost: one encode for a wording that was not tried before, two searches and a pass through the collection.
"""

from __future__ import annotations

from dataclasses import replace

from inspector.errors import RequestError
from inspector.explain.evaluator import IndexEvaluator
from inspector.records.what_if import Moved, WhatIf
from inspector.text import ordinal, quoted, shortened
from inspector.vectors import cosine_distance


def what_if(evaluator: IndexEvaluator, query: str, text: str, document_id: str, k: int) -> WhatIf:
    """Compare the results of another wording with those of the query as typed.

    Args:
        evaluator: Searches; the documents it answers for do not matter.
        query: As typed.
        text: The other wording.
        document_id: The document that is watched.
        k: Length of the lists, >= 1.

    Raises:
        RequestError: the other wording is empty, or k or the filter does not fit.
        EmbedderError: the model failed.
    """
    if not text.strip():
        raise RequestError("Without any word there is nothing to search for.", "Keep a word, or add one.")
    before, after = evaluator.lists([query, text], k)
    ids = tuple(dict.fromkeys([*after.ids, *before.ids, document_id]))
    found = replace(evaluator, ids=ids).ranks([query, text])
    rank = {each: int(found.ranks[0, place]) or None for place, each in enumerate(ids)}
    watched = ids.index(document_id)
    distances = cosine_distance(found.similarities[:, watched])
    return WhatIf(
        query=query,
        text=text,
        results=tuple(
            Moved(place, each, rank[each], float(cosine_distance(similarity)))
            for place, (each, similarity) in enumerate(zip(after.ids, after.similarities, strict=True), start=1)
        ),
        ids_before=before.ids,
        id=document_id,
        rank_before=rank[document_id],
        rank_after=int(found.ranks[1, watched]) or None,
        distance_before=float(distances[0]),
        distance_after=float(distances[1]),
        lists_are=evaluator.lists_are,
    )


def what_if_sentence(found: WhatIf, name: str) -> str:
    """Say what the other wording does to the watched document and to the list.

    Args:
        found: The comparison.
        name: What the document is called.
    """
    if found.rank_before is None or found.rank_after is None:
        return f"Where {quoted(name)} stands cannot be known. {_list_part(found)}"
    numbers = f"distance {found.distance_before:.2f} → {found.distance_after:.2f}"
    if found.rank_before == found.rank_after:
        place = f"stays {ordinal(found.rank_after)}"
    else:
        rises = "rises" if found.rank_after < found.rank_before else "falls"
        place = f"{rises} from {ordinal(found.rank_before)} to {ordinal(found.rank_after)}"
    return f"Asked {quoted(shortened(found.text, 120))}, {quoted(name)} {place} ({numbers}). {_list_part(found)}"


def _list_part(found: WhatIf) -> str:
    if found.left:
        return f"Of the {len(found.ids_before)} results {len(found.left)} would go."
    return "The same results come." if found.results else "Nothing is found."
