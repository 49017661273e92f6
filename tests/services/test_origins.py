"""Web origins as people write them."""

from __future__ import annotations

import pytest

from visavis.services.origins import may_use, normal_origin, origin_of


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("example.com", "https://example.com"),
        ("Example.COM/", "https://example.com"),
        ("https://example.com:443", "https://example.com"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("example.com:8443", "https://example.com:8443"),
        ("http://[::1]:80", "http://[::1]"),
        ("bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_origins_are_kept_as_browsers_send_them(written: str, sent: str) -> None:
    assert normal_origin(written) == sent


@pytest.mark.parametrize(
    "written",
    [
        "",
        "https://",
        "ftp://example.com",
        "https://example.com/page",
        "https://me@example.com",
        "https://example.com:port",
        "https://example.com?x=1",
        "exa mple.com",
        "*",
        "https://*.example.com",
        "https://[::1",
    ],
)
def test_what_is_no_origin_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is no origin"):
        normal_origin(written)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://shop.example/page?x=1#y", "https://shop.example"),
        ("http://localhost:3000/", "http://localhost:3000"),
        ("about:blank", None),
        ("https://[::1", None),
        ("", None),
    ],
)
def test_an_address_has_the_origin_of_its_page(url: str, origin: str | None) -> None:
    assert origin_of(url) == origin


def test_our_own_pages_and_those_that_were_allowed_may_use_a_thing() -> None:
    own, shop, other = "https://vis.example", "https://shop.example", "https://other.example"

    assert [may_use(one, own, [shop], all=False) for one in (own, shop, other, None)] == [
        True,
        True,
        False,
        False,
    ]
    assert may_use(other, own, [], all=True)
