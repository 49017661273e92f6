"""A browser checks its line: a real client over real ICE and DTLS within this machine"""

import asyncio
from contextlib import asynccontextmanager

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from tests.patience import PATIENCE_S
from visavis.engine.line_check import AT_ONCE, LONGEST_ECHO, LineChecks, TooManyChecks
from visavis.media.ice import IceOptions
from visavis.media.offer import BadOffer


@asynccontextmanager
async def browser():
    """One that offers what the Lab's page offers, and what comes back to it."""
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    channel = connection.createDataChannel("check")
    connection.addTransceiver("audio", "recvonly")
    back = asyncio.Queue()
    channel.on("message", back.put_nowait)
    await connection.setLocalDescription(await connection.createOffer())
    yield connection, channel, back
    await connection.close()


@pytest.fixture
async def checks():
    made = LineChecks(IceOptions())
    yield made
    await made.close()


async def connected(checks, connection, channel):
    answer = await checks.answer(connection.localDescription.sdp)
    opened = asyncio.Event()
    channel.on("open", opened.set)
    await connection.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))
    await asyncio.wait_for(opened.wait(), PATIENCE_S)
    return answer


async def test_what_is_sent_comes_back(checks):
    async with browser() as (connection, channel, back):
        answer = await connected(checks, connection, channel)
        assert answer.lasts_s > 5
        for said in ("1", "2"):
            channel.send(said)
            assert await asyncio.wait_for(back.get(), PATIENCE_S) == said


async def test_nobody_can_send_more_through_it_than_a_check_needs(checks):
    async with browser() as (connection, channel, back):
        await connected(checks, connection, channel)
        channel.send("x" * (LONGEST_ECHO + 1))
        channel.send("short")
        assert await asyncio.wait_for(back.get(), PATIENCE_S) == "short"


async def test_it_hangs_up_by_itself():
    checks = LineChecks(IceOptions(), lasts_s=0.5)
    async with browser() as (connection, channel, _back):
        closed = asyncio.Event()
        channel.on("close", closed.set)
        await connected(checks, connection, channel)
        await asyncio.wait_for(closed.wait(), PATIENCE_S)
    await checks.close()


async def test_an_offer_that_cannot_be_answered_takes_no_place(checks):
    for _ in range(AT_ONCE + 1):
        with pytest.raises(BadOffer, match="the offer"):
            await checks.answer("v=0\r\n")


async def test_only_so_many_check_at_once(checks):
    async with browser() as (connection, _channel, _back):
        for _ in range(AT_ONCE):
            await checks.answer(connection.localDescription.sdp)
        with pytest.raises(TooManyChecks):
            await checks.answer(connection.localDescription.sdp)
