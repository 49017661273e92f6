"""The measures of the face report tell good faces from bad ones, on films that are made up."""

from __future__ import annotations

import numpy as np
import pytest
from bench.face_report.film import FPS, Film, Said

from bench.face_report import measures
from visavis.face.mouth import LOOKS
from visavis.face.phones import Viseme

SECONDS = 60
AT_S = np.arange(SECONDS * FPS) / FPS
SAID = [
    Said(viseme, second + 0.2 + 0.15 * place, second + 0.2 + 0.15 * (place + 1))
    for second in range(1, SECONDS - 1)
    for place, viseme in enumerate((Viseme.BILABIAL, Viseme.OPEN, Viseme.SIBILANT, Viseme.NEAR_OPEN))
]


def film(late_s: float = 0.0, least: float = 0.0) -> Film:
    """Lips that follow the marks so much later, and never close further than `least`."""
    opening = np.zeros(len(AT_S))
    for one in SAID:
        here = (AT_S - late_s >= one.start_s) & (AT_S - late_s < one.end_s)
        opening[here] = 0.3 * LOOKS[one.viseme].mouth.jaw
    return Film(AT_S, np.maximum(opening, least), np.ones(len(AT_S)))


def test_closures_are_kept_by_lips_that_seal() -> None:
    assert measures.closures_kept(film(), SAID) == 1
    assert measures.closures_kept(film(least=0.05), SAID) == 0


def test_open_vowels_are_as_wide_as_the_lips_are_while_they_sound() -> None:
    assert measures.open_vowels(film(), SAID) == pytest.approx(0.3 * 0.75, abs=0.01)


@pytest.mark.parametrize("late_s", [-0.08, -0.04, 0.0, 0.04, 0.12])
def test_lips_are_as_late_as_they_are(late_s: float) -> None:
    assert measures.lag_frames(film(late_s), SAID) == pytest.approx(late_s * FPS, abs=0.5)


def test_a_blink_counts_once_however_long_it_lasts() -> None:
    eyes = np.ones(len(AT_S))
    for start in range(50, len(AT_S), 100):
        eyes[start : start + 4] = 0.02
    eyes[20:24] = 0.4  # no more than half shut
    assert measures.blinks_per_minute(Film(AT_S, np.zeros(len(AT_S)), eyes)) == 15
