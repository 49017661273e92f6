"""What embedded voices make of vendors' options."""

from typing import Any

import pytest

from visavis.services.voice_manner import EMOTIONS, Manner, manner, not_applied
from visavis.services.voice_options import CartesiaOptions


def test_without_options_a_voice_speaks_as_it_does_by_itself() -> None:
    assert manner({}, None) == Manner()
    assert manner({"stability": 0.5, "style": 0.0, "emotion": "neutral", "speed": None}, None) == Manner()


def test_both_speeds_and_that_of_the_feeling_are_multiplied() -> None:
    spoken = manner({"speed": 1.2, "volume": 0.5, "emotion": "sad"}, 0.5)
    assert spoken.speed == pytest.approx(0.5 * 1.2 * EMOTIONS["sad"].speed)
    assert spoken.volume == pytest.approx(0.5 * EMOTIONS["sad"].volume)


@pytest.mark.parametrize(
    ("options", "lively"),
    [({"stability": 0}, True), ({"stability": 1}, False), ({"style": 1}, True), ({"emotion": "calm"}, False)],
)
def test_what_asks_for_life_moves_the_melody(options: dict[str, Any], lively: bool) -> None:
    assert (manner(options, None).melody > 1) is lively


def test_every_emotion_of_the_contract_sounds_and_no_two_alike() -> None:
    known = CartesiaOptions.model_json_schema()["properties"]["emotion"]["anyOf"][0]["enum"]
    assert set(known) == set(EMOTIONS)
    assert len(set(EMOTIONS.values())) == len(EMOTIONS)


def test_what_an_embedded_voice_has_no_means_for_is_named() -> None:
    options = {"similarityBoost": 0, "useSpeakerBoost": None, "model": "eleven_v3", "stability": 0.1}
    assert not_applied(options) == ["similarityBoost", "model"]
