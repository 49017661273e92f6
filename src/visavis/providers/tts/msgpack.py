"""MessagePack, as far as Fish Audio speaks it: what JSON has, and bytes. No extension types.

Source: github.com/msgpack/msgpack/blob/master/spec.md.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Any

MOST_DEPTH = 32
_NUMBERS = {
    0xCA: ">f", 0xCB: ">d",
    0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q",
    0xD0: ">b", 0xD1: ">h", 0xD2: ">i", 0xD3: ">q",
}  # fmt: skip
_LENGTHS = {
    0xC4: (">B", "bytes"), 0xC5: (">H", "bytes"), 0xC6: (">I", "bytes"),
    0xD9: (">B", "text"), 0xDA: (">H", "text"), 0xDB: (">I", "text"),
    0xDC: (">H", "list"), 0xDD: (">I", "list"),
    0xDE: (">H", "map"), 0xDF: (">I", "map"),
}  # fmt: skip
_CONSTANTS = {0xC0: None, 0xC2: False, 0xC3: True}


def pack(value: Any) -> bytes:
    """None, bool, int, float, str, bytes, and sequences and mappings of them. Raises TypeError."""
    match value:
        case None | bool():
            return bytes([0xC0 if value is None else 0xC2 + value])
        case int():
            return _number(value)
        case float():
            return b"\xcb" + struct.pack(">d", value)
        case str():
            return b"\xdb" + _counted(value.encode())
        case bytes():
            return b"\xc6" + _counted(value)
        case Mapping():
            inside = b"".join(pack(key) + pack(of) for key, of in value.items())
            return b"\xdf" + struct.pack(">I", len(value)) + inside
        case Sequence():
            return b"\xdd" + struct.pack(">I", len(value)) + b"".join(map(pack, value))
    raise TypeError(f"{type(value).__name__} cannot be packed")


def unpack(data: bytes) -> Any:
    """One value. Raises ValueError for what is none, is cut off, or is followed by something."""
    reader = _Reader(data)
    try:
        value = reader.value(MOST_DEPTH)
    except (struct.error, UnicodeDecodeError) as error:
        raise ValueError(f"this is no MessagePack: {error}") from None
    if reader.left:
        raise ValueError("something follows the value")
    return value


def _number(value: int) -> bytes:
    return b"\xd3" + struct.pack(">q", value)


def _counted(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def value(self, depth: int) -> Any:
        if depth == 0:
            raise ValueError("too much within each other")
        kind = self._unpacked(">B")
        if kind <= 0x7F:
            return kind
        if kind >= 0xE0:
            return kind - 0x100
        if kind <= 0x8F:
            return self._several("map", kind & 0x0F, depth)
        if kind <= 0x9F:
            return self._several("list", kind & 0x0F, depth)
        if kind <= 0xBF:
            return self._several("text", kind & 0x1F, depth)
        if kind in _CONSTANTS:
            return _CONSTANTS[kind]
        if kind in _NUMBERS:
            return self._unpacked(_NUMBERS[kind])
        if kind in _LENGTHS:
            form, what = _LENGTHS[kind]
            return self._several(what, self._unpacked(form), depth)
        raise ValueError(f"nothing begins with 0x{kind:02x} here")

    def _several(self, what: str, count: int, depth: int) -> Any:
        if count > self.left:  # each takes a byte at least
            raise ValueError("it is cut off")
        if what == "list":
            return [self.value(depth - 1) for _ in range(count)]
        if what == "map":
            return {self._key(depth): self.value(depth - 1) for _ in range(count)}
        content = self._data[self._at : self._at + count]
        self._at += count
        return content.decode() if what == "text" else content

    def _key(self, depth: int) -> str | int | bytes:
        key = self.value(depth - 1)
        if not isinstance(key, str | int | bytes):
            raise ValueError("a key is no text")
        return key

    def _unpacked(self, form: str) -> Any:
        (value,) = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return value
