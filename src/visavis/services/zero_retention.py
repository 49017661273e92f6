"""Zero data retention: which voices and LLMs may take part in a conversation of which nothing is kept.

What works on this machine, or in the operator's own network, keeps nothing beyond what this server keeps. Of
what is elsewhere nobody here knows, unless its row says that it keeps nothing.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from visavis.contract.spec import LlmSpec
from visavis.guarded_http import is_public
from visavis.installed import EMBEDDED_VOICES
from visavis.services.errors import Invalid
from visavis.services.heard_as import heard_as
from visavis.services.live_llms import LIVE
from visavis.services.local_voices import LOCAL
from visavis.store.tables import Llm, Voice

HERE = LOCAL.union(EMBEDDED_VOICES)
"""Engines that speak on this machine."""


def check_zero_retention(voice: Voice | None, llm: Llm | None, default: LlmSpec, path: str) -> None:
    """`default`: what the server's default LLM is. Raises Invalid, naming the part that may keep things."""
    if voice is not None and not voice_keeps_nothing(voice):
        raise _may_keep(path, f"the voice {voice.display_name} is spoken")
    if llm is not None and not llm_keeps_nothing(llm, default):
        raise _may_keep(path, f"the LLM {llm.display_name} answers")


def voice_keeps_nothing(voice: Voice) -> bool:
    return voice.is_zdr or heard_as(voice).engine in HERE


def llm_keeps_nothing(llm: Llm, default: LlmSpec) -> bool:
    if llm.is_zdr:
        return True
    if llm.kind == "default":
        return default.kind == "offline" or _is_near(default.base_url or "")
    if llm.llm_format == LIVE and not llm.urls:
        return False
    return all(_is_near(one["url"]) for one in llm.urls)  # none: offline, or the client thinks


def _may_keep(path: str, doing: str) -> Invalid:
    return Invalid(
        path,
        f"Zero data retention cannot be promised: {doing} by a service elsewhere, which may keep "
        "what it is sent; take one of this server, or one that is marked isZdr",
    )


def _is_near(url: str) -> bool:
    """On this machine, or at an address that the internet does not reach; a name may lead anywhere."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        ip_address(host)
    except ValueError:
        return host == "localhost"
    return not is_public(host)
