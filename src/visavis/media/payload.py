"""How encoded pictures are cut into RTP payloads: RFC 7741 (VP8) and RFC 6184 (H.264)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from struct import pack

PAYLOAD_MAX = 1180
"""Octets; with RTP header, extensions, SRTP tag, UDP and IPv6 headers below 1280, the least IPv6 MTU."""

PICTURE_IDS = 1 << 15

_VP8_START = 0x10
_VP8_EXTENDED = 0x80
_VP8_HAS_PICTURE_ID = 0x80
_VP8_LONG_PICTURE_ID = 0x8000

_NAL_TYPE = 0x1F
_NAL_IMPORTANCE = 0xE0
_FU_A = 28
_FU_START = 0x80
_FU_END = 0x40
_NOT_SENT = frozenset((6, 9))
"""Supplemental information (x264's version text) and access unit delimiters."""


def vp8_payloads(frame: bytes, picture_id: int) -> list[bytes]:
    """Cut one VP8 frame; `picture_id` counts frames modulo `PICTURE_IDS`."""
    room = PAYLOAD_MAX - 4
    number = _VP8_LONG_PICTURE_ID | picture_id
    first = pack("!BBH", _VP8_EXTENDED | _VP8_START, _VP8_HAS_PICTURE_ID, number)
    later = pack("!BBH", _VP8_EXTENDED, _VP8_HAS_PICTURE_ID, number)
    return [(later if start else first) + frame[start : start + room] for start in range(0, len(frame), room)]


def h264_payloads(frame: bytes) -> list[bytes]:
    """Cut one H.264 access unit in Annex B form, in packetization mode 1."""
    return [
        payload
        for unit in nal_units(frame)
        if unit[0] & _NAL_TYPE not in _NOT_SENT
        for payload in _fragments(unit)
    ]


def nal_units(frame: bytes) -> Iterator[bytes]:
    """The NAL units between the start codes 00 00 01 (or 00 00 00 01) of Annex B."""
    starts: list[int] = []
    at = frame.find(b"\0\0\1")
    while at >= 0:
        starts.append(at + 3)
        at = frame.find(b"\0\0\1", at + 3)
    for start, following in pairwise([*starts, len(frame) + 3]):
        unit = frame[start : following - 3]
        # a fourth start code octet, or trailing zeros: a NAL unit never ends in 0
        unit = unit.rstrip(b"\0")
        if unit:
            yield unit


def _fragments(unit: bytes) -> list[bytes]:
    if len(unit) <= PAYLOAD_MAX:
        return [unit]
    indicator = unit[0] & _NAL_IMPORTANCE | _FU_A
    kind = unit[0] & _NAL_TYPE
    room = PAYLOAD_MAX - 2
    fragments = []
    for start in range(1, len(unit), room):
        flags = (_FU_START if start == 1 else 0) | (_FU_END if start + room >= len(unit) else 0)
        fragments.append(bytes((indicator, flags | kind)) + unit[start : start + room])
    return fragments
