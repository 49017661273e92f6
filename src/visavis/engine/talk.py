"""Talk streams: text that a client streams in to be spoken (WIRE §2 talkstream).

utterance a   |chunk|chunk|chunk end|
utterance b                          |chunk ... a new utterance id queues the next one
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from visavis.engine.reply import Kind, Reply
from visavis.wire.signalling import TalkStream

IDLE_LIMIT_S = 15.0
"""A stream without a chunk that bears text for this long is closed, as the Python SDK documents it."""


WAITING_CHARACTERS = 100_000
"""As much as one talk command may hold; what is streamed faster than it is spoken beyond that is dropped."""


class OpenStream:
    """The utterance that chunks are being added to."""

    def __init__(self, chunk: TalkStream) -> None:
        self.correlation_id = chunk.correlation_id
        self.utterance_id = chunk.utterance_id
        self._chunks: asyncio.Queue[str | None] = asyncio.Queue()
        self._waiting = 0
        self.closed = False

    def push(self, text: str) -> None:
        if text and not self.closed and self._waiting + len(text) <= WAITING_CHARACTERS:
            self._waiting += len(text)
            self._chunks.put_nowait(text)

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self._chunks.put_nowait(None)

    async def text(self) -> AsyncGenerator[str, None]:
        while True:
            try:
                async with asyncio.timeout(IDLE_LIMIT_S):
                    chunk = await self._chunks.get()
            except TimeoutError:
                self.closed = True
                return
            if chunk is None:
                return
            self._waiting -= len(chunk)
            yield chunk


class TalkStreams:
    def __init__(self) -> None:
        self._open: OpenStream | None = None
        self._interrupted: set[str] = set()

    def push(self, chunk: TalkStream) -> Reply | None:
        """Take a chunk; returns the reply that it begins, if it begins one."""
        if chunk.correlation_id in self._interrupted and not chunk.starts:
            return None  # sent before the client knew that it was interrupted
        begun = None
        if self._begins_an_utterance(chunk):
            if self._open is not None:
                self._open.close()
            self._open = OpenStream(chunk)
            begun = Reply(
                Kind.TALK,
                self._open.text(),
                correlation_id=chunk.correlation_id,
                utterance_id=chunk.utterance_id,
            )
        stream = self._open
        assert stream is not None
        stream.push(chunk.content)
        if chunk.ends:
            stream.close()
        return begun

    def _begins_an_utterance(self, chunk: TalkStream) -> bool:
        stream = self._open
        if stream is None or stream.closed or stream.correlation_id != chunk.correlation_id:
            return bool(chunk.content) or chunk.starts or stream is None
        return chunk.utterance_id is not None and chunk.utterance_id != stream.utterance_id

    def interrupt(self) -> None:
        """Everything streamed so far is dropped, and what is still under way will be."""
        if self._open is not None:
            self._interrupted.add(self._open.correlation_id)
            self._open.close()
            self._open = None
