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
        "100.127.255.255", "0.1.2.3", "192.0.0.8", "192.88.99.1", "198.18.0.1", "203.0.113.9", "240.0.0.1",
        "239.255.255.250", "ff0e::1", "fec0::1", "100::1", "2001::1", "2001:db8::1", "3fff::1", "5f00::1",
        "::127.0.0.1", "::ffff:0:127.0.0.1", "::ffff:100.64.0.1", "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "64:ff9b:1:ffff::a00:1", "2002:a00:1::", "2002:a9fe:a9fe::",
        "not-an-address", "",
    ],
)  # fmt: skip
async def test_what_is_not_public_is_refused(address: str) -> None:
    internet = Internet()

    assert not is_public(address)
    with pytest.raises(AddressRefused):
        await client(internet, inside_example=[address]).get("http://inside.example/")
    assert internet.seen == []


@pytest.mark.parametrize(
    "address",
    [
        PUBLIC,
        PUBLIC_TOO,
        "::ffff:93.184.216.34",
        "8.8.8.8",
        "100.128.0.1",
        "64:ff9b::5db8:d822",
        "2002:808:808::",
    ],
)
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


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/", "http://0x7f000001/", "http://017700000001/", "http://0x7f.1/", "http://127.1/",
        "http://0177.0.0.1/", "http://0/", "http://0xa9fea9fe/", "http://[::1]/", "http://[::]/",
        "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::127.0.0.1]/",
        "http://[::127.0.0.1]/", "http://localhost/", "http://localhost./", "http://LOCALHOST/",
        "http://localhost.:80/", "http://127.0.0.1./", "http://①②⑦.⓪.⓪.①/", "http://１２７.０.０.１/",
        "http://127。0。0。1/", "http://public.example@127.0.0.1/", "http://public.example:80@127.0.0.1/",
        "http://127.0.0.1#@public.example/", "http://127.0.0.1?@public.example/",
    ],
)  # fmt: skip
async def test_this_machine_in_disguise_is_still_this_machine(url: str) -> None:
    internet = Internet()
    guard = GuardedTransport(inner=internet, lookup=look_up)

    with pytest.raises((AddressRefused, httpx.ConnectError, httpx.InvalidURL)):
        await httpx.AsyncClient(transport=guard, trust_env=False).get(url)
    assert internet.seen == []


async def test_a_name_that_means_something_else_a_moment_later_is_not_followed() -> None:
    internet = Internet()
    answers = iter([[PUBLIC], ["127.0.0.1"]])

    async def rebinding(host: str, port: int) -> Sequence[str]:
        return next(answers)

    guard = GuardedTransport(inner=internet, lookup=rebinding)
    web = httpx.AsyncClient(transport=guard, trust_env=False)

    await web.get("http://rebinding.example/")
    assert [request.url.host for request in internet.seen] == [PUBLIC], "the address that was checked"
    with pytest.raises(AddressRefused):
        await web.get("http://rebinding.example/")


@pytest.mark.parametrize(
    "to",
    [
        "http://2130706433/",
        "http://a@127.0.0.1/",
        "//[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://localhost./",
    ],
)
async def test_a_redirect_in_disguise_is_refused(to: str) -> None:
    internet = Internet(redirects={"out.example": to})

    async def lookup(host: str, port: int) -> Sequence[str]:
        return [PUBLIC] if host == "out.example" else await look_up(host, port)

    guard = GuardedTransport(inner=internet, lookup=lookup)
    with pytest.raises((AddressRefused, httpx.ConnectError)):
        await httpx.AsyncClient(transport=guard, follow_redirects=True, trust_env=False).get(
            "http://out.example/"
        )
    assert len(internet.seen) == 1


@pytest.mark.parametrize("url", ["ftp://a.example/", "file:///etc/passwd", "gopher://127.0.0.1/"])
async def test_other_schemes_are_refused(url: str) -> None:
    with pytest.raises((AddressRefused, httpx.UnsupportedProtocol)):
        await client(Internet(), a_example=[PUBLIC]).get(url)
