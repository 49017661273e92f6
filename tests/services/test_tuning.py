"""Mid-session updates, by the rules that held at the start."""

from typing import Any

import pytest

from visavis.contract.spec import TuningSpec, VoiceSpec
from visavis.contract.tuning import Changed, TuningRequest
from visavis.services.errors import Invalid
from visavis.services.tuning import retune, spoken_language
from visavis.services.voice_manner import EMOTIONS
from visavis.settings import Settings

NOW = TuningSpec(
    language_code="de",
    inherited_language="en",
    voice_family="CARTESIA",
    voice_speed=1.2,
    voice_generation_options={"speed": 1.5, "emotion": "calm"},
    voice_detection_options={"endOfSpeechSensitivity": 0.2, "silenceBeforeSkipTurnSeconds": 30},
)
VOICE = VoiceSpec(id="v", display_name="V", engine="flite", name="slt")


def tuned(changes: dict[str, Any]):
    return retune(TuningRequest(now=NOW, voice=VOICE, changes=changes), Settings())


def test_nothing_said_nothing_changed() -> None:
    result = tuned({})
    assert (result.now, result.changed) == (NOW, {})


def test_a_part_is_merged_into_what_is_there() -> None:
    result = tuned({"voiceGenerationOptions": {"emotion": "angry"}})
    assert result.now.voice_generation_options == {"speed": 1.5, "emotion": "angry"}
    assert result.changed == {"voiceGenerationOptions.emotion": Changed(before="calm", after="angry")}
    assert result.voice.speed == pytest.approx(1.2 * 1.5 * EMOTIONS["angry"].speed)
    assert result.voice.id == VOICE.id


def test_null_goes_back_to_the_default() -> None:
    result = tuned({"voiceDetectionOptions": {"endOfSpeechSensitivity": None}})
    assert result.listening.end_of_speech_sensitivity == 0.5
    assert result.listening.silence_before_skip_turn_seconds == 30
    assert result.changed == {"voiceDetectionOptions.endOfSpeechSensitivity": Changed(before=0.2)}
    assert tuned({"voiceDetectionOptions": None}).now.voice_detection_options == {}


@pytest.mark.parametrize(("said", "language"), [("fr", "fr"), ("inherit", "en"), (None, "en")])
def test_the_language_may_change(said: str | None, language: str) -> None:
    result = tuned({"languageCode": said})
    assert result.language == language
    assert result.changed == {"languageCode": Changed(before="de", after=language)}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"systemPrompt": "Be rude."}, "systemPrompt"),
        ({"languageCode": "klingon!"}, "languageCode"),
        (
            {"voiceDetectionOptions": {"endOfSpeechSensitivity": 2}},
            "voiceDetectionOptions.endOfSpeechSensitivity",
        ),
        ({"voiceDetectionOptions": {"colour": 2}}, "voiceDetectionOptions.colour"),
        ({"voiceGenerationOptions": {"stability": 0.5}}, "voiceGenerationOptions.stability"),
        ({"voiceGenerationOptions": {"speed": 9}}, "voiceGenerationOptions.speed"),
        ({"voiceGenerationOptions": 3}, "voiceGenerationOptions"),
    ],
)
def test_what_is_wrong_is_refused_by_its_path(changes: dict[str, Any], path: str) -> None:
    with pytest.raises(Invalid) as refused:
        tuned(changes)
    assert refused.value.path == path


@pytest.mark.parametrize(
    ("of_voice", "of_session", "spoken"),
    [("en-GB", "en", "en-GB"), ("en", "de", "de"), ("fr", "multi", "fr"), ("pt-BR", "pt-PT", "pt-BR")],
)
def test_a_voice_speaks_the_language_of_the_session(of_voice: str, of_session: str, spoken: str) -> None:
    assert spoken_language(of_voice, of_session) == spoken
