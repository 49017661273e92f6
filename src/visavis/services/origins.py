"""Web origins (RFC 6454) as people write them and as browsers send them."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|[0-9a-f:.]*:[0-9a-f:.]*")
"""A name or an IPv4 address, or an IPv6 address without its brackets."""


def normal_origin(text: str) -> str:
    """scheme://host[:port] as a browser would send it; a bare host means https.

    Raises ValueError for what is no origin.
    """
    no_origin = ValueError(f"{text!r} is no origin such as https://example.com")
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = _ascii(parts.hostname or ""), parts.port
    except ValueError:
        raise no_origin from None
    more = parts.username or parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in PORTS or not HOST.fullmatch(host) or more:
        raise no_origin
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port and port != PORTS[parts.scheme] else "")


def origin_of(url: str) -> str | None:
    """Of an address as browsers send it; None where it has none."""
    try:
        parts = urlsplit(url)
        return normal_origin(f"{parts.scheme}://{parts.netloc}")
    except ValueError:
        return None


def may_use(origin: str | None, own: str, allowed: Collection[str], *, all: bool) -> bool:
    """Whether a page of this origin may use what was allowed to some: pages of this server always may."""
    return all or origin == own or origin in allowed


def _ascii(host: str) -> str:
    return host if host.isascii() else host.encode("idna").decode()
