"""Audio passthrough: sound that a client sends to be spoken (WIRE §2 agentaudioinput, §6).

turn        |0|1|2|3|   |5|6| end |0|1      what a missing number held is concealed, and told
held back   |---| 100 ms, then it sounds as it comes
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable

import numpy as np

from visavis.engine.reply import Kind, Reply
from visavis.speech import Pcm, Speech
from visavis.wire.signalling import AgentAudio

START_S = 0.1
"""Sound that is held back before a turn sounds: what jitter may eat, and what lips need to be in time."""
START_WAIT_S = 0.15
"""Less than START_S has come, and no more for this long: it may be all of a short turn, so it is heard."""
IDLE_LIMIT_S = 2.0
"""A turn without sound for this long is over, whether or not its end is told."""
WAITING_S = 180.0
"""A whole turn may come at once; what waits beyond this is dropped."""
CONCEALED_S = 1.0
"""At most this much of a gap is filled."""
FADE_S = 0.06
"""For so long a gap repeats what came before it, fading; then it is silent."""


class AudioTurn:
    """The turn that chunks are being added to: one sequence at one rate."""

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self.last = -1
        """The number of the last chunk."""
        self.closed = False
        self._waiting_s = 0.0
        self._latest = np.zeros(0, np.int16)
        self._chunks: asyncio.Queue[Pcm | None] = asyncio.Queue()

    def push(self, pcm: Pcm, sequence: int) -> bool:
        """False when so much waits already that it was dropped."""
        self.last = sequence
        seconds = len(pcm) / self.rate_hz
        if self.closed or self._waiting_s + seconds > WAITING_S:
            return False
        self._waiting_s += seconds
        self._latest = pcm
        self._chunks.put_nowait(pcm)
        return True

    def conceal(self, missing: int) -> None:
        """Fill the time of so many chunks, each as long as the latest."""
        samples = min(missing * len(self._latest), round(CONCEALED_S * self.rate_hz))
        self.push(_faded(self._latest, samples, round(FADE_S * self.rate_hz)), self.last + missing)

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self._chunks.put_nowait(None)

    async def sound(self) -> AsyncGenerator[Speech, None]:
        held: list[Pcm] = []
        held_s = 0.0
        while (chunk := await self._next(START_WAIT_S if held else IDLE_LIMIT_S)) is not None:
            held.append(chunk)
            held_s += len(chunk) / self.rate_hz
            if held_s >= START_S:
                break
        if held:
            yield Speech(np.concatenate(held), self.rate_hz)
        while (chunk := await self._next(IDLE_LIMIT_S)) is not None:
            yield Speech(chunk, self.rate_hz)
        self.closed = True

    async def _next(self, within_s: float) -> Pcm | None:
        """None: no more comes, or none came in time."""
        if self.closed and self._chunks.empty():
            return None
        try:
            async with asyncio.timeout(within_s):
                chunk = await self._chunks.get()
        except TimeoutError:
            return None
        if chunk is not None:
            self._waiting_s -= len(chunk) / self.rate_hz
        return chunk


class AudioTurns:
    """`on_gap` is called with the number of chunks that are missing, once a turn."""

    def __init__(self, on_gap: Callable[[int], None]) -> None:
        self._on_gap = on_gap
        self._open: AudioTurn | None = None
        self._told_of_gap = False
        self._dropping = False
        """Interrupted: what comes before the next turn was sent before the client knew."""
        self.overflowing = False
        """The latest chunk was dropped, since too much waits."""

    def push(self, audio: AgentAudio) -> Reply | None:
        """Take a chunk; returns the reply that it begins, if it begins one."""
        if self._dropping and audio.sequence != 0:
            return None
        self._dropping = False
        turn, begun = self._open, None
        if turn is None or turn.closed or audio.sequence == 0 or audio.rate_hz != turn.rate_hz:
            self.end()
            self._open = turn = AudioTurn(audio.rate_hz)
            self._told_of_gap = False
            begun = Reply(Kind.PASSTHROUGH, None, turn.sound())
        elif audio.sequence <= turn.last:
            return None  # it came twice
        elif audio.sequence > turn.last + 1:
            self._conceal(turn, audio.sequence - turn.last - 1)
        self.overflowing = not turn.push(_mono(audio), audio.sequence)
        return begun

    def _conceal(self, turn: AudioTurn, missing: int) -> None:
        if not self._told_of_gap:
            self._told_of_gap = True
            self._on_gap(missing)
        turn.conceal(missing)

    def end(self) -> None:
        """The turn is complete; the next one is numbered from 0 again."""
        self._dropping = False
        if self._open is not None:
            self._open.close()
            self._open = None

    def interrupt(self) -> None:
        """Everything sent so far is dropped, and what is still under way will be."""
        if self._open is not None:
            self.end()
            self._dropping = True


def _mono(audio: AgentAudio) -> Pcm:
    pcm: Pcm = np.frombuffer(audio.pcm, "<i2").astype(np.int16, copy=False)
    if audio.channels == 2:
        pcm = pcm.reshape(-1, 2).mean(axis=1).astype(np.int16)
    return pcm


def _faded(pcm: Pcm, samples: int, fade: int) -> Pcm:
    """`pcm` again and again, until it has faded after `fade` samples."""
    filled = np.zeros(samples, np.int16)
    if len(pcm):
        again = np.resize(pcm, min(fade, samples))
        filled[: len(again)] = again * np.linspace(1, 0, fade)[: len(again)]
    return filled
