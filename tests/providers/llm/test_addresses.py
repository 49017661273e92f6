"""Which of a model's addresses is asked first."""

import pytest

from visavis.providers.llm.addresses import REST_S, Addresses


class Clock:
    now_s = 0.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def places(clock):
    return Addresses(["a", "b", "c"], clock)


def test_the_order_is_the_users(places):
    assert places.in_order() == ["a", "b", "c"]


def test_one_that_failed_is_asked_last_for_a_while(places, clock):
    places.failed("a")
    assert places.in_order() == ["b", "c", "a"]
    clock.now_s += REST_S
    assert places.in_order() == ["a", "b", "c"]


def test_one_that_answers_again_is_well(places):
    places.failed("a")
    places.began("a", 0.5)
    assert places.in_order() == ["a", "b", "c"]


def test_when_all_failed_all_are_asked(places):
    for place in "abc":
        places.failed(place)
    assert places.in_order() == ["a", "b", "c"]


def test_one_that_is_much_quicker_is_asked_first_and_one_that_is_a_little_is_not(places):
    places.began("a", 1.0)
    places.began("b", 0.8)
    assert places.in_order() == ["a", "b", "c"]
    for _ in range(20):
        places.began("b", 0.4)
    assert places.in_order() == ["b", "a", "c"]


def test_one_slow_answer_is_chance(places):
    places.began("a", 0.5)
    places.began("b", 0.5)
    places.began("a", 0.9)
    assert places.in_order() == ["a", "b", "c"]
