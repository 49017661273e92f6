"""How often somebody may try to sign in."""

from __future__ import annotations

import pytest

from visavis.services.errors import TooManyRequests
from visavis.services.sign_in_tries import MOST_PLACES, MOST_TRIES, WINDOW_S, SignInTries


def tried(address: str, times: int = MOST_TRIES, at: float = 0.0) -> SignInTries:
    tries = SignInTries()
    for _ in range(times):
        tries.count(address, at)
    return tries


def test_ten_failures_are_followed_by_a_wait() -> None:
    with pytest.raises(TooManyRequests) as refused:
        tried("192.0.2.7").count("192.0.2.7", 100.5)

    assert refused.value.retry_after_s == 200


def test_it_may_be_tried_again_when_the_first_failure_is_old() -> None:
    tried("192.0.2.7").count("192.0.2.7", WINDOW_S)


def test_who_signs_in_has_not_guessed() -> None:
    tries = SignInTries()
    for _ in range(3 * MOST_TRIES):
        tries.count("192.0.2.7", 0.0)
        tries.forgive("192.0.2.7")


def test_somebody_elsewhere_is_not_kept_waiting() -> None:
    tried("192.0.2.7").count("192.0.2.8", 0.0)
    tried("2001:db8:0:1::7").count("2001:db8:0:2::7", 0.0)


@pytest.mark.parametrize(
    ("first", "then"),
    [("2001:db8::1", "2001:db8::ffff:1"), ("192.0.2.7", "::ffff:192.0.2.7"), ("", "")],
)
def test_another_address_of_the_same_place_does_not_help(first: str, then: str) -> None:
    with pytest.raises(TooManyRequests):
        tried(first).count(then, 0.0)


def test_only_so_many_places_are_remembered() -> None:
    tries = tried("192.0.2.7")
    for number in range(MOST_PLACES):
        tries.count(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", 1.0)

    tries.count("192.0.2.7", 1.0)
