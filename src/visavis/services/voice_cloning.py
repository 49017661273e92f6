"""Voices made of recordings at vendors, and deleted there, as `voice_vendors.toml` says.

The api process asks them itself, and within the request: it is one plain HTTP call of some seconds, the
recording is the api's, and the public contract knows no voice that is still to be made. Either the vendor
made it, or its refusal is the answer.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from visavis.guarded_http import trust
from visavis.reasons import reason_of
from visavis.services.errors import Forbidden, NotConfigured, Refused, VendorFailed
from visavis.services.vendor_access import Access
from visavis.services.vendor_answers import refusal_of, says_gone
from visavis.voice_vendors import VoiceCloning, VoiceVendor

log = logging.getLogger(__name__)

PATIENCE_S = 120.0
"""For 50 MB that go there and are listened to."""
CONNECT_S = 5.0
DELETING_S = 20.0
LOOKING_S = 5.0
ENDINGS = {
    "audio/wav": "wav",
    "audio/mpeg": "mp3",
    "audio/flac": "flac",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "audio/webm": "webm",
}
"""Vendors go by the ends of file names."""
PLAIN_LANGUAGE = "en"
"""For recordings whose language is no language ("multi")."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A recording, and what is known of it."""

    content: bytes
    content_type: str
    field: str
    """The one of the request that brought it."""
    name: str
    description: str
    language: str
    """ISO 639-1, with an optional region."""
    enhance: bool


class VoiceMaker:
    """One vendor that makes voices of recordings, with a key for it."""

    def __init__(self, vendor: VoiceVendor, cloning: VoiceCloning, access: Access) -> None:
        self.name = vendor.name
        self._cloning, self._headers = cloning, vendor.headers
        self._key = access.key.get_secret_value() if access.key else ""
        self._is_own = access.is_own
        self._url = (access.base_url or vendor.url).rstrip("/")

    async def make(self, sample: Sample, patience_s: float = PATIENCE_S) -> str:
        """The vendor's id of the new voice. Raises Invalid for a recording that it does not take, Forbidden,
        NotConfigured, TooManyRequests, VendorFailed."""
        form = {part: text.format_map(_facts(sample)) for part, text in self._cloning.form.items()}
        ending = ENDINGS.get(sample.content_type, "bin")
        sound = {self._cloning.recording: (f"recording.{ending}", sample.content, sample.content_type)}
        parts = {part: text for part, text in form.items() if text}
        try:
            reply = await self._ask("POST", self._cloning.path, patience_s, data=parts, files=sound)
        except TimeoutError:
            raise VendorFailed(
                f"{self.name} did not answer within {patience_s:.0f} seconds. It may have made "
                f"“{sample.name}” all the same: look there before you try again"
            ) from None
        if not reply.is_success:
            raise refusal_of(self.name, reply, sample.field, self._key, is_own=self._is_own)
        return await self._id_in(reply)

    async def lacks(self, voice_id: str, patience_s: float = LOOKING_S) -> bool:
        """Whether the vendor says that it has no such voice; what it does not say counts as no."""
        try:
            return says_gone(await self._ask("GET", self._path_of(voice_id), patience_s))
        except (TimeoutError, VendorFailed):
            return False

    async def preview_of(self, voice_id: str, patience_s: float = LOOKING_S) -> str | None:
        """The address of a recording of a voice that the vendor shows; None: it shows or says nothing."""
        try:
            reply = await self._ask("GET", self._path_of(voice_id), patience_s)
        except (TimeoutError, VendorFailed):
            return None
        found: Any = _object_in(reply)
        for step in self._cloning.preview:
            try:
                found = found[step]
            except (LookupError, TypeError):
                return None
        return found if isinstance(found, str) and found else None

    async def delete(self, voice_id: str, patience_s: float = DELETING_S) -> None:
        """What is not there any more counts as deleted. Raises Forbidden, NotConfigured, TooManyRequests,
        VendorFailed."""
        try:
            reply = await self._ask("DELETE", self._path_of(voice_id), patience_s)
        except TimeoutError:
            raise VendorFailed(f"{self.name} did not answer within {patience_s:.0f} seconds") from None
        if not reply.is_success and not says_gone(reply):
            raise refusal_of(self.name, reply, "id", self._key, is_own=self._is_own)

    async def take_back(self, voice_id: str) -> None:
        """Deletes what no voice here is about; what the vendor does not delete is written down."""
        try:
            await self.delete(voice_id)
        except Refused as error:
            log.error("%s keeps voice %s, which no voice here is about: %s", self.name, voice_id, error)

    def _path_of(self, voice_id: str) -> str:
        return self._cloning.path_of_one.format(id=quote(voice_id, safe=""))

    async def _ask(self, method: str, path: str, patience_s: float, **body: Any) -> httpx.Response:
        headers = {name: text.format(key=self._key) for name, text in self._headers.items()}
        try:
            async with (
                asyncio.timeout(patience_s),
                httpx.AsyncClient(timeout=httpx.Timeout(None, connect=CONNECT_S), verify=trust()) as client,
            ):
                return await client.request(method, self._url + path, headers=headers, **body)
        except (httpx.LocalProtocolError, UnicodeEncodeError):  # whose words would repeat it
            whose = "Your key" if self._is_own else "The key that this server has"
            raise NotConfigured(
                f"{whose} for {self.name} cannot be sent: it is empty, or holds what no key does"
            ) from None
        except httpx.HTTPError as error:
            raise VendorFailed(f"{self.name} could not be reached: {reason_of(error)}") from None

    async def _id_in(self, reply: httpx.Response) -> str:
        told = _object_in(reply)
        voice_id = told.get(self._cloning.id)
        if not isinstance(voice_id, str) or not voice_id:
            raise VendorFailed(f"{self.name} answered that it made the voice, and not how it is called there")
        if self._cloning.barred and told.get(self._cloning.barred):
            await self.take_back(voice_id)
            raise Forbidden(
                f"{self.name} wants to verify whose voice this is before it may speak: clone it on the site "
                f"of {self.name}, then import it by its id there"
            )
        return voice_id


def _facts(sample: Sample) -> Mapping[str, str]:
    language = sample.language.split("-")[0]
    return {
        "name": sample.name,
        "description": sample.description,
        "language": language if len(language) == 2 else PLAIN_LANGUAGE,
        "enhance": "true" if sample.enhance else "false",
    }


def _object_in(reply: httpx.Response) -> Mapping[str, Any]:
    try:
        told = reply.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
