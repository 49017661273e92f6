import random
from itertools import pairwise
from math import hypot

import pytest

from visavis.face.gaze import TREMOR, VIEWER, Gaze
from visavis.face.manners import MANNERS, Mood

FRAME_S = 0.04


def watch(mood, seconds=300, seed=2):
    gaze = Gaze(random.Random(seed))
    return [gaze.at(frame * FRAME_S, MANNERS[mood]) for frame in range(int(seconds / FRAME_S))]


def share_on_viewer(course):
    return sum(hypot(x, y) <= 2 * TREMOR for x, y in course) / len(course)


def test_how_much_she_looks_at_the_viewer_depends_on_the_mood():
    shares = {mood: share_on_viewer(watch(mood)) for mood in Mood}
    assert shares[Mood.LISTENING] > 0.93
    assert 0.8 < shares[Mood.SPEAKING] < 0.97
    assert 0.7 < shares[Mood.IDLE] < 0.95
    assert shares[Mood.THINKING] < 0.3


def test_thinking_looks_up():
    course = watch(Mood.THINKING)
    assert sum(y for _, y in course) / len(course) < -0.2


def test_eyes_stay_exactly_still_between_jumps():
    course = watch(Mood.LISTENING, seconds=60)
    still = sum(a == b for a, b in pairwise(course)) / len(course)
    assert still > 0.9


def test_a_jump_takes_no_more_than_three_frames():
    course = watch(Mood.THINKING, seconds=120)
    moving = [a != b for a, b in pairwise(course)]
    runs = "".join("x" if move else " " for move in moving).split()
    assert max(map(len, runs)) <= 3


@pytest.mark.parametrize("to_viewer", [True, False])
def test_she_turns_when_told_to_within_a_quarter_of_a_second(to_viewer):
    manner = MANNERS[Mood.SPEAKING if to_viewer else Mood.THINKING]
    for seed in range(20):
        gaze = Gaze(random.Random(seed))
        gaze.at(0.0, MANNERS[Mood.IDLE])
        gaze.turn(0.05, not to_viewer)
        gaze.at(0.31, manner)
        gaze.turn(0.4, to_viewer)
        gaze.at(0.68, manner)
        x, y = gaze.target
        assert (hypot(x - VIEWER[0], y - VIEWER[1]) <= 2 * TREMOR) is to_viewer
