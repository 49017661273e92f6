"""A voice that speaks in a helper process."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from visavis.contract.spec import VoiceSpec
from visavis.providers.base import ProviderError, Stage
from visavis.providers.tts.messages import Request, unpack_speech
from visavis.providers.tts.utterances import utterances
from visavis.providers.workers.worker import Worker, WorkerError
from visavis.speech import Phone, Speech, Word

SPEED = (0.25, 4.0)
PITCH = (0.5, 2.0)
MELODY = (0.0, 2.0)
VOLUME = (0.0, 4.0)
"""What is taken as it is asked for; beyond it nothing is speech any more. An engine may reach less far."""


class HelperVoice:
    """Implements `Synthesizer`. The worker is shared by all voices of an engine and outlives this one."""

    def __init__(self, engine: str, worker: Worker, voices: tuple[str, ...], voice: VoiceSpec) -> None:
        self._engine = engine
        self._worker = worker
        self._request = Request(
            text="",
            voices=voices,
            speed=_within(voice.speed, SPEED),
            pitch=_within(voice.pitch, PITCH),
            melody=_within(voice.melody, MELODY),
            volume=_within(voice.volume, VOLUME),
        )

    async def speak(self, text: str) -> AsyncGenerator[Speech, None]:
        """Speak text of any length, a bounded utterance at a time; nothing speakable gives no piece."""
        spoken_s = 0.0
        for first, part in utterances(text):
            if not any(character.isalnum() for character in part):
                continue
            offset_s = spoken_s
            async for piece in self._utter(part):
                spoken_s += piece.seconds
                yield _shifted(piece, first, offset_s)

    async def close(self) -> None:
        """Nothing of its own to close."""

    async def _utter(self, text: str) -> AsyncGenerator[Speech, None]:
        try:
            async with aclosing(self._worker.call(replace(self._request, text=text).packed())) as pieces:
                async for piece in pieces:
                    yield unpack_speech(piece)
        except WorkerError as error:
            raise ProviderError(Stage.SPEAK, self._engine, str(error)) from error


def _within(value: float, limits: tuple[float, float]) -> float:
    return min(max(value, limits[0]), limits[1])


def _shifted(piece: Speech, first: int, offset_s: float) -> Speech:
    """The piece with its marks counted from the start of the whole text and its sound."""
    if not first and not offset_s:
        return piece
    return replace(
        piece,
        phones=tuple(
            Phone(phone.symbol, phone.start_s + offset_s, phone.end_s + offset_s) for phone in piece.phones
        ),
        words=tuple(
            Word(word.first + first, word.last + first, word.start_s + offset_s, word.end_s + offset_s)
            for word in piece.words
        ),
    )
