from __future__ import annotations

import asyncio
import os
import signal
from itertools import pairwise

import numpy as np
import pytest

from tests.providers.tts.voices import LONG, assert_marks_fit, hear, pitch_hz, pitch_spread_hz, voice
from visavis.contract.spec import VoiceSpec
from visavis.face.phones import VOWELS, visemes_of
from visavis.providers.tts.espeak_ng import candidates
from visavis.providers.workers.worker import shared
from visavis.speech import Alphabet, Pcm, Phone

RATE_HZ = 22_050


async def test_it_speaks_with_marks() -> None:
    heard = await hear(voice("espeak-ng", "en-us"), LONG)
    assert heard.pieces[0].rate_hz == RATE_HZ
    assert heard.pieces[0].alphabet is Alphabet.ESPEAK
    assert 4 < heard.seconds < 9
    assert np.abs(heard.pcm).max() > 3000
    assert_marks_fit(heard)
    assert heard.read_back(LONG) == LONG.replace(",", "").replace(".", "").split()


async def test_phones_are_bare_mnemonics() -> None:
    heard = await hear(voice("espeak-ng", "en-us"), "Hello there.")
    assert [phone.symbol for phone in heard.phones if phone.symbol != "_:"] == [
        "h",
        "@",
        "l",
        "oU",
        "D",
        "e@",
    ]


@pytest.mark.parametrize("name", ["en-us", "+f3", "+m3"])
async def test_a_voiceless_stop_is_marked_from_where_its_silence_begins(name: str) -> None:
    heard = await hear(voice("espeak-ng", name), "A happy baker took a copper pot to a party.")
    drops_db = []
    for before, stop in pairwise(heard.phones):
        if stop.symbol in ("p", "t", "k") and is_vowel(before):
            in_gap, in_vowel = stop.start_s + 0.02, before.start_s + 0.4 * (before.end_s - before.start_s)
            drops_db.append(level_db(heard.pcm, in_vowel) - level_db(heard.pcm, in_gap))
    assert len(drops_db) >= 5
    assert np.median(drops_db) > 25


def is_vowel(phone: Phone) -> bool:
    return any(viseme in VOWELS for viseme in visemes_of(phone.symbol, Alphabet.ESPEAK))


def level_db(pcm: Pcm, at_s: float) -> float:
    """Of the 20 ms around a moment."""
    first = round((at_s - 0.01) * RATE_HZ)
    return 10 * float(np.log10((pcm[first : first + RATE_HZ // 50].astype(float) ** 2).mean() + 1))


async def test_speed_scales_duration() -> None:
    normal = await hear(voice("espeak-ng"), LONG)
    for speed in (0.75, 1.5):
        heard = await hear(voice("espeak-ng", speed=speed), LONG)
        assert heard.speaking_s * speed == pytest.approx(normal.speaking_s, rel=0.1)


async def test_pitch_scales_the_fundamental() -> None:
    normal = await hear(voice("espeak-ng"), LONG)
    for pitch in (0.8, 1.25):
        heard = await hear(voice("espeak-ng", pitch=pitch), LONG)
        ratio = pitch_hz(heard.pcm, RATE_HZ) / pitch_hz(normal.pcm, RATE_HZ)
        assert ratio == pytest.approx(pitch, rel=0.1)


async def test_a_variant_is_another_person() -> None:
    woman, man = await hear(voice("espeak-ng", "+f3"), LONG), await hear(voice("espeak-ng", "+m3"), LONG)
    assert pitch_hz(woman.pcm, RATE_HZ) > 1.3 * pitch_hz(man.pcm, RATE_HZ)


async def test_melody_scales_how_far_the_fundamental_moves() -> None:
    even, lively = [await hear(voice("espeak-ng", melody=melody), LONG) for melody in (0.3, 1.7)]
    rate_hz = even.pieces[0].rate_hz
    assert pitch_spread_hz(lively.pcm, rate_hz) > 1.5 * pitch_spread_hz(even.pcm, rate_hz)


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Dr. Smith paid $5.50 for 1,000 books", ["Dr", "Smith", "paid", "$5.50", "for", "1,000", "books"]),
        ("en", "“Yes” — a naïve café… 3.5%", ["Yes", "a", "naïve", "café", "3.5%"]),
        ("de", "Schöne Grüße an Müller, oder?", ["Schöne", "Grüße", "an", "Müller", "oder"]),
        ("fr", "Ça va bien aujourd’hui !", ["Ça", "va", "bien", "aujourd’hui"]),
        ("zh", "今天天气，很好", ["今", "天", "天", "气", "很好"]),
        ("hi", "नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("ar", "مرحبا بالعالم", ["مرحبا", "بالعالم"]),
    ],
)  # fmt: skip
async def test_word_marks_read_the_words_back(language: str, text: str, words: list[str]) -> None:
    heard = await hear(voice("espeak-ng", language=language), text)
    assert heard.read_back(text) == words
    assert_marks_fit(heard)


@pytest.mark.parametrize(
    ("name", "language", "first"),
    [
        ("", "en", "en-us"),
        ("", "pt-BR", "pt-br"),
        ("", "zh-CN", "cmn"),
        ("+f3", "de", "de+f3"),
        ("en-gb-scotland", "en", "en-gb-scotland"),
        ("en-us+m3", "de", "en-us+m3"),
    ],
)
def test_the_name_or_else_the_language_chooses_the_voice(name: str, language: str, first: str) -> None:
    spec = VoiceSpec(id="v", display_name="V", engine="espeak-ng", name=name, language=language)
    assert candidates(spec)[0] == first


async def test_an_unknown_voice_or_language_is_spoken_in_english() -> None:
    english = await hear(voice("espeak-ng"), LONG)
    for unknown in (voice("espeak-ng", "no-such-voice"), voice("espeak-ng", language="xx-YY")):
        heard = await hear(unknown, LONG)
        assert [phone.symbol for phone in heard.phones] == [phone.symbol for phone in english.phones]


@pytest.mark.parametrize("text", ["", "   \n", "?!...", "—", "🎉🎉"])
async def test_what_cannot_be_said_gives_no_sound(text: str) -> None:
    assert (await hear(voice("espeak-ng"), text)).pieces == ()


@pytest.mark.parametrize(
    "text", ["a" * 2000, "1" * 2000, "[[h@loU]] <speak>x</speak>", "A\x00B", "x\ud800y", "你好"]
)
async def test_strange_text_is_spoken_somehow(text: str) -> None:
    heard = await hear(voice("espeak-ng"), text)
    assert heard.seconds > 0.1
    assert_marks_fit(heard)


async def test_very_long_text_is_spoken_to_the_end() -> None:
    text = "Every sentence says what the one before it said. " * 200
    heard = await hear(voice("espeak-ng"), text)
    assert heard.read_back(text) == text.replace(".", "").split()
    assert_marks_fit(heard)


async def test_two_sessions_at_once_both_get_all_their_sound() -> None:
    alone = await hear(voice("espeak-ng"), LONG)
    together = await asyncio.gather(hear(voice("espeak-ng"), LONG), hear(voice("espeak-ng", "de"), LONG))
    assert together[0].seconds == pytest.approx(alone.seconds, rel=0.01)
    assert len(together[1].words) == 18


@pytest.mark.parametrize("extreme", [0.0, -1.0, 1e9])
async def test_extreme_options_are_bounded(extreme: float) -> None:
    for engine in ("espeak-ng", "flite"):
        heard = await hear(voice(engine, speed=extreme, pitch=extreme), "One two.")
        assert 0.1 < heard.seconds < 10


async def test_a_helper_killed_between_two_clauses_costs_nothing() -> None:
    worker = shared("visavis.providers.tts.espeak_process")
    speaker = voice("espeak-ng")
    await hear(speaker, LONG)
    killed = worker.pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    assert len((await hear(speaker, LONG)).words) == 18
    assert worker.pid != killed
