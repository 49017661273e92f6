"""How often somebody may try to sign in: an API key cannot be found by trying.

What counts is where a try comes from: an IPv4 address, or the /64 network that one subscriber has in IPv6.
"""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from ipaddress import IPv6Address, ip_address, ip_network

from visavis.services.errors import TooManyRequests

MOST_TRIES = 10
"""That failed, from one place within WINDOW_S."""
WINDOW_S = 300.0
MOST_PLACES = 10_000
"""Remembered; the one that was not heard of for longest is forgotten first."""


class SignInTries:
    """Clocked by whoever asks: `at` in seconds, never going back."""

    def __init__(self) -> None:
        self._failed: OrderedDict[str, deque[float]] = OrderedDict()

    def check(self, address: str, at: float) -> None:
        """Raises TooManyRequests."""
        failed = self._failed.get(_place(address))
        while failed and failed[0] <= at - WINDOW_S:
            failed.popleft()
        if failed and len(failed) >= MOST_TRIES:
            wait_s = math.ceil(failed[0] + WINDOW_S - at)
            raise TooManyRequests(f"Too many tries to sign in; try again in {wait_s} seconds", wait_s)

    def note_failure(self, address: str, at: float) -> None:
        place = _place(address)
        self._failed.setdefault(place, deque(maxlen=MOST_TRIES)).append(at)
        self._failed.move_to_end(place)
        if len(self._failed) > MOST_PLACES:
            self._failed.popitem(last=False)


def _place(address: str) -> str:
    try:
        ip = ip_address(address)
    except ValueError:
        return address  # a socket without an address
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((ip, 64), strict=False))
    return str(ip)
