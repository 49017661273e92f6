"""Talk streams: text that a client streams in to be spoken (WIRE §2 talkstream).

one message   |chunk|chunk| chunk|chunk end|
utterances    |a          | b              |     a new id begins the next, behind a joining space
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import TypeGuard

from visavis.engine.reply import Kind, Reply
from visavis.wire.signalling import TalkStream

IDLE_LIMIT_S = 15.0
"""A stream without a chunk that bears text for this long is closed, as the Python SDK documents it."""
WAITING_CHARACTERS = 100_000
"""As much as one talk command may hold; what is streamed faster than it is spoken beyond that is dropped."""


class OpenStream:
    """The message that chunks are being added to."""

    def __init__(self, correlation_id: str) -> None:
        self.correlation_id = correlation_id
        self.utterances: list[tuple[int, str]] = []
        """At which character of the message each utterance begins, its joining space included."""
        self._length = 0
        self._spaced = True
        """The message so far needs no joining space."""
        self._chunks: asyncio.Queue[str | None] = asyncio.Queue()
        self._waiting = 0
        self.closed = False

    def push(self, chunk: TalkStream) -> None:
        if self.closed:
            return
        if self._is_new(chunk.utterance_id):
            self.utterances.append((self._length, chunk.utterance_id))
            if not self._spaced:
                self._push(" ")
        self._push(chunk.content)
        if chunk.ends:
            self.close()

    def _is_new(self, utterance_id: str | None) -> TypeGuard[str]:
        return utterance_id is not None and utterance_id not in {known for _, known in self.utterances[-1:]}

    def _push(self, text: str) -> None:
        if text and self._waiting + len(text) <= WAITING_CHARACTERS:
            self._length += len(text)
            self._spaced = text[-1].isspace()
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
        if self._begins_a_message(chunk):
            if self._open is not None:
                self._open.close()
            self._open = OpenStream(chunk.correlation_id)
            begun = Reply(
                Kind.TALK,
                self._open.text(),
                correlation_id=chunk.correlation_id,
                utterances=self._open.utterances,
            )
        if self._open is not None:
            self._open.push(chunk)
        return begun

    def _begins_a_message(self, chunk: TalkStream) -> bool:
        stream = self._open
        if stream is None or stream.closed or stream.correlation_id != chunk.correlation_id:
            return bool(chunk.content) or chunk.starts
        return False

    def interrupt(self) -> None:
        """Everything streamed so far is dropped, and what is still under way will be."""
        if self._open is not None:
            self._interrupted.add(self._open.correlation_id)
            self._open.close()
            self._open = None
