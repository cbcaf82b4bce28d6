"""What a change is worth: saved, broken, and the stretch of weights that do as much."""

from inspector.records.triage import LeverKind, Outcome
from inspector.triage.levers import Plan
from inspector.triage.levers.counting import by_gain, levers_of
from inspector.triage.levers.trial import Change, Trial
from inspector.triage.rows import Found
from tests.triage.samples import cases

ASKED = cases(("f1", "d", 10), ("f2", "d"), ("h1", "d", 3), ("h2", "d"), "open")


def plan(kind, *changes):
    return Plan(((Trial(kind, lambda index, settings: (), lambda batch, changes: ()), changes),))


def found(**bits):
    outcome = {"f": Outcome.FAILING, "h": Outcome.HEALTHY}
    out = {name: Found(outcome[name[0]], bits=value) for name, value in bits.items()}
    return {**out, "open": Found(Outcome.OPEN)}


def test_saved_are_failing_ones_inside_and_broken_are_healthy_ones_outside_by_traffic_too():
    (lever,) = levers_of(plan(LeverKind.EXACT_SEARCH, Change("c")), ASKED, found(f1=1, f2=0, h1=0, h2=1))
    assert (lever.saves, lever.breaks, lever.saves_traffic, lever.breaks_traffic) == (1, 1, 10, 3)


def test_of_several_settings_the_smallest_that_gains_most_is_named():
    changes = [Change(f"probes {value}", value) for value in (2, 4, 8)]
    bits = found(f1=0b110, f2=0b000, h1=0b111, h2=0b111)
    (lever,) = levers_of(plan(LeverKind.MORE_PROBES, *changes), ASKED, bits)
    assert lever.change == "probes 4"
    assert (lever.saves, lever.breaks) == (1, 0)


def test_the_best_weight_is_the_one_nearest_the_middle_with_its_stretch():
    changes = [Change("share of", value) for value in (0.2, 0.3, 0.4, 0.5)]
    bits = found(f1=0b0111, f2=0b0111, h1=0b1111, h2=0b1111)
    (lever,) = levers_of(plan(LeverKind.HYBRID_WEIGHT, *changes), ASKED, bits)
    assert (lever.low, lever.high, lever.saves) == (0.2, 0.4, 2)
    assert lever.change == "share of 0.40; any from 0.20 to 0.40 gains as much on balance."


def test_weights_that_bring_nothing_back_are_not_said_to_do_as_much():
    changes = [Change("share of", value) for value in (0.4, 0.5)]
    (lever,) = levers_of(plan(LeverKind.HYBRID_WEIGHT, *changes), ASKED, found(f1=0, f2=0, h1=3, h2=3))
    assert lever.change == "share of 0.50."


def test_what_gains_most_stands_first_and_what_was_not_tried_last():
    refused = Plan((), ((LeverKind.HYBRID_WEIGHT, "Not tried."),))
    (idle,) = levers_of(refused, ASKED, found(f1=0, f2=0, h1=0, h2=0))
    (good,) = levers_of(plan(LeverKind.EXACT_SEARCH, Change("c")), ASKED, found(f1=1, f2=1, h1=1, h2=1))
    (bad,) = levers_of(plan(LeverKind.KEYWORD_ONLY, Change("c")), ASKED, found(f1=1, f2=1, h1=0, h2=0))
    assert by_gain([idle, bad, good]) == (good, bad, idle)
    assert (idle.tried, idle.change) == (False, "Not tried.")
