"""Both of Deepgram's desks at one address, as it has them: v2 is Flux, v1 is Nova."""

from __future__ import annotations

from http import HTTPStatus

from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request

from tests.providers.stt.vendors.desk import Desk
from tests.providers.stt.vendors.flux import FluxDesk
from tests.providers.stt.vendors.nova import NovaDesk


class DeepgramDesk(FluxDesk, NovaDesk):
    def accepts(self, request: Request) -> tuple[HTTPStatus, str] | None:
        return _asked_for(request).accepts(self, request)

    async def hear(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        await _asked_for(connection.request).hear(self, connection)


def _asked_for(request: Request) -> type[Desk]:
    return FluxDesk if request.path.startswith("/v2/") else NovaDesk
