"""How many bits per second a picture may cost: pure functions of what was sent and what arrived.

A receiver reports what it can take (REMB, draft-alvestrand-rmcat-remb). Its estimate is never above 1.5 times
what it received, so a report below the target says nothing while a still face costs less than the target;
only a report below what was *sent* means that the path is too narrow. Changing the rate of libvpx means a new
encoder and a key frame of some 17 kB, so the rate moves seldom and far.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Quality(StrEnum):
    """The public session option `videoQuality`."""

    HIGH = "high"  # always the top rate
    AUTO = "auto"  # what the path can carry, up to the top rate


REFERENCE_BPS = 600_000
"""For 512x512 at 25 frames a second: a talking face at VP8 quantizer 4 of 127 (measured)."""
REFERENCE_PIXELS = 512 * 512
PIXELS_EXPONENT = 0.9
"""Larger pictures of the same face need a little less per pixel."""
FLOOR_SHARE = 0.2
"""Below this share of the top rate the face is no longer worth looking at."""

PRESSED_BELOW = 0.95
PRESSED_FOR_S = 1.0
PRESSED_TAKES = 0.85
PRESSED_STEP = 0.8
"""Reports below 95 % of what was sent, for a second: go to 85 % of the report, if that is a step of 20 %."""

SPARE_ABOVE = 1.25
SPARE_FOR_S = 8.0
"""Reports above 125 % of the target, for eight seconds: go to the report."""

SENT_OVER_S = 1.0


@dataclass(frozen=True, slots=True)
class Limits:
    floor_bps: int
    top_bps: int


def limits(width: int, height: int) -> Limits:
    """The rates for a picture of this size in pixels."""
    top = REFERENCE_BPS * (width * height / REFERENCE_PIXELS) ** PIXELS_EXPONENT
    return Limits(round(top * FLOOR_SHARE), round(top))


@dataclass(frozen=True, slots=True)
class Rate:
    """The target, and since when the reports have been asking for another one (seconds of any clock)."""

    bps: int
    pressed_since_s: float | None = None
    spare_since_s: float | None = None


def follow(rate: Rate, within: Limits, *, received_bps: int, sent_bps: float, now_s: float) -> Rate:
    """The rate after one report of the receiver; the same `bps` unless the wish is large and lasting."""
    less_bps = max(within.floor_bps, round(received_bps * PRESSED_TAKES))
    if received_bps < PRESSED_BELOW * sent_bps and less_bps <= PRESSED_STEP * rate.bps:
        since = now_s if rate.pressed_since_s is None else rate.pressed_since_s
        if now_s - since < PRESSED_FOR_S:
            return Rate(rate.bps, pressed_since_s=since)
        return Rate(less_bps)
    if rate.bps < within.top_bps and received_bps > SPARE_ABOVE * rate.bps:
        since = now_s if rate.spare_since_s is None else rate.spare_since_s
        if now_s - since < SPARE_FOR_S:
            return Rate(rate.bps, spare_since_s=since)
        return Rate(min(within.top_bps, received_bps))
    return replace(rate, pressed_since_s=None, spare_since_s=None)


class SentRate:
    """What was really sent, over the last full second."""

    def __init__(self, now_s: float) -> None:
        self._began_s = now_s
        self._bits = 0
        self._bps = 0.0

    def add(self, octets: int, now_s: float) -> None:
        self._bits += octets * 8
        if now_s - self._began_s >= SENT_OVER_S:
            self._bps = self._bits / (now_s - self._began_s)
            self._began_s, self._bits = now_s, 0

    @property
    def bps(self) -> float:
        """0 until a full second was sent."""
        return self._bps
