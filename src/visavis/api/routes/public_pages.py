"""/share/{token} and /embed/{kind}/{token}: pages for strangers, outside the Lab and without its cookies.

Who may frame a page is said by the link that it was made for, and enforced by the browser. A site that may
not is shown a page with that one sentence, where the browser tells which site it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Header
from fastapi.responses import HTMLResponse

from visavis.api.deps import WingDep
from visavis.api.pages import BUILT
from visavis.api.paths import BaseUrlDep
from visavis.services import share_links
from visavis.services.errors import NotFound
from visavis.services.origins import may_use, origin_of

router = APIRouter(include_in_schema=False)

ANYWHERE, BY_US = "*", "'self'"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "media-src 'self' blob:; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors {}"
)
HEADERS = {
    "cache-control": "no-cache",
    "permissions-policy": "microphone=(self), camera=()",
    "referrer-policy": "no-referrer",  # the address is the credential
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}
WRONG_SITE = '<body data-closed="wrong-site"'


@router.api_route("/share/{token}", methods=["GET", "HEAD"])
async def share_page(token: str) -> HTMLResponse:
    """Only the Lab frames it, to show it: for others there are embeds."""
    return _page("share.html", BY_US)


@router.api_route("/embed/{kind}/{token}", methods=["GET", "HEAD"])
async def embed_page(
    wing: WingDep,
    base: BaseUrlDep,
    kind: Literal["player", "orb"],
    token: str,
    sec_fetch_dest: Annotated[str | None, Header()] = None,
    referer: Annotated[str | None, Header()] = None,
) -> HTMLResponse:
    try:
        link = await share_links.link_with(wing, token)
    except NotFound:
        return _page("embed.html", ANYWHERE)  # it says so itself
    site = origin_of(referer) if referer and sec_fetch_dest == "iframe" else None
    if site and not may_use(site, base.origin, link.allowed_origins, all=link.allow_all_origins):
        return _page("embed.html", ANYWHERE, WRONG_SITE)
    return _page(
        "embed.html", ANYWHERE if link.allow_all_origins else " ".join([BY_US, *link.allowed_origins])
    )


def _page(file: str, framed_by: str, body: str = "<body") -> HTMLResponse:
    page = (Path(BUILT) / file).read_text("utf-8").replace("<body", body, 1)
    return HTMLResponse(page, headers=HEADERS | {"content-security-policy": POLICY.format(framed_by)})
