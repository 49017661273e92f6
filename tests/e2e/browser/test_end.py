"""How calls end, and what does not end them."""

from __future__ import annotations

import asyncio

import pytest
from tests.e2e.browser.caller import Caller
from tests.e2e.browser.line import line_to
from tests.e2e.browser.releases import every_release
from tests.e2e.developer import Developer
from tests.serving import RunningServer

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SERVER_CLOSED = "CONNECTION_CLOSED_CODE_SERVER_CLOSED_CONNECTION"


@every_release
async def test_hanging_up_frees_the_seat_at_once(
    caller: Caller, developer: Developer, server: RunningServer
) -> None:
    await caller.connected(await developer.token(), server.url)
    assert await developer.active_sessions() == 1
    await caller.does("client.stopStreaming()")
    async with asyncio.timeout(2):
        while await developer.active_sessions():
            await asyncio.sleep(0.05)
    closed = await caller.until("CONNECTION_CLOSED")
    assert closed.value == "CONNECTION_CLOSED_CODE_NORMAL"


async def test_closing_the_tab_frees_the_seat_at_once(
    caller: Caller, developer: Developer, server: RunningServer
) -> None:
    await caller.connected(await developer.token(), server.url)
    await caller.page.goto("about:blank")
    async with asyncio.timeout(5):
        while await developer.active_sessions():
            await asyncio.sleep(0.05)


@every_release
async def test_a_session_that_the_server_ends_is_closed_with_a_reason(
    caller: Caller, developer: Developer, server: RunningServer
) -> None:
    await caller.connected(await developer.token(), server.url)
    await developer.stop(await caller.does("client.getActiveSessionId()"))
    closed = await caller.until("CONNECTION_CLOSED")
    code, reason = closed.values
    assert code == SERVER_CLOSED
    assert reason


async def test_a_session_is_over_when_its_time_is_up(
    caller: Caller, developer: Developer, server: RunningServer
) -> None:
    await caller.connected(await developer.token(maxSessionLengthSeconds=2), server.url)
    closed = await caller.until("CONNECTION_CLOSED")
    assert closed.values == [SERVER_CLOSED, "The session reached its maximum length."]


async def test_when_the_line_is_cut_the_sdk_comes_back_and_the_call_goes_on(
    caller: Caller, developer: Developer, server: RunningServer
) -> None:
    async with line_to(server.url) as line:
        await caller.connected(await developer.token(), line.url)
        session_id = await caller.does("client.getActiveSessionId()")
        await caller.watch((0, 0, 720, 480), 30, 20)
        ready = await caller.until("SESSION_READY")
        assert line.cut() > 0

        # media and data channel go on, and signalling is there again
        await caller.frames(25)
        await caller.until("SESSION_READY", after=ready)
        await caller.does("client.sendUserMessage(value)", "Is the garden open?")
        answer = await caller.message("persona")
        await caller.does(
            "client.createTalkMessageStream().streamMessageChunk(value, true)", "The line is back."
        )
        said = await caller.message("persona", after=caller.last)
        assert answer["content"] == "The garden is open in the summer."
        assert said["content"] == "The line is back."
        assert await caller.does("client.getActiveSessionId()") == session_id
        assert not caller.so_far("CONNECTION_CLOSED")
        assert await developer.active_sessions() == 1
