"""A peer and a real client, over real ICE, DTLS and SRTP within this machine."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import numpy as np
import pytest
import pytest_asyncio
from aiortc.sdp import SessionDescription

from tests.media.client import Client, Notes, Show, ToneMicrophone, on_air
from tests.media.pictures import planes, psnr_db, soft_picture
from visavis.media.ice import IceOptions
from visavis.media.offer import BadOffer
from visavis.media.peer import Peer

SIZE = 256


class House:
    """Makes peers and clients, and closes them after the test."""

    def __init__(self) -> None:
        self._open: list[Peer | Client] = []

    def peer(self, notes: Notes, **options: object) -> Peer:
        peer = Peer(notes, width=SIZE, height=SIZE, **options)  # type: ignore[arg-type]
        self._open.append(peer)
        return peer

    def client(self, **options: object) -> Client:
        client = Client(**options)  # type: ignore[arg-type]
        self._open.append(client)
        return client

    async def close(self) -> None:
        for each in self._open:
            await (each.close() if isinstance(each, Peer) else each.connection.close())


@pytest_asyncio.fixture
async def house() -> AsyncIterator[House]:
    house = House()
    yield house
    await house.close()


@pytest.fixture
def notes() -> Notes:
    return Notes()


STILL = Show(lambda frame: soft_picture(SIZE, SIZE))


@pytest.mark.parametrize("codec", ["video/VP8", "video/H264"])
async def test_the_client_sees_what_was_painted(house: House, notes: Notes, codec: str) -> None:
    peer, client = house.peer(notes), house.client(codecs=[codec])
    async with on_air(peer, STILL):
        await client.join(peer)
        frames = await client.frames("video", 20)
    assert codec.split("/")[1] in client.connection.remoteDescription.sdp
    assert {(frame.width, frame.height) for frame in frames} == {(SIZE, SIZE)}
    assert min(psnr_db(planes(frame), soft_picture(SIZE, SIZE)) for frame in frames) > 35


async def test_pictures_arrive_in_their_order_and_at_their_time(house: House, notes: Notes) -> None:
    peer, client = house.peer(notes), house.client()
    async with on_air(peer, Show(lambda frame: soft_picture(SIZE, SIZE, shift_px=2.0 * frame))):
        await client.join(peer)
        frames = await client.frames("video", 15)

    def number(frame: object) -> int:
        seen = planes(frame)  # type: ignore[arg-type]
        return max(range(200), key=lambda each: psnr_db(seen, soft_picture(SIZE, SIZE, 2.0 * each)))

    shown = [number(frame) for frame in frames[::5]]
    stamped = [frame.pts // 3_600 for frame in frames[::5]]
    assert [each - shown[0] for each in shown] == [each - stamped[0] for each in stamped]


async def test_the_client_hears_the_tone(house: House, notes: Notes) -> None:
    peer, client = house.peer(notes), house.client()
    async with on_air(peer, STILL):
        await client.join(peer)
        frames = await client.frames("audio", 60)
    heard = np.concatenate([frame.to_ndarray()[0, ::2] for frame in frames])[-48_000:]
    assert np.abs(np.fft.rfft(heard)).argmax() == 440
    assert [frame.pts for frame in frames] == [frames[0].pts + 960 * index for index in range(60)]


async def test_both_tracks_belong_to_one_stream_of_one_source(house: House, notes: Notes) -> None:
    peer, client = house.peer(notes), house.client()
    answer = SessionDescription.parse(await peer.answer(await client.offer()))
    video, audio, _ = answer.media
    assert video.msid is not None
    assert audio.msid is not None
    assert video.msid.split()[0] == audio.msid.split()[0]
    assert video.msid != audio.msid
    assert {source.cname for source in video.ssrc + audio.ssrc} == {video.ssrc[0].cname}
    assert (video.direction, audio.direction) == ("sendonly", "sendrecv")


async def test_the_answer_uses_the_offers_payload_types(house: House, notes: Notes) -> None:
    peer, client = house.peer(notes), house.client()
    offer = (
        (await client.offer()).replace(" 97 98", " 120 121").replace(":97 ", ":120 ").replace(":98 ", ":121 ")
    )
    answer = SessionDescription.parse(await peer.answer(offer.replace("apt=97", "apt=120")))
    assert [codec.payloadType for codec in answer.media[0].rtp.codecs] == [120, 121]
    assert [codec.name for codec in answer.media[1].rtp.codecs] == ["opus"]


@pytest.mark.parametrize("label", ["session", "chat"])
async def test_messages_go_both_ways_as_text_and_as_octets(house: House, notes: Notes, label: str) -> None:
    peer, client = house.peer(notes), house.client(label=label)
    assert peer.send("too early") is False
    async with on_air(peer, STILL):
        await client.join(peer)
        await notes.until(lambda each: f"channel {label}" in each.log)
        assert peer.label == label
        assert client.channel is not None
        await client.channel_opened.wait()
        client.channel.send("text")
        client.channel.send(b"\x00octets")
        client.channel.send("ü" * 50_000)
        await notes.until(lambda each: len(each.messages) == 3)
        assert notes.messages == ["text", b"\x00octets", "ü" * 50_000]
        assert peer.send("welcome") is True
        async with asyncio.timeout(5):
            while client.received != ["welcome"]:
                await asyncio.sleep(0.01)


async def test_the_microphone_arrives_at_16_khz(house: House, notes: Notes) -> None:
    peer, client = house.peer(notes), house.client(microphone=ToneMicrophone(500))
    async with on_air(peer, STILL):
        await client.join(peer)
        await notes.until(lambda each: len(each.sound) >= 60)
    assert {chunk.dtype for chunk in notes.sound} == {np.dtype(np.int16)}
    assert {len(chunk) for chunk in notes.sound} == {320}
    heard = np.concatenate(notes.sound)[3_200:19_200]
    assert abs(int(np.abs(np.fft.rfft(heard)).argmax()) / len(heard) * 16_000 - 500) < 2


@pytest.mark.parametrize("audio", ["recvonly", "sendrecv"])
async def test_a_client_without_a_microphone_is_served_all_the_same(
    house: House, notes: Notes, audio: str
) -> None:
    peer, client = house.peer(notes), house.client(audio=audio)
    async with on_air(peer, STILL):
        await client.join(peer)
        await client.frames("audio", 10)
        await client.frames("video", 5)
    assert notes.sound == []


async def test_a_microphone_may_start_late(house: House, notes: Notes) -> None:
    peer, client = house.peer(notes), house.client()
    async with on_air(peer, STILL):
        await client.join(peer)
        await client.frames("audio", 10)
        sender = next(each for each in client.connection.getSenders() if each.kind == "audio")
        sender.replaceTrack(ToneMicrophone(500))
        await notes.until(lambda each: len(each.sound) >= 10)


async def test_a_client_that_hangs_up_is_noticed_once(house: House, notes: Notes) -> None:
    peer, client = house.peer(notes), house.client()
    async with on_air(peer, STILL):
        await client.join(peer)
        await client.frames("video", 2)
        await client.connection.close()
        await notes.until(lambda each: "closed" in each.log)
        assert peer.send("anybody there") is False
        await asyncio.sleep(0.1)
    assert notes.log == ["connected", "channel session", "closed"]


@pytest.mark.parametrize("turns", range(0, 60, 4))
async def test_hanging_up_in_the_middle_of_connecting_leaves_nothing_behind(
    house: House, notes: Notes, turns: int
) -> None:
    peer, client = house.peer(notes), house.client()
    threads, tasks = set(threading.enumerate()), asyncio.all_tasks()
    async with on_air(peer, STILL):
        await client.join(peer)
        for _ in range(turns):
            await asyncio.sleep(0.001)
        await peer.close()
        await client.connection.close()
    async with asyncio.timeout(5):
        while left := asyncio.all_tasks() - tasks:
            await asyncio.wait(left, timeout=0.1)
    assert {each for each in threading.enumerate() if "decoder" in each.name} <= threads


async def test_a_live_session_has_no_thread_of_its_own(house: House, notes: Notes) -> None:
    peer, client = house.peer(notes), house.client(microphone=ToneMicrophone(500))
    async with on_air(peer, STILL):
        await client.join(peer)
        await notes.until(lambda each: len(each.sound) >= 5)
        decoders = sorted(each.name for each in threading.enumerate() if "decoder" in each.name)
    assert decoders == ["audio-decoder", "video-decoder"], "both are the client's"


async def test_hanging_up_oneself_is_no_event(house: House, notes: Notes) -> None:
    peer, client = house.peer(notes), house.client()
    async with on_air(peer, STILL):
        await client.join(peer)
        await client.frames("video", 2)
        await peer.close()
        await peer.close()
    assert notes.log == ["connected", "channel session"]
    with pytest.raises(BadOffer, match="closed"):
        await peer.answer(await house.client().offer())


async def test_a_client_that_vanishes_without_a_word_is_noticed(house: House, notes: Notes) -> None:
    peer, client = house.peer(notes, silent_for_s=2.0), house.client()
    async with on_air(peer, STILL):
        await client.join(peer)
        await client.frames("video", 2)
        await asyncio.sleep(2.5)
        assert "closed" not in notes.log, "a client that is there sends reports"
        for transceiver in client.connection.getTransceivers():
            transport = transceiver.receiver.transport.transport
            for protocol in transport._connection._protocols:
                protocol.transport.abort()
        await notes.until(lambda each: "closed" in each.log)


async def test_an_offer_that_cannot_be_answered_is_refused_with_its_reason(
    house: House, notes: Notes
) -> None:
    peer = house.peer(notes)
    with pytest.raises(BadOffer, match="neither audio nor video"):
        await peer.answer("hello")
    offer = (await house.client(codecs=["video/H264"]).offer()).replace("42001f", "zzzzzz")
    with pytest.raises(BadOffer, match="no codec of the offer can be used"):
        await peer.answer(offer.replace("42e01f", "zzzzzz"))


async def test_after_a_refused_offer_a_good_one_is_answered(house: House, notes: Notes) -> None:
    peer, client = house.peer(notes), house.client()
    with pytest.raises(BadOffer):
        await peer.answer("v=0\r\n")
    async with on_air(peer, STILL):
        await client.join(peer)
        await client.frames("video", 2)


async def test_candidates_that_are_of_no_use_do_no_harm(house: House, notes: Notes) -> None:
    peer, client = house.peer(notes), house.client()
    host = "candidate:1 1 udp 2122194687 192.0.2.9 56717 typ host"
    useless = [
        ("", "0", 0),
        (None, None, None),
        ("nonsense", "0", 0),
        ("candidate:1 1 udp 1 abc.local 4000 typ host", "0", 0),
        ("candidate:1 1 udp 1 not-an-address 4000 typ host", "0", 0),
        (host, None, None),
        (host, "7", 99),
        (host.replace("udp", "tcp"), "0", 0),
    ]
    for candidate in useless:
        await peer.add_candidate(*candidate)
    async with on_air(peer, STILL):
        await client.join(peer)
        for candidate in useless:
            await peer.add_candidate(*candidate)
        await client.frames("video", 2)
    await peer.close()
    await peer.add_candidate(host, "0", 0)


async def test_candidates_may_come_before_the_offer_they_belong_to(house: House, notes: Notes) -> None:
    peer, client = house.peer(notes), house.client()
    offer = await client.offer()
    lines = offer.splitlines()
    for line in lines:
        if line.startswith("a=candidate:"):
            await peer.add_candidate(line.removeprefix("a="), "0", 0)
    bare = "\r\n".join(line for line in lines if "candidate" not in line) + "\r\n"
    # the client learns no address of ours: only its candidates can bring the two together
    answer = await peer.answer(bare)
    hidden = "\r\n".join(line for line in answer.splitlines() if not line.startswith("a=candidate")) + "\r\n"
    async with on_air(peer, STILL):
        await client.take(hidden.replace("a=end-of-candidates\r\n", ""))
        await client.frames("video", 2)


async def test_a_client_that_hides_its_addresses_is_reached_by_its_own_checks(
    house: House, notes: Notes
) -> None:
    peer, client = house.peer(notes), house.client()
    offer = await client.offer()
    bare = "\r\n".join(line for line in offer.splitlines() if not line.startswith("a=candidate")) + "\r\n"
    async with on_air(peer, STILL):
        await client.take(await peer.answer(bare))
        await client.frames("video", 2)


async def test_the_same_client_is_known_by_its_certificate(house: House, notes: Notes) -> None:
    peer, client, other = house.peer(notes), house.client(), house.client()
    assert peer.accepts(await client.offer()) is False, "nobody was answered yet"
    await client.join(peer)
    assert peer.accepts(await client.offer()) is True
    assert peer.accepts(await other.offer()) is False
    assert peer.accepts("nonsense") is False
    await peer.close()
    assert peer.accepts(client.connection.localDescription.sdp) is False


async def test_only_ports_of_the_range_and_the_advertised_address_are_offered(
    house: House, notes: Notes
) -> None:
    ports = range(42_350, 42_370)
    peer = house.peer(notes, ice=IceOptions(advertised_address="203.0.113.7", ports=ports))
    answer = SessionDescription.parse(await peer.answer(await house.client().offer()))
    candidates = [each for each in answer.media[0].ice_candidates if ":" not in each.ip]
    assert {each.ip for each in candidates} == {"203.0.113.7"}
    assert {each.port for each in candidates} <= set(ports)


async def test_a_dead_stun_server_holds_the_answer_up_for_two_seconds_at_most(
    house: House, notes: Notes
) -> None:
    from visavis.contract.spec import IceServer

    silent = IceServer(urls=("stun:127.0.0.1:9",))
    peer, client = house.peer(notes, ice=IceOptions(servers=(silent,))), house.client()
    began_s = asyncio.get_running_loop().time()
    await client.join(peer)
    assert asyncio.get_running_loop().time() - began_s < 3.0
    async with on_air(peer, STILL):
        await client.frames("video", 1)
