"""What vendors answer over HTTP when they do not do what was asked: refusals, in the vendors' own words."""

from __future__ import annotations

from typing import Any

import httpx

from visavis.services.errors import (
    Forbidden,
    Invalid,
    NotConfigured,
    Refused,
    TooManyRequests,
    VendorFailed,
)

MOST_CHARACTERS = 300
"""Of a vendor's own words."""
LATER_S = 30
"""For a busy vendor that does not say when it will have time."""
BEYOND_THE_PLAN = ("quota", "credit", "balance", "billing", "payment", "subscription", "voice_limit")
"""Words of a refusal that only the vendor's next invoice helps against."""
TELLING = (400, 401, 403, 429)
"""Statuses that vendors give such refusals; a 422 repeats what we sent."""
GONE = ("voice_not_found", "voice_does_not_exist")
"""Words for it where the status is not 404."""
WORDS = ("detail", "message", "msg", "err_msg", "title", "error")
"""Members of an answer that hold the vendor's words, or hold what holds them; the first one counts."""


def refusal_of(vendor: str, reply: httpx.Response, field: str, key: str, *, is_own: bool = False) -> Refused:
    """`vendor` is its name for people, `field` the one of our request that the vendor judged. `is_own`: it
    was asked with the organization's own key."""
    words = said(reply, key)
    told = f"{vendor} answered: {words}"
    status = reply.status_code
    if status == 402 or (status in TELLING and _has(reply, BEYOND_THE_PLAN)):
        who = "you have to see to your" if is_own else "whoever runs this server has to see to its"
        return Forbidden(f"{told} ({who} account there)")
    if status == 401:
        whose = "your key" if is_own else "the key that this server has for it"
        return NotConfigured(f"{vendor} refused {whose}: {words}")
    if status == 403:
        return Forbidden(told)
    if status == 429:
        return TooManyRequests(told, _seconds(reply.headers.get("retry-after")))
    if 400 <= status < 500:
        return Invalid(field, told)
    return VendorFailed(told)


def says_gone(reply: httpx.Response) -> bool:
    """Whether what was named is not there, or no more."""
    return reply.status_code == 404 or (reply.status_code == 400 and _has(reply, GONE))


def said(reply: httpx.Response, key: str) -> str:
    """The vendor's own words, short and without our key."""
    try:
        words = _words(reply.json())
    except ValueError:
        words = "" if "<html" in reply.text.lower() else reply.text
    plain = " ".join((words.replace(key, "…") if key else words).split())[:MOST_CHARACTERS]
    return plain or f"{reply.status_code} {reply.reason_phrase}".strip()


def _has(reply: httpx.Response, words: tuple[str, ...]) -> bool:
    text = reply.text.lower()
    return any(word in text for word in words)


def _words(told: Any) -> str:
    if isinstance(told, str):
        return told
    if isinstance(told, list):
        return "; ".join(filter(None, map(_words, told)))
    if isinstance(told, dict):
        return next(filter(None, (_words(told.get(name)) for name in WORDS)), "")
    return ""


def _seconds(retry_after: str | None) -> int:
    """Of a Retry-After header (RFC 9110, 10.2.3); a date counts as not said."""
    return int(retry_after) if retry_after and retry_after.isascii() and retry_after.isdigit() else LATER_S
