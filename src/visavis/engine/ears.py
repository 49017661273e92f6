"""Ears: one microphone in, turn events and words out.

    pcm ─▶ enhancer ─▶ windows ─▶ voice detector ─▶ echo guard ─▶ turns ─▶ events
                          │                                         ▲
                          ├─▶ pre-roll ─▶ transcription ── words ───┤
                          └─▶ second opinion ────── completeness ───┘

A transcription is opened with the first evidence of speech, half a second in arrears, so that its first words
are there when somebody cuts in. Time is the sum of the samples.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass

import numpy as np

from visavis.engine.echo import EchoGuard
from visavis.engine.levels import level_db
from visavis.engine.second_opinion import SecondOpinion
from visavis.engine.turn_events import (
    FalseInterruption,
    MaybeEnded,
    Resumed,
    SpeechStarted,
    TurnEnded,
    TurnEvent,
)
from visavis.engine.turn_options import TurnOptions
from visavis.engine.turns import Turns
from visavis.providers.base import (
    MICROPHONE_HZ,
    Enhancer,
    ProviderError,
    Stage,
    Transcriber,
    Transcription,
    TurnModel,
    VoiceDetector,
)
from visavis.speech import Pcm

PRE_ROLL_S = 0.5
"""Sound before the first evidence of speech that the recogniser gets too: soft beginnings of words."""

ECHO_SHARE, ECHO_FADED = 0.1, 16
"""A window of which the echo guard leaves less than that share is her own voice: the recogniser gets it 24 dB
fainter, or her words would be taken for the user's, and plead for the user to have the floor."""

SETTLED_WITHIN_S = 12.0
"""How long the words of a turn that has ended may take; then the user is told, and may ask again. A helper
that hangs is noticed before (`providers/workers`), and replaced."""


@dataclass(frozen=True, slots=True)
class PersonaSound:
    """What leaves towards the listener's loudspeaker, and may come back as echo."""

    level_db: float | None = None
    """None: silence."""
    audible: bool = False
    """Her words are at the listener's ear."""
    busy: bool = False
    """She speaks or is about to."""
    ending: bool = False
    """What she says is all but over."""


class Ears:
    def __init__(
        self,
        detector: VoiceDetector,
        transcriber: Transcriber,
        options: TurnOptions | None = None,
        enhancer: Enhancer | None = None,
        turn_model: TurnModel | None = None,
    ) -> None:
        self._detector, self._transcriber, self._enhancer = detector, transcriber, enhancer
        self._turns = Turns(options)
        self._guard = EchoGuard()
        self._window_s = detector.window / MICROPHONE_HZ
        self._rest = np.zeros(0, np.int16)
        self._pre_roll: deque[Pcm] = deque(maxlen=max(1, round(PRE_ROLL_S / self._window_s)))
        self._opinion = SecondOpinion(turn_model, self._window_s) if turn_model is not None else None
        self._transcription: Transcription | None = None
        self._finished: Transcription | None = None

    def tune(self, options: TurnOptions, enhancer: Enhancer | None, transcriber: Transcriber) -> None:
        """From now on; a turn that is being transcribed stays with who began it."""
        self._turns.options = options
        self._enhancer, self._transcriber = enhancer, transcriber

    def hear(self, pcm: Pcm, persona: PersonaSound) -> list[TurnEvent]:
        """The next samples (16 kHz, any number), and what the persona does meanwhile."""
        if self._enhancer is not None:
            pcm = self._enhancer.enhance(pcm)
        self._rest = np.concatenate((self._rest, pcm))
        events: list[TurnEvent] = []
        while len(self._rest) >= self._detector.window:
            window, self._rest = self._rest[: self._detector.window], self._rest[self._detector.window :]
            events += self._hear_window(window, persona)
        return events

    def hear_nothing(self, seconds: float, persona: PersonaSound) -> list[TurnEvent]:
        """Time passes without a microphone: an open turn ends, long silences count."""
        return self._take(0.0, seconds, persona)

    def _hear_window(self, window: Pcm, persona: PersonaSound) -> list[TurnEvent]:
        probability = self._detector.probability(window)
        voice = self._guard.weigh(probability, level_db(window), persona.level_db, self._window_s)
        words = window if voice >= ECHO_SHARE * probability else window // ECHO_FADED
        if self._transcription is not None:
            self._transcription.feed(words)
        self._pre_roll.append(words)
        if self._opinion is not None:
            self._opinion.hear(window)
        return self._take(voice, self._window_s, persona)

    def _take(self, voice: float, seconds: float, persona: PersonaSound) -> list[TurnEvent]:
        events = self._turns.push(
            voice,
            seconds,
            text=self.partial or None,
            persona_speaking=persona.audible,
            answer_pending=persona.busy,
            persona_ending=persona.ending,
            opinion=self._opinion.completeness if self._opinion is not None else None,
            told=self._transcription.completeness if self._transcription is not None else None,
        )
        for event in events:
            if isinstance(event, TurnEnded):
                self._drop_finished()
                self._finished, self._transcription = self._transcription, None
                self._pre_roll.clear()  # no sound belongs to two turns
            elif isinstance(event, FalseInterruption):
                self._drop_transcription()
        self._follow_evidence()
        if self._opinion is not None:
            _consult(self._opinion, events)
        return events

    def _follow_evidence(self) -> None:
        """Transcribe while there may be speech; forget what turned out to be none."""
        if self._turns.user_has_floor or self._turns.evidence_s > 0:
            if self._transcription is None:
                self._transcription = self._transcriber.open()
                for window in self._pre_roll:
                    self._transcription.feed(window)
        else:
            self._drop_transcription()

    async def finish(self) -> str:
        """The words of the turn that has just ended ("" when none were understood).

        Raises ProviderError, also where the recogniser has fallen too far behind.
        """
        finished, self._finished = self._finished, None
        if finished is None:
            return ""
        try:
            async with asyncio.timeout(SETTLED_WITHIN_S):
                return await finished.finish()
        except TimeoutError:
            message = f"what was said is not understood after {SETTLED_WITHIN_S:g} s: it falls behind"
            raise ProviderError(Stage.HEAR, "recogniser", message) from None

    def user_acted(self) -> None:
        """The user did something else than speak, like typing: nobody is silent."""
        self._turns.user_acted()

    def wait(self, seconds: float) -> None:
        """The user asked for a moment: so much silence means nothing."""
        self._turns.wait(seconds)

    def listen_in(self, language: str, transcriber: Transcriber) -> None:
        """From the next turn on the user speaks another language."""
        self._turns.options = self._turns.options.in_language(language)
        self._transcriber = transcriber

    def close(self) -> None:
        self._drop_transcription()
        self._drop_finished()
        if self._opinion is not None:
            self._opinion.forget()

    @property
    def partial(self) -> str:
        """The words of the present turn so far."""
        return self._transcription.partial if self._transcription is not None else ""

    @property
    def user_speaking(self) -> bool:
        return self._turns.user_has_floor

    @property
    def interrupting(self) -> bool:
        """The user cut in, and by now the words leave no doubt."""
        return self._turns.interrupting

    def _drop_transcription(self) -> None:
        if self._transcription is not None:
            self._transcription.cancel()
            self._transcription = None

    def _drop_finished(self) -> None:
        if self._finished is not None:
            self._finished.cancel()
            self._finished = None


def _consult(opinion: SecondOpinion, events: list[TurnEvent]) -> None:
    for event in events:
        match event:
            case SpeechStarted():
                opinion.begin()
            case MaybeEnded():
                opinion.ask()
            case Resumed():
                opinion.withdraw()
            case TurnEnded() | FalseInterruption():
                opinion.forget()
