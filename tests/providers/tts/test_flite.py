from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from contextlib import aclosing

import numpy as np
import pytest

from tests.providers.tts.voices import LONG, assert_marks_fit, hear, pitch_hz, pitch_spread_hz, voice
from visavis.installed import has_flite
from visavis.providers.base import ProviderError, Stage
from visavis.providers.tts import flite
from visavis.providers.workers.worker import shared
from visavis.speech import Alphabet

pytestmark = pytest.mark.skipif(not has_flite(), reason="needs Debian's libflite1")

VOICES = ["slt", "rms", "awb"]


@pytest.mark.parametrize("name", VOICES)
async def test_every_voice_speaks_with_marks(name: str) -> None:
    heard = await hear(voice("flite", name), LONG)
    assert heard.pieces[0].rate_hz == 16_000
    assert heard.pieces[0].alphabet is Alphabet.ARPABET
    assert 4 < heard.seconds < 9
    assert np.abs(heard.pcm).max() > 3000
    assert_marks_fit(heard)
    assert heard.read_back(LONG) == LONG.replace(",", "").replace(".", "").split()


async def test_all_marks_come_with_the_first_piece() -> None:
    first, *rest = (await hear(voice("flite", "slt"), LONG)).pieces
    assert first.phones[0].symbol == first.phones[-1].symbol == "pau"
    assert len(first.words) == 18
    assert not any(piece.phones or piece.words for piece in rest)


async def test_sound_begins_at_once() -> None:
    heard = await hear(voice("flite", "slt"), "Hello there.")
    loud = np.flatnonzero(np.abs(heard.pcm) > 500)
    assert loud[0] / 16_000 < 0.08
    assert heard.phones[1].symbol == "hh"
    assert heard.phones[1].start_s < 0.03


async def test_a_sentence_ends_with_a_pause_and_a_comma_with_a_shorter_one() -> None:
    speaker = voice("flite", "slt")
    sentence, clause = await hear(speaker, "I see it."), await hear(speaker, "I see it,")
    assert sentence.seconds - sentence.words[-1].end_s == pytest.approx(0.28, abs=0.01)
    assert clause.seconds - clause.words[-1].end_s < 0.2


async def test_the_first_piece_comes_before_the_last_is_made() -> None:
    speaker = voice("flite", "slt")
    await hear(speaker, "warm up")
    began = time.perf_counter()
    arrivals = []
    async for _ in speaker.speak(LONG):
        arrivals.append(time.perf_counter() - began)
    assert len(arrivals) > 5
    assert arrivals[0] < 0.8 * arrivals[-1]


@pytest.mark.parametrize("name", VOICES)
async def test_speed_scales_duration(name: str) -> None:
    normal = await hear(voice("flite", name), LONG)
    for speed in (0.75, 1.5):
        heard = await hear(voice("flite", name, speed=speed), LONG)
        assert heard.speaking_s * speed == pytest.approx(normal.speaking_s, rel=0.1)
        assert_marks_fit(heard)


@pytest.mark.parametrize("name", ["slt", "awb"])
async def test_pitch_scales_the_fundamental(name: str) -> None:
    normal = await hear(voice("flite", name), LONG)
    for pitch in (0.8, 1.25):
        heard = await hear(voice("flite", name, pitch=pitch), LONG)
        ratio = pitch_hz(heard.pcm, 16_000) / pitch_hz(normal.pcm, 16_000)
        assert ratio == pytest.approx(pitch, rel=0.1)


@pytest.mark.parametrize("name", ["slt", "awb"])
async def test_melody_scales_how_far_the_fundamental_moves(name: str) -> None:
    spread = {
        melody: pitch_spread_hz((await hear(voice("flite", name, melody=melody), LONG)).pcm, 16_000)
        for melody in (0.5, 1.0, 1.5)
    }
    assert spread[0.5] < 0.75 * spread[1.0]
    assert spread[1.5] > 1.25 * spread[1.0]


async def test_options_of_one_call_do_not_leak_into_the_next() -> None:
    before = await hear(voice("flite", "slt"), LONG)
    await hear(voice("flite", "slt", speed=2.0, pitch=1.5, melody=0.2, volume=0.3), LONG)
    after = await hear(voice("flite", "slt"), LONG)
    assert after.seconds == pytest.approx(before.seconds, rel=0.02)
    assert after.pcm.std() == pytest.approx(before.pcm.std(), rel=0.1)


async def test_volume_scales_the_level_and_never_clips() -> None:
    normal = await hear(voice("flite", "slt"), LONG)
    quiet = await hear(voice("flite", "slt", volume=0.5), LONG)
    loud = await hear(voice("flite", "slt", volume=4.0), LONG)
    assert quiet.pcm.std() == pytest.approx(0.5 * normal.pcm.std(), rel=0.1)
    assert loud.pcm.std() > 1.5 * normal.pcm.std()
    assert np.abs(loud.pcm.astype(int)).max() < 32_767


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dr. Smith paid $5.50 for 1,000 books.", ["Dr", "Smith", "paid", "$5.50", "for", "1,000", "books"]),
        ("It's a well-known “naïve” café.", ["It's", "a", "well-known", "naïve", "café"]),
        ("€3, that is 3.5% of £80 & more", ["€3", "that", "is", "3.5%", "of", "£80", "&", "more"]),
        ("see example.com now", ["see", "example.com", "now"]),
        ("wait—what? — yes… ok", ["wait", "what", "yes", "ok"]),
        ("(He said \"go!\") at 10:30 p.m.", ["He", "said", "go", "at", "10:30", "p.m"]),
        ("the end of the end", ["the", "end", "of", "the", "end"]),
        ("Señor Müller’s Straße", ["Señor", "Müller’s", "Straße"]),
    ],
)  # fmt: skip
async def test_word_marks_read_the_words_back(text: str, words: list[str]) -> None:
    heard = await hear(voice("flite", "slt"), text)
    assert heard.read_back(text) == words
    assert_marks_fit(heard)


@pytest.mark.parametrize(
    "text", ["", "   \n", "?!...", "—", "🎉🎉", "你好", "\x00\x07", "\ud800", "`*_#~|<>"]
)
async def test_what_cannot_be_said_gives_no_sound(text: str) -> None:
    assert (await hear(voice("flite", "slt"), text)).pieces == ()


@pytest.mark.parametrize(
    "text", ["a" * 900, "1" * 400, "x_y" * 200, "9,9.9" * 60, "ﬁ ½ № ㎞ x²", "%s %n %d", "A\x00B"]
)
async def test_strange_text_is_spoken_somehow(text: str) -> None:
    heard = await hear(voice("flite", "slt"), text)
    assert heard.seconds > 0.2
    assert_marks_fit(heard)


async def test_long_text_is_spoken_as_one_stretch() -> None:
    text = "Every sentence says what the one before it said. " * 20
    heard = await hear(voice("flite", "slt"), text)
    assert heard.read_back(text) == text.replace(".", "").split()
    assert heard.seconds > 40
    assert_marks_fit(heard)


async def test_two_sessions_at_once_both_get_all_their_sound() -> None:
    alone = await hear(voice("flite", "rms"), LONG)
    together = await asyncio.gather(
        hear(voice("flite", "rms"), LONG),
        hear(voice("flite", "slt"), LONG),
        hear(voice("flite", "awb"), LONG),
    )
    assert together[0].seconds == pytest.approx(alone.seconds, rel=0.02)
    for heard in together:
        assert len(heard.words) == 18


async def test_a_killed_helper_costs_one_utterance() -> None:
    worker = shared("visavis.providers.tts.flite_process")
    speaker = voice("flite", "slt")
    await hear(speaker, "warm up")
    killed = worker.pid
    assert killed is not None
    pieces = voice("flite", "slt", speed=0.25).speak(LONG * 3)  # a minute of sound keeps it busy
    await anext(pieces)
    waiting = asyncio.create_task(hear(voice("flite", "awb"), LONG))
    await asyncio.sleep(0)
    os.kill(killed, signal.SIGKILL)
    with pytest.raises(ProviderError, match=r"flite: the helper process died \(signal 9\)") as raised:
        [piece async for piece in pieces]
    assert raised.value.stage is Stage.SPEAK
    assert len((await waiting).words) == 18
    assert len((await hear(speaker, LONG)).words) == 18
    assert worker.pid not in (None, killed)


async def test_closing_the_stream_stops_the_voice_and_keeps_the_helper() -> None:
    worker = shared("visavis.providers.tts.flite_process")
    speaker = voice("flite", "slt")
    async with aclosing(speaker.speak(LONG * 3)) as pieces:
        await anext(pieces)
        pid = worker.pid
    heard = await hear(speaker, "Next.")
    assert [phone.symbol for phone in heard.phones][1:3] == ["n", "eh"]
    assert worker.pid == pid


async def test_where_flite_is_not_installed_espeak_ng_stands_in(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(flite, "has_flite", lambda: False)
    flite._say_once.cache_clear()
    with caplog.at_level(logging.WARNING):
        for name in VOICES:
            heard = await hear(voice("flite", name), LONG)
            assert heard.pieces[0].alphabet is Alphabet.ESPEAK
            assert len(heard.words) == 18
    assert [record.message for record in caplog.records] == [
        "libflite is not installed: espeak-ng speaks for flite's voices (apt install libflite1)"
    ]


async def test_flite_leaves_other_languages_to_espeak_ng() -> None:
    heard = await hear(voice("flite", "slt", language="de"), "Guten Tag, wie geht es Ihnen?")
    assert heard.pieces[0].alphabet is Alphabet.ESPEAK
