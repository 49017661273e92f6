"""One turn of the persona: text comes in, sound goes out, and what was heard of it is known to the word.

text ──▶ clauses ──▶ voice ──┬─▶ (held until it may be heard) ──▶ playout
a client's own sound ────────┘
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import uuid4

from visavis.contract.token_usage import TokenUsage
from visavis.engine.clauses import Clause, Clauses
from visavis.engine.lip_reader import LipReader
from visavis.engine.playout import Cue, HeardCue, Playout, Utterance, queued
from visavis.engine.thoughts import Thoughts
from visavis.engine.voices import Voices
from visavis.face.mouth import Mouth
from visavis.face.spelling import with_phones
from visavis.providers.base import ProviderError, Stage, Synthesizer
from visavis.providers.tts.rewriting import Rewriting
from visavis.speech import Speech

log = logging.getLogger(__name__)

QUEUE_AHEAD_S = 6.0
"""Sound is made at most this far ahead of being heard: an interruption throws the rest away."""


class Kind(StrEnum):
    GREETING = "greeting"
    ANSWER = "answer"
    NUDGE = "nudge"
    """She speaks up because the user is silent."""
    FAREWELL = "farewell"
    """Nobody asks for anything any more; once it is said the session ends."""
    TALK = "talk"
    PASSTHROUGH = "passthrough"


@dataclass(slots=True)
class Line:
    """A clause and its sound."""

    clause: Clause
    utterance: Utterance


@dataclass(slots=True)
class Milestones:
    """When the stages of this reply were done, in seconds on the conversation's clock; see TurnLatency, which
    has the same names."""

    first_token_s: float | None = None
    last_token_s: float | None = None
    voice_began_s: float | None = None
    voice_ended_s: float | None = None
    first_sound_s: float | None = None
    sound_sent_s: float | None = None
    picture_sent_s: float | None = None


@dataclass(slots=True)
class Reply:
    """What the persona is to say next. `text` may still be streaming in."""

    kind: Kind
    text: AsyncGenerator[str, None] | None
    sound: AsyncGenerator[Speech, None] | None = None
    """In place of text: what a client sends to be heard as it is."""
    correlation_id: str | None = None
    utterances: list[tuple[int, str]] = field(default_factory=list)
    """Of a streamed text: at which character each utterance begins, and the client's id for it."""
    interruptible: bool = True
    thoughts: Thoughts = field(default_factory=Thoughts)
    usage: TokenUsage | None = None
    """What the model has told by now of the questions that it was asked for this."""
    locks: int = 0
    """Tools at work that must not be interrupted."""
    acted: bool = False
    """Tools were called for it: it cannot be begun anew."""
    hangs_up: bool = False
    """Once it has been heard the session ends."""
    message_id: str = field(default_factory=lambda: str(uuid4()))
    lines: list[Line] = field(default_factory=list)
    milestones: Milestones = field(default_factory=Milestones)
    may_sound: asyncio.Event = field(default_factory=asyncio.Event)
    produced: bool = False
    """Everything has been said to the playout; nothing more will be queued."""
    sent: int = 0
    """Characters that the client has been told were heard."""
    pieces: int = 0
    """Messages that told it."""
    task: asyncio.Task[None] | None = None

    def heard(self, playout: Playout) -> str:
        """The text that has really been heard, exact to the word."""
        parts = []
        for line in self.lines:
            text, over = line.clause.text, playout.is_over(line.utterance)
            if not over or line.utterance.broken:
                text = text[: line.clause.source_end(playout.said(line.utterance))]
            parts.append(text + " " if line.utterance.broken and text else text)
            if not over:
                break
        return "".join(parts)

    def by_utterance(self, first: int, last: int) -> list[tuple[int, int, str | None]]:
        """The characters `first` to `last` of the text, cut where utterances begin: (first, last, id)."""
        cuts = [begin for begin, _ in self.utterances if first < begin < last]
        return [
            (begin, end, self._utterance_at(begin))
            for begin, end in zip([first, *cuts], [*cuts, last], strict=True)
        ]

    def _utterance_at(self, character: int) -> str | None:
        begun = [utterance_id for begin, utterance_id in self.utterances if begin <= character]
        return begun[-1] if begun else None

    def cancel(self) -> None:
        """Stop making it."""
        if self.task is not None:
            self.task.cancel()

    def is_over(self, playout: Playout) -> bool:
        return self.produced and all(playout.is_over(line.utterance) for line in self.lines)


class Production:
    """Makes the sound of replies, in one language. What one voice leaves unsaid the next one says."""

    def __init__(
        self,
        voices: Voices,
        language: str,
        playout: Playout,
        clock: Callable[[], float],
        on_cue: Callable[[Cue | HeardCue], None],
        on_trouble: Callable[[ProviderError], None],
    ) -> None:
        self._voices, self.language, self._playout, self._clock = voices, language, playout, clock
        self._on_cue, self._on_trouble = on_cue, on_trouble
        self._lip_reader = LipReader()

    def speak_with(self, voices: Voices, language: str) -> None:
        """From the next clause on."""
        self._voices, self.language = voices, language

    def begin(self, reply: Reply) -> None:
        """Start to make the reply, unless that has begun; its sound waits for `may_sound`."""
        if reply.task is None:
            reply.task = asyncio.create_task(self._produce(reply))

    async def _produce(self, reply: Reply) -> None:
        try:
            await self._make(reply)
        except Exception as error:  # whatever it was: the replies behind this one wait for its end
            log.exception("a reply could not be made")
            self._on_trouble(ProviderError(Stage.SPEAK, "reply", f"it could not be made: {error}"))
            for line in reply.lines:
                if not line.utterance.complete:
                    self._playout.finish(line.utterance, broken=True)
        await reply.may_sound.wait()
        reply.produced = True

    async def _make(self, reply: Reply) -> None:
        if reply.sound is not None:
            await self._pass_on(reply, reply.sound)
        if reply.text is not None:
            await self._read_out(reply, reply.text)

    async def _pass_on(self, reply: Reply, sound: AsyncGenerator[Speech, None]) -> None:
        line = Line(Clause("", "", Rewriting()), Utterance(""))
        async with aclosing(sound) as pieces:
            async for speech in pieces:
                await self._queue(reply, line, speech)
        self._finish(line)

    async def _read_out(self, reply: Reply, stream: AsyncGenerator[str, None]) -> None:
        clauses = Clauses()
        async with aclosing(stream) as text:
            async for delta in text:
                if reply.milestones.first_token_s is None:
                    reply.milestones.first_token_s = self._clock()
                for clause in clauses.push(delta) if delta else clauses.finish():
                    await self._say(reply, clause)
        reply.milestones.last_token_s = self._clock()
        for clause in clauses.finish():
            await self._say(reply, clause)

    async def _say(self, reply: Reply, clause: Clause) -> None:
        line = Line(clause, Utterance(clause.spoken))
        if not clause.spoken.strip():
            line.utterance.complete = True
            reply.lines.append(line)
            return
        for voice in self._voices.in_turn():
            try:
                await self._speak(reply, line, voice)
                self._finish(line)
                return
            except ProviderError as error:
                self._on_trouble(error)
                await self._voices.failed(error)
            if line.utterance.samples:
                rest = self._broken_off(line)
                if rest is None:
                    return
                line = Line(rest, Utterance(rest.spoken))
        self._finish(line, broken=True)

    def _broken_off(self, line: Line) -> Clause | None:
        """Ends a line in mid-sentence; what is left to say of it. None: nothing, or nobody knows what."""
        said = queued(line.utterance)
        if not said:
            self._finish(line, broken=True)
            return None
        line.clause, rest = line.clause.cut(said)
        line.utterance.spoken = line.clause.spoken
        self._finish(line)
        return rest

    async def _speak(self, reply: Reply, line: Line, voice: Synthesizer) -> None:
        if reply.milestones.voice_began_s is None:
            reply.milestones.voice_began_s = self._clock()
        async with aclosing(voice.speak(line.clause.spoken)) as pieces:
            names_phones = False
            async for speech in pieces:
                names_phones = names_phones or bool(speech.phones)
                if not names_phones:
                    speech = with_phones(speech, line.clause.spoken, self.language)
                reply.milestones.voice_ended_s = self._clock()
                await self._queue(reply, line, speech)

    async def _queue(self, reply: Reply, line: Line, speech: Speech) -> None:
        await reply.may_sound.wait()
        while self._playout.ahead_s > QUEUE_AHEAD_S:  # noqa: ASYNC110 (the playout is pure)
            await asyncio.sleep(0.1)
        if not reply.lines or reply.lines[-1] is not line:
            reply.lines.append(line)
        self._on_cue(self._playout.add(line.utterance, speech))
        for mouths in self._lip_reader.read(line.utterance, speech):
            self._move_lips(line.utterance, mouths)
            await asyncio.sleep(0)  # reading takes a moment: let whoever sends sound go first

    def _finish(self, line: Line, *, broken: bool = False) -> None:
        self._move_lips(line.utterance, self._lip_reader.finish(line.utterance))
        self._playout.finish(line.utterance, broken=broken)

    def _move_lips(self, utterance: Utterance, mouths: list[Mouth]) -> None:
        if mouths:
            self._on_cue(self._playout.hear(utterance, mouths))
