import random
from itertools import pairwise
from math import degrees

import pytest

from visavis.face.directions import NONE
from visavis.face.expression import Pose
from visavis.face.head import BREATH_PX, Head
from visavis.face.manners import MANNERS, Mood

FRAME_S = 0.04
VIEWER = (0.0, 0.0)


def watch(head, mood, seconds, gaze=VIEWER, from_s=0.0):
    return [head.pose(from_s + k * FRAME_S, MANNERS[mood], NONE, gaze) for k in range(int(seconds / FRAME_S))]


@pytest.mark.parametrize("mood", Mood)
def test_the_head_stays_within_what_the_portrait_bears(mood):
    chance = random.Random(1)
    head = Head(random.Random(9))
    for k in range(25 * 300):
        if chance.random() < 0.1:
            head.beat(k * FRAME_S, 1.0)  # far more than speech ever has
        pose = head.pose(k * FRAME_S, MANNERS[mood], NONE, (chance.uniform(-1, 1), chance.uniform(-1, 1)))
        assert abs(degrees(pose[Pose.YAW])) <= 7
        assert abs(degrees(pose[Pose.PITCH])) <= 5
        assert abs(degrees(pose[Pose.ROLL])) <= 5
        assert max(map(abs, pose[Pose.X :])) < 12


@pytest.mark.parametrize("mood", Mood)
def test_the_head_is_never_frozen_and_never_jumps(mood):
    poses = watch(Head(random.Random(4)), mood, 120)
    steps = [max(abs(b[i] - a[i]) for i in range(3)) for a, b in pairwise(poses)]
    assert min(steps) > 0
    assert degrees(max(steps)) < 1.2


def test_a_beat_dips_the_head_and_lets_it_come_back():
    beaten, calm = Head(random.Random(4)), Head(random.Random(4))
    watch(beaten, Mood.SPEAKING, 1.0), watch(calm, Mood.SPEAKING, 1.0)
    beaten.beat(1.0, 1.0)
    dips = [
        degrees(a[Pose.PITCH] - b[Pose.PITCH])
        for a, b in zip(
            watch(beaten, Mood.SPEAKING, 1.0, from_s=1.0),
            watch(calm, Mood.SPEAKING, 1.0, from_s=1.0),
            strict=True,
        )
    ]
    assert 0.6 < max(dips[:6]) < 2.0
    assert abs(dips[-1]) < 0.05


def test_she_nods_now_and_then_while_listening_and_only_then():
    def nods(mood):
        head = Head(random.Random(11))
        nodding = []
        for k in range(25 * 120):
            head.pose(k * FRAME_S, MANNERS[mood], NONE, VIEWER)
            nodding.append(head.nodding(k * FRAME_S))
        return sum(b and not a for a, b in pairwise(nodding)) / 2

    assert 3 <= nods(Mood.LISTENING) <= 14  # a minute; a dip may count by itself
    assert nods(Mood.IDLE) == nods(Mood.THINKING) == nods(Mood.SPEAKING) == 0


def test_the_head_follows_a_glance_a_little():
    def yaw(gaze):
        return watch(Head(random.Random(4)), Mood.IDLE, 2.0, gaze)[-1][Pose.YAW]

    assert 1.5 < degrees(yaw((0.5, 0.0)) - yaw(VIEWER)) < 5.0


def test_she_breathes_about_fifteen_times_a_minute_and_in_faster_than_out():
    breath = [pose[Pose.BREATH] for pose in watch(Head(random.Random(4)), Mood.IDLE, 120)]
    rising = [b > a for a, b in pairwise(breath)]
    breaths = sum(b and not a for a, b in pairwise(rising)) / 2
    assert 12 <= breaths <= 18
    assert 0.3 < sum(rising) / len(rising) < 0.5
    assert min(breath) >= 0
    assert max(breath) <= BREATH_PX
