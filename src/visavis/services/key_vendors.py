"""Vendors for which an organization may have a key of its own: those of voices, and one that listens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from visavis.settings import Settings
from visavis.voice_vendors import VoiceVendor, voice_vendors

Use = Literal["speak", "clone", "listen"]

LISTENING = ("deepgram", "openai")
"""Those whose recognisers a key opens."""


@dataclass(frozen=True, slots=True)
class KeyVendor:
    id: str
    """As in the API, and as a voice's `engine`."""
    name: str
    """For people."""
    url: str
    address_setting: str
    """Where the operator may have put another address."""
    key_path: str
    """What a key is tried on: a GET that costs nothing."""
    headers: Mapping[str, str]
    """With {key}."""
    uses: tuple[Use, ...]

    def address(self, settings: Settings) -> str:
        elsewhere: str | None = getattr(settings, self.address_setting)
        return (elsewhere or self.url).rstrip("/")


DEEPGRAM = KeyVendor(
    id="deepgram",
    name="Deepgram",
    url="https://api.deepgram.com",
    address_setting="deepgram_base_url",
    key_path="/v1/projects",  # developers.deepgram.com/reference/manage/projects/list
    headers={"Authorization": "Token {key}"},
    uses=("listen",),
)


@cache
def key_vendors() -> Mapping[str, KeyVendor]:
    """By id."""
    of_voices = {vendor.engine: _of_voices(vendor) for vendor in voice_vendors().values()}
    return of_voices | {DEEPGRAM.id: DEEPGRAM}


def _of_voices(vendor: VoiceVendor) -> KeyVendor:
    uses: list[Use] = ["speak"]
    if vendor.cloning:
        uses.append("clone")
    if vendor.engine in LISTENING:
        uses.append("listen")
    return KeyVendor(
        id=vendor.engine,
        name=vendor.name,
        url=vendor.url,
        address_setting=f"{vendor.settings}_voice_url",
        key_path=vendor.key_path,
        headers=vendor.headers,
        uses=tuple(uses),
    )
