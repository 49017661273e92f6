"""Signed addresses: one verb, one object, one hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from visavis.services import signed_urls
from visavis.services.errors import Forbidden
from visavis.services.signed_urls import SignedUrls, Verb

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
PATH = "/v1/blobs/avatars/a.webp"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    times = [NOON]
    monkeypatch.setattr(signed_urls, "now", lambda: times[-1])
    return times


def signed(verb: Verb, path: str, key: bytes = b"key") -> tuple[str, int, str]:
    parts = urlsplit(SignedUrls(key).sign(verb, path))
    query = parse_qs(parts.query)
    return parts.path, int(query["expires"][0]), query["signature"][0]


def test_a_signed_address_is_good_for_an_hour(clock: list[datetime]) -> None:
    path, expires, signature = signed("GET", PATH)
    assert path == PATH

    clock.append(NOON + timedelta(minutes=59))
    SignedUrls(b"key").check("GET", path, expires, signature)
    clock.append(NOON + timedelta(minutes=60))
    with pytest.raises(Forbidden, match="expired"):
        SignedUrls(b"key").check("GET", path, expires, signature)


def test_it_is_good_for_nothing_else(clock: list[datetime]) -> None:
    path, expires, signature = signed("GET", PATH)
    ours = SignedUrls(b"key")

    for attempt in (
        ("PUT", path, expires, signature),
        ("GET", path + "x", expires, signature),
        ("GET", path, expires + 1, signature),
        ("GET", path, expires, signature[:-1] + ("0" if signature[-1] != "0" else "1")),
        ("GET", path, expires, "é"),
        ("GET", path, expires, ""),
    ):
        with pytest.raises(Forbidden, match="does not fit"):
            ours.check(*attempt)


def test_another_server_signs_otherwise(clock: list[datetime]) -> None:
    with pytest.raises(Forbidden):
        SignedUrls(b"other").check("GET", *signed("GET", PATH))


def test_names_are_quoted_in_the_address_and_not_in_what_is_signed(clock: list[datetime]) -> None:
    path, expires, signature = signed("GET", "/v1/blobs/a b")

    assert path == "/v1/blobs/a%20b"
    SignedUrls(b"key").check("GET", "/v1/blobs/a b", expires, signature)
