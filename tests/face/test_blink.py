import random
from itertools import pairwise
from statistics import mean, pstdev

import pytest

from visavis.face.blink import Blinks
from visavis.face.proportions import CLOSED_LIDS_AT, CLOSED_LIDS_FROM

FRAME_S = 0.04


def watch(blinks, seconds, every_s=3.7, frame_s=FRAME_S):
    return [blinks.at(frame * frame_s, every_s) for frame in range(int(seconds / frame_s))]


def starts(course):
    return [k for k in range(1, len(course)) if course[k] > 0 and course[k - 1] == 0]


@pytest.mark.parametrize("seed", range(5))
def test_she_blinks_twelve_to_twenty_times_a_minute(seed):
    assert 12 <= len(starts(watch(Blinks(random.Random(seed)), 300))) / 5 <= 20


def test_intervals_vary_as_people_s_do():
    frames = starts(watch(Blinks(random.Random(7)), 1800))
    intervals_s = [(b - a) * FRAME_S for a, b in pairwise(frames)]
    assert 0.3 < pstdev(intervals_s) / mean(intervals_s) < 0.6
    assert mean(intervals_s) > sorted(intervals_s)[len(intervals_s) // 2]  # a long tail to the right


@pytest.mark.parametrize("frame_s", [0.04, 1 / 30])
def test_every_blink_is_seen_fully_shut(frame_s):
    course = watch(Blinks(random.Random(3)), 300, frame_s=frame_s)
    for start in starts(course):
        assert max(course[start : start + 8]) == 1.0


def test_lids_fall_faster_than_they_rise():
    course = watch(Blinks(random.Random(3)), 20, frame_s=0.001)
    start = starts(course)[0]
    shut = [k for k in range(start, start + 400) if course[k] == 1.0]
    falling, rising = (
        shut[0] - start,
        next(k for k in range(shut[-1], len(course)) if not course[k]) - shut[-1],
    )
    assert falling < 0.6 * rising
    assert 250 < falling + len(shut) + rising < 350


def test_an_invitation_is_followed_at_once_but_not_right_after_a_blink():
    blinks = Blinks(random.Random(1))
    frames = iter(range(1000))
    while blinks.at(next(frames) * FRAME_S, 3.7) == 0:  # until she blinks by herself
        pass
    began = next(frames)
    blinks.invite(began * FRAME_S, 1.0)
    assert max(blinks.at((began + k) * FRAME_S, 100.0) for k in range(10, 26)) == 0
    blinks.invite((began + 40) * FRAME_S, 1.0)
    assert max(blinks.at((began + 40 + k) * FRAME_S, 100.0) for k in range(5)) == 1.0


def test_few_blinks_are_caught_while_the_picture_of_closed_lids_fades_in():
    """Then lashes of open and of closed lids are seen at once."""
    caught = 0
    for blink in range(400):
        blinks = Blinks(random.Random(blink))
        course = watch(blinks, 4)
        begins = starts(course)[:1]
        caught += any(
            CLOSED_LIDS_FROM < lids < CLOSED_LIDS_AT for at in begins for lids in course[at : at + 9]
        )
    assert caught < 0.45 * 400
