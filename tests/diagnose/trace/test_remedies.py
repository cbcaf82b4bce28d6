"""Changes are tried, not advised: each place said is the place that a search with that change gives."""

import re
from collections import Counter

import pytest

from inspector.diagnose.trace import placing
from inspector.diagnose.trace.proofs import Proofs, prove
from inspector.diagnose.trace.remedies import REBUILT, REMEDIES, remedies_of
from inspector.errors import CancelledError, EmbedderError
from inspector.records.documents import Condition
from inspector.records.results import Fusion, Retriever
from inspector.records.trace import RemedyKind
from inspector.stores.ann_spec import parse_ann
from tests.diagnose.trace.worlds import Words, asked, axis, case, embedded, ladder, ladder_world, lines_of, opened


def tried(index, doc, query="ask", **more):
    found = asked(index, doc, query, remedies=True, **more)
    assert max(Counter(each.remedy for each in found.remedies).values(), default=1) == 1
    return {each.remedy: each for each in found.remedies}


def with_term(folder):
    """The ladder; d20 and d25 hold the word "zulu", which has no vector of its own, d25 more often."""
    words = ladder()
    lines = lines_of(words)
    lines[20]["text"], lines[25]["text"] = "w20 zulu", "w25 zulu zulu zulu"
    return opened(folder, lines, Words({**words, "zulu": axis(0, length=0)}))


def test_every_kind_of_change_has_one_row():
    assert sorted(kind for kind, _ in REMEDIES) == sorted(RemedyKind)


@pytest.mark.parametrize("fusion", list(Fusion))
def test_the_hybrid_weight_that_is_offered_gives_the_place_that_is_said(tmp_path, fusion):
    index = with_term(tmp_path)
    remedy = tried(index, "d20", "ask zulu", k=5, fusion=fusion)[RemedyKind.HYBRID_WEIGHT]
    assert remedy.worked
    weight = float(remedy.change.split("share of ")[1].split(";")[0])
    hybrid = case(index, "d20", "ask zulu", k=5, retriever=Retriever.HYBRID, weight=weight, fusion=fusion)
    assert placing.now(hybrid) == remedy.rank_after


def test_keyword_search_alone_gives_the_keyword_rank(tmp_path):
    index = with_term(tmp_path)
    assert placing.now(case(index, "d20", "ask zulu", retriever=Retriever.KEYWORD)) == 2
    remedy = tried(index, "d20", "ask zulu")[RemedyKind.KEYWORD_ONLY]
    assert (remedy.rank_before, remedy.rank_after, remedy.worked) == (21, 2, True)
    assert not tried(index, "d20", "ask zulu", k=1)[RemedyKind.KEYWORD_ONLY].worked


def test_a_search_that_has_no_word_of_the_query_does_not_work(tmp_path):
    remedy = tried(ladder_world(tmp_path), "d20")[RemedyKind.KEYWORD_ONLY]
    assert (remedy.rank_after, remedy.worked) == (None, False)


def test_asking_without_the_words_that_are_named_gives_the_place_that_is_said(tmp_path):
    index = ladder_world(tmp_path)
    remedy = tried(index, "d20", "w0 w1 w20", k=1)[RemedyKind.QUERY_EDIT]
    assert remedy.worked
    named = re.findall(r'"(w\d+)"', remedy.change)
    rest = " ".join(word for word in ("w0", "w1", "w20") if word not in named)
    assert named
    assert placing.now(case(index, "d20", rest, k=1)) == remedy.rank_after == 1


def test_a_query_of_one_word_has_no_word_to_spare(tmp_path):
    assert RemedyKind.QUERY_EDIT not in tried(ladder_world(tmp_path), "d20", "ask")


def test_an_edit_that_does_not_help_is_said_not_to(tmp_path):
    remedy = tried(ladder_world(tmp_path), "d29", "w0 w1", k=1)[RemedyKind.QUERY_EDIT]
    assert not remedy.worked


def test_more_candidates_in_a_graph_are_enough_by_their_own_number(tmp_path):
    words = ladder()
    lines = lines_of(words)
    index = opened(tmp_path, lines, Words(words), ann=parse_ann("hnsw,m=2,efConstruction=1,efSearch=1"))
    for row in range(10):
        found = asked(index, f"d{row}", remedies=True)
        if found.cause == "found":
            continue
        remedy = next(each for each in found.remedies if each.remedy is RemedyKind.MORE_PROBES)
        needed = index.collection.structure(case(index, f"d{row}").query, f"d{row}", 10).ef_needed
        assert remedy.worked == (needed is not None)


def test_what_a_keyword_list_lacks_no_vector_brings(tmp_path):
    remedies = tried(ladder_world(tmp_path, 6), "d5", "w3", retriever=Retriever.KEYWORD)
    embedding = {
        RemedyKind.EXACT_SEARCH,
        RemedyKind.MORE_PROBES,
        RemedyKind.REEMBED_TEXT,
        RemedyKind.PROMPT,
        RemedyKind.EMBED_TAIL,
        RemedyKind.QUERY_EDIT,
        RemedyKind.HYBRID_WEIGHT,
    }
    assert not embedding & set(remedies)


def test_leaving_the_filter_away_changes_the_keyword_and_the_hybrid_list_too(tmp_path):
    words = ladder()
    lines = [{**each, "half": "first" if row < 15 else "second"} for row, each in enumerate(lines_of(words))]
    index = opened(tmp_path, lines, Words(words))
    where = (Condition("half", "first"),)
    for retriever in Retriever:
        remedy = tried(index, "d20", "ask w20", where=where, retriever=retriever)[RemedyKind.FILTER_OFF]
        assert remedy.rank_before is None
        assert remedy.rank_after == placing.now(case(index, "d20", "ask w20", retriever=retriever))


def test_leaving_the_filter_away_is_searched_as_production_searches(tmp_path):
    """What the graph does not find without the filter either is not brought back by leaving the filter away."""
    words = ladder()
    lines = [{**each, "half": "first" if row % 2 else "second"} for row, each in enumerate(lines_of(words))]
    index = opened(tmp_path, lines, Words(words), ann=parse_ann("hnsw,m=2,efConstruction=1,efSearch=1"))
    places = {}
    for row in range(0, 10, 2):
        found = tried(index, f"d{row}", where=(Condition("half", "first"),))[RemedyKind.FILTER_OFF]
        places[row] = found.rank_after
        returned = placing.now(case(index, f"d{row}"))
        assert (found.rank_after, found.worked) == (returned, returned is not None)
    assert None in places.values()  # by all vectors each is among the first ten


def test_a_change_of_vectors_says_that_the_approximate_index_has_to_be_built_anew(tmp_path):
    words = ladder()
    stale = embedded(Words(words), lines_of(words))
    stale[3] = stale[29]
    for name, ann in (("graph", parse_ann("hnsw,m=8")), ("flat", None)):
        index = opened(tmp_path / name, lines_of(words), Words(words), vectors=stale, ann=ann)
        remedy = tried(index, "d3", k=5)[RemedyKind.REEMBED_TEXT]
        assert (remedy.rank_after, remedy.worked) == (4, True)
        assert (REBUILT in remedy.change) == (name == "graph")


def breaks(asked_case, proofs):
    raise EmbedderError("The model is gone.")


def stops(asked_case, proofs):
    raise CancelledError("stopped")


def test_a_change_that_could_not_be_tried_says_why_and_the_next_is_tried(tmp_path, monkeypatch):
    rows = ((RemedyKind.PROMPT, breaks), (RemedyKind.KEYWORD_ONLY, lambda asked_case, proofs: ("Use it.", 4)))
    monkeypatch.setattr("inspector.diagnose.trace.remedies.REMEDIES", rows)
    first, second = remedies_of(case(ladder_world(tmp_path), "d20"), Proofs())
    assert (first.worked, first.rank_before, first.rank_after) == (None, 21, None)
    assert "The model is gone." in first.change
    assert (second.worked, second.rank_after) == (True, 4)


def test_stopping_is_not_taken_for_a_change_that_failed(tmp_path, monkeypatch):
    monkeypatch.setattr("inspector.diagnose.trace.remedies.REMEDIES", ((RemedyKind.PROMPT, stops),))
    with pytest.raises(CancelledError):
        list(remedies_of(case(ladder_world(tmp_path), "d20"), Proofs()))


def test_the_changes_do_not_depend_on_what_was_proved_before(tmp_path):
    index = ladder_world(tmp_path)
    one = case(index, "d20", "ask w20")
    with_proofs = list(remedies_of(one, prove(one)))
    assert with_proofs == list(remedies_of(case(index, "d20", "ask w20"), Proofs()))


def test_what_can_be_read_only_in_part_is_tried_in_parts(tmp_path):
    words = {**ladder(), "pad": axis(50)}
    lines = lines_of(ladder())
    lines[20]["text"] = "pad pad pad w0"
    index = opened(tmp_path, lines, Words(words, max_tokens=3))
    remedy = tried(index, "d20")[RemedyKind.EMBED_TAIL]
    assert (remedy.rank_before, remedy.rank_after, remedy.worked) == (30, 2, True)
