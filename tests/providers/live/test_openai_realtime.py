"""A model that hears and speaks by itself, over real sockets, against a server that speaks as OpenAI documents."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager, suppress

import numpy as np
import pytest
from pydantic import SecretStr

from tests.providers.live.vendors.realtime import KEY, Calls, Day, RealtimeVendor, seconds
from visavis.contract.spec import LlmSpec
from visavis.contract.token_usage import TokenUsage
from visavis.providers.base import (
    MICROPHONE_HZ,
    Message,
    Piece,
    ProviderError,
    Role,
    Spoken,
    Stage,
    ToolCall,
    ToolOffer,
)
from visavis.providers.live import realtime_messages as messages
from visavis.providers.live import realtime_turns
from visavis.providers.live.openai_realtime import OpenAiRealtime, openai_realtime
from visavis.providers.live.realtime_turns import RealtimeTurn

PROMPT = Message(Role.SYSTEM, "You are Ana.")
CLOCK = ToolOffer("clock", "Tells the time.", {"type": "object", "properties": {}})
SOUND = np.full(512, 3000, np.int16)
LONG = "One two three four five six."


@asynccontextmanager
async def meeting(
    vendor: RealtimeVendor, *, key: str = KEY, voice: str = "cedar", said: Sequence[Message] = ()
) -> AsyncIterator[OpenAiRealtime]:
    async with vendor.at_work():
        spec = LlmSpec(
            id="l", kind="openai_realtime", base_url=vendor.url, api_key=SecretStr(key), voice=voice
        )
        model = openai_realtime(spec, "de-DE")
        model.begin(lambda: [PROMPT, *said], [CLOCK])
        try:
            yield model
        finally:
            await model.close()


async def say(model: OpenAiRealtime, seconds: float = 1.0, sound: np.ndarray = SOUND) -> str:
    turn = model.open()
    feed(turn, seconds, sound)
    return await turn.finish()


def feed(turn: RealtimeTurn, seconds: float, sound: np.ndarray = SOUND) -> None:
    for _ in range(round(seconds * MICROPHONE_HZ / len(sound))):
        turn.feed(sound)


async def answer(model: OpenAiRealtime, instruction: str | None = None) -> list[Piece]:
    async with asyncio.timeout(5), aclosing(model.reply(instruction)) as pieces:
        return [piece async for piece in pieces]


async def collect(model: OpenAiRealtime, pieces: list[Piece]) -> None:
    async for piece in model.reply():
        pieces.append(piece)


def words(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces if isinstance(piece, Spoken))


def sound_s(pieces: Sequence[Piece]) -> float:
    return sum(piece.speech.seconds for piece in pieces if isinstance(piece, Spoken) and piece.speech)


async def test_it_hears_and_answers_aloud_turn_after_turn_on_one_line() -> None:
    vendor = RealtimeVendor(
        answers=["Very well.", "It is red."], understood=["How are you?", "And the boat?"]
    )
    async with meeting(vendor) as model:
        for asked, answered in zip(vendor.understood, vendor.answers, strict=True):
            assert await say(model) == asked
            pieces = await answer(model)
            assert words(pieces) == answered
            assert sound_s(pieces) == pytest.approx(seconds(answered), abs=0.001)
    assert (vendor.lines, vendor.complaints) == (1, [])


async def test_the_session_is_set_up_as_documented_and_turns_are_ours() -> None:
    vendor = RealtimeVendor()
    async with meeting(vendor) as model:
        await say(model)
    session = vendor.session
    assert session["instructions"] == PROMPT.content
    assert session["audio"]["output"]["voice"] == "cedar"
    assert session["audio"]["input"]["turn_detection"] is None
    assert session["audio"]["input"]["transcription"]["language"] == "de"
    assert [tool["name"] for tool in session["tools"]] == ["clock"]
    appended = sum(len(message["audio"]) for message in vendor.of("input_audio_buffer.append")) * 3 / 4 / 2
    assert appended / 24_000 == pytest.approx(1.0, abs=0.05), "all of it, at the line's rate"


@pytest.mark.parametrize("day", [Day.GOOD, Day.IS_CUT_SHORT])
async def test_it_tells_what_an_answer_took_however_it_ended(day: Day) -> None:
    vendor = RealtimeVendor(answers=[LONG], day=day)
    pieces: list[Piece] = []
    async with meeting(vendor) as model:
        with suppress(ProviderError):
            await collect(model, pieces)

    told = [piece for piece in pieces if isinstance(piece, TokenUsage)]
    assert told == [TokenUsage(prompt=132, completion=121, cached=64)]
    assert pieces[-1] is told[0], "after its words"


async def test_an_instruction_holds_for_one_answer() -> None:
    vendor = RealtimeVendor()
    async with meeting(vendor) as model:
        await answer(model, "Greet the user.")
        await say(model)
        await answer(model)
    first, second = vendor.of("response.create")
    assert first["response"]["instructions"] == "You are Ana.\n\nGreet the user."
    assert "instructions" not in second["response"]


async def test_what_others_said_is_told_before_the_next_answer() -> None:
    vendor = RealtimeVendor()
    async with meeting(vendor, said=[Message(Role.USER, "Before")]) as model:
        await vendor.until(lambda: vendor.items)
        model.tell(Message(Role.SYSTEM, "The user is Max."))
        model.tell(Message(Role.ASSISTANT, "Welcome!"))
        model.tell(Message(Role.USER, "Hi"))
        await answer(model)
    assert vendor.texts() == [
        ("user", "Before"),
        ("system", "The user is Max."),
        ("assistant", "Welcome!"),
        ("user", "Hi"),
        ("assistant", "Hello."),
    ]


async def test_it_calls_tools_and_goes_on_with_what_came_of_them() -> None:
    vendor = RealtimeVendor(answers=[Calls("clock", "{}", says="Let me see."), "It is noon."])
    async with meeting(vendor) as model:
        await say(model)
        *spoken, call, _took = await answer(model)
        assert (words(spoken), call) == ("Let me see.", ToolCall("call_1", "clock", "{}"))
        model.tell(Message(Role.TOOL, "12:00", answers=call.id))
        assert words(await answer(model)) == "It is noon."
    assert ("result", "12:00") in vendor.texts()


async def test_an_answer_may_be_asked_for_before_the_words_are_known() -> None:
    vendor = RealtimeVendor(day=Day.WRITES_LATE)
    async with meeting(vendor) as model:
        text, pieces = await asyncio.gather(say(model), answer(model))
    assert (text, words(pieces)) == ("How are you?", "Hello.")
    assert vendor.complaints == []


async def test_the_words_of_a_turn_are_known_while_it_is_spoken() -> None:
    vendor = RealtimeVendor(understood=["How are you?", "And the boat?"])
    async with meeting(vendor) as model:
        for asked in vendor.understood:
            turn = model.open()
            for spoken in (1, 2):
                feed(turn, 0.35)
                await vendor.until(lambda turn=turn, words=spoken: len(turn.partial.split()) == words)
            assert asked.startswith(turn.partial.strip())
            assert await turn.finish() == asked


async def test_a_line_that_breaks_in_mid_turn_is_told_it_anew_and_no_word_is_known_twice() -> None:
    vendor = RealtimeVendor(day=Day.BREAKS_IN_TURN)
    async with meeting(vendor) as model:
        turn = model.open()
        feed(turn, 0.6)
        await vendor.until(lambda: vendor.lines == 2 and len(turn.partial.split()) == 2)
        assert turn.partial == "How are "
        assert await turn.finish() == "How are you?"


async def test_words_of_a_turn_that_was_dropped_are_not_those_of_the_next() -> None:
    vendor = RealtimeVendor()
    async with meeting(vendor) as model:
        dropped = model.open()
        feed(dropped, 0.35)
        await vendor.until(lambda: dropped.partial)
        dropped.cancel()
        model.take(messages.Written("item_1_1", "there", settled=False))  # late
        turn = model.open()
        model.take(messages.Written("item_1_1", "later", settled=False))
        assert turn.partial == ""
        turn.cancel()
        model.take(messages.Written("item_1_9", "of nobody", settled=False))
        turn = model.open()
        model.take(messages.Written("item_1_9", "any more", settled=False))
        feed(turn, 1.0)
        assert await turn.finish() == "How are you?"
        assert turn.partial == "How are you?"


async def test_whoever_cuts_in_stops_it_and_it_remembers_only_what_was_heard() -> None:
    vendor = RealtimeVendor(answers=[LONG, "Fine."])
    vendor.may_go_on.clear()
    late: list[TokenUsage] = []
    async with meeting(vendor) as model:
        pieces = model.reply(None, late.append)
        first = [await anext(pieces) for _ in range(3)]
        utterance = next(piece.utterance for piece in first if isinstance(piece, Spoken))
        model.heard(utterance, 0.1)
        await pieces.aclose()
        assert words(await answer(model)) == "Fine.", "it waited until the first was cancelled"
    assert late == [TokenUsage(prompt=132, completion=121, cached=64)], "told once it was cancelled"
    assert [message["audio_end_ms"] for message in vendor.of("conversation.item.truncate")] == [100]
    assert vendor.texts() == [("assistant", "(truncated)"), ("assistant", "Fine.")]
    assert vendor.complaints == []


async def test_it_is_never_told_that_more_was_heard_than_it_said() -> None:
    vendor = RealtimeVendor()
    async with meeting(vendor) as model:
        spoken = next(piece for piece in await answer(model) if isinstance(piece, Spoken))
        model.heard(spoken.utterance, 99)
        await vendor.until(lambda: vendor.of("conversation.item.truncate"))
        await answer(model)
    assert vendor.complaints == []


async def test_an_answer_of_which_nobody_heard_anything_is_forgotten() -> None:
    vendor = RealtimeVendor(answers=[LONG, "Fine."])
    async with meeting(vendor) as model:
        pieces = model.reply()
        spoken = await anext(pieces)
        assert isinstance(spoken, Spoken)
        await pieces.aclose()
        model.heard(spoken.utterance, 0.0)
        await answer(model)
    assert vendor.texts() == [("assistant", "Fine.")]


async def test_an_answer_that_nobody_waits_for_any_more_is_not_asked_for() -> None:
    vendor = RealtimeVendor(answers=[LONG, "Fine."])
    vendor.may_go_on.clear()
    async with meeting(vendor) as model:
        first, second = model.reply(), model.reply()
        await anext(first)
        waiting = asyncio.ensure_future(anext(second))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait({waiting})
        vendor.may_go_on.set()
        async for _ in first:
            pass
        assert len(vendor.of("response.create")) == 1


async def test_noise_is_no_turn_and_leaves_no_trace() -> None:
    vendor = RealtimeVendor()
    async with meeting(vendor) as model:
        assert await say(model, sound=np.zeros(512, np.int16)) == ""
        await answer(model)
    assert vendor.texts() == [("assistant", "Hello.")]


async def test_a_turn_too_short_to_be_committed_is_none() -> None:
    vendor = RealtimeVendor()
    async with meeting(vendor) as model:
        assert await say(model, seconds=0.07) == ""
        await answer(model)
    assert (vendor.of("input_audio_buffer.commit"), vendor.complaints) == ([], [])


async def test_a_turn_that_is_dropped_does_not_sound_in_the_next() -> None:
    vendor = RealtimeVendor()
    async with meeting(vendor) as model:
        await vendor.until(lambda: vendor.heard)
        dropped = model.open()
        for _ in range(30):
            dropped.feed(SOUND)
        dropped.cancel()
        assert await say(model) == "How are you?"
    kinds = [message["type"] for message in vendor.heard]
    assert "input_audio_buffer.clear" in kinds
    assert kinds.count("input_audio_buffer.commit") == 1


@pytest.mark.parametrize("day", [Day.CANNOT_WRITE, Day.WRITES_LATE])
async def test_a_turn_whose_words_are_not_written_down_is_one_all_the_same(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(realtime_turns, "SETTLES_S", 0.1)
    async with meeting(RealtimeVendor(day=day)) as model:
        assert await say(model) == "…"
        assert words(await answer(model)) == "Hello."


async def test_a_line_that_breaks_before_the_answer_costs_time_and_nothing_else() -> None:
    vendor = RealtimeVendor(day=Day.BREAKS_ONCE)
    async with meeting(vendor, said=[Message(Role.USER, "Before")]) as model:
        text, pieces = await asyncio.gather(say(model), answer(model))
    assert (text, words(pieces)) == ("How are you?", "Hello.")
    assert vendor.lines == 2
    assert vendor.texts()[0] == ("user", "Before"), "and the new line was told what was said"


async def test_a_line_that_breaks_in_mid_word_ends_the_answer_and_the_next_is_given_on_a_new_one() -> None:
    vendor = RealtimeVendor(answers=[LONG, "Fine."], day=Day.BREAKS_OFF)
    async with meeting(vendor) as model:
        pieces: list[Piece] = []
        with pytest.raises(ProviderError, match="the connection broke"):
            await collect(model, pieces)
        assert words(pieces) == "One two three "
        vendor.day = Day.GOOD
        assert words(await answer(model)) == "Fine."


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (Day.NO_CREDIT, "insufficient_quota"),
        (Day.GARBAGE, "cannot be understood"),
        (Day.NONSENSE, "cannot be understood"),
        (Day.REFUSES_VOICE, "Invalid value"),
        (Day.IS_CUT_SHORT, "max_output_tokens"),
    ],
)
async def test_a_vendor_that_does_not_answer_says_why(day: Day, said: str) -> None:
    async with meeting(RealtimeVendor(day=day, answers=[LONG])) as model:
        with pytest.raises(ProviderError, match=said) as failed:
            await answer(model)
    assert failed.value.stage is Stage.THINK


async def test_a_key_that_is_refused_is_said_and_not_shown() -> None:
    vendor = RealtimeVendor()
    async with meeting(vendor, key="another") as model:
        turn = model.open()
        for _ in range(30):
            turn.feed(SOUND)
        with pytest.raises(ProviderError, match="the key was refused") as failed:
            await asyncio.gather(turn.finish(), answer(model))
    assert "another" not in str(failed.value)
    assert vendor.lines == 0


async def test_one_that_hangs_can_be_left() -> None:
    vendor = RealtimeVendor(day=Day.HANGS)
    async with meeting(vendor) as model:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1), aclosing(model.reply()) as pieces:
                await anext(pieces)
        vendor.day = Day.GOOD
        assert words(await answer(model)) == "Hello."
    assert len(vendor.of("response.cancel")) == 1


async def test_another_language_is_told_in_mid_session() -> None:
    vendor = RealtimeVendor()
    async with meeting(vendor) as model:
        await say(model)
        model.listen_in("fr")
        await say(model)
    told = vendor.of("session.update")[1]["session"]["audio"]["input"]["transcription"]
    assert told["language"] == "fr"
