"""Who has the floor: each test plays a few seconds of microphone time, written as (seconds, voice)."""

from __future__ import annotations

import math
from typing import Any

import pytest

from visavis.contract.events import EndReason
from visavis.contract.spec import ListeningSpec
from visavis.engine.turn_events import (
    FalseInterruption,
    MaybeEnded,
    Resumed,
    SessionAbandoned,
    SpeechStarted,
    TurnEnded,
    TurnEvent,
    TurnSkipped,
)
from visavis.engine.turn_options import TurnOptions
from visavis.engine.turns import Turns

STEP_S = 0.032


def play(turns: Turns, *script: tuple[float, float], **situation: Any) -> list[TurnEvent]:
    return [
        event
        for seconds, voice in script
        for _ in range(round(seconds / STEP_S))
        for event in turns.push(voice, STEP_S, **situation)
    ]


def kinds(events: list[TurnEvent]) -> list[type]:
    return [type(event) for event in events]


def end_of(events: list[TurnEvent]) -> TurnEnded:
    [end] = [event for event in events if isinstance(event, TurnEnded)]
    return end


def silence_of(end: TurnEnded) -> float:
    return end.at_s - end.last_voice_s


def wait_after(text: str | None, options: TurnOptions | None = None) -> float:
    return silence_of(end_of(play(Turns(options), (1, 0.9), (9, 0), text=text)))


# ---- a turn


def test_a_turn_starts_pauses_and_ends():
    events = play(Turns(), (1, 0), (2, 0.9), (3, 0))
    assert kinds(events) == [SpeechStarted, MaybeEnded, TurnEnded]


def test_events_tell_when_the_voice_was_first_and_last_heard():
    started, maybe, ended = play(Turns(), (1, 0), (2, 0.9), (3, 0))
    assert started.first_voice_s == pytest.approx(1, abs=STEP_S)
    assert started.at_s == pytest.approx(1.13, abs=STEP_S)
    assert maybe.last_voice_s == ended.last_voice_s == pytest.approx(3, abs=STEP_S)
    assert maybe.at_s == pytest.approx(3.2, abs=STEP_S)
    assert ended.first_voice_s == started.first_voice_s


def test_a_pause_inside_a_turn_is_resumed():
    events = play(Turns(), (1, 0.9), (0.4, 0), (1, 0.9), (3, 0))
    assert kinds(events) == [SpeechStarted, MaybeEnded, Resumed, MaybeEnded, TurnEnded]


def test_a_click_makes_no_turn():
    assert play(Turns(), (1, 0), (0.06, 0.9), (1, 0)) == []


def test_scattered_clicks_make_no_turn():
    assert play(Turns(), *[(0.064, 0.9), (0.2, 0)] * 20) == []


def test_soft_syllables_keep_a_turn_going_but_do_not_start_one():
    assert play(Turns(), (3, 0.4)) == []
    assert kinds(play(Turns(), (1, 0.9), (3, 0.4))) == [SpeechStarted]


def test_soft_sounds_do_not_resume_a_turn_that_paused():
    events = play(Turns(), (1, 0.9), (0.3, 0), (3, 0.4))
    assert kinds(events) == [SpeechStarted, MaybeEnded, TurnEnded]


def test_a_turn_that_never_pauses_ends_at_the_limit():
    events = play(Turns(TurnOptions(longest_turn_s=10)), (11, 0.9))
    assert kinds(events) == [SpeechStarted, TurnEnded, SpeechStarted]
    assert end_of(events).reason is EndReason.TOO_LONG
    assert end_of(events).at_s == pytest.approx(10, abs=2 * STEP_S)


def test_the_second_turn_is_like_the_first():
    turns = Turns()
    first, second = (end_of(play(turns, (1, 0.9), (3, 0))) for _ in range(2))
    assert silence_of(first) == pytest.approx(silence_of(second))


# ---- how long to wait


def test_words_change_the_wait():
    assert wait_after("what time do you open") < 0.8 < wait_after(None) < 1.3 < wait_after("i want to book a")


def test_the_reason_says_whether_the_words_sounded_finished():
    def reason(text: str) -> EndReason:
        return end_of(play(Turns(), (1, 0.9), (9, 0), text=text)).reason

    assert reason("what time do you open") is EndReason.COMPLETE
    assert reason("i want to book a") is EndReason.SILENCE
    assert reason("") is EndReason.SILENCE


def test_words_that_arrive_during_the_silence_still_count():
    turns = Turns()
    play(turns, (1, 0.9), (0.64, 0), text="")
    assert end_of(play(turns, (0.1, 0), text="what time do you open")).reason is EndReason.COMPLETE


@pytest.mark.parametrize(
    ("sensitivity", "waits_s"), [(0.0, (0.80, 1.7, 3.1)), (0.5, (0.41, 0.93, 1.74)), (1.0, (0.20, 0.4, 0.7))]
)
def test_sensitivity_sets_the_three_waits(sensitivity: float, waits_s: tuple[float, ...]):
    options = TurnOptions(end_of_speech_sensitivity=sensitivity)
    assert options.waits_s() == pytest.approx(waits_s, abs=0.01)
    assert wait_after(None, options) == pytest.approx(waits_s[1], abs=1.5 * STEP_S)


def test_other_languages_are_not_read_as_english():
    spec = ListeningSpec()
    german, english = (TurnOptions.from_spec(spec, language) for language in ("de", "en-GB"))
    assert wait_after("ich was", german) == wait_after(None, german)
    assert wait_after("ich was", english) > wait_after(None, english)


def test_the_automatic_end_bounds_every_wait():
    spec = ListeningSpec(end_of_speech_sensitivity=0, silence_before_auto_end_turn_seconds=0.6)
    end = end_of(play(Turns(TurnOptions.from_spec(spec)), (1, 0.9), (3, 0), text="i want to book a"))
    assert end.reason is EndReason.AUTO_END
    assert silence_of(end) == pytest.approx(0.6, abs=STEP_S)


def test_a_new_sensitivity_holds_from_the_next_chunk_on():
    turns = Turns(TurnOptions(end_of_speech_sensitivity=0))
    play(turns, (1, 0.9), (0.5, 0))
    turns.options = TurnOptions(end_of_speech_sensitivity=1)
    assert end_of(play(turns, (0.1, 0)))


# ---- the persona speaks


def test_a_short_sound_does_not_stop_her():
    assert play(Turns(), (1, 0), (0.3, 0.9), (1, 0), persona_speaking=True) == []


def test_an_uncertain_voice_does_not_stop_her():
    assert play(Turns(), (5, 0.6), persona_speaking=True) == []


def test_speech_stops_her_and_becomes_a_turn():
    events = play(Turns(), (2, 0.9), (2, 0), persona_speaking=True)
    assert kinds(events) == [SpeechStarted, MaybeEnded, TurnEnded]
    assert events[0].barge_in
    assert events[0].at_s == pytest.approx(0.32, abs=STEP_S)
    assert end_of(events).barge_in


def test_gaps_between_the_words_of_an_interruption_do_not_undo_it():
    events = play(Turns(), *[(0.16, 0.9), (0.1, 0.1)] * 4, persona_speaking=True)
    assert kinds(events) == [SpeechStarted]


def test_a_cough_that_stopped_her_is_taken_back():
    events = play(Turns(), (0.6, 0.9), (1, 0), persona_speaking=True)
    assert kinds(events) == [SpeechStarted, FalseInterruption]
    assert events[1].at_s - events[1].last_voice_s == pytest.approx(0.45, abs=STEP_S)


def test_clear_words_stop_her_sooner():
    [event] = play(Turns(), (0.35, 0.9), persona_speaking=True, text="wait")
    assert event.at_s == pytest.approx(0.25, abs=STEP_S)


def test_clear_words_that_become_known_in_the_gap_after_them_stop_her():
    """ "Wait", a breath, and only then the recogniser knows."""
    turns = Turns()
    assert play(turns, (0.26, 0.9), (0.2, 0), persona_speaking=True) == []
    [event] = play(turns, (STEP_S, 0), persona_speaking=True, text="wait")
    assert (type(event), event.first_voice_s) == (SpeechStarted, 0.0)


def test_words_without_enough_voice_do_not_stop_her():
    turns = Turns()
    play(turns, (0.13, 0.9), (0.5, 0), (0.13, 0.9), persona_speaking=True)
    assert play(turns, (0.1, 0), persona_speaking=True, text="wait") == [], (
        "what was forgotten does not count"
    )


def test_a_back_channel_must_last_to_stop_her_and_is_taken_back():
    assert play(Turns(), (0.85, 0.9), (1, 0), persona_speaking=True, text="uh huh") == []
    events = play(Turns(), (1, 0.9), (1, 0), persona_speaking=True, text="uh huh")
    assert kinds(events) == [SpeechStarted, FalseInterruption]


def test_noise_without_words_never_silences_her_for_good():
    turns = Turns()
    play(turns, (3, 0.9), persona_speaking=True, text="")
    assert turns.user_has_floor
    assert not turns.interrupting


def test_one_doubtful_word_pauses_her_and_clear_ones_silence_her():
    turns = Turns()
    play(turns, (0.6, 0.9), persona_speaking=True, text="the")
    assert turns.user_has_floor
    assert not turns.interrupting
    play(turns, (STEP_S, 0.9), persona_speaking=True, text="the ticket for children")
    assert turns.interrupting


def test_a_yes_over_her_last_words_is_a_turn():
    events = play(Turns(), (0.5, 0.9), (2, 0), persona_speaking=True, persona_ending=True, text="yes")
    assert [kind for kind in kinds(events) if kind is not MaybeEnded] == [SpeechStarted, TurnEnded]
    assert not end_of(events).barge_in


def test_a_short_barge_in_with_real_words_is_not_taken_back():
    turns = Turns()
    play(turns, (0.5, 0.9), persona_speaking=True, text="")
    events = play(turns, (0.1, 0.9), (3, 0), text="tuesday morning")
    assert kinds(events) == [MaybeEnded, TurnEnded]


def test_a_yes_after_she_has_finished_is_a_turn_and_no_back_channel():
    events = play(Turns(), (0.4, 0.9), (2, 0), text="yeah")
    assert kinds(events) == [SpeechStarted, MaybeEnded, TurnEnded]


# ---- long silence


def test_a_quiet_user_is_skipped_once_each_time_the_floor_is_offered():
    turns = Turns(TurnOptions(skip_s=5))
    assert kinds(play(turns, (20, 0))) == [TurnSkipped]
    play(turns, (2, 0), persona_speaking=True)
    assert play(turns, (4.9, 0)) == []
    assert kinds(play(turns, (0.2, 0))) == [TurnSkipped]


def test_a_dead_session_ends_though_the_persona_keeps_nudging():
    turns = Turns(TurnOptions(skip_s=5, session_end_s=12))
    events = play(turns, (6, 0)) + play(turns, (2, 0), persona_speaking=True) + play(turns, (20, 0))
    assert kinds(events) == [TurnSkipped, TurnSkipped, SessionAbandoned]
    assert events[-1].silence_s == pytest.approx(12, abs=STEP_S)


def test_waiting_for_an_answer_is_not_the_users_silence():
    turns = Turns(TurnOptions(skip_s=5, session_end_s=8))
    assert play(turns, (30, 0), answer_pending=True) == []
    assert kinds(play(turns, (5.1, 0))) == [TurnSkipped]


def test_typing_counts_as_a_sign_of_life():
    turns = Turns(TurnOptions(skip_s=5, session_end_s=8))
    for _ in range(5):
        assert play(turns, (4, 0)) == []
        turns.user_acted()


def test_speech_counts_as_a_sign_of_life():
    turns = Turns(TurnOptions(session_end_s=8))
    events = [event for _ in range(3) for event in play(turns, (6, 0), (1, 0.9))]
    assert SessionAbandoned not in kinds(events)


@pytest.mark.parametrize("off", [0.0, None])
def test_zero_or_nothing_switches_the_silence_options_off(off: float | None):
    spec = ListeningSpec(silence_before_skip_turn_seconds=off, silence_before_session_end_seconds=off)
    options = TurnOptions.from_spec(spec)
    assert options.skip_s == options.session_end_s == math.inf
    assert play(Turns(options), (3600, 0)) == []


def test_the_public_options_come_from_the_spec():
    options = TurnOptions.from_spec(
        ListeningSpec(
            end_of_speech_sensitivity=0.8,
            silence_before_auto_end_turn_seconds=3,
            silence_before_skip_turn_seconds=5,
            silence_before_session_end_seconds=60,
        )
    )
    assert (options.end_of_speech_sensitivity, options.auto_end_s) == (0.8, 3)
    assert (options.skip_s, options.session_end_s) == (5, 60)


def test_a_user_who_asked_for_time_is_not_silent_while_it_lasts():
    turns = Turns(TurnOptions(skip_s=5, session_end_s=8))
    turns.wait(20)
    assert play(turns, (24.9, 0)) == []
    assert kinds(play(turns, (0.2, 0))) == [TurnSkipped]
    assert kinds(play(turns, (3, 0))) == [SessionAbandoned]


def test_the_rest_of_it_is_gone_once_the_user_speaks():
    turns = Turns(TurnOptions(skip_s=5))
    turns.wait(600)
    play(turns, (1, 0.9), (3, 0))
    assert kinds(play(turns, (5.1, 0))) == [TurnSkipped]


def test_words_are_read_in_english_only_also_after_a_change_of_language():
    options = TurnOptions.from_spec(ListeningSpec(), "de")
    assert options.text_weight == 0
    assert options.in_language("en-GB") == TurnOptions.from_spec(ListeningSpec(), "en")


def test_a_recogniser_that_tells_ends_of_turns_shortens_and_lengthens_the_wait():
    def wait(told: float | None, options: TurnOptions) -> float:
        return silence_of(end_of(play(Turns(options), (1, 0.9), (9, 0), text="ein rotes Boot", told=told)))

    abroad = TurnOptions().in_language("de")
    sure, unsure, nobody = (wait(told, abroad) for told in (0.95, 0.05, None))
    assert sure + 0.15 < nobody < unsure - 0.15
