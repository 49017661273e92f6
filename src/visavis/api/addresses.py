"""The addresses that answers give: public files of this server, and signed ones of its blobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from visavis.api.paths import BaseUrl, base_url
from visavis.services.signed_urls import SignedUrls, Verb

BLOBS = "/v1/blobs"


@dataclass(frozen=True, slots=True)
class Addresses:
    base: BaseUrl
    signed_urls: SignedUrls

    def file(self, path: str | None) -> str | None:
        return f"{self.base}{path}" if path else None

    def blob(self, key: str | None, verb: Verb = "GET") -> str | None:
        return self.signed(key, verb) if key else None

    def signed(self, key: str, verb: Verb = "GET") -> str:
        """Good for an hour, for this blob and this verb."""
        return f"{self.base}{self.signed_urls.sign(verb, blob_path(key))}"


def blob_path(key: str) -> str:
    return f"{BLOBS}/{key}"


async def _addresses(request: Request) -> Addresses:
    return Addresses(await base_url(request), request.app.state.wing.signed_urls)


AddressesDep = Annotated[Addresses, Depends(_addresses)]
