"""Text that a client streams in to be spoken."""

import asyncio

from tests import virtual_time
from visavis.engine.talk import WAITING_CHARACTERS, TalkStreams
from visavis.wire.signalling import TalkStream


def chunk(content, *, starts=False, ends=False, stream="c", utterance=None):
    return TalkStream(content, starts, ends, stream, utterance)


async def text_of(reply):
    return "".join([piece async for piece in reply.text])


def test_chunks_of_one_stream_are_one_reply():
    async def run():
        streams = TalkStreams()
        reply = streams.push(chunk("Hello ", starts=True))
        assert reply.correlation_id == "c"
        assert streams.push(chunk("there.")) is None
        assert streams.push(chunk("", ends=True)) is None
        return await text_of(reply)

    assert virtual_time.run(run()) == "Hello there."


def test_one_chunk_may_be_everything():
    async def run():
        return await text_of(TalkStreams().push(chunk("Hi.", starts=True, ends=True)))

    assert virtual_time.run(run()) == "Hi."


def test_what_is_streamed_far_ahead_of_being_spoken_is_dropped():
    async def run():
        streams = TalkStreams()
        reply = streams.push(chunk("x" * WAITING_CHARACTERS, starts=True))
        streams.push(chunk("y"))
        piece = await anext(reply.text)
        streams.push(chunk("z", ends=True))
        return piece + await text_of(reply)

    assert virtual_time.run(run()) == "x" * WAITING_CHARACTERS + "z"


def test_a_new_utterance_id_begins_the_next_utterance_of_the_same_message():
    async def run():
        streams = TalkStreams()
        reply = streams.push(chunk("One.", starts=True, utterance="u1"))
        assert streams.push(chunk(" Still one.")) is None, "continuations carry no id"
        assert streams.push(chunk("Two.", utterance="u2")) is None
        streams.push(chunk("", ends=True))
        text = await text_of(reply)
        parts = reply.by_utterance(5, len(text))
        assert [(text[first:last], utterance) for first, last, utterance in parts] == [
            ("Still one.", "u1"),
            (" Two.", "u2"),  # the joining space is the later one's, as the SDKs expect
        ]
        assert reply.by_utterance(len(text), len(text)) == [(len(text), len(text), "u2")]
        return text

    assert virtual_time.run(run()) == "One. Still one. Two."


def test_an_utterance_that_ends_in_a_space_needs_no_joining_one():
    async def run():
        streams = TalkStreams()
        reply = streams.push(chunk("One. ", starts=True, utterance="u1"))
        streams.push(chunk("Two.", ends=True, utterance="u2"))
        return await text_of(reply)

    assert virtual_time.run(run()) == "One. Two."


def test_a_terminator_without_a_stream_begins_nothing():
    assert TalkStreams().push(chunk("", ends=True)) is None


def test_a_stream_without_text_for_15_seconds_is_closed_and_empty_chunks_do_not_count():
    async def run():
        streams = TalkStreams()
        reply = streams.push(chunk("Well", starts=True))

        async def keep_alive():
            for _ in range(10):
                await asyncio.sleep(4)
                streams.push(chunk(""))

        task = asyncio.create_task(keep_alive())
        text = await text_of(reply)
        task.cancel()
        return text, asyncio.get_running_loop().time()

    assert virtual_time.run(run()) == ("Well", 15.0)


def test_chunks_sent_before_the_client_knew_of_the_interruption_are_dropped():
    async def run():
        streams = TalkStreams()
        first = streams.push(chunk("One ", starts=True))
        streams.interrupt()
        assert streams.push(chunk("two")) is None
        assert streams.push(chunk("", ends=True)) is None
        fresh = streams.push(chunk("New.", starts=True, ends=True, stream="d"))
        return await text_of(first), await text_of(fresh)

    assert virtual_time.run(run()) == ("One ", "New.")
