"""The figures show the record's own numbers, each search in its colour, names escaped."""

import math
from dataclasses import replace

import pytest

from inspector.ui.palette import DARK, LIGHT
from inspector.ui.parts.evaluate.figures import mean_dots, reach_of, sweep_lines
from tests.ui.evaluate_samples import evaluation, sweep


def test_every_run_is_a_dot_on_its_interval_in_the_colour_of_its_search():
    figure = mean_dots(evaluation(runs=("embedding", "old")), "nDCG@10", DARK)
    first, second = figure.data
    assert (first.x[0], first.error_x.array[0], first.error_x.arrayminus[0]) == (0.5, 0.125, 0.125)
    assert (first.marker.color, second.marker.color) == (DARK.embedding.mark, DARK.muted)
    assert first.text == ("0.500",)
    assert [name.strip() for name in figure.layout.yaxis.ticktext] == ["Embedding", "old"]


def test_weights_as_good_as_the_best_are_filled_and_their_range_is_the_ground():
    figure = sweep_lines(sweep(), (0.0, 1.0), LIGHT)
    band, line = figure.data
    assert tuple(band.y) == (0.75, 1.0, 0.5, 0.0, 0.5, 0.25)
    assert tuple(line.y) == (0.5, 0.75, 0.25)
    assert line.marker.color == (LIGHT.hybrid.mark, LIGHT.hybrid.mark, LIGHT.ground)
    assert (figure.layout.shapes[0].x0, figure.layout.shapes[0].x1) == pytest.approx((-0.04, 0.55))
    assert figure.layout.annotations[0].text == "0.5: 0.750"


def test_figures_that_stand_beside_each_other_have_one_axis_with_room_for_all():
    assert reach_of((sweep(), sweep())) == pytest.approx((-0.12, 1.12))


def test_without_an_interval_a_dot_and_a_line_stand_alone():
    found = evaluation(runs=("embedding",))
    alone = tuple(replace(each, low=math.nan, high=math.nan) for each in found.estimates)
    (dot,) = mean_dots(replace(found, estimates=alone), "nDCG@10", DARK).data
    assert (dot.error_x.array[0], dot.error_x.arrayminus[0]) == (0, 0)
    bare = replace(sweep(), points=tuple(replace(each, low=math.nan, high=math.nan) for each in sweep().points))
    assert reach_of((bare,)) == pytest.approx((0.25 - 0.12 * 0.5, 0.75 + 0.12 * 0.5))
