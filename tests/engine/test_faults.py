"""What goes wrong around a conversation is heard or shown, written down, and survived.

Of webhooks: tests/engine/tools/test_webhook.py; of calls that a model gets wrong: test_toolbox.py beside it; of a disk
that is full: test_recording.py and test_session.py.
"""

import asyncio

import httpx
import pytest

from tests.engine.scenes import ANSWER, QUESTION, play
from visavis.contract.tools import LONGEST_WEBHOOK_S, WebhookTool
from visavis.engine.answering import APOLOGY
from visavis.engine.ears import SETTLED_WITHIN_S
from visavis.engine.tools.webhook import ByWebhook
from visavis.engine.tools.words import FILLERS
from visavis.providers.base import ProviderError, Stage, ToolCall


def test_a_model_that_fails_is_apologised_for_and_the_conversation_goes_on():
    async def script(scene):
        scene.conversation.user_message("Hello")
        await scene.until_silent()
        scene.conversation.user_message("Again")
        await scene.until_silent()

    failure = ProviderError(Stage.THINK, "gpt", "503")
    scene = play(script, answers=[[failure], [ANSWER]])
    assert scene.lines() == [
        ("user", "Hello"),
        ("assistant", APOLOGY),
        ("user", "Again"),
        ("assistant", ANSWER),
    ]
    assert scene.outlet.warnings == [(Stage.THINK, "gpt: 503")]


def test_a_model_that_says_nothing_is_apologised_for():
    async def script(scene):
        scene.conversation.user_message("Hello")
        await scene.pass_time(5)
        await scene.until_silent()

    scene = play(script, answers=[[60.0, "too late"]])
    assert scene.lines()[-1] == ("assistant", APOLOGY)
    assert "no answer within" in scene.outlet.warnings[0][1]


def test_a_recogniser_that_fails_costs_one_turn():
    async def script(scene):
        scene.transcriber.error = ProviderError(Stage.HEAR, "sphinx", "died")
        await scene.user_says(8)
        await scene.pass_time(2)
        await scene.user_says(8)
        await scene.pass_time(1.5)
        await scene.until_silent()

    scene = play(script)
    assert scene.outlet.warnings == [(Stage.HEAR, "sphinx: died")]
    assert scene.lines() == [("user", QUESTION), ("assistant", ANSWER)]


def test_a_failure_that_nobody_foresaw_costs_one_reply_and_not_her_voice():
    async def script(scene):
        scene.voice.unforeseen = "three"
        scene.conversation.talk("One two three four.")
        scene.conversation.talk("Five six.")
        await scene.pass_time(6)

    scene = play(script)
    assert scene.lines()[1:] == [("assistant", "Five six.")]
    assert [stage for stage, _ in scene.outlet.warnings] == [Stage.SPEAK]


async def asks_twice(scene):
    scene.conversation.user_message("Hello")
    await scene.pass_time(5)
    await scene.until_silent()
    scene.conversation.user_message("Again")
    await scene.until_silent()


@pytest.mark.parametrize(
    ("stops", "said"),
    [(60.0, "no answer within 3 s"), (ProviderError(Stage.THINK, "gpt", "it broke off"), "it broke off")],
    ids=["it falls silent", "it breaks off"],
)
def test_a_model_that_stops_in_mid_sentence_is_heard_so_far_and_apologised_for(stops, said):
    scene = play(asks_twice, answers=[["The clock strikes. And then", stops, "too late"], [ANSWER]])
    assert scene.lines() == [
        ("user", "Hello"),
        ("assistant", f"The clock strikes. And then {APOLOGY}"),
        ("user", "Again"),
        ("assistant", ANSWER),
    ]
    ((stage, message),) = scene.outlet.warnings
    assert stage is Stage.THINK
    assert said in message


def test_a_model_that_says_the_same_over_and_over_is_stopped_and_apologised_for():
    async def script(scene):
        scene.conversation.user_message("Hello")
        await scene.pass_time(20)
        scene.conversation.user_message("Again")
        await scene.until_silent()

    again = "The bell rings for the ships. "
    scene = play(script, answers=[[again] * 1_000, [ANSWER]])
    _, (_, heard), *others = scene.lines()
    assert heard.split() == (again * 4 + APOLOGY).split()
    assert others == [("user", "Again"), ("assistant", ANSWER)]
    assert scene.outlet.warnings == [(Stage.THINK, "llm: it said the same over and over")]


def test_a_recogniser_that_falls_behind_costs_one_turn_and_no_patience():
    async def script(scene):
        await scene.user_says(8)
        await scene.pass_time(SETTLED_WITHIN_S + 2)
        scene.shown_in_time = list(scene.outlet.warnings)
        scene.transcriber.settle_s = 0
        await scene.user_says(8)
        await scene.pass_time(1.5)
        await scene.until_silent()

    scene = play(script, settle_s=60)
    ((stage, message),) = scene.shown_in_time
    assert stage is Stage.HEAR
    assert "falls behind" in message
    assert scene.outlet.warnings == scene.shown_in_time
    assert scene.lines() == [("user", QUESTION), ("assistant", ANSWER)]


def test_a_webhook_that_hangs_is_bridged_given_up_and_spoken_about(monkeypatch):
    class Hanging(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request):
            await asyncio.sleep(1_000)

    async def script(scene):
        scene.conversation.user_message("Hello")
        await scene.pass_time(LONGEST_WEBHOOK_S + 1)
        await scene.until_silent()
        scene.conversation.user_message("Again")
        await scene.until_silent()

    monkeypatch.setattr("visavis.engine.tools.making.ByWebhook", lambda spec: ByWebhook(spec, Hanging()))
    hook = WebhookTool(name="order", url="https://example.com/", method="GET")
    call = ToolCall("c1", "order", "{}")
    scene = play(script, tools=(hook,), answers=[[call], ["The shop does not answer."], [ANSWER]])
    assert scene.lines() == [
        ("user", "Hello"),
        ("assistant", f"{FILLERS['en']} The shop does not answer."),
        ("user", "Again"),
        ("assistant", ANSWER),
    ]
    (called,) = scene.outlet.called
    assert (called.status, called.error_message) == (
        "failed",
        f"The webhook gave no answer within {LONGEST_WEBHOOK_S:g} s",
    )
    assert [message.kind for message in scene.outlet.messages if message.kind.startswith("toolCall")] == [
        "toolCallStarted",
        "toolCallFailed",
    ]
