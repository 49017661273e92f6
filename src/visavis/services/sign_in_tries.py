"""How often somebody may try to sign in: an API key cannot be found by trying.

What counts is where a try comes from: an IPv4 address, or the /64 network that one subscriber has in IPv6.
"""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from ipaddress import IPv6Address, ip_address, ip_network

from visavis.services.errors import TooManyRequests

MOST_TRIES = 10
"""From one place within WINDOW_S, besides those that succeeded."""
WINDOW_S = 300.0
MOST_PLACES = 10_000
"""Remembered; the one that was not heard of for longest is forgotten first."""


class SignInTries:
    """Clocked by whoever asks: `at` in seconds, never going back.

    A try counts from its beginning, so that many at once are many, until it is forgiven.
    """

    def __init__(self) -> None:
        self._tried: OrderedDict[str, deque[float]] = OrderedDict()

    def count(self, address: str, at: float) -> None:
        """Raises TooManyRequests when it is one too many."""
        place = _place(address)
        tried = self._tried.setdefault(place, deque())
        while tried and tried[0] <= at - WINDOW_S:
            tried.popleft()
        if len(tried) >= MOST_TRIES:
            wait_s = math.ceil(tried[0] + WINDOW_S - at)
            raise TooManyRequests(f"Too many tries to sign in; try again in {wait_s} seconds", wait_s)
        tried.append(at)
        self._tried.move_to_end(place)
        if len(self._tried) > MOST_PLACES:
            self._tried.popitem(last=False)

    def forgive(self, address: str) -> None:
        """The last try: it was no guess."""
        tried = self._tried.get(_place(address))
        if tried:
            tried.pop()


def _place(address: str) -> str:
    try:
        ip = ip_address(address)
    except ValueError:
        return address  # a socket without an address
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((ip, 64), strict=False))
    return str(ip)
