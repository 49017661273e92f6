"""Replies become sound: clause by clause by a voice, or as whoever makes the sound sends it.

text ──▶ clauses ──▶ voice ──┬─▶ (held until it may be heard) ──▶ playout
a model's own sound ─────────┤
a client's own sound ────────┘
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from visavis.engine.aloud import Aloud
from visavis.engine.clauses import Clause, Clauses
from visavis.engine.lip_reader import LipReader
from visavis.engine.playout import Cue, HeardCue, Playout, Utterance, queued
from visavis.engine.reply import Line, Reply
from visavis.engine.voices import Voices
from visavis.face.mouth import Mouth
from visavis.face.spelling import with_phones
from visavis.providers.base import ProviderError, Spoken, Stage, Synthesizer
from visavis.providers.tts.rewriting import Rewriting
from visavis.speech import Speech

log = logging.getLogger(__name__)

QUEUE_AHEAD_S = 6.0
"""Sound is made at most this far ahead of being heard: an interruption throws the rest away."""


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

    async def _read_out(self, reply: Reply, stream: AsyncGenerator[str | Spoken, None]) -> None:
        clauses, aloud = Clauses(), Aloud(reply, self._play, self._finish)
        async with aclosing(stream) as text:
            async for delta in text:
                if reply.milestones.first_token_s is None:
                    reply.milestones.first_token_s = self._clock()
                if isinstance(delta, Spoken):
                    await aloud.say(delta)
                    continue
                aloud.end()
                for clause in clauses.push(delta) if delta else clauses.finish():
                    await self._say(reply, clause)
        aloud.end()
        reply.milestones.last_token_s = self._clock()
        for clause in clauses.finish():
            await self._say(reply, clause)

    async def _say(self, reply: Reply, clause: Clause) -> None:
        line = Line(clause, Utterance(clause.spoken))
        if not clause.spoken.strip():
            await reply.may_sound.wait()
            self._playout.place(line.utterance)
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

    async def _play(self, reply: Reply, line: Line, speech: Speech) -> None:
        """Sound that the model made by itself."""
        if reply.milestones.voice_began_s is None:
            reply.milestones.voice_began_s = self._clock()
        reply.milestones.voice_ended_s = self._clock()
        await self._queue(reply, line, speech)

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
