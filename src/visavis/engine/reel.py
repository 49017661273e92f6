"""The file of a recording: three tracks as they went over the wire, whole up to the last second written.

    1 pictures (VP8 or H.264) │ 2 the persona's voice (Opus) │ 3 the user's sound (Opus)

Blocking, and used by one thread at a time.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from visavis.contract.internal import LARGEST_RECORDING
from visavis.media.matroska import Block, OpusSound, Pictures, cluster, head
from visavis.media.payload import nal_units

PICTURES, PERSONA, USER = 1, 2, 3
SOUNDS = (OpusSound(PERSONA, "persona"), OpusSound(USER, "user"))

WAIT_FOR_PICTURES_MS = 5_000
"""Which codec the pictures have must be known when the file begins; a client may also take none at all."""
LEAST_FREE = 256 << 20
"""Bytes that a recording leaves on the disk: the database needs some to go on."""

_NAL_TYPE, _KEY_PICTURE, _SEQUENCE_PARAMETERS, _PICTURE_PARAMETERS = 0x1F, 5, 7, 8


class ReelFull(Exception):
    """The recording cannot go on; the text says why. What was written stays."""


@dataclass(frozen=True, slots=True)
class Take:
    """What the reel is given: a packet or picture of a track, at milliseconds of the recording."""

    track: int
    at_ms: int
    data: bytes
    codec: str = ""
    """Of a picture: "VP8" or "H264"."""


class Reel:
    def __init__(self, path: Path, width: int, height: int) -> None:
        self._path, self._width, self._height = path, width, height
        self._file: int | None = None
        self._codec = ""
        self._early: list[Take] = []
        self._size = 0

    def write(self, takes: Sequence[Take], *, last: bool = False) -> None:
        """A second or so of everything, in any order; with `last` nothing is waited for any more.

        Raises ReelFull, OSError.
        """
        takes = sorted([*self._early, *takes], key=lambda take: take.at_ms)
        self._early = []
        if not takes:
            return
        if self._file is None:
            first = next((take for take in takes if take.track == PICTURES and _is_key(take)), None)
            if first is None and not last and takes[-1].at_ms - takes[0].at_ms < WAIT_FOR_PICTURES_MS:
                self._early = takes
                return
            self._begin(first)
        blocks = [block for take in takes if (block := self._block(take)) is not None]
        if blocks:
            self._append(cluster(blocks))

    def close(self) -> bool:
        """Whether there is a file."""
        if self._file is None:
            return False
        os.close(self._file)
        self._file = None
        return True

    def _begin(self, picture: Take | None) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        if picture is None:
            self._append(head(SOUNDS))
            return
        self._codec = picture.codec
        of_h264 = picture.codec == "H264"
        self._append(
            head(
                (
                    Pictures(
                        PICTURES,
                        "V_MPEG4/ISO/AVC" if of_h264 else "V_VP8",
                        self._width,
                        self._height,
                        _decoder_configuration(picture.data) if of_h264 else b"",
                    ),
                    *SOUNDS,
                )
            )
        )

    def _block(self, take: Take) -> Block | None:
        """None for a picture of another codec: who comes back with one is recorded in sound alone."""
        if take.track != PICTURES:
            return Block(take.track, take.at_ms, take.data)
        if take.codec != self._codec:
            return None
        return Block(PICTURES, take.at_ms, _stored(take), key=_is_key(take))

    def _append(self, content: bytes) -> None:
        assert self._file is not None
        if self._size + len(content) > LARGEST_RECORDING:
            raise ReelFull(f"it has reached {LARGEST_RECORDING >> 30} GiB")
        space = os.fstatvfs(self._file)
        if space.f_bavail * space.f_frsize < LEAST_FREE + len(content):
            raise ReelFull("the disk is full")
        left = memoryview(content)
        while left:
            left = left[os.write(self._file, left) :]
        self._size += len(content)


def _is_key(picture: Take) -> bool:
    if picture.codec == "VP8":
        return not picture.data[0] & 1  # RFC 6386, section 9.1
    return any(unit[0] & _NAL_TYPE == _KEY_PICTURE for unit in nal_units(picture.data))


def _stored(picture: Take) -> bytes:
    """H.264 in files has the length of each unit before it in place of start codes (ISO/IEC 14496-15)."""
    if picture.codec != "H264":
        return picture.data
    return b"".join(len(unit).to_bytes(4) + unit for unit in nal_units(picture.data))


def _decoder_configuration(picture: bytes) -> bytes:
    """AVCDecoderConfigurationRecord of a key picture's parameters (ISO/IEC 14496-15, section 5.3.3.1)."""
    units = {unit[0] & _NAL_TYPE: unit for unit in nal_units(picture)}
    sequence, parameters = units[_SEQUENCE_PARAMETERS], units[_PICTURE_PARAMETERS]
    counted = (
        b"\xe1" + len(sequence).to_bytes(2) + sequence,
        b"\x01" + len(parameters).to_bytes(2) + parameters,
    )
    return b"\x01" + sequence[1:4] + b"\xff" + b"".join(counted)
