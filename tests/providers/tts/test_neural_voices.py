"""Kokoro and Piper, with tiny models of their interface: that they load, speak, and time what they say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.providers import tiny_packs
from tests.providers.tts.voices import LONG, assert_marks_fit, hear
from visavis.contract.spec import VoiceSpec
from visavis.face.phones import visemes_of
from visavis.providers import registry
from visavis.providers.base import ProviderError, Synthesizer
from visavis.speech import Alphabet

pytest.importorskip("kokoro_onnx", reason='needs the packages of local packs: pip install "visavis[packs]"')
pytest.importorskip("piper", reason='needs the packages of local packs: pip install "visavis[packs]"')


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("packs")
    return {
        "kokoro": tiny_packs.kokoro(folder / "kokoro"),
        "piper": tiny_packs.piper(folder / "piper"),
        "piper without times": tiny_packs.piper(folder / "untimed", timed=False),
    }


def voice(part: Path, engine: str, name: str = "af_heart", **options: float) -> Synthesizer:
    return registry.synthesizer(
        VoiceSpec(id="v", display_name="V", engine=engine, name=name, model=str(part), **options)
    )


@pytest.mark.parametrize("engine", ["kokoro", "piper"])
async def test_a_neural_voice_tells_when_each_phone_and_word_sounds(
    parts: dict[str, Path], engine: str
) -> None:
    heard = await hear(voice(parts[engine], engine), LONG)
    assert heard.seconds > 1
    assert np.abs(heard.pcm).max() > 1000
    assert_marks_fit(heard)
    assert heard.pieces[0].alphabet is Alphabet.IPA
    assert heard.phones[-1].end_s > 0.7 * heard.seconds
    assert all(visemes_of(phone.symbol, Alphabet.IPA) for phone in heard.phones)
    assert " ".join(heard.read_back(LONG)) == LONG.replace(",", "").replace(".", "")


@pytest.mark.parametrize("engine", ["kokoro", "piper"])
async def test_speed_makes_it_shorter_and_volume_louder(parts: dict[str, Path], engine: str) -> None:
    plain = await hear(voice(parts[engine], engine), "Hello there, how are you")
    fast = await hear(voice(parts[engine], engine, speed=2.0), "Hello there, how are you")
    soft = await hear(voice(parts[engine], engine, volume=0.25), "Hello there, how are you")
    assert 0.4 < fast.seconds / plain.seconds < 0.75
    assert np.abs(soft.pcm).mean() < 0.5 * np.abs(plain.pcm).mean()


@pytest.mark.parametrize("engine", ["kokoro", "piper"])
async def test_a_sentence_ends_with_a_pause_and_what_has_no_sound_gives_none(
    parts: dict[str, Path], engine: str
) -> None:
    heard = await hear(voice(parts[engine], engine), "It is two o'clock.")
    assert heard.seconds - heard.words[-1].end_s > 0.25
    assert not (await hear(voice(parts[engine], engine), "…")).pieces


async def test_a_number_is_one_word_though_it_is_spoken_as_several(parts: dict[str, Path]) -> None:
    text = "It costs 125 euros"
    heard = await hear(voice(parts["kokoro"], "kokoro"), text)
    assert heard.read_back(text) == ["It", "costs", "125", "euros"]
    assert_marks_fit(heard)


async def test_where_piper_tells_no_times_the_mouth_is_left_to_the_sound(parts: dict[str, Path]) -> None:
    heard = await hear(voice(parts["piper without times"], "piper"), LONG)
    assert heard.seconds > 1
    assert not heard.phones
    assert not heard.words


async def test_a_voice_that_the_model_does_not_have_is_an_error_in_words(parts: dict[str, Path]) -> None:
    with pytest.raises(ProviderError, match=r"kokoro: Voice nobody not found"):
        await hear(voice(parts["kokoro"], "kokoro", "nobody"), "Hello")


async def test_a_folder_without_a_model_is_an_error_and_not_a_wait(tmp_path: Path) -> None:
    with pytest.raises(ProviderError, match="the helper process died"):
        await hear(voice(tmp_path, "kokoro"), "Hello")
