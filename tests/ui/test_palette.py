"""Contrast by WCAG 2.2's formula; colour blindness by Machado, Oliveira and Fernandes (2009), severity 1."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import numpy as np
import pytest

from inspector.records.results import Retriever
from inspector.ui.palette import DARK, LIGHT, STRONGEST, Ink, Palette, channels, mixed, palette

THEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"

BLINDNESS = {
    "none": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def linear(colour: str) -> np.ndarray:
    values = np.array(channels(colour)) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    dark, light = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    ratio = to_xyz @ np.clip(rgb, 0, 1) / [0.95047, 1, 1.08883]
    root = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def inks(colours: Palette) -> list[Ink]:
    return [colours.keyword, colours.embedding, colours.hybrid, colours.query, colours.expected]


def test_contrast_is_measured_as_defined() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)  # (1 + .05) / (0 + .05)


@THEMES
def test_text_reaches_aa_on_both_grounds(colours: Palette) -> None:
    texts = [colours.text, colours.muted, *(ink.text for ink in inks(colours))]
    for text, ground in itertools.product(texts, (colours.ground, colours.surface)):
        assert contrast(text, ground) >= 4.5, (text, ground)


@THEMES
def test_ordinary_and_muted_text_reach_aa_on_every_wash(colours: Palette) -> None:
    for ink in inks(colours):
        assert contrast(colours.text, ink.wash) >= 7
        assert contrast(colours.muted, ink.wash) >= 4.5


@THEMES
def test_text_reaches_aa_on_the_strongest_chip(colours: Palette) -> None:
    for ink in (colours.embedding, colours.keyword):
        assert contrast(colours.text, mixed(ink.mark, colours.ground, STRONGEST)) >= 4.5


@THEMES
def test_white_text_reaches_aa_on_the_accent_and_the_accent_stands_out(colours: Palette) -> None:
    assert contrast("#ffffff", colours.accent) >= 4.5
    assert contrast(colours.accent, colours.ground) >= 4  # white on the dark ground is 18 : 1, less than 4.5 × 4.5


@THEMES
def test_marks_stand_out_three_to_one(colours: Palette) -> None:
    for ink in inks(colours):
        assert contrast(ink.mark, colours.ground) >= 3


@THEMES
@pytest.mark.parametrize("kind", BLINDNESS)
def test_retrievers_stay_apart_for_colour_blind_eyes(colours: Palette, kind: str) -> None:
    seen = [lab(BLINDNESS[kind] @ linear(ink.mark)) for ink in colours.retrievers.values()]
    for one, other in itertools.combinations(seen, 2):
        assert np.linalg.norm(one - other) >= 15  # a difference of 2 to 3 is just noticed


@THEMES
def test_every_retriever_has_a_colour(colours: Palette) -> None:
    assert set(colours.retrievers) == set(Retriever)


def test_an_unknown_theme_is_light() -> None:
    assert (palette(None), palette("light"), palette("dark")) == (LIGHT, LIGHT, DARK)


def test_mixing_goes_from_the_ground_to_the_colour() -> None:
    assert [mixed("#ff0000", "#0000ff", share) for share in (0, 0.5, 1)] == ["#0000ff", "#800080", "#ff0000"]


@pytest.mark.parametrize(("name", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_the_theme_of_streamlit_has_the_same_colours(name: str, colours: Palette) -> None:
    theme = tomllib.loads(CONFIG.read_text())["theme"][name]
    expected = {
        "primaryColor": colours.accent,
        "backgroundColor": colours.ground,
        "secondaryBackgroundColor": colours.surface,
        "borderColor": colours.border,
        "textColor": colours.text,
        "linkColor": colours.embedding.text,
        "grayColor": colours.quiet,
        "grayTextColor": colours.muted,
        "grayBackgroundColor": colours.surface,
    }
    hues = {
        "blue": colours.embedding,
        "orange": colours.keyword,
        "violet": colours.hybrid,
        "red": colours.query,
        "green": colours.expected,
    }
    for hue, ink in hues.items():
        expected |= {f"{hue}Color": ink.mark, f"{hue}TextColor": ink.text, f"{hue}BackgroundColor": ink.wash}
    assert theme == expected


def test_no_font_is_fetched() -> None:
    theme = tomllib.loads(CONFIG.read_text())["theme"]
    assert "fontFaces" not in theme
    assert not any(":" in theme[name] for name in ("font", "headingFont", "codeFont"))
