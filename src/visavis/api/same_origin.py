"""Who may use the Lab's own routes: pages of this server, where its owner lets them start sessions without
a key.

By default that is only on this machine's own address. A page elsewhere cannot get in: its Origin differs, and
a name that was pointed at this machine to get round that (DNS rebinding) is not a loopback name.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import Depends, Request

from visavis.api.paths import BaseUrlDep
from visavis.services.errors import Forbidden
from visavis.settings import Settings

CLOSED = "The Lab is closed at this address; set VISAVIS_LAB_OPEN=true to let it start sessions without a key"
FOREIGN = "Only pages of this server may do that"


def is_loopback(host: str) -> bool:
    """`host` without its port."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


async def _may_look(request: Request, base: BaseUrlDep) -> None:
    settings: Settings = request.app.state.wing.settings
    local = is_loopback(settings.host) and _all_loopback(base.host, request.headers.get("host", ""))
    if not (local if settings.lab_open is None else settings.lab_open):
        raise Forbidden(CLOSED)
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden(FOREIGN)


async def _may_act(request: Request, base: BaseUrlDep) -> None:
    await _may_look(request, base)
    _, _, origin = request.headers.get("origin", "").partition("://")
    if not origin or origin not in (base.host, request.headers.get("host")):
        raise Forbidden(FOREIGN)


def _all_loopback(*hosts: str) -> bool:
    return all(is_loopback(_without_port(host)) for host in hosts)


def _without_port(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:  # a bracket that is not closed
        return ""


MAY_LOOK = Depends(_may_look)
MAY_ACT = Depends(_may_act)
