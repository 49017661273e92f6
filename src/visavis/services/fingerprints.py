"""Keyed hashes of requests: equal requests have equal ones, and what a request was cannot be told from them,
nor tried out without the server's key."""

from __future__ import annotations

import hashlib
import hmac

PURPOSE = b"visavis fingerprints of requests"
BOUNDARY = b"--boundary--"
"""Stands for the line between the parts of a form."""


class Fingerprints:
    def __init__(self, signing_key: bytes) -> None:
        self._key = hmac.digest(signing_key, PURPOSE, hashlib.sha256)

    def of(self, *parts: str) -> str:
        mark = hmac.new(self._key, digestmod=hashlib.sha256)
        for part in parts:
            encoded = part.encode()
            mark.update(len(encoded).to_bytes(8) + encoded)
        return mark.hexdigest()

    def of_body(self, content_type: str, boundary: bytes = b"") -> BodyFingerprint:
        return BodyFingerprint(self._key, content_type, boundary)


class BodyFingerprint:
    """Of a body that passes by in pieces; no more than a boundary's length of it is ever kept.

    Clients make up a new boundary for each try of the same form: it does not count.
    """

    def __init__(self, key: bytes, content_type: str, boundary: bytes) -> None:
        self._mark = hmac.new(key, content_type.encode() + b"\n", hashlib.sha256)
        self._boundary = boundary
        self._tail = b""
        """What may be the beginning of a boundary."""

    def update(self, piece: bytes) -> None:
        if not self._boundary:
            self._mark.update(piece)
            return
        *between, last = (self._tail + piece).split(self._boundary)
        for part in between:
            self._mark.update(part + BOUNDARY)
        held = len(self._boundary) - 1
        self._tail = last[-held:] if held else b""
        self._mark.update(last[: len(last) - len(self._tail)])

    def hexdigest(self) -> str:
        """At the end of the body."""
        whole = self._mark.copy()
        whole.update(self._tail)
        return whole.hexdigest()
