"""Headers that webhooks are called with. They hold credentials: sealed at rest, and never answered.

An answer shows "[REDACTED]" for a value that may be one. Sent back in an update, that means: as it is.
"""

from __future__ import annotations

import json

from visavis.services.errors import Invalid
from visavis.store.secrets import Keyring, NotSealedHere

REDACTED = "[REDACTED]"
HARMLESS = frozenset({"accept", "accept-language", "content-type", "user-agent"})
"""All others may hold a secret, whatever they are called."""


def seal_headers(keyring: Keyring, headers: dict[str, str]) -> str | None:
    return keyring.seal(json.dumps(headers)) if headers else None


def unseal_headers(keyring: Keyring, sealed: str | None) -> dict[str, str]:
    """Nothing, when they were sealed with a key that is gone."""
    try:
        headers: dict[str, str] = json.loads(keyring.unseal(sealed)) if sealed else {}
    except NotSealedHere:
        return {}
    return headers


def shown_headers(headers: dict[str, str]) -> dict[str, str]:
    return {name: value if name.lower() in HARMLESS else REDACTED for name, value in headers.items()}


def with_kept_ones(sent: dict[str, str], stored: dict[str, str]) -> dict[str, str]:
    """What was sent, with the stored values of those that came back redacted. Raises Invalid."""
    kept = {name.lower(): value for name, value in stored.items()}
    headers = {}
    for name, value in sent.items():
        if value == REDACTED and name.lower() not in kept:
            raise Invalid(f"config.headers.{name}", "There is no stored value to keep; give it anew")
        headers[name] = kept[name.lower()] if value == REDACTED else value
    return headers
