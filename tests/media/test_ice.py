import socket

import pytest

from visavis.contract.spec import IceServer
from visavis.media.ice import IceOptions, NoFreePort, udp_socket
from visavis.settings import Settings


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg, arg-type]


def test_by_default_no_server_is_asked() -> None:
    assert IceOptions.of(settings()) == IceOptions(servers=(), advertised_address=None, ports=None)


def test_the_settings_name_servers_address_and_ports() -> None:
    options = IceOptions.of(
        settings(
            stun_url="stun:stun.example.com",
            turn_url="turn:turn.example.com?transport=udp",
            turn_username="user",
            turn_credential="secret",
            advertised_address="203.0.113.7",
            udp_port_min=40_000,
            udp_port_max=40_010,
        )
    )
    assert [server.urls for server in options.servers] == [
        ("stun:stun.example.com",),
        ("turn:turn.example.com?transport=udp",),
    ]
    assert (options.servers[1].username, options.servers[1].credential) == ("user", "secret")
    assert options.advertised_address == "203.0.113.7"
    assert options.ports == range(40_000, 40_011)


def test_a_sessions_own_servers_come_first() -> None:
    own = IceServer(urls=("turn:own.example.com",), username="u", credential="c")
    options = IceOptions.of(settings(stun_url="stun:stun.example.com"), [own])
    assert options.servers[0] is own


def test_a_port_range_that_is_upside_down_is_an_error() -> None:
    with pytest.raises(ValueError, match="udp_port_min 50000 is above udp_port_max 40000"):
        IceOptions.of(settings(udp_port_min=50_000, udp_port_max=40_000))


def test_the_advertised_address_replaces_those_of_its_family() -> None:
    options = IceOptions(advertised_address="203.0.113.7")
    assert options.advertised("10.0.0.5") == "203.0.113.7"
    assert options.advertised("fd00::5") == "fd00::5"
    assert IceOptions().advertised("10.0.0.5") == "10.0.0.5"


def test_sockets_take_all_ports_of_the_range_and_no_other() -> None:
    ports = range(42_311, 42_315)
    bound = [udp_socket("127.0.0.1", ports) for _ in ports]
    try:
        assert sorted(each.getsockname()[1] for each in bound) == list(ports)
        with pytest.raises(NoFreePort, match="range"):
            udp_socket("127.0.0.1", ports)
    finally:
        for each in bound:
            each.close()


def test_without_a_range_any_port_will_do() -> None:
    with udp_socket("127.0.0.1", None) as bound:
        assert bound.getsockname()[1] > 0
        assert bound.gettimeout() == 0.0


def test_an_address_of_another_machine_cannot_be_bound() -> None:
    with pytest.raises(OSError, match=r".") as caught:
        udp_socket("203.0.113.7", range(42_311, 42_315))
    assert not isinstance(caught.value, NoFreePort)


def test_ipv6_addresses_are_bound_as_such() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    try:
        bound = udp_socket("::1", None)
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with bound:
        assert bound.family == socket.AF_INET6
