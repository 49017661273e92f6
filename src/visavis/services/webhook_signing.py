"""Signatures of webhooks, as the Standard Webhooks specification (1.0.0) has them: receivers can use its
libraries."""

from __future__ import annotations

import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import datetime

SECRET_PREFIX = "whsec_"
SECRET_BYTES = 32
"""The specification asks for 24 to 64."""


def new_secret() -> str:
    return SECRET_PREFIX + b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, message_id: str, seconds: int, body: bytes) -> str:
    """As "v1,…", of the attempt at `seconds` since 1970."""
    key = b64decode(secret.removeprefix(SECRET_PREFIX))
    content = f"{message_id}.{seconds}.".encode() + body
    return "v1," + b64encode(hmac.digest(key, content, "sha256")).decode()


def signed_headers(valid: Iterable[str], message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """One signature for each of the valid secrets: a receiver needs to know one of them."""
    seconds = int(at.timestamp())
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(signature(secret, message_id, seconds, body) for secret in valid),
    }
