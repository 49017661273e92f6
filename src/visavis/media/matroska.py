"""A growing Matroska file of what was encoded already (RFC 9559): each piece is whole when it is written.

    EBML │ Segment, of unknown length
         │   Info │ Tracks │ Cluster │ Cluster │ Cluster …  each about a second, with its length before it

A file that breaks off anywhere can be read up to there. PyAV writes Matroska too, but opens an encoder for
every stream that it is to hold, knows no way to give Opus its header, and holds packets back to sort them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from struct import pack

EBML, SEGMENT, INFO, TRACKS, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
SIMPLE_BLOCK = 0xA3
UNKNOWN_LENGTH = b"\x01" + b"\xff" * 7
NANOSECONDS_PER_MS = 1_000_000
LONGEST_CLUSTER_MS = 30_000
"""A block says where it lies in its cluster with 16 bits, in milliseconds."""

_VIDEO, _AUDIO = 1, 2
_KEY = 0x80


@dataclass(frozen=True, slots=True)
class Pictures:
    number: int
    codec_id: str
    """"V_VP8" or "V_MPEG4/ISO/AVC"."""
    width: int
    height: int
    private: bytes = b""
    """Of H.264: its decoder configuration record."""


@dataclass(frozen=True, slots=True)
class OpusSound:
    """One channel, as Opus decoders make of whatever a packet holds."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Block:
    track: int
    at_ms: int
    data: bytes
    key: bool = True


def head(tracks: Sequence[Pictures | OpusSound]) -> bytes:
    """What a file begins with; clusters may follow for ever."""
    ebml = _element(
        EBML,
        _number(0x4286, 1),
        _number(0x42F7, 1),
        _number(0x42F2, 4),
        _number(0x42F3, 8),
        _text(0x4282, "matroska"),
        _number(0x4287, 4),
        _number(0x4285, 2),
    )
    info = _element(
        INFO, _number(0x2AD7B1, NANOSECONDS_PER_MS), _text(0x4D80, "visavis"), _text(0x5741, "visavis")
    )
    return ebml + _id(SEGMENT) + UNKNOWN_LENGTH + info + _element(TRACKS, *map(_track, tracks))


def cluster(blocks: Sequence[Block]) -> bytes:
    """At least one block, all within `LONGEST_CLUSTER_MS`."""
    begin = min(block.at_ms for block in blocks)
    return _element(CLUSTER, _number(0xE7, begin), *(_block(block, begin) for block in blocks))


def _block(block: Block, begin_ms: int) -> bytes:
    place = pack("!Bhb", 0x80 | block.track, block.at_ms - begin_ms, -_KEY if block.key else 0)
    return _element(SIMPLE_BLOCK, place, block.data)


def _track(track: Pictures | OpusSound) -> bytes:
    common = (_number(0xD7, track.number), _number(0x73C5, track.number), _number(0x9C, 0))
    if isinstance(track, Pictures):
        frame = _element(0xE0, _number(0xB0, track.width), _number(0xBA, track.height))
        private = [_element(0x63A2, track.private)] if track.private else []
        return _element(0xAE, *common, _number(0x83, _VIDEO), _text(0x86, track.codec_id), *private, frame)
    opus_head = b"OpusHead" + pack("<BBHIhB", 1, 1, 0, 48_000, 0, 0)  # RFC 7845, section 5.1
    sound = _element(0xE1, _element(0xB5, pack("!d", 48_000.0)), _number(0x9F, 1))
    return _element(
        0xAE,
        *common,
        _number(0x83, _AUDIO),
        _text(0x86, "A_OPUS"),
        _text(0x536E, track.name),
        _element(0x63A2, opus_head),
        sound,
    )


def _element(number: int, *content: bytes) -> bytes:
    length = sum(map(len, content))
    return b"".join((_id(number), (length | 1 << 56).to_bytes(8), *content))


def _id(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8)


def _number(number: int, value: int) -> bytes:
    return _element(number, value.to_bytes(max(1, (value.bit_length() + 7) // 8)))


def _text(number: int, value: str) -> bytes:
    return _element(number, value.encode())
