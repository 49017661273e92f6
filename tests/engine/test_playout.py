"""The persona's sound on the session's time line."""

import numpy as np
import pytest

from tests.fakes import tone
from visavis.engine.playout import FADE_SAMPLES, PLAYOUT_HZ, Playout, Utterance
from visavis.speech import Phone, Speech, Word

TICK = 960
TWO_WORDS = "hello there"


def speech(seconds=0.4, rate_hz=48_000, **marks):
    return Speech(tone(seconds, rate_hz), rate_hz, **marks)


def two_words():
    words = (Word(0, 5, 0.0, 0.2), Word(6, 11, 0.2, 0.4))
    return speech(words=words, phones=(Phone("hh", 0.0, 0.1),))


def play(playout, seconds):
    """All sound of the next `seconds`, silence as zeros."""
    ticks = [playout.take(TICK) for _ in range(round(seconds * PLAYOUT_HZ / TICK))]
    return np.concatenate([np.zeros(TICK, np.int16) if tick is None else tick for tick in ticks])


def test_sound_comes_out_as_it_went_in_after_the_silence_before_it():
    playout, utterance = Playout(), Utterance(TWO_WORDS)
    assert playout.take(TICK) is None
    piece = two_words()
    cue = playout.add(utterance, piece)
    playout.finish(utterance)
    assert cue.start_s == pytest.approx(TICK / PLAYOUT_HZ), "it starts with the next tick"
    assert np.array_equal(play(playout, 0.4), piece.pcm)
    assert playout.take(TICK) is None
    assert playout.is_over(utterance)


def test_what_has_no_sound_is_over_when_what_was_queued_before_it_has_been_played():
    playout, silent = Playout(), Utterance("")
    playout.add(Utterance(TWO_WORDS), two_words())
    playout.place(silent)
    play(playout, 0.2)
    playout.pause()
    play(playout, 1.0)
    assert not playout.is_over(silent), "a pause moves it along"
    list(playout.resume())
    play(playout, 0.6)
    assert playout.is_over(silent)


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000])
def test_other_rates_are_resampled_without_losing_time(rate_hz):
    playout, utterance = Playout(), Utterance("")
    playout.add(utterance, speech(0.25, rate_hz))
    playout.add(utterance, speech(0.25, rate_hz))
    playout.finish(utterance)
    assert utterance.samples == pytest.approx(0.5 * PLAYOUT_HZ, abs=4)


def test_words_count_as_said_from_their_middle_on():
    playout, utterance = Playout(), Utterance(TWO_WORDS)
    playout.add(utterance, two_words())
    playout.finish(utterance)
    said = []
    for _ in range(20):
        playout.take(TICK)
        said.append(playout.said(utterance))
    assert said[3] == 0  # 0.08 s
    assert said[5] == 5  # 0.12 s
    assert said[13] == 5  # 0.28 s
    assert said[15] == 11  # 0.32 s


def test_a_pause_holds_the_sound_back_and_everything_moves_along():
    playout, utterance = Playout(), Utterance(TWO_WORDS)
    piece = two_words()
    playout.add(utterance, piece)
    playout.finish(utterance)
    before = play(playout, 0.2)
    playout.pause()
    assert not playout.sounding
    during = play(playout, 0.5)
    assert np.abs(during[FADE_SAMPLES:]).max() == 0, "after a short fade there is silence"
    assert playout.said(utterance) == 5, "what was said stays said"
    (cue,) = playout.resume()
    assert cue.start_s == pytest.approx(0.5), "its marks are 0.5 s later now"
    after = play(playout, 0.2)
    assert np.array_equal(before, piece.pcm[: len(before)])
    assert np.array_equal(after[FADE_SAMPLES:], piece.pcm[len(before) + FADE_SAMPLES :]), "but for the fade"
    assert playout.said(utterance) == 11


@pytest.mark.parametrize("cut_s", [0.22, 0.3, 0.38])
def test_after_a_pause_the_word_that_was_cut_is_begun_anew(cut_s):
    playout, utterance, next_utterance = Playout(), Utterance(TWO_WORDS), Utterance("")
    piece = two_words()
    playout.add(utterance, piece)
    playout.finish(utterance)
    playout.add(next_utterance, speech(0.1))
    playout.finish(next_utterance)
    play(playout, cut_s)
    said = playout.said(utterance)
    playout.pause()
    play(playout, 0.5)
    cue, *_ = playout.resume()
    resumed_s = cut_s + 0.5
    assert cue.start_s == pytest.approx(resumed_s - 0.2), "the second word begins at 0.2 s of the utterance"
    after = play(playout, 0.2)
    assert np.array_equal(after[FADE_SAMPLES:], piece.pcm[9600 + FADE_SAMPLES :])
    assert np.abs(np.diff(after[:FADE_SAMPLES].astype(int))).max() < 400, "and it does not click"
    assert playout.said(utterance) >= said
    assert playout.is_over(utterance)
    assert playout.ahead_s == pytest.approx(0.1), "what follows moved along"
    play(playout, 0.1)
    assert playout.is_over(next_utterance)


def test_what_counted_as_heard_stays_heard_while_its_word_is_said_again():
    playout, utterance = Playout(), Utterance(TWO_WORDS)
    playout.add(utterance, two_words())
    playout.finish(utterance)
    play(playout, 0.36)
    assert playout.said(utterance) == 11
    playout.pause()
    list(playout.resume())
    play(playout, 0.04)
    assert playout.said(utterance) == 11


def test_going_on_without_a_pause_changes_nothing():
    playout, utterance = Playout(), Utterance(TWO_WORDS)
    piece = two_words()
    playout.add(utterance, piece)
    before = play(playout, 0.3)
    list(playout.resume())
    assert np.array_equal(np.concatenate([before, play(playout, 0.1)]), piece.pcm)


def test_clearing_drops_what_was_not_heard_and_does_not_click():
    playout, utterance = Playout(), Utterance(TWO_WORDS)
    playout.add(utterance, two_words())
    play(playout, 0.2)
    playout.clear()
    rest = play(playout, 0.2)
    assert np.abs(np.diff(rest[:FADE_SAMPLES].astype(int))).max() < 400
    assert np.abs(rest[FADE_SAMPLES:]).max() == 0
    assert playout.ahead_s == 0


def test_a_voice_that_is_late_leaves_a_gap_and_goes_on():
    playout, utterance = Playout(), Utterance(TWO_WORDS)
    playout.add(utterance, Speech(tone(0.2, 48_000), 48_000, words=(Word(0, 5, 0.0, 0.2),)))
    play(playout, 0.5)
    assert not playout.is_over(utterance)
    playout.add(utterance, Speech(tone(0.2, 48_000), 48_000, words=(Word(6, 11, 0.2, 0.4),)))
    playout.finish(utterance)
    play(playout, 0.08)
    assert playout.said(utterance) == 5
    play(playout, 0.12)
    assert playout.said(utterance) == 11
    assert playout.is_over(utterance)


def test_utterances_follow_each_other_without_a_gap():
    playout, first, second = Playout(), Utterance("a"), Utterance("b")
    playout.add(first, speech(0.1))
    playout.finish(first)
    cue = playout.add(second, speech(0.1))
    assert cue.start_s == pytest.approx(0.1)
    assert playout.ahead_s == pytest.approx(0.2)


def test_words_without_marks_are_taken_to_follow_each_other_evenly():
    playout, utterance = Playout(), Utterance("one two six ten")
    playout.add(utterance, speech(0.4))
    playout.finish(utterance)
    said = []
    for _ in range(4):
        play(playout, 0.1)
        said.append(utterance.spoken[: playout.said(utterance)])
    assert said == ["one", "one two", "one two six", "one two six ten"]


def test_while_more_sound_without_marks_may_come_its_words_are_not_all_said():
    playout, utterance = Playout(), Utterance("one two six ten, and so on and on")
    playout.add(utterance, speech(0.4))
    play(playout, 0.4)
    assert utterance.spoken[: playout.said(utterance)] == "one two"


def test_what_is_coming_is_what_will_be_taken():
    playout, utterance = Playout(), Utterance(TWO_WORDS)
    assert len(playout.coming(TICK)) == 0
    for seconds in (0.1, 0.3):
        playout.add(utterance, speech(seconds))
    playout.take(TICK)
    coming = playout.coming(10 * TICK)
    assert len(coming) == 10 * TICK
    assert np.array_equal(coming, play(playout, 0.2))
    assert len(playout.coming(100 * TICK)) == round(0.18 * PLAYOUT_HZ), "no more is known"


def test_nothing_is_coming_while_she_holds_back():
    playout, utterance = Playout(), Utterance(TWO_WORDS)
    playout.add(utterance, speech())
    playout.pause()
    assert len(playout.coming(TICK)) == 0
    list(playout.resume())
    assert len(playout.coming(TICK)) == TICK
    playout.clear()
    assert len(playout.coming(TICK)) == 0


def test_how_much_of_an_utterance_has_sounded_leaves_pauses_out():
    playout, utterance = Playout(), Utterance("Hello")
    playout.take(4800)
    assert playout.played_s(utterance) == 0
    playout.add(utterance, Speech(np.ones(9600, np.int16), 48_000))
    playout.take(4800)
    playout.pause()
    playout.take(48_000)
    assert playout.played_s(utterance) == 0.1
    list(playout.resume())
    playout.take(9600)
    assert playout.played_s(utterance) == 0.2
