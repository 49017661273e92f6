"""A local server in the place of Azure's Realtime API: OpenAI's messages behind Azure's own door, as it documents it
(learn.microsoft.com/azure/foundry/openai/how-to/realtime-audio-websockets)."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from websockets.http11 import Request

from tests.providers.live.vendors.realtime import KEY, RealtimeVendor

DEPLOYMENT = "our realtime"


class AzureRealtimeVendor(RealtimeVendor):
    def refusal(self, request: Request) -> tuple[HTTPStatus, str] | None:
        parts = urlsplit(request.path)
        if request.headers.get("api-key") != KEY or "authorization" in request.headers:
            return HTTPStatus.UNAUTHORIZED, "Access denied due to invalid subscription key"
        if parts.path != "/openai/v1/realtime" or parse_qs(parts.query) != {"model": [DEPLOYMENT]}:
            return HTTPStatus.NOT_FOUND, "DeploymentNotFound"
        return None
