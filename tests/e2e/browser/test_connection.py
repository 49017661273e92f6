"""The public JavaScript SDK connects, from a page of another origin."""

from __future__ import annotations

from typing import Any

import pytest
from tests.e2e.browser.caller import Caller
from tests.e2e.browser.releases import every_release
from tests.e2e.developer import Developer
from tests.serving import RunningServer

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_call_connects_and_its_session_is_ready_once_the_data_channel_is_open(
    caller: Caller, developer: Developer, server: RunningServer
) -> None:
    await caller.connected(await developer.token(), server.url)
    established = await caller.until("CONNECTION_ESTABLISHED")
    opened = await caller.until("DATA_CHANNEL_OPEN")
    ready = await caller.until("SESSION_READY")
    assert established.number < ready.number
    assert opened.at_s < ready.at_s + 0.05  # over two connections, whose events may cross
    assert ready.value == await caller.does("client.getActiveSessionId()")
    assert not caller.so_far("SERVER_WARNING")
    assert await developer.active_sessions() == 1


@every_release
async def test_picture_and_sound_are_one_stream_and_play_together(
    caller: Caller, developer: Developer, server: RunningServer
) -> None:
    await caller.connected(await developer.token(), server.url)
    video = (await caller.until("VIDEO_STREAM_STARTED")).value
    audio = (await caller.until("AUDIO_STREAM_STARTED")).value
    assert video["id"] == audio["id"]
    assert sorted(await caller.does("witness.video.srcObject.getTracks().map(({kind}) => kind)")) == [
        "audio",
        "video",
    ]


@pytest.mark.parametrize(
    ("config", "options", "size"),
    [
        pytest.param({}, None, (720, 480), id="by default"),
        pytest.param({"avatarModel": "cara-2"}, None, (512, 512), id="cara-2"),
        pytest.param({"avatarModel": "cara-4"}, None, (1152, 768), id="cara-4"),
        pytest.param(
            {"avatarModel": "cara-4"},
            {"videoWidth": 768, "videoHeight": 1152},
            (768, 1152),
            id="cara-4 upright",
        ),
    ],
)
async def test_frames_have_the_size_of_the_avatar_model_and_live_while_nobody_speaks(
    caller: Caller,
    developer: Developer,
    server: RunningServer,
    config: dict[str, Any],
    options: dict[str, Any] | None,
    size: tuple[int, int],
) -> None:
    await caller.connected(await developer.token(session_options=options, **config), server.url)
    assert await caller.frame_size() == size

    await caller.watch((0, 0, *size), 90, 90)
    await caller.frames(40)
    frames = await caller.seen()
    changes = abs(frames.grey[1:] - frames.grey[:-1]).max(axis=(1, 2))
    assert (changes > 0).mean() > 0.8  # nearly every frame is a new one:
    assert frames.grey.std(axis=0).max() > 2  # she breathes, looks about, blinks
    assert frames.grey.std() > 20  # and she is not grey
    assert not caller.so_far("SOUND")
