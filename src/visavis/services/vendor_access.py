"""How an organization is let in at vendors: by a key of its own, else as the operator is.

What an organization's key opens is its own account there. It goes to the vendor itself, or to where the
operator has said that everybody's voices of that vendor are reached; never to where the operator's LLM is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pydantic import SecretStr

from visavis.settings import Settings
from visavis.store.tables import Voice
from visavis.voice_vendors import VoiceVendor, voice_vendors


class Access(NamedTuple):
    """How somebody is let in at a vendor."""

    key: SecretStr | None
    base_url: str | None
    """None: the vendor's own."""
    is_own: bool = False
    """By the organization's own key."""


@dataclass(frozen=True, slots=True)
class VendorAccess:
    """Of one organization; without keys of its own it is the operator's."""

    settings: Settings
    own_keys: Mapping[str, SecretStr] = field(default_factory=dict)
    """By vendor, as `key_vendors` names them."""

    def at(self, vendor: VoiceVendor) -> Access | None:
        """None: not at all."""
        return self._own(vendor) or self._operators(vendor)

    def to(self, voice: Voice, vendor: VoiceVendor) -> Access | None:
        """As `at`, for what concerns this voice: one that was cloned is known in the account that made it
        and in no other."""
        if not is_cloned(voice):
            return self.at(vendor)
        return self._own(vendor) if voice.in_own_account else self._operators(vendor)

    def _own(self, vendor: VoiceVendor) -> Access | None:
        key = self.own_keys.get(vendor.engine)
        return Access(key, _voice_url(self.settings, vendor), is_own=True) if key else None

    def _operators(self, vendor: VoiceVendor) -> Access | None:
        key: SecretStr | None = getattr(self.settings, f"{vendor.settings}_api_key")
        url = _voice_url(self.settings, vendor)
        if key is None and url is None:
            return None
        if vendor.engine == "openai":  # the key is good where the LLM is, and must not go elsewhere unasked
            url = url or self.settings.openai_base_url
        return Access(key, url)


def is_cloned(voice: Voice) -> bool:
    """Whether a vendor made it of a recording."""
    return bool(voice.audio_key and voice.provider_voice_id)


def vendors_at_hand(settings: Settings) -> list[str]:
    """Of the operator, by their names for people."""
    operators = VendorAccess(settings)
    return [vendor.name for vendor in voice_vendors().values() if operators.at(vendor)]


def _voice_url(settings: Settings, vendor: VoiceVendor) -> str | None:
    url: str | None = getattr(settings, f"{vendor.settings}_voice_url")
    return url
