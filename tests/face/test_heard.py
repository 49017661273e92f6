"""Mouths read from sound, played by the track that also plays phones; frames of 25 a second."""

import numpy as np
import pytest

from tests.face.sentences import BOB
from visavis.face.animator import Animator
from visavis.face.expression import Control
from visavis.face.heard import EASE_S, LATE_S, Heard
from visavis.face.mouth import LOOKS, Mouth
from visavis.face.phones import Viseme
from visavis.face.prosody import Prosody
from visavis.face.visemes import LEAD_S, MouthTrack
from visavis.speech import Alphabet

FRAME_S, STEP_S = 0.04, 0.02
REST = LOOKS[Viseme.REST].mouth
OPEN = Mouth(jaw=0.8)


def babble(seconds):
    """A jaw that swings three times a second, from shut."""
    times_s = np.arange(0, seconds, STEP_S)
    return [Mouth(jaw=float(0.4 - 0.4 * np.cos(2 * np.pi * 3 * time_s))) for time_s in times_s]


def watch(track, until_s, from_s=0.0):
    times_s = np.arange(from_s, until_s, FRAME_S)
    return times_s, [track.at(float(time_s)) for time_s in times_s]


def test_the_mouth_shows_what_was_heard_a_moment_before_it_sounds():
    track, mouths = MouthTrack(), babble(2.0)
    track.hear(0.5, mouths)
    for time_s, mouth in zip(*watch(track, 2.3, from_s=0.7), strict=True):
        place = (time_s + LEAD_S - 0.5) / STEP_S
        wanted = np.interp(place, np.arange(len(mouths)), [mouth.jaw for mouth in mouths])
        assert mouth.jaw == pytest.approx(wanted, abs=1e-6)


def test_mouths_that_come_piece_by_piece_are_shown_as_if_they_came_at_once():
    at_once, pieces, mouths = MouthTrack(), MouthTrack(), babble(2.0)
    at_once.hear(0.2, mouths)
    for first in range(0, len(mouths), 2):
        pieces.hear(0.2 + first * STEP_S, mouths[first : first + 2])
    assert np.array(watch(pieces, 3.0)[1]) == pytest.approx(np.array(watch(at_once, 3.0)[1]), abs=1e-9)


def test_live_mouths_known_just_in_time_do_not_jump():
    track, mouths, shown = MouthTrack(), babble(2.0), []
    track.hear(0.0, mouths[:4])  # sound waits 80 ms for its mouths
    for frame in range(40):
        known = 2 * frame + 4
        track.hear(known * STEP_S, mouths[known : known + 2])
        shown.append(track.at(frame * FRAME_S).jaw)
    assert max(shown) > 0.7
    assert np.abs(np.diff(shown)).max() < 0.33, "hardly more than the swing itself"


def test_the_mouth_closes_where_they_end():
    track = MouthTrack()
    track.hear(0.0, [OPEN] * 25)
    assert track.at(0.4).jaw == pytest.approx(0.8)
    assert track.at(0.5 + LATE_S + EASE_S) == pytest.approx(REST, abs=1e-6)
    assert not track.busy(1.0)


def test_cut_closes_the_mouth_without_a_jump():
    track = MouthTrack()
    track.hear(0.0, [OPEN] * 100)
    assert track.at(0.4).jaw == pytest.approx(0.8)
    track.cut(0.4)
    jaws = [track.at(time_s).jaw for time_s in np.arange(0.4, 0.8, 0.02)]
    assert jaws == sorted(jaws, reverse=True)
    assert jaws[0] == pytest.approx(0.8)
    assert jaws[-1] == pytest.approx(0.0, abs=1e-6)


def test_after_a_cut_new_mouths_are_shown():
    track = MouthTrack()
    track.hear(0.0, [OPEN] * 100)
    track.at(0.2)
    track.cut(0.3)
    track.hear(1.0, [OPEN] * 25)
    assert track.at(0.8).jaw == pytest.approx(0.0, abs=1e-6)
    assert track.at(1.2).jaw == pytest.approx(0.8)


def test_phones_that_follow_what_was_heard_are_spoken():
    mixed, alone = MouthTrack(), MouthTrack()
    mixed.hear(0.0, [OPEN] * 10)
    for track in (mixed, alone):
        track.say(1.0, BOB[Alphabet.ARPABET], Alphabet.ARPABET)
    assert np.array(watch(mixed, 6.0, 0.6)[1]) == pytest.approx(np.array(watch(alone, 6.0, 0.6)[1]))


def test_mouths_that_come_late_are_taken_up_without_a_jump():
    track = MouthTrack()
    assert track.at(0.5) == pytest.approx(REST)
    track.hear(0.2, [OPEN] * 50)
    shown = [track.at(time_s).jaw for time_s in np.arange(0.5, 0.8, 0.01)]
    assert shown[0] == pytest.approx(0.0, abs=1e-6)
    assert np.abs(np.diff(shown)).max() < 0.12
    assert shown[-1] == pytest.approx(0.8)


def test_mouths_that_always_come_a_moment_too_late_are_all_shown_as_soon_as_they_are_known():
    track, mouths, shown = MouthTrack(), babble(2.0), []
    for frame in range(40):
        known = 2 * frame
        track.hear(known * STEP_S + LEAD_S, mouths[known : known + 2])
        shown.append(track.at(frame * FRAME_S + LATE_S).jaw)
    newest = [mouths[2 * frame + 1].jaw for frame in range(40)]
    assert shown[4:] == pytest.approx(newest[4:], abs=1e-6)


def test_the_mouth_stands_still_for_a_moment_where_more_should_have_come():
    track = MouthTrack()
    track.hear(LEAD_S, [OPEN] * 10)
    for time_s in (0.18, 0.2, 0.18 + LATE_S):
        assert track.at(time_s).jaw == pytest.approx(0.8)


def test_what_is_past_is_forgotten():
    heard = Heard()
    heard.add(0.0, [OPEN] * 50_000, now_s=0.0)
    heard.add(1500.0, [OPEN] * 10, now_s=0.0)
    heard.forget(900.0)
    assert sum(len(run.mouths) for run in heard._runs) < 5_500
    assert heard.over([0.0] * 8, 950.0)[0] == pytest.approx(0.8)
    heard.forget(1400.0)
    assert len(heard._runs) == 1


def test_the_animator_moves_lips_and_body_with_what_it_hears():
    def watched(mouths):
        animator = Animator(seed=4)
        animator.hear(0.5, mouths)
        return [animator.express(float(time_s)) for time_s in np.arange(0, 4, FRAME_S)]

    speaking, still = watched(babble(3.0)), watched([])
    assert max(face.controls[Control.JAW] for face in speaking) > 0.7
    assert max(face.controls[Control.JAW] for face in still) == 0.0
    assert any(not np.allclose(one.pose, other.pose) for one, other in zip(speaking, still, strict=True)), (
        "stressed syllables move the head"
    )


def test_an_open_mouth_carries_a_beat_and_a_cut_takes_it_back():
    def marks(cut):
        prosody = Prosody()
        prosody.hear(0.5, babble(3.0))
        if cut:
            prosody.cut(0.5)
        return prosody.due(10.0)

    assert sum(mark.strength > 0.4 for mark in marks(cut=False)) == 6, (
        "one for every other swing: not too many"
    )
    assert sum(mark.strength == 0 for mark in marks(cut=False)) >= 1, "and where it ends, a phrase ends"
    assert marks(cut=True) == []
