"""Signed addresses: whoever holds one may do one thing with one object until it expires, without a key.

The signature is an HMAC over the verb, the object and the time, made with a key of its own that comes from
the server's signing key; an address for reading cannot be turned into one for writing, nor into another
object's.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Literal
from urllib.parse import quote, urlencode

from visavis.services.errors import Forbidden
from visavis.store.base import now

Verb = Literal["GET", "PUT"]

LIFE_S = 3600
PURPOSE = b"visavis signed addresses"


class SignedUrls:
    def __init__(self, signing_key: bytes) -> None:
        self._key = hmac.digest(signing_key, PURPOSE, hashlib.sha256)

    def sign(self, verb: Verb, path: str, life_s: int = LIFE_S) -> str:
        """`path` with its signature as a query. It names the object from this server's root, unquoted."""
        expires = int(now().timestamp()) + life_s
        query = {"expires": expires, "signature": self._mark(verb, path, expires)}
        return f"{quote(path)}?{urlencode(query)}"

    def check(self, verb: Verb, path: str, expires: int, signature: str) -> None:
        """Raises Forbidden for what was not signed, or not for this, or has expired."""
        genuine = self._mark(verb, path, expires)
        if not hmac.compare_digest(genuine.encode(), signature.encode()):
            raise Forbidden("The signature of this address does not fit; ask for a new address")
        if expires <= now().timestamp():
            raise Forbidden("This address has expired; ask for a new one")

    def _mark(self, verb: Verb, path: str, expires: int) -> str:
        return hmac.new(self._key, f"{verb}\n{path}\n{expires}".encode(), hashlib.sha256).hexdigest()
