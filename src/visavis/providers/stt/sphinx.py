"""pocketsphinx: a recogniser for English that works offline, and no more than that.

About a quarter of a stranger's words are wrong, and most of them in noise. It stands in where nothing better
is configured, and the Lab says so.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import re
from collections.abc import Coroutine
from contextlib import aclosing
from typing import Any

from visavis.providers.base import MICROPHONE_HZ, ProviderError, Stage
from visavis.providers.stt.recogniser_spec import RecogniserSpec
from visavis.providers.stt.sphinx_calls import MODULE, Answer, Request, Step
from visavis.providers.workers.worker import Worker, WorkerError, shared
from visavis.speech import Pcm

log = logging.getLogger(__name__)

NAME = "pocketsphinx"

CALL_S = 0.1
"""So much sound goes with one call; more where the helper does not keep up."""

HESITATIONS = frozenset({"ah", "eh", "er", "erm", "hm", "hmm", "uh", "um"})

_CALL_BYTES = round(CALL_S * MICROPHONE_HZ) * 2
_turn_numbers = itertools.count(1)


def recogniser(spec: RecogniserSpec) -> SphinxTranscriber:
    return transcriber(spec.topic if spec.short_language in ("en", None) else "")


def transcriber(topic: str = "") -> SphinxTranscriber:
    """The ears of one session. All sessions of an engine process share one helper process.

    `topic`: texts with the words that the user is likely to say; they are expected first.
    """
    transcriber = SphinxTranscriber(shared(MODULE), topic)
    if topic:
        transcriber.send_off(transcriber.prepare())
    return transcriber


async def warm_up() -> None:
    """Have the helper process running with a decoder. Raises ProviderError."""
    transcription = transcriber().open()
    await transcription.finish()


class SphinxTranscriber:
    """Implements `Transcriber`."""

    def __init__(self, worker: Worker, topic: str = "") -> None:
        self.worker, self.topic = worker, topic
        self.mean = ""
        """What is known of this session's speaker and microphone: the cepstral mean of its turns so far."""
        self._open: set[SphinxTranscription] = set()
        self._errands: set[asyncio.Task[None]] = set()

    async def prepare(self) -> None:
        """Have the helper make ready for the topic, before anybody speaks."""
        request = Request(Step.PREPARE, 0, topic=self.topic)
        try:
            async with aclosing(self.worker.call(request.packed())) as answer:
                async for _ in answer:
                    pass
        except WorkerError as error:
            log.warning("the recogniser does not learn the persona's words: %s", error)

    def open(self) -> SphinxTranscription:
        transcription = SphinxTranscription(self)
        self._open.add(transcription)
        return transcription

    async def close(self) -> None:
        for transcription in list(self._open):
            transcription.cancel()
        if self._errands:
            await asyncio.wait(self._errands)

    def forget(self, transcription: SphinxTranscription) -> None:
        self._open.discard(transcription)

    def send_off(self, errand: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run it now, without waiting."""
        task = asyncio.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)
        return task


class SphinxTranscription:
    """Implements `Transcription`. One call at a time is under way; meanwhile the sound gathers here."""

    completeness: float | None = None
    """It does not tell."""

    def __init__(self, transcriber: SphinxTranscriber) -> None:
        self.partial = ""
        self._transcriber = transcriber
        self._number = next(_turn_numbers)
        self._sound = bytearray()
        self._begun = False
        self._over = False
        self._error: WorkerError | None = None
        self._calling: asyncio.Task[None] | None = None

    def feed(self, pcm: Pcm) -> None:
        if self._over or self._error:
            return
        self._sound += pcm.tobytes()
        if len(self._sound) >= _CALL_BYTES and (self._calling is None or self._calling.done()):
            self._calling = self._transcriber.send_off(self._hear())

    async def finish(self) -> str:
        self._over = True
        self._transcriber.forget(self)
        try:
            await self.caught_up()
            if self._error is None and not self._begun:
                await self._call(Step.BEGIN)
            if self._error is not None:
                raise self._error
            answer = await self._call(Step.END)
        except asyncio.CancelledError:
            self._drop()
            raise
        except WorkerError as error:
            raise ProviderError(Stage.HEAR, NAME, str(error)) from error
        self._transcriber.mean = answer.mean
        self.partial = answer.words
        return as_written(answer.words)

    def cancel(self) -> None:
        if not self._over:
            self._over = True
            self._transcriber.forget(self)
            self._drop()

    def _drop(self) -> None:
        self._sound.clear()
        if self._calling is not None:
            self._calling.cancel()  # a call that still waits for its turn is then never made
        self._transcriber.send_off(self._let_go())

    async def _let_go(self) -> None:
        await self.caught_up()
        if self._begun and self._error is None:
            try:
                await self._call(Step.DROP)
            except WorkerError:
                pass  # then it is gone with its process

    async def caught_up(self) -> None:
        """Wait until what is with the helper has been heard."""
        if self._calling is not None:
            await asyncio.wait({self._calling})

    async def _hear(self) -> None:
        try:
            while len(self._sound) >= _CALL_BYTES:
                answer = await self._call(Step.GO_ON if self._begun else Step.BEGIN)
                self.partial = answer.words
        except WorkerError as error:
            self._error = error

    async def _call(self, step: Step) -> Answer:
        """Put one call, with the sound that has gathered. Raises WorkerError."""
        begins = step is Step.BEGIN
        mean, topic = (self._transcriber.mean, self._transcriber.topic) if begins else ("", "")
        request = Request(step, self._number, bytes(self._sound), mean, topic)
        self._sound.clear()
        self._begun = True
        async with aclosing(self._transcriber.worker.call(request.packed())) as pieces:
            async for piece in pieces:
                return Answer.unpacked(piece)
        raise WorkerError("the helper gave no answer")


def as_written(words: str) -> str:
    """The words as a line of a transcript; "" when they are nothing but hesitation."""
    if all(word in HESITATIONS for word in words.split()):
        return ""
    text = re.sub(r"\bi\b", "I", words)
    return text[:1].upper() + text[1:]
