"""The frames that travel between the engine and a helper process, over the helper's stdin and stdout.

```
0        1            5            9
+--------+------------+------------+----------------
|  kind  |    call    |   length   |  payload ...      little endian
+--------+------------+------------+----------------
```

engine → helper: CALL (a request), CANCEL (stop that call; the helper still answers DONE).
helper → engine: READY once, then per call BEGUN, any number of PIECE, and DONE or FAILED (UTF-8 sentence).
"""

from __future__ import annotations

import asyncio
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import BinaryIO

_HEADER = struct.Struct("<BII")

LARGEST_PAYLOAD = 64 * 1024 * 1024
"""Bytes. A longer length can only be garbage, written by something that is not speaking this protocol."""


class Kind(IntEnum):
    READY = 1
    CALL = 2
    CANCEL = 3
    BEGUN = 4
    PIECE = 5
    DONE = 6
    FAILED = 7


@dataclass(frozen=True, slots=True)
class Frame:
    kind: Kind
    call: int = 0
    payload: bytes = b""

    def packed(self) -> bytes:
        return _HEADER.pack(self.kind, self.call, len(self.payload)) + self.payload


class BrokenFrame(Exception):
    """The bytes are not a frame of this protocol."""


def _header(head: bytes) -> tuple[Kind, int, int]:
    kind, call, length = _HEADER.unpack(head)
    try:
        known = Kind(kind)
    except ValueError:
        raise BrokenFrame(f"unknown kind {kind}") from None
    if length > LARGEST_PAYLOAD:
        raise BrokenFrame(f"{length} bytes in one frame")
    return known, call, length


async def read(reader: asyncio.StreamReader) -> Frame | None:
    """The next frame; None when the other side is gone. Raises BrokenFrame."""
    try:
        kind, call, length = _header(await reader.readexactly(_HEADER.size))
        return Frame(kind, call, await reader.readexactly(length))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None


def read_blocking(source: BinaryIO) -> Frame | None:
    """As `read`, for the helper's own thread."""
    head = source.read(_HEADER.size)
    if len(head) < _HEADER.size:
        return None
    kind, call, length = _header(head)
    payload = source.read(length)
    return Frame(kind, call, payload) if len(payload) == length else None
