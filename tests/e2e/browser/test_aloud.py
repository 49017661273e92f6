"""A model that hears and speaks by itself, through the public JavaScript SDK and a microphone that really speaks.

A local server in the vendor's place keeps to its documents.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import pytest_asyncio
from tests.e2e.browser.caller import Caller
from tests.e2e.browser.chromium import Microphone
from tests.e2e.browser.test_tools import HANDLER, SEATS
from tests.e2e.conftest import KEY, shared_data_dir
from tests.e2e.developer import Developer
from tests.patience import PATIENCE_S
from tests.providers.live.vendors import realtime
from tests.providers.live.vendors.azure import DEPLOYMENT, AzureRealtimeVendor
from tests.providers.live.vendors.realtime import Calls, Day, RealtimeVendor, seconds
from tests.serving import running_server

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

QUESTION = "What can I see in the garden in the summer?"
ANSWER = "Roses, mostly, and a fine old sundial."
STORY = " ".join(["The oldest clock was made for the tower of a church by the sea."] * 4)


@dataclass(frozen=True)
class House:
    vendor: RealtimeVendor
    azure: AzureRealtimeVendor
    developer: Developer
    url: str
    parts: dict[str, Any]
    """Of a persona."""
    parts_at_azure: dict[str, Any]

    async def token(self, **config: Any) -> str:
        return await self.developer.token(**self.parts, **config)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def _house(data_dir_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with RealtimeVendor().at_work() as vendor, AzureRealtimeVendor().at_work() as azure:
        data_dir = shared_data_dir(data_dir_template, tmp_path_factory.mktemp("visavis"))
        async with running_server(
            *(data_dir, "--engines", "1"),
            VISAVIS_BOOTSTRAP_API_KEY=KEY,
            VISAVIS_ALLOWED_HOSTS=urlsplit(azure.url).netloc,
            OPENAI_REALTIME_BASE_URL=vendor.url,
        ) as server:
            headers = {"authorization": f"Bearer {KEY}"}
            async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=PATIENCE_S) as http:
                aloud = {"displayName": "Aloud", "llmFormat": "advanced_voice", "secret": realtime.KEY}
                cedar = {
                    "displayName": "Cedar",
                    "provider": "OPENAI_ADVANCED_VOICE",
                    "providerVoiceId": "cedar",
                }
                at_azure = {
                    "displayName": "Aloud at Azure",
                    "llmFormat": "azure_openai",
                    "modelName": DEPLOYMENT,
                    "urls": [{"url": f"{azure.url.removesuffix('/v1')}/openai/v1/realtime"}],
                    "secret": realtime.KEY,
                }
                llm = (await http.post("/v1/llms", json=aloud)).json()
                other = (await http.post("/v1/llms", json=at_azure)).json()
                voice = (await http.post("/v1/voices", json=cedar)).json()
                parts = {"llmId": llm["id"], "voiceId": voice["id"]}
                parts_at_azure = {"llmId": other["id"], "voiceId": voice["id"]}
                yield House(vendor, azure, Developer(http), server.url, parts, parts_at_azure)
            assert realtime.KEY not in "\n".join(server.printed)


@pytest.fixture
def house(_house: House) -> House:
    vendor = _house.vendor
    vendor.day, vendor.heard, vendor.complaints = Day.GOOD, [], []
    vendor.lines = vendor.turns = vendor.asked = 0
    vendor.answers, vendor.understood = [ANSWER], [QUESTION]
    vendor.may_go_on.set()
    return _house


async def test_a_spoken_question_is_answered_aloud_by_the_model_itself(
    caller: Caller, microphone: Microphone, house: House
) -> None:
    await caller.connected(await house.token(), house.url)
    await microphone.next_says(QUESTION)
    await caller.speaks()

    started = await caller.until("USER_SPEECH_STARTED")
    ended = await caller.until("USER_SPEECH_ENDED", after=started)
    sound = await caller.until("SOUND", after=ended)
    answer = await caller.message("persona", after=started)
    silence = await caller.until("SILENCE", after=sound)

    assert (answer["content"], answer["interrupted"]) == (ANSWER, False)
    assert silence.value - sound.at_s == pytest.approx(seconds(ANSWER), abs=0.6)
    assert [message["content"] for message in caller.history()] == [QUESTION, ANSWER]
    assert len(house.vendor.of("input_audio_buffer.commit")) == 1
    assert house.vendor.session["audio"]["output"]["voice"] == "cedar"
    assert "museum of clocks" in house.vendor.session["instructions"]
    assert house.vendor.complaints == []


async def test_a_deployment_at_azure_answers_a_spoken_question_aloud_too(
    caller: Caller, microphone: Microphone, house: House
) -> None:
    house.azure.understood, house.azure.answers = [QUESTION], [ANSWER]
    await caller.connected(await house.developer.token(**house.parts_at_azure), house.url)
    await microphone.next_says(QUESTION)
    await caller.speaks()

    started = await caller.until("USER_SPEECH_STARTED")
    await caller.until("SOUND", after=started)
    await caller.message("persona", after=started)

    assert [message["content"] for message in caller.history()] == [QUESTION, ANSWER]
    assert caller.so_far("SERVER_WARNING") == []
    assert (house.azure.complaints, house.vendor.lines) == ([], 0)


async def test_cutting_in_stops_her_and_the_model_remembers_what_was_heard(
    caller: Caller, microphone: Microphone, house: House
) -> None:
    house.vendor.answers = [STORY, ANSWER]
    await caller.connected(await house.token(), house.url)
    await microphone.next_says("Wait, please stop. I have another question for you.")
    await caller.does("client.sendUserMessage(value)", "Tell me a story.")
    await caller.until("MESSAGE_STREAM_EVENT_RECEIVED", lambda piece: "oldest" in piece["content"])
    await caller.speaks()

    cut_in = await caller.until("USER_SPEECH_STARTED")
    silence = await caller.until("SILENCE", after=cut_in)
    cut_off = await caller.message("persona", after=cut_in)

    assert silence.value - cut_in.at_s < 1
    assert cut_off["interrupted"]
    assert 0 < len(cut_off["content"]) < len(STORY)
    assert STORY.startswith(cut_off["content"])
    await house.vendor.until(lambda: house.vendor.of("conversation.item.truncate"))
    [truncated] = house.vendor.of("conversation.item.truncate")
    assert truncated["audio_end_ms"] / 1000 == pytest.approx(seconds(cut_off["content"]), abs=0.5)
    assert house.vendor.complaints == []


async def test_a_written_greeting_is_said_to_the_letter_and_the_model_knows_of_it(
    caller: Caller, house: House
) -> None:
    greeting = "Welcome to the museum of clocks."
    await caller.connected(await house.token(skipGreeting=False, initialMessage=greeting), house.url)
    assert (await caller.message("persona", within_s=30))["content"] == greeting
    await house.vendor.until(lambda: ("assistant", greeting) in house.vendor.texts())
    assert house.vendor.asked == 0


async def test_what_a_handler_of_the_page_returns_is_spoken_about(caller: Caller, house: House) -> None:
    wants = Calls("free_seats", '{"show": "Tosca"}', says="Let me see.")
    house.vendor.answers = [wants, "Seven seats are free."]
    await caller.connected(await house.token(tools=[SEATS]), house.url)
    await caller.does(HANDLER)
    await caller.does("client.sendUserMessage(value)", "Is there a seat for Tosca?")

    completed = await caller.until("TOOL_CALL_COMPLETED")
    message = await caller.message("persona")

    assert message["content"] == "Let me see. Seven seats are free."
    assert completed.value["result"] == "7"
    assert ("result", "7") in house.vendor.texts()
    assert house.vendor.session["tools"][0]["parameters"] == SEATS["parameters"]
    assert house.vendor.complaints == []


async def test_a_line_that_breaks_off_costs_a_warning_and_the_next_question_is_answered(
    caller: Caller, house: House
) -> None:
    house.vendor.day, house.vendor.answers = Day.BREAKS_OFF, [STORY, ANSWER]
    await caller.connected(await house.token(), house.url)
    await caller.does("client.sendUserMessage(value)", "Tell me a story.")
    await caller.until("SERVER_WARNING", lambda said: "the connection broke" in said)
    house.vendor.day = Day.GOOD
    await caller.does("client.interruptPersona()")
    await caller.does("client.sendUserMessage(value)", "And the garden?")
    await caller.until("MESSAGE_HISTORY_UPDATED", lambda history: history[-1]["content"] == ANSWER)
    assert ("user", "Tell me a story.") in house.vendor.texts(), "the new line was told what was said"


async def test_a_session_outlives_every_fault_of_the_vendor(caller: Caller, house: House) -> None:
    house.vendor.answers = [STORY, ANSWER]
    await caller.connected(await house.token(), house.url)
    for day, said in (
        (Day.NO_CREDIT, "insufficient_quota"),
        (Day.GARBAGE, "cannot be understood"),
        (Day.IS_CUT_SHORT, "max_output_tokens"),
    ):
        house.vendor.day, last = day, caller.last
        await caller.does("client.sendUserMessage(value)", "Tell me a story.")
        await caller.until("SERVER_WARNING", lambda warned, said=said: said in warned, after=last)
        apology = await caller.until(
            "MESSAGE_STREAM_EVENT_RECEIVED", lambda piece: "lost" in piece["content"], after=last
        )
        assert apology.value["role"] == "persona"
        await caller.does("client.interruptPersona()")
    house.vendor.day = Day.GOOD
    await caller.does("client.sendUserMessage(value)", "And the garden?")
    await caller.until("MESSAGE_HISTORY_UPDATED", lambda history: history[-1]["content"] == ANSWER)
