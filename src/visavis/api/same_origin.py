"""Whether a page of this server asks, and whether its owner lets pages start sessions without a key.

By default they do that only on this machine's own address. A page elsewhere cannot get in: its Origin
differs, and a name that was pointed at this machine to get round that (DNS rebinding) is not a loopback name.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import Depends, Request

from visavis.api.paths import BaseUrl, BaseUrlDep
from visavis.services.errors import Forbidden
from visavis.settings import Settings

CLOSED = (
    "Sign in first. The Lab is closed at this address to those without a key; VISAVIS_LAB_OPEN=true opens it"
)
FOREIGN = "Only pages of this server may do that"
SAFE_METHODS = ("GET", "HEAD")


def is_loopback(host: str) -> bool:
    """`host` with or without its port."""
    host = _without_port(host)
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def check_own_page(request: Request, base: BaseUrl) -> None:
    """Raises Forbidden for other pages; for no page at all where something would change."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden(FOREIGN)
    if request.method in SAFE_METHODS:
        return
    _, _, origin = request.headers.get("origin", "").partition("://")
    if not origin or origin not in (base.host, request.headers.get("host")):
        raise Forbidden(FOREIGN)


def check_open(request: Request, base: BaseUrl) -> None:
    """Raises Forbidden where nobody gets in without a key."""
    settings: Settings = request.app.state.wing.settings
    hosts = (settings.host, base.host, request.headers.get("host", ""))
    if not (all(map(is_loopback, hosts)) if settings.lab_open is None else settings.lab_open):
        raise Forbidden(CLOSED)


async def _own_page(request: Request, base: BaseUrlDep) -> None:
    check_own_page(request, base)


OWN_PAGE = Depends(_own_page)


def _without_port(host: str) -> str:
    try:
        ip_address(host)
    except ValueError:
        pass
    else:
        return host
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:  # a bracket that is not closed
        return ""
