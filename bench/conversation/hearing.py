"""When a listener hears sound begin and end, by the packets that arrived. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bench.receiver import AUDIBLE, Heard

PACKET_S = 0.02
FOR_GOOD_S = 0.3
"""Longer than the pauses between her clauses."""


def onset(heard: Sequence[Heard], since_s: float) -> float | None:
    """When the first packet with sound arrived after `since_s`; None: not yet."""
    return next((packet.at_s for packet in heard if packet.at_s > since_s and packet.level > AUDIBLE), None)


def silence(heard: Sequence[Heard], since_s: float, for_s: float = FOR_GOOD_S) -> float | None:
    """From when on, not before `since_s`, nothing was audible for `for_s`; None: not yet.

    The last packet with sound is heard for 20 ms after it arrived.
    """
    silent_s = since_s
    for packet in heard:
        if packet.at_s < since_s - PACKET_S:
            continue
        if packet.at_s - silent_s >= for_s:
            return silent_s
        if packet.level > AUDIBLE:
            silent_s = max(silent_s, packet.at_s + PACKET_S)
    return None
