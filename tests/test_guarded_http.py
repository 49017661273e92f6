"""Outgoing requests reach public addresses only."""

from __future__ import annotations

from collections.abc import Sequence

import httpx
import pytest

from visavis.guarded_http import AddressRefused, GuardedTransport, is_public, look_up

PUBLIC = "93.184.216.34"
PUBLIC_TOO = "2606:2800:220:1:248:1893:25c8:1946"


class Internet(httpx.AsyncBaseTransport):
    """Answers everything, remembers where each request went, and can have addresses where nobody listens."""

    def __init__(self, *deaf: str, redirects: dict[str, str] | None = None) -> None:
        self.deaf = deaf
        self.redirects = redirects or {}
        self.seen: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        if request.url.host in self.deaf:
            raise httpx.ConnectError("nobody listens")
        to = self.redirects.get(request.headers["host"])
        return httpx.Response(302, headers={"location": to}) if to else httpx.Response(200, text="hello")


def names(**known: Sequence[str]):
    async def lookup(host: str, port: int) -> Sequence[str]:
        try:
            return known[host.replace(".", "_")]
        except KeyError:
            raise OSError("unknown name") from None

    return lookup


def client(internet: Internet, *allowed: str, **known: Sequence[str]) -> httpx.AsyncClient:
    guard = GuardedTransport(allowed, inner=internet, lookup=names(**known))
    return httpx.AsyncClient(transport=guard, follow_redirects=True, trust_env=False)


async def test_a_request_goes_to_the_address_that_was_checked_and_still_names_its_host() -> None:
    internet = Internet()

    reply = await client(internet, pictures_example=[PUBLIC]).get("https://pictures.example/a.png?b=1")

    assert reply.text == "hello"
    assert str(reply.url) == "https://pictures.example/a.png?b=1"
    (sent,) = internet.seen
    assert str(sent.url) == f"https://{PUBLIC}/a.png?b=1"
    assert sent.headers["host"] == "pictures.example"
    assert sent.extensions["sni_hostname"] == "pictures.example"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "::1", "0.0.0.0", "::", "10.1.2.3", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "fe80::1", "fd00::1", "100.64.0.1", "224.0.0.1", "ff02::1", "255.255.255.255",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "192.0.2.1", "fe80::1%eth0",
    ],
)  # fmt: skip
async def test_what_is_not_public_is_refused(address: str) -> None:
    internet = Internet()

    assert not is_public(address)
    with pytest.raises(AddressRefused):
        await client(internet, inside_example=[address]).get("http://inside.example/")
    assert internet.seen == []


@pytest.mark.parametrize("address", [PUBLIC, PUBLIC_TOO, "::ffff:93.184.216.34", "8.8.8.8"])
def test_what_is_public_is_not(address: str) -> None:
    assert is_public(address)


async def test_a_name_with_one_private_address_is_refused_whole() -> None:
    with pytest.raises(AddressRefused):
        await client(Internet(), two_example=[PUBLIC, "10.0.0.1"]).get("http://two.example/")


async def test_redirects_are_looked_at_too() -> None:
    internet = Internet(redirects={"out.example": "http://in.example/"})

    with pytest.raises(AddressRefused):
        await client(internet, out_example=[PUBLIC], in_example=["127.0.0.1"]).get("http://out.example/")
    assert len(internet.seen) == 1


async def test_relative_redirects_stay_at_their_host() -> None:
    internet = Internet(redirects={"old.example": "//new.example/b"})

    reply = await client(internet, old_example=[PUBLIC], new_example=[PUBLIC]).get("http://old.example/a")

    assert str(reply.url) == "http://new.example/b"
    assert internet.seen[1].headers["host"] == "new.example"


@pytest.mark.parametrize("allowed", ["inside.example", "inside.example:8080", "INSIDE.example"])
async def test_the_operator_can_allow_a_host_by_name(allowed: str) -> None:
    internet = Internet()

    reply = await client(internet, allowed, inside_example=["10.0.0.1"]).get("http://inside.example:8080/")

    assert reply.status_code == 200
    assert internet.seen[0].url.host == "10.0.0.1"


async def test_an_allowed_port_allows_no_other() -> None:
    with pytest.raises(AddressRefused):
        await client(Internet(), "inside.example:8080", inside_example=["10.0.0.1"]).get(
            "http://inside.example"
        )


async def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    internet = Internet(PUBLIC_TOO)

    reply = await client(internet, two_example=[PUBLIC_TOO, PUBLIC]).get("http://two.example/")

    assert reply.status_code == 200
    assert [request.url.host for request in internet.seen] == [PUBLIC_TOO, PUBLIC]


async def test_an_unknown_name_is_a_failed_connection() -> None:
    with pytest.raises(httpx.ConnectError):
        await client(Internet()).get("http://nowhere.example/")


@pytest.mark.parametrize("url", ["http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://[::1]/"])
async def test_numbers_in_disguise_are_what_the_system_takes_them_for(url: str) -> None:
    internet = Internet()
    guard = GuardedTransport(inner=internet, lookup=look_up)

    with pytest.raises((AddressRefused, httpx.ConnectError)):
        await httpx.AsyncClient(transport=guard, trust_env=False).get(url)
    assert internet.seen == []
