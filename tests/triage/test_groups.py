"""Groups worst first, and the sentence of the incident report."""

from dataclasses import replace

from inspector.diagnose import CHECKS
from inspector.diagnose.check import Need
from inspector.records.findings import Cause, NotChecked
from inspector.records.triage import GroupKind, Outcome
from inspector.triage import phrases
from inspector.triage.groups import counts_of, groups_of, summary_of
from tests.triage.answers import NASTY, ROWS, answer, failing, row, sign


def test_groups_stand_by_traffic_the_untraced_behind_the_causes_signs_last_and_notes_behind_warnings():
    found = [(group.kind, group.cause or group.check, group.queries, group.traffic) for group in groups_of(ROWS)]
    assert found == [
        (GroupKind.CAUSE, Cause.EXACT_TERM_MISSED, 1, 20),
        (GroupKind.CAUSE, Cause.TRUNCATED, 3, 6),
        (GroupKind.NOT_TRACED, "", 1, 1),
        (GroupKind.UNANSWERED, "", 1, 1),
        (GroupKind.SIGN, Cause.OUT_OF_DOMAIN, 1, 1),
        (GroupKind.SIGN, "disagreement", 2, 2),
    ]


def test_shares_are_of_what_fails_and_for_signs_of_what_expects_nothing():
    shares = [group.share for group in groups_of(ROWS)]
    assert shares == [20 / 27, 6 / 27, 1 / 27, 1 / 33, 1 / 4, 2 / 4]


def test_in_a_group_the_most_frequent_stands_first_then_the_farthest():
    rows = [failing("near", Cause.TRUNCATED, rank=11), failing("far", Cause.TRUNCATED, rank=500)]
    rows += [failing("gone", Cause.TRUNCATED), failing("often", Cause.TRUNCATED, 2, rank=11)]
    assert groups_of(rows)[0].ids == ("often", "gone", "far", "near")


def test_the_sentence_names_the_largest_groups_with_their_numbers():
    rows = [failing(f"c{number}", Cause.TRUNCATED) for number in range(23)]
    rows += [failing(f"e{number}", Cause.EXACT_TERM_MISSED) for number in range(11)]
    rows += [failing(f"m{number}", Cause.MODEL_LIMIT) for number in range(10)]
    rows += [failing(f"b{number}", Cause.BELOW_CUT) for number in range(9)]
    rows += [failing(f"h{number}", Cause.HUB_CROWD) for number in range(7)]
    rows += [row(f"w{number}", Outcome.HEALTHY) for number in range(140)]
    said = summary_of(counts_of(rows, 0), groups_of(rows), 10)
    assert said == (
        "60 of 200 queries fail. 23 of 60 failing queries: their documents are cut off before the part that answers; "
        "11: an identifier or rare word decides, and the embedding hardly reads it; 10: the model really places their "
        "document far away; 16 for other reasons."
    )


def test_queries_whose_cause_was_not_looked_for_are_not_said_to_fail_for_other_reasons():
    causes = (Cause.TRUNCATED, Cause.EXACT_TERM_MISSED, Cause.MODEL_LIMIT, Cause.BELOW_CUT)
    rows = [failing(f"{cause}{number}", cause) for place, cause in enumerate(causes) for number in range(5 - place)]
    rows += [replace(failing(f"u{number}", Cause.TRUNCATED), cause=None, traced=False) for number in range(30)]
    said = summary_of(counts_of(rows, 0), groups_of(rows), 10)
    assert said.startswith("44 of 44 queries fail. 5 of 44 failing queries: ")
    assert said.endswith("; 2 for other reasons; 30: the cause was not looked for.")


def test_where_all_is_well_the_sentence_says_so_and_where_nothing_is_expected_it_speaks_of_signs():
    well = [row("a", Outcome.HEALTHY), row("b", Outcome.HEALTHY)]
    assert summary_of(counts_of(well, 0), groups_of(well), 10) == (
        "All 2 queries find what they should within the first 10."
    )
    signs = [sign("a", "copies"), sign("b", "copies"), row("c", Outcome.OPEN)]
    assert summary_of(counts_of(signs, 0), groups_of(signs), 10) == (
        "2 of 3 queries: copies of one text hold several places."
    )
    silent = [row("c", Outcome.OPEN)]
    assert "nothing found" in summary_of(counts_of(silent, 0), groups_of(silent), 10)


def test_both_kinds_together_are_told_one_after_the_other():
    assert answer().summary.startswith("5 of 6 queries fail. 1 of 5 failing queries: an identifier")
    assert "1 of 4 other queries: the collection probably has nothing on them" in answer().summary
    assert NASTY not in answer().summary


def test_every_cause_and_every_check_has_a_phrase_of_its_own():
    assert set(phrases.CAUSES) == set(Cause)
    assert set(phrases.CHECKS) == {check.name for check in CHECKS}
    assert len(set(phrases.CAUSES.values()) - {phrases.CAUSES[Cause.EXACT_TERM_MISSED]}) == len(Cause) - 1


def test_that_effects_of_words_are_not_measured_in_triage_is_said_in_plain_words():
    said = phrases.not_looked_at(NotChecked("exact_term", Need.CONTRIBUTIONS.value))
    assert said.startswith("Not asked: Does keyword search have")
    assert "hardly reads? The reason: triage does not" in said
    assert "one query at a time" in said


def test_a_share_that_is_not_nothing_is_not_written_as_0():
    written = [phrases.percent(share) for share in (0.0, 0.003, 0.006, 0.214, 1.0)]
    assert written == ["0%", "under 1%", "1%", "21%", "100%"]


def test_queries_the_model_could_not_read_are_said_beside_those_that_are_well():
    rows = (row("a", Outcome.HEALTHY, rank=1), row("b", Outcome.UNANSWERED), row("c", Outcome.UNANSWERED))
    said = "The query finds what it should within the first 10. 2 queries could not be answered."
    assert summary_of(counts_of(rows, 0), groups_of(rows), 10) == said
    (unread,) = (row("b", Outcome.UNANSWERED),)
    assert summary_of(counts_of([unread], 0), groups_of([unread]), 10) == "1 query could not be answered."
