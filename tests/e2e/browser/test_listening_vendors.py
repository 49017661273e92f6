"""Vendors that listen, through the public JavaScript SDK and a microphone that really speaks.

Local servers in their place keep to their documents. What each fault does to a turn, vendor by vendor, stands in
tests/providers/stt/test_far_ears.py; here is what a user sees of it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from tests.e2e.browser.caller import Caller, Event
from tests.e2e.browser.chromium import Microphone
from tests.e2e.conftest import KEY, shared_data_dir
from tests.e2e.developer import Developer
from tests.patience import PATIENCE_S
from tests.providers.stt.vendors import desk
from tests.providers.stt.vendors.deepgram import DeepgramDesk
from tests.providers.stt.vendors.desk import Day, Desk
from tests.providers.stt.vendors.openai import OpenAiDesk
from tests.serving import running_server

from visavis.providers.stt.far_ears import SETTLES_S

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SAID = "What can I see in the garden in the summer?"
"""By the microphone. The vendors' scripts say it in words of their own, so that one sees who listened."""
QUESTION = "When is the garden open?"
ANSWER = "The garden is open in the summer."
STORY = " ".join(["The oldest clock was made for the tower of a church by the sea."] * 4)
SWEDISH = {
    "languageCode": "sv",
    "systemPrompt": "Du heter Ada. Trädgården är öppen på sommaren. En biljett kostar sju kronor.",
}
FRENCH = {
    "languageCode": "fr",
    "systemPrompt": "Tu es Ada. Le jardin est ouvert en été. Un billet coûte sept euros.",
}


@dataclass(frozen=True)
class House:
    desk: Desk
    developer: Developer
    url: str

    async def understands(self, *script: str, day: Day = Day.GOOD) -> None:
        self.desk.script, self.desk.said, self.desk.requests = list(script), [], []
        await self.desk.has(day)

    async def begins(self, caller: Caller, **config: Any) -> None:
        await caller.connected(await self.developer.token(**config), self.url)


@asynccontextmanager
async def house(
    desk_of: type[Desk], template: Path, folder: Path, address: str, **variables: str
) -> AsyncIterator[House]:
    """A server that knows the desk by the variable `address`."""
    at_work = desk_of([QUESTION])
    async with (
        at_work.open() as url,
        running_server(
            *(shared_data_dir(template, folder), "--engines", "1"),
            VISAVIS_BOOTSTRAP_API_KEY=KEY,
            **{address: url, **variables},
        ) as server,
    ):
        headers = {"authorization": f"Bearer {KEY}"}
        async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=PATIENCE_S) as http:
            yield House(at_work, Developer(http), server.url)
        assert desk.KEY not in "\n".join(server.printed)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def deepgram(data_dir_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("visavis")
    async with house(
        DeepgramDesk, data_dir_template, folder, "DEEPGRAM_BASE_URL", DEEPGRAM_API_KEY=desk.KEY
    ) as open_house:
        yield open_house


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def openai(data_dir_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("visavis")
    async with house(
        *(OpenAiDesk, data_dir_template, folder, "OPENAI_BASE_URL"),
        OPENAI_API_KEY=desk.KEY,
        VISAVIS_STT="openai",
    ) as open_house:
        yield open_house


async def asks(caller: Caller, microphone: Microphone) -> Event:
    """Says SAID once; returns when that has begun."""
    last = caller.last
    await microphone.next_says(SAID)
    await caller.speaks()
    return await caller.until("USER_SPEECH_STARTED", after=last)


async def test_flux_hears_a_spoken_question_and_it_is_answered(
    caller: Caller, microphone: Microphone, deepgram: House
) -> None:
    await deepgram.understands(QUESTION)
    await deepgram.begins(caller)
    started = await asks(caller, microphone)
    answer = await caller.message("persona", after=started)

    assert [one["content"] for one in caller.history()] == [QUESTION, ANSWER]
    assert not answer["interrupted"]
    assert deepgram.desk.requests[-1].path.startswith("/v2/listen?model=flux-general-en")
    assert {"type": "ForceEndTurn"} in deepgram.desk.controls()


async def test_nova_hears_a_language_that_flux_does_not_know(
    caller: Caller, microphone: Microphone, deepgram: House
) -> None:
    await deepgram.understands("När är trädgården öppen?")
    await deepgram.begins(caller, **SWEDISH)
    started = await asks(caller, microphone)
    await caller.message("persona", after=started)

    question, answer = (one["content"] for one in caller.history())
    assert (question, answer) == ("När är trädgården öppen?", "Trädgården är öppen på sommaren.")
    assert "language=sv" in deepgram.desk.requests[-1].path


async def test_openai_hears_a_spoken_question_and_it_is_answered(
    caller: Caller, microphone: Microphone, openai: House
) -> None:
    await openai.understands(QUESTION)
    await openai.begins(caller)
    started = await asks(caller, microphone)
    await caller.message("persona", after=started)

    assert [one["content"] for one in caller.history()] == [QUESTION, ANSWER]
    assert {"type": "input_audio_buffer.commit"} in openai.desk.controls()


async def heard_here(caller: Caller, started: Event, because: str) -> None:
    """Since then the embedded recogniser has heard SAID, the client was told why, and there was an answer."""
    heard = await caller.message("user", after=started)
    answered = await caller.message("persona", after=started)
    assert len(set(heard["content"].lower().split()) & set(SAID.lower().strip("?").split())) >= 4
    assert answered["content"]
    [warning] = caller.so_far("SERVER_WARNING", after=started)
    assert because in warning.value
    assert desk.KEY not in warning.value


async def test_whom_the_vendor_turns_away_the_embedded_recogniser_hears_and_later_the_vendor_again(
    caller: Caller, microphone: Microphone, deepgram: House
) -> None:
    await deepgram.understands(QUESTION, day=Day.REFUSES_KEY)
    await deepgram.begins(caller)
    for day, because in (
        (Day.REFUSES_KEY, "deepgram: the key was refused; the answer was 401: Invalid credentials."),
        (Day.NO_CREDIT, "deepgram: the answer was 402: Project does not have enough credits."),
        (Day.TOO_MANY, "deepgram: the answer was 429: Too many requests."),
    ):
        await deepgram.desk.has(day)
        await heard_here(caller, await asks(caller, microphone), because)

    await deepgram.desk.has(Day.GOOD)
    started = await asks(caller, microphone)
    assert (await caller.message("user", after=started))["content"] == QUESTION
    assert (await caller.message("persona", after=started))["content"] == ANSWER
    assert caller.so_far("SERVER_WARNING", after=started) == []


async def test_words_that_come_seconds_late_are_heard_here_and_are_not_those_of_the_next_turn(
    caller: Caller, microphone: Microphone, openai: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "LATE_S", SETTLES_S + 2)
    await openai.understands("These words are late.", day=Day.SETTLES_LATE)
    await openai.begins(caller)
    await heard_here(caller, await asks(caller, microphone), "openai: it says nothing of what it hears")

    openai.desk.script = [QUESTION]
    started = await asks(caller, microphone)
    assert (await caller.message("user", after=started))["content"] == QUESTION
    assert (await caller.message("persona", after=started))["content"] == ANSWER
    assert len(caller.so_far("SERVER_WARNING")) == 1


async def test_a_line_that_breaks_in_mid_word_costs_no_word_and_one_that_stays_silent_no_turn(
    caller: Caller, microphone: Microphone, deepgram: House
) -> None:
    await deepgram.understands(QUESTION, day=Day.HANGS_UP_ONCE)
    await deepgram.begins(caller)
    started = await asks(caller, microphone)
    assert (await caller.message("user", after=started))["content"] == QUESTION
    assert (await caller.message("persona", after=started))["content"] == ANSWER
    assert caller.so_far("SERVER_WARNING") == []

    await deepgram.desk.has(Day.SAYS_NOTHING)
    started = await asks(caller, microphone)
    await heard_here(caller, started, "deepgram: it says nothing of what it hears")


async def test_whoever_cuts_in_is_heard_by_the_vendor(
    caller: Caller, microphone: Microphone, deepgram: House
) -> None:
    await deepgram.understands("Wait, please stop. When is the garden open?")
    await deepgram.begins(caller)
    await caller.does("client.talk(value)", STORY)
    await caller.until("MESSAGE_STREAM_EVENT_RECEIVED", lambda piece: "clock" in piece["content"])
    cut_in = await asks(caller, microphone)
    silence = await caller.until("SILENCE", after=cut_in)
    cut_off = await caller.message("persona", after=cut_in)
    question = await caller.message("user", after=cut_in)

    assert silence.value - cut_in.at_s < 1
    assert cut_off["interrupted"]
    assert STORY.startswith(cut_off["content"])
    assert question["content"] == deepgram.desk.script[0]


async def test_where_nobody_stands_in_a_lost_turn_is_shown_and_the_next_one_is_answered(
    caller: Caller, microphone: Microphone, deepgram: House
) -> None:
    await deepgram.understands("Quand le jardin est-il ouvert ?", day=Day.HANGS_UP)
    await deepgram.begins(caller, **FRENCH)
    started = await asks(caller, microphone)
    await caller.until("SERVER_WARNING", lambda said: "deepgram" in said and "NET-0001" in said)
    assert caller.history() == []

    await deepgram.desk.has(Day.GOOD)
    started = await asks(caller, microphone)
    assert (await caller.message("persona", after=started))["content"] == "Le jardin est ouvert en été."
