"""The private names are still there, and the hooks do what they are for."""

from __future__ import annotations

import asyncio
import importlib.metadata

import pytest
from aioice import Connection
from aiortc import (
    RTCConfiguration,
    RTCDtlsTransport,
    RTCIceTransport,
    RTCPeerConnection,
    RTCRtpReceiver,
    RTCRtpSender,
    RTCRtpTransceiver,
)
from aiortc.rtp import RtcpSrPacket

from tests.media.client import Client, Notes, Show, on_air
from tests.media.pictures import noisy_pictures, soft_picture
from visavis.media import aiortc_hooks
from visavis.media.peer import Peer
from visavis.media.warm import warm_up

SIZE = 128
STILL = Show(lambda frame: soft_picture(SIZE, SIZE))


async def test_every_private_name_still_exists() -> None:
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    transceiver = connection.addTransceiver("audio")
    transport = transceiver.receiver.transport
    owners = {
        RTCRtpSender: transceiver.sender,
        RTCRtpReceiver: transceiver.receiver,
        RTCRtpTransceiver: transceiver,
        RTCDtlsTransport: transport,
        RTCIceTransport: transport.transport,
        Connection: transport.transport._connection,
    }
    missing = [
        f"{owner.__name__}.{name}"
        for owner, found in owners.items()
        for name in aiortc_hooks.PRIVATE_NAMES[f"{owner.__module__.split('.')[0]}.{owner.__name__}"]
        if not hasattr(found, name)
    ]
    await connection.close()
    assert len(owners) == len(aiortc_hooks.PRIVATE_NAMES)
    assert missing == []


def test_the_hooks_were_read_against_the_installed_versions() -> None:
    versions = [importlib.metadata.version(name) for name in ("aiortc", "aioice")]
    assert versions == ["1.16.0", "0.13.0"], (
        "read aiortc_hooks.py against the new sources, then change this line"
    )


def test_a_library_without_the_name_is_an_error_and_not_a_silent_no_op() -> None:
    with pytest.raises(AttributeError):
        aiortc_hooks._replace(object(), "_run_rtp", None)


async def connected(client: Client, peer: Peer) -> None:
    await client.join(peer)
    await client.frames("video", 1)


async def test_the_reports_of_both_tracks_lie_on_one_line() -> None:
    """Whatever moment a report names, its time stamp is that moment's: A and V cannot drift apart."""
    notes, client = Notes(), Client()
    peer = Peer(notes, width=SIZE, height=SIZE)
    reports: dict[str, list[tuple[float, float]]] = {"audio": [], "video": []}
    frames: dict[str, tuple[int, float]] = {}
    for receiver in client.connection.getReceivers():
        kind = "video" if receiver._RTCRtpReceiver__nack_generator else "audio"
        stock = receiver._handle_rtcp_packet

        async def note(packet: object, kind: str = kind, stock: object = stock) -> None:
            if isinstance(packet, RtcpSrPacket):
                info = packet.sender_info
                reports[kind].append((info.ntp_timestamp / 2**32, info.rtp_timestamp))
            await stock(packet)  # type: ignore[operator]

        receiver._handle_rtcp_packet = note
    async with on_air(peer, STILL) as broadcast:
        await connected(client, peer)
        async with asyncio.timeout(5):
            while min(map(len, reports.values())) < 3:
                await asyncio.sleep(0.05)
        for track, kind, hz in ((peer._sound, "audio", 48_000), (peer._picture, "video", 90_000)):
            assert track._stream is not None
            # where this track's line crosses session time 0, in NTP seconds
            origin = track._stream.timestamp(0.0)
            crossings = [ntp - ((stamp - origin) % 2**32) / hz for ntp, stamp in reports[kind]]
            assert max(crossings) - min(crossings) < 0.002
            frames[kind] = (origin, sum(crossings) / len(crossings))
        assert broadcast.position_s > 0
    await peer.close()
    await client.connection.close()
    assert abs(frames["audio"][1] - frames["video"][1]) < 0.002


async def test_a_request_for_a_key_frame_is_answered_with_one() -> None:
    notes, client = Notes(), Client()
    peer = Peer(notes, width=SIZE, height=SIZE)
    async with on_air(peer, STILL):
        await connected(client, peer)
        frames = await client.frames("video", 15)
        receiver = next(
            each for each in client.connection.getReceivers() if each._RTCRtpReceiver__nack_generator
        )
        source = client.connection.remoteDescription.sdp.split("a=ssrc:")[1].split()[0]
        sent_before = peer._picture._key_frames._sent_s
        await receiver._send_rtcp_pli(int(source))
        await client.frames("video", 15)
        assert frames
        assert peer._picture._key_frames._sent_s > sent_before
    await peer.close()
    await client.connection.close()


async def test_lost_packets_are_sent_again() -> None:
    pictures = noisy_pictures(SIZE, SIZE, 30)
    notes, client = Notes(), Client()
    peer = Peer(notes, width=SIZE, height=SIZE)
    async with on_air(peer, Show(lambda frame: pictures[frame % 30])):
        await connected(client, peer)
        send, tried, lost = peer._picture._send, 0, 0

        async def lossy(packet: bytes) -> None:
            nonlocal tried, lost
            is_first_try = packet[1] & 0x7F == 97
            tried += is_first_try
            if is_first_try and tried % 7 == 0:
                lost += 1
            elif send is not None:
                await send(packet)

        peer._picture._send = lossy
        frames = await client.frames("video", 50)
        assert lost > 5
        peer._picture._send = send
    # a receiver shows no picture after a hole, so fifty of them mean that every hole was filled
    assert len(frames) == 50
    await peer.close()
    await client.connection.close()


async def restart(client: Client, peer: Peer) -> tuple[str, str]:
    """What a browser does in an ICE restart, done with aiortc, which cannot: new credentials, a new offer."""
    (ice,) = aiortc_hooks.ice_connections(client.connection)
    before = client.connection.remoteDescription.sdp
    checks = aiortc_hooks.restart_ice(ice, "none", "yet")
    assert checks is not None
    checks.cancel()
    offer = await client.offer()
    assert peer.accepts(offer)
    answer = await peer.answer(offer)
    await client.take(answer)
    ice.remote_username, ice.remote_password = (
        answer.split(f"a=ice-{name}:")[1].split()[0] for name in ("ufrag", "pwd")
    )
    ice._nominating.clear()
    while ice._check_periodic():
        await asyncio.sleep(0.02)
    return before, answer


async def test_after_an_ice_restart_picture_sound_and_channel_go_on() -> None:
    notes, client = Notes(), Client()
    peer = Peer(notes, width=SIZE, height=SIZE)
    async with on_air(peer, STILL):
        await connected(client, peer)
        await client.channel_opened.wait()
        (ours,) = aiortc_hooks.ice_connections(peer._connection)
        old_pair = ours._nominated[1]
        before, answer = await restart(client, peer)

        def ufrag(sdp: str) -> str:
            return sdp.split("a=ice-ufrag:")[1].split()[0]

        assert ufrag(before) != ufrag(answer)
        async with asyncio.timeout(5):
            while ours._nominated[1] is old_pair:
                await asyncio.sleep(0.02)
        await client.frames("video", 10)
        await client.frames("audio", 10)
        assert client.channel is not None
        client.channel.send("still here")
        await notes.until(lambda each: each.messages == ["still here"])
        assert peer.send("so am I")
    await peer.close()
    await client.connection.close()
    assert notes.log == ["connected", "channel session"]


async def test_an_offer_anew_without_a_restart_changes_no_credentials() -> None:
    notes, client = Notes(), Client()
    peer = Peer(notes, width=SIZE, height=SIZE)
    async with on_air(peer, STILL):
        await connected(client, peer)
        before = client.connection.remoteDescription.sdp
        await client.join(peer)
        after = client.connection.remoteDescription.sdp
        await client.frames("video", 10)
    await peer.close()
    await client.connection.close()
    assert before.split("a=ice-ufrag:")[1].split()[0] == after.split("a=ice-ufrag:")[1].split()[0]


async def test_the_media_plane_can_be_warmed_up(caplog: pytest.LogCaptureFixture) -> None:
    await warm_up()
    assert "could not reach itself" not in caplog.text
