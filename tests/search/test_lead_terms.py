from inspector.inspection import inspect
from inspector.records.results import Request
from inspector.search.lead_terms import TRIED, lead_term_tests
from tests.toy_index import TWELVE, toy_index

QUERY = "the sync client error E-1042"


def tried(index, query: str, k: int = 10):
    hits = inspect(index, Request(query, k=k)).keyword
    return hits, lead_term_tests(index.keyword, index.keyword.score(query), hits, index.collection, None)


def test_the_strongest_term_of_a_hit_is_struck_wherever_it_stands(tmp_path):
    index = toy_index(tmp_path)
    hits, found = tried(index, "E-1042 error  E-1042")
    assert (found[0].id, found[0].term, found[0].spans) == ("E-1042", "E-1042", ((0, 6), (14, 20)))
    without = index.keyword.score("error").ranks(index.collection.rows_of(["E-1042"]))[0]
    assert found[0].rank == hits[0].rank == 1
    assert found[0].rank_without == without


def test_the_documents_with_the_term_are_counted(tmp_path):
    _, found = tried(toy_index(tmp_path), QUERY)
    lead = found[0].term
    assert found[0].documents == sum(lead.lower() in f"{title} {text}".lower() for _, title, text in TWELVE)


def test_a_document_with_no_other_word_of_the_query_is_no_hit_without_it(tmp_path):
    _, found = tried(toy_index(tmp_path), "json")
    assert [(each.id, each.rank, each.rank_without) for each in found] == [("json", 1, None)]


def test_only_the_first_hits_are_tried(tmp_path):
    hits, found = tried(toy_index(tmp_path), "list of a file")
    assert len(hits) > TRIED
    assert [each.id for each in found] == [hit.id for hit in hits[:TRIED]]
