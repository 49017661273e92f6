import random
from itertools import pairwise

import pytest

from visavis.face.springs import Drift, Pulses, Spring, soft_limit


def test_a_spring_arrives_without_overshoot():
    spring = Spring(5.0)
    course = [spring.follow(1.0, 0.04) for _ in range(60)]
    assert all(later >= earlier for earlier, later in pairwise(course))
    assert course[-1] == pytest.approx(1.0, abs=1e-3)
    assert max(course) <= 1.0


def test_a_spring_goes_the_same_way_at_any_frame_rate():
    fine, coarse = Spring(8.0), Spring(8.0)
    for _ in range(12):
        fine.follow(0.5, 0.01)
    coarse.follow(0.5, 0.12)
    assert coarse.value == pytest.approx(fine.value)


def test_a_pulse_rises_to_its_height_and_comes_back():
    pulses = Pulses(rise_s=0.1, fall_s=0.3)
    pulses.add(1.0, 2.0)
    assert pulses.at(0.9) == 0
    assert not pulses.active(0.9)
    assert pulses.at(1.05) == pytest.approx(1.0)
    assert pulses.at(1.1) == pytest.approx(2.0)
    assert pulses.active(1.1)
    assert pulses.at(1.25) == pytest.approx(1.0)
    assert pulses.at(1.41) == 0
    assert not pulses.active(1.41)


def test_pulses_add_up_and_those_to_come_can_be_dropped():
    pulses = Pulses(rise_s=0.1, fall_s=0.1)
    for at_s in (1.0, 1.05, 2.0):
        pulses.add(at_s, 1.0)
    assert pulses.at(1.1) == pytest.approx(1.5)
    pulses.clear(1.1)
    assert pulses.at(1.11) > 1.0
    assert pulses.at(2.1) == 0


def test_drift_wanders_about_zero():
    drift = Drift(0.1, random.Random(1))
    values = [drift.at(second / 10) for second in range(6000)]
    assert abs(sum(values) / len(values)) < 0.05
    assert 0.8 < max(values) <= 1.29
    assert max(abs(b - a) for a, b in pairwise(values)) < 0.15


def test_a_soft_limit_is_never_passed_and_hardly_felt_at_small_values():
    assert soft_limit(1e6, 5.0) <= 5.0
    assert soft_limit(-40.0, 5.0) >= -5.0
    assert soft_limit(1.0, 7.0) == pytest.approx(1.0, rel=0.01)
