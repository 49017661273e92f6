"""Who answered whom, and where the time went."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from visavis.contract.events import TurnLatency
from visavis.services.exchanges import Exchange, Said, exchanges, timing

START = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def user(at_s: float = 0, seconds: float = 2.0) -> Said:
    return Said("user", at(at_s), seconds)


def persona(at_s: float = 0, seconds: float = 3.0, **more: Any) -> Said:
    return Said("persona", at(at_s), seconds, **more)


def test_each_answer_belongs_to_the_utterance_before_it() -> None:
    greeting, one, first, two, second = persona(), user(1), persona(2), user(3), persona(4)

    assert exchanges([greeting, one, first, two, second]) == [
        Exchange(None, greeting),
        Exchange(one, first),
        Exchange(two, second),
    ]


def test_what_has_no_partner_stands_alone() -> None:
    one, two, answer, more, last = user(0), user(1), persona(2), persona(3), user(4)

    assert exchanges([one, two, answer, more, last]) == [
        Exchange(one, None),
        Exchange(two, answer),
        Exchange(None, more),
        Exchange(last, None),
    ]
    assert exchanges([]) == []


def test_stages_are_dated_from_when_the_user_fell_silent() -> None:
    """The user spoke from 3 to 5; the report of the utterance came late, as it does."""
    latency = TurnLatency(endpoint_s=0.5, transcript_s=0.6, first_token_s=0.9, first_sound_s=1.5)

    one = timing(Exchange(user(at_s=3.5, seconds=2.0), persona(at_s=6.5, seconds=3.0, latency=latency)))

    assert (one.user_speech_start, one.user_speech_end) == (at(3), at(5))
    assert one.user_speech_s == 2.0
    assert one.user_transcription == at(5.6)
    assert one.transcription_latency_s == 0.6
    assert one.llm_first_output == at(5.9)
    assert one.llm_time_to_first_output_s == pytest.approx(0.3)
    assert (one.persona_start_speaking, one.persona_stop_speaking) == (at(6.5), at(9.5))
    assert one.first_audio_latency_s == 1.5
    assert one.speaking_s == 3.0


def test_what_an_engine_did_not_report_is_none() -> None:
    latency = TurnLatency(transcript_s=0.6, first_token_s=0.9, first_sound_s=1.5)

    one = timing(Exchange(user(), persona(latency=latency)))

    assert (one.llm_final_output, one.llm_generation_s) == (None, None)
    assert (one.tts_start, one.tts_end, one.tts_generation_s, one.tts_time_to_first_audio_s) == (None,) * 4


def test_the_work_of_the_llm_and_of_the_voice_is_timed_and_her_first_sound_is_that_which_left() -> None:
    latency = TurnLatency(
        transcript_s=0.6,
        first_token_s=0.9,
        last_token_s=1.4,
        voice_began_s=1.0,
        voice_ended_s=1.8,
        first_sound_s=1.5,
        sound_sent_s=1.52,
    )

    one = timing(Exchange(user(), persona(at_s=6.5, latency=latency)))

    assert one.llm_final_output == at(6.4)
    assert one.llm_generation_s == pytest.approx(0.5)
    assert (one.tts_start, one.tts_end) == (at(6.0), at(6.8))
    assert one.tts_generation_s == pytest.approx(0.8)
    assert one.tts_time_to_first_audio_s == pytest.approx(0.52)
    assert one.first_audio_latency_s == 1.52


def test_a_turn_is_called_what_the_client_was_told() -> None:
    one, answer = Said("user", at(0), 1.0, correlation_id="c1"), persona(2)
    assert Exchange(one, answer).correlation_id == "c1"
    assert Exchange(one, None).correlation_id == "c1"
    assert Exchange(None, answer).correlation_id is None


def test_an_answer_thought_of_ahead_made_nobody_wait() -> None:
    latency = TurnLatency(transcript_s=0.6, first_token_s=0.2, first_sound_s=0.7)

    assert timing(Exchange(user(), persona(latency=latency))).llm_time_to_first_output_s == 0


def test_a_greeting_has_no_user_side() -> None:
    one = timing(Exchange(None, persona(1, 4)))

    assert (one.user_speech_start, one.user_speech_s, one.user_transcription) == (None, None, None)
    assert (one.first_audio_latency_s, one.speaking_s) == (None, 4)


def test_an_utterance_without_an_answer_has_no_persona_side() -> None:
    one = timing(Exchange(user(1, 2), None))

    assert (one.user_speech_start, one.user_speech_end) == (at(1), at(3))
    assert (one.persona_start_speaking, one.speaking_s, one.first_audio_latency_s) == (None, None, None)


def test_what_was_typed_is_no_speech() -> None:
    one = timing(Exchange(user(1, 0.0), persona(2)))

    assert (one.user_speech_start, one.user_speech_end, one.user_speech_s) == (None, None, None)


@pytest.mark.parametrize(
    ("answer", "stage"),
    [
        (persona(seconds=1), None),
        (persona(seconds=1, interrupted=True), "while_speaking"),
        (persona(seconds=0, interrupted=True, latency=TurnLatency(first_token_s=0.4)), "before_audio"),
        (persona(seconds=0, interrupted=True, latency=TurnLatency()), "before_llm_output"),
    ],
)
def test_an_interruption_is_of_a_stage(answer: Said, stage: str | None) -> None:
    assert timing(Exchange(user(), answer)).interrupted_stage == stage
