"""The persona's voice as the conversation sees it: replies in turn, pause, stop, what was heard."""

from __future__ import annotations

import asyncio
from typing import Protocol

from visavis.engine.playout import Playout
from visavis.engine.production import Production
from visavis.engine.reply import Reply

TRAILING_S = 0.3
"""Her sound reaches the listener, and comes back as echo, this much after it left."""
LAST_WORDS_S = 0.5
"""With no more than this left to say, nobody who begins to speak cuts her off: she is heard out."""
WAITING_REPLIES = 50
"""Nobody listens to more than this; it also bounds what one client can make us keep."""


class SpeakerEvents(Protocol):
    """What the speaker tells the conversation; called from `tick` and `stop`."""

    def began(self, reply: Reply) -> None:
        """Its first sample is leaving now."""

    def said(self, reply: Reply, text: str) -> None:
        """More of it has been heard."""

    def ended(self, reply: Reply, interrupted: bool) -> None:
        """It is over; `reply.heard` says what of it was heard. Not called for a reply that never sounded
        unless it was interrupted or failed."""


class Speaker:
    def __init__(self, production: Production, playout: Playout, events: SpeakerEvents) -> None:
        self._production, self._playout, self._events = production, playout, events
        self._queue: list[Reply] = []
        self._silent_since_s = -TRAILING_S

    # ---- replies

    def say(self, reply: Reply) -> None:
        """Queue a reply; it is made at once and heard after those before it."""
        self._queue.append(reply)
        self._production.begin(reply)
        self._let_next_sound()

    def _let_next_sound(self) -> None:
        """The first reply that is still being made may queue its sound."""
        for reply in self._queue:
            reply.may_sound.set()
            if not reply.produced:
                return

    # ---- time

    def tick(self) -> None:
        """Called after each 20 ms of playout."""
        playout = self._playout
        if playout.sounding:
            self._silent_since_s = playout.seconds
        for reply in list(self._queue):
            self._report(reply)
            if not reply.is_over(playout):
                break
            self._queue.remove(reply)
            self._events.ended(reply, interrupted=False)
        self._let_next_sound()

    def _report(self, reply: Reply) -> None:
        start = reply.start
        if start is None:
            return
        if reply.milestones.first_sound_s is None and start < self._playout.position:
            self._events.began(reply)
        heard = reply.heard(self._playout)
        fresh = heard[reply.sent :]
        if fresh.strip():  # white space alone goes with the next word
            self._events.said(reply, fresh)
            reply.sent = len(heard)

    # ---- interruption

    def pause(self) -> None:
        """Fall silent; `resume` goes on where she stopped."""
        self._playout.pause()

    def stop(self) -> None:
        """Fall silent for good: everything queued is dropped, and what was heard stays."""
        stopped, self._queue = self._queue, []
        for reply in stopped:
            self._report(reply)
            reply.cancel()
        for reply in stopped:
            self._events.ended(reply, interrupted=not reply.is_over(self._playout))
        self._playout.clear()

    async def close(self) -> None:
        tasks = [reply.task for reply in self._queue if reply.task is not None]
        self.stop()
        await asyncio.gather(*tasks, return_exceptions=True)

    # ---- looking

    @property
    def busy(self) -> bool:
        """Something is being said or about to be said."""
        return bool(self._queue)

    @property
    def spoken_s(self) -> float | None:
        """How much of the present reply has sounded; None when none has begun."""
        if not self._queue or self._queue[0].milestones.first_sound_s is None:
            return None
        return sum(self._playout.played_s(line.utterance) for line in self._queue[0].lines)

    @property
    def full(self) -> bool:
        """So much waits to be said that no more should be queued."""
        return len(self._queue) >= WAITING_REPLIES

    @property
    def interruptible(self) -> bool:
        return all(reply.interruptible and not reply.locks for reply in self._queue)

    @property
    def audible(self) -> bool:
        """Her sound, or the end of it, is at the listener's ear."""
        return self._playout.sounding or self._playout.seconds - self._silent_since_s < TRAILING_S

    @property
    def ending(self) -> bool:
        """She is at her last words, and nothing is to follow them: a "yes" is an answer now."""
        over = all(reply.produced for reply in self._queue)
        return self.audible and over and self._playout.ahead_s < LAST_WORDS_S
