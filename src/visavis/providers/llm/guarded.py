"""HTTP for the SDKs of vendors, which stand on httpx2: addresses of users are guarded like all others."""

from __future__ import annotations

from collections.abc import Collection

import httpx
import httpx2

from visavis.guarded_http import AddressRefused, GuardedTransport

CONNECT_TIMEOUT_S, READ_TIMEOUT_S = 3.0, 60.0
"""How long a model may think is the conversation's to decide; these only bound a dead connection."""
RETRIES = 1
"""Where there is no other address to ask."""
TIMEOUT = httpx2.Timeout(READ_TIMEOUT_S, connect=CONNECT_TIMEOUT_S)


def http_client(allowed_hosts: Collection[str] | None) -> httpx2.AsyncClient:
    """`allowed_hosts` None: the address is the operator's, and is reached as it is.

    Connections are kept, because there is one host behind them.
    """
    if allowed_hosts is None:
        return httpx2.AsyncClient(timeout=TIMEOUT, follow_redirects=True)
    return httpx2.AsyncClient(timeout=TIMEOUT, transport=_Guarded(allowed_hosts), trust_env=False)


class _Guarded(httpx2.AsyncBaseTransport):
    """GuardedTransport, which knows where one may connect to, in the words of httpx2."""

    def __init__(self, allowed_hosts: Collection[str]) -> None:
        self._guard = GuardedTransport(allowed_hosts)
        self._inner = httpx2.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        try:
            addresses = await self._guard.addresses(httpx.URL(str(request.url)))
        except (AddressRefused, httpx.ConnectError) as error:
            raise httpx2.ConnectError(str(error), request=request) from error
        for address in addresses[:-1]:
            try:
                return await self._inner.handle_async_request(_aimed(request, address))
            except httpx2.ConnectError:
                continue
        return await self._inner.handle_async_request(_aimed(request, addresses[-1]))

    async def aclose(self) -> None:
        await self._guard.aclose()
        await self._inner.aclose()


def _aimed(request: httpx2.Request, address: str) -> httpx2.Request:
    """The same request, at a fixed address; its Host header and TLS still name the host."""
    return httpx2.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions=request.extensions | {"sni_hostname": request.url.host},
    )
