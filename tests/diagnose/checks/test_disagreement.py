from inspector.diagnose.checks.disagreement import CHECK
from tests.diagnose.samples import hit, inspection, neighbor


def test_silent_when_each_first_choice_is_in_the_other_list():
    rows = inspection(
        neighbors=(neighbor(1, "a"), neighbor(2, "b")),
        keyword=(hit(1, "b", 2, ("reset", 2.0)), hit(2, "a", 1, ("reset", 1.0))),
    )
    assert CHECK.run(rows) is None


def test_names_the_words_keyword_search_follows_and_where_the_embedding_has_it():
    rows = inspection(
        neighbors=(neighbor(1, "a"), neighbor(2, "b")),
        keyword=(hit(1, "c", 212, ("github", 3.0), ("comment", 1.0)), hit(2, "a", 1, ("github", 2.0))),
    )
    assert CHECK.run(rows).summary == (
        'The two searches disagree (1 of 2 results in common): keyword search follows "github" and "comment" '
        'to "Title c"; the embedding puts that 212th.'
    )


def test_says_when_no_word_of_the_query_stands_in_the_first_neighbor():
    rows = inspection(neighbors=(neighbor(1, "a"), neighbor(2, "b")), keyword=(hit(1, "b", 2, ("reset", 2.0)),))
    assert CHECK.run(rows).summary.endswith('first choice is "Title a"; no word of the query stands in it.')


def test_says_when_no_document_has_any_word():
    assert "No document contains any word" in CHECK.run(inspection(neighbors=(neighbor(1, "a"),))).summary
