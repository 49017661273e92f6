from __future__ import annotations

import json

from bench.face_report.bars import AUDIO_ONLY_BARS, BARS
from bench.face_report.tables import Report, Values

GOOD: Values = {
    "closures": 100,
    "open_vowels": 0.2,
    "blinks": 16,
    "stillness": 55,
    "cracks": 0,
    "found": 100,
    "remeasured": 0.95,
    "lag": -0.5,
}
NOTHING: Values = dict.fromkeys(AUDIO_ONLY_BARS)


def test_a_face_within_all_bars_passes() -> None:
    assert set(GOOD) == set(BARS)
    report = Report("a machine", {"ana": GOOD}, NOTHING)
    assert report.failures() == []
    assert "FAIL" not in report.markdown()


def test_what_was_not_measured_is_said_and_fails_nobody() -> None:
    report = Report("a machine", {"ana": GOOD}, NOTHING)
    assert report.markdown().count("not measured") == len(AUDIO_ONLY_BARS)
    measured = json.loads(report.json())["measures"]["audio only"]
    assert {entry["verdict"] for entry in measured.values()} == {"not measured"}


def test_each_bar_can_be_missed() -> None:
    bad = {
        "closures": 97.9,
        "open_vowels": 0.36,
        "blinks": 11.9,
        "stillness": 44.9,
        "cracks": 1,
        "found": 99,
        "remeasured": 0.89,
        "lag": 1.1,
    }
    for name, value in bad.items():
        report = Report("a machine", {"ana": {**GOOD, name: value}, "leo": GOOD}, NOTHING)
        (failure,) = report.failures()
        assert failure.startswith(f"ana: {BARS[name].title}")
        assert "**FAIL**" in report.markdown()
        assert json.loads(report.json())["passed"] is False


def test_what_training_measured_is_held_against_its_bars() -> None:
    trained = {"jaw": 0.85, "found": 0.5, "right": 0.7}
    (failure,) = Report("a machine", {}, trained).failures()
    assert failure == "audio only: closures found 0.50, to be ≥ 0.65"
