"""Whoever cuts in ends what the vendor still writes: at once, and at the vendor too."""

import asyncio
from contextlib import aclosing

import pytest
from starlette.responses import StreamingResponse

from tests.providers.llm import test_anthropic, test_azure_openai, test_gemini
from tests.providers.llm.vendor import vendor
from visavis.contract.spec import LlmSpec, PersonaSpec
from visavis.providers.base import Message, Role
from visavis.providers.registry import chat_model

BEGINNINGS = {
    "openai": b"",
    "azure_openai": test_azure_openai.FILTERS,
    "gemini": b"",
    "anthropic": test_anthropic.begun()
    + test_anthropic.event("content_block_start", index=0, content_block={"type": "text", "text": ""}),
}
AGAIN = test_azure_openai.chunk([{"index": 0, "delta": {"content": "Again. "}, "finish_reason": None}])
MORE = {
    "openai": AGAIN,
    "azure_openai": AGAIN,
    "gemini": test_gemini.response({"text": "Again. "}),
    "anthropic": test_anthropic.event(
        "content_block_delta", index=0, delta={"type": "text_delta", "text": "Again. "}
    ),
}


class Endless:
    def __init__(self, kind):
        self.stopped = asyncio.Event()
        self.response = StreamingResponse(self._packets(kind), media_type="text/event-stream")

    async def _packets(self, kind):
        try:
            yield BEGINNINGS[kind]
            while True:
                yield MORE[kind]
                await asyncio.sleep(0.02)  # a vendor writes no faster
        finally:
            self.stopped.set()


async def first_word(pieces):
    while not isinstance(piece := await anext(pieces), str) or not piece:
        pass


@pytest.mark.parametrize("kind", sorted(MORE))
async def test_an_answer_that_is_left_early_stops_at_the_vendor(kind):
    async with vendor() as here:
        left, other = Endless(kind), Endless(kind)
        here.answers = [other.response, left.response]
        model = chat_model(LlmSpec(id="l", kind=kind, model="m", base_url=here.url), PersonaSpec())
        question = [Message(Role.USER, "When?")]
        async with aclosing(model.reply(question)) as heard:
            await first_word(heard)
            async with aclosing(model.reply(question)) as cut_off:
                await first_word(cut_off)
            async with asyncio.timeout(5):
                await left.stopped.wait()
            assert await anext(heard) == "Again. ", "another answer of the same model goes on"
            assert not other.stopped.is_set()
        async with asyncio.timeout(5):
            await other.stopped.wait()
        await model.close()
