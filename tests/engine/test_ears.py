"""Ears: what the microphone hears becomes events and words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from tests.fakes import LoudnessDetector, ScriptedTranscriber, tone
from tests.model_files import fetched_models
from tests.spoken import chunks, room, spoken
from visavis.engine.ears import Ears, PersonaSound
from visavis.engine.levels import level_db
from visavis.engine.turn_events import (
    FalseInterruption,
    MaybeEnded,
    SessionAbandoned,
    SpeechStarted,
    TurnEnded,
    TurnEvent,
    TurnSkipped,
)
from visavis.engine.turn_options import TurnOptions
from visavis.providers import registry
from visavis.providers.base import MICROPHONE_HZ
from visavis.providers.stt import sphinx
from visavis.speech import Pcm

CHUNK = 320  # 20 ms, as the microphone track delivers it
SILENT = PersonaSound()
SPEAKING = PersonaSound(level_db=-22.0, audible=True, busy=True)


@dataclass
class Recording:
    """A transcription that keeps what it was fed."""

    pieces: list[Pcm] = field(default_factory=list)
    partial: str = ""
    completeness: float | None = None
    finished: bool = False
    cancelled: bool = False

    @property
    def pcm(self) -> Pcm:
        return np.concatenate(self.pieces)

    def feed(self, pcm: Pcm) -> None:
        self.pieces.append(pcm.copy())

    async def finish(self) -> str:
        self.finished = True
        return "words"

    def cancel(self) -> None:
        self.cancelled = True


@dataclass
class Recorder:
    opened: list[Recording] = field(default_factory=list)

    def open(self) -> Recording:
        self.opened.append(Recording())
        return self.opened[-1]

    async def close(self) -> None: ...


def voice(seconds: float) -> Pcm:
    return tone(seconds, MICROPHONE_HZ)


def quiet(seconds: float) -> Pcm:
    return np.zeros(round(seconds * MICROPHONE_HZ), np.int16)


def hear(ears: Ears, *sounds: Pcm, persona: PersonaSound = SILENT, samples: int = CHUNK) -> list[TurnEvent]:
    heard = np.concatenate(sounds)
    return [event for chunk in chunks(heard, samples) for event in ears.hear(chunk, persona)]


def kinds(events: list[TurnEvent]) -> list[type]:
    return [type(event) for event in events]


def seconds_of(recording: Recording) -> float:
    return len(recording.pcm) / MICROPHONE_HZ


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def ears(recorder: Recorder) -> Ears:
    return Ears(LoudnessDetector(), recorder)


async def test_a_spoken_turn_gives_events_and_then_its_words():
    ears = Ears(LoudnessDetector(), ScriptedTranscriber(["what time do you open"]))
    events = hear(ears, quiet(1), voice(2), quiet(2))
    assert kinds(events) == [SpeechStarted, MaybeEnded, TurnEnded]
    assert await ears.finish() == "what time do you open"


def test_the_words_so_far_shorten_the_wait():
    def wait_s(words: str) -> float:
        ears = Ears(LoudnessDetector(), ScriptedTranscriber([words]))
        end = hear(ears, voice(3), quiet(4))[-1]
        assert isinstance(end, TurnEnded)
        return end.at_s - end.last_voice_s

    assert wait_s("what time do you open") < wait_s("i would like to book a table for")


@pytest.mark.parametrize("samples", [1, 160, 320, 512, 960, 16_000])
def test_the_size_of_the_chunks_does_not_matter(samples: int):
    sounds = (quiet(1), voice(1), quiet(2))
    ears, reference = (Ears(LoudnessDetector(), Recorder()) for _ in range(2))
    assert hear(ears, *sounds, samples=samples) == hear(reference, *sounds)


def test_the_recogniser_gets_the_half_second_before_the_first_sound(ears: Ears, recorder: Recorder):
    hear(ears, quiet(2), voice(1))
    [recording] = recorder.opened
    assert seconds_of(recording) == pytest.approx(1.5, abs=0.07)
    assert not recording.pcm[: round(0.4 * MICROPHONE_HZ)].any()


def test_the_recogniser_gets_everything_to_the_end_of_the_turn(ears: Ears, recorder: Recorder):
    sounds = np.concatenate((voice(1), quiet(0.5), voice(1)))
    events = hear(ears, sounds, quiet(2))
    [recording] = recorder.opened
    assert np.array_equal(recording.pcm[: len(sounds)], sounds)
    assert seconds_of(recording) == pytest.approx(events[-1].at_s)


def test_no_sound_belongs_to_two_turns(recorder: Recorder):
    ears = Ears(LoudnessDetector(), recorder, TurnOptions(longest_turn_s=2))
    hear(ears, voice(4))
    first, second = recorder.opened[:2]
    assert seconds_of(first) + seconds_of(second) <= 4.0


def test_a_click_opens_nothing_that_stays_open(ears: Ears, recorder: Recorder):
    assert hear(ears, quiet(1), voice(0.06), quiet(1)) == []
    assert [recording.cancelled for recording in recorder.opened] == [True]


def test_nothing_is_transcribed_in_silence(ears: Ears, recorder: Recorder):
    hear(ears, quiet(5))
    assert recorder.opened == []


async def test_the_words_of_an_ended_turn_wait_until_they_are_asked_for(ears: Ears, recorder: Recorder):
    hear(ears, voice(1), quiet(2), voice(1))
    assert await ears.finish() == "words"
    assert [recording.finished for recording in recorder.opened] == [True, False]
    assert await ears.finish() == ""


def test_words_are_there_before_an_interruption_is_certain(ears: Ears, recorder: Recorder):
    hear(ears, quiet(1), voice(0.2), persona=SPEAKING)
    recorder.opened[0].partial = "wait"
    assert kinds(hear(ears, voice(0.1), persona=SPEAKING)) == [SpeechStarted]


def test_a_false_interruption_drops_its_words(ears: Ears, recorder: Recorder):
    assert kinds(hear(ears, voice(0.6), quiet(1), persona=SPEAKING)) == [SpeechStarted, FalseInterruption]
    assert recorder.opened[0].cancelled


def test_her_faint_echo_is_not_heard(ears: Ears, recorder: Recorder):
    echo = (voice(5) // 8).astype(np.int16)  # -33 dBFS, 11 dB under what she plays
    assert level_db(echo) < SPEAKING.level_db
    assert hear(ears, echo, persona=PersonaSound(level_db=-18.0, audible=True, busy=True)) == []
    assert recorder.opened == []


def test_without_a_microphone_an_open_turn_ends_and_silence_counts(recorder: Recorder):
    ears = Ears(LoudnessDetector(), recorder, TurnOptions(skip_s=5, session_end_s=8))
    hear(ears, voice(1))
    events = [event for _ in range(600) for event in ears.hear_nothing(0.02, SILENT)]
    assert kinds(events) == [MaybeEnded, TurnEnded, TurnSkipped, SessionAbandoned]


class Halving:
    """An enhancer that makes everything fainter, and keeps a sample back."""

    def __init__(self) -> None:
        self._kept = np.zeros(0, np.int16)

    def enhance(self, pcm: Pcm) -> Pcm:
        heard = np.concatenate((self._kept, pcm // 2))
        self._kept = heard[-1:]
        return heard[:-1]


def test_detector_and_recogniser_hear_what_the_enhancer_makes_of_the_microphone(recorder: Recorder):
    faint = (voice(1) // 8).astype(np.int16)  # loud enough as it is, and too faint when it is halved
    assert hear(Ears(LoudnessDetector(), recorder), faint)
    assert hear(Ears(LoudnessDetector(), Recorder(), enhancer=Halving()), faint) == []
    sound = voice(1)
    other = Recorder()
    hear(Ears(LoudnessDetector(), other, enhancer=Halving()), sound)
    [recording] = other.opened
    assert np.array_equal(recording.pcm, (sound // 2)[: len(recording.pcm)])


def test_closing_drops_what_is_open(ears: Ears, recorder: Recorder):
    hear(ears, voice(1), quiet(2), voice(1))
    ears.close()
    assert [recording.cancelled for recording in recorder.opened] == [True, True]


# ---- with the real detector and recogniser


@pytest.fixture
async def real_ears() -> AsyncIterator[Callable[[], Ears]]:
    models_dir = fetched_models()
    yield lambda: Ears(registry.voice_detector(models_dir), sphinx.transcriber())
    await registry.close()


async def test_a_question_in_a_quiet_room_is_understood(real_ears: Callable[[], Ears]):
    ears = real_ears()
    question = spoken("Can you tell me how much the tickets cost?")
    events = hear(ears, room(1), question, room(3))
    assert kinds(events)[0] is SpeechStarted
    ended = events[-1]
    assert isinstance(ended, TurnEnded)
    assert ended.first_voice_s == pytest.approx(1, abs=0.2)
    assert ended.last_voice_s == pytest.approx(1 + len(question) / MICROPHONE_HZ, abs=0.25)
    assert "how much the tickets" in await ears.finish()


def echo_scene(echo_db: float, late_s: float = 0.15) -> tuple[Pcm, Pcm]:
    """What she plays, and the same as the microphone hears it."""
    playback = spoken(
        "Our museum opens at ten in the morning and closes at six in the evening, except on Mondays when it is "
        "closed. You can buy a ticket at the entrance or on our web page.",
        "slt",
    )
    echo = np.concatenate((quiet(late_s), playback))[: len(playback)] * 10 ** (echo_db / 20)
    return playback, np.rint(echo + room(len(playback) / MICROPHONE_HZ)[: len(playback)]).astype(np.int16)


def hear_over_her(ears: Ears, microphone: Pcm, playback: Pcm) -> list[TurnEvent]:
    events = []
    for heard, played in zip(chunks(microphone, CHUNK), chunks(playback, CHUNK), strict=True):
        events += ears.hear(heard, PersonaSound(level_db(played), audible=True, busy=True))
    return events


@pytest.mark.parametrize("echo_db", [-20, -30])
async def test_her_own_echo_never_stops_her(real_ears: Callable[[], Ears], echo_db: float):
    playback, microphone = echo_scene(echo_db)
    assert hear_over_her(real_ears(), microphone, playback) == []


@pytest.mark.parametrize("echo_db", [-20, -30])
async def test_a_user_who_speaks_over_her_stops_her_soon(real_ears: Callable[[], Ears], echo_db: float):
    playback, microphone = echo_scene(echo_db)
    user = spoken("Excuse me, I have a different question about the tickets.", "rms")
    start_s = 4.0
    start = round(start_s * MICROPHONE_HZ)
    microphone[start : start + len(user)] += user[: len(microphone) - start]
    events = hear_over_her(real_ears(), microphone, playback)
    started = events[0]
    assert isinstance(started, SpeechStarted)
    assert started.barge_in
    assert start_s < started.at_s < start_s + 0.8


def test_her_own_voice_reaches_the_recogniser_faintly_and_the_users_as_it_is():
    recorder = Recorder()
    ears = Ears(LoudnessDetector(), recorder)
    loudly = PersonaSound(level_db=-5.0, audible=True, busy=True)
    echo, user = tone(2.0, MICROPHONE_HZ, amplitude=2000), tone(1.0, MICROPHONE_HZ, amplitude=20_000)
    hear(ears, echo, user, persona=loudly)
    (heard,) = recorder.opened
    before, after = heard.pcm[:4000], heard.pcm[-4000:]
    assert level_db(before) == pytest.approx(level_db(echo) - 24, abs=1)
    assert level_db(after) == pytest.approx(level_db(user), abs=0.1)
