"""Answers that were asked for over a Realtime line: one is made at a time, and what was heard of it is told.

asked    |-- 1: sound, words --|
               2 waits          |create|-- sound …     (1 is over)
cut off  |-- 1: sou··cancel··|  |create|-- 2 …         (1 is over; its items are shortened, or taken back)
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from visavis.contract.token_usage import NOTHING_TOLD, TokenUsage
from visavis.providers.base import Piece, ProviderError, Spoken, ToolCall
from visavis.providers.live import realtime_messages as messages
from visavis.providers.tts.timing import Samples
from visavis.speech import Speech

CANCELLED_S = 2.0
"""How long the end of an answer that nobody wants is waited for, before the next is asked for."""


@dataclass(slots=True, eq=False)
class RealtimeAnswer:
    event_id: str
    instruction: str | None
    late: Callable[[TokenUsage], None]
    """Told what it took, where nobody takes its pieces any more."""
    pieces: asyncio.Queue[Piece | ProviderError | None] = field(default_factory=asyncio.Queue)
    """As it comes; None is its end."""
    name: str | None = None
    """As its vendor calls it."""
    asked: bool = False
    begun: bool = False
    """Something of it has come: it cannot be asked for anew."""
    dropped: bool = False
    """Nobody listens any more."""
    usage: TokenUsage = NOTHING_TOLD
    """What it took, until somebody has been told."""

    def add(self, piece: Piece) -> None:
        self.begun = True
        if not self.dropped:
            self.pieces.put_nowait(piece)


@dataclass(slots=True)
class Utterance:
    """An item of the vendor's that is sound."""

    answer: RealtimeAnswer
    samples: Samples = field(default_factory=lambda: Samples(messages.LINE_HZ))
    handed_on: bool = False
    """Whoever plays it will tell how much of it was heard."""


class RealtimeAnswers:
    def __init__(self, ask: Callable[[RealtimeAnswer], None], say: Callable[[str], None]) -> None:
        """`ask` asks for an answer and `say` sends a message, where there is a line."""
        self._ask, self._say = ask, say
        self._waiting: list[RealtimeAnswer] = []
        """Those that are not over, the present one first."""
        self._utterances: dict[str, Utterance] = {}
        self._count = 0

    # ---- what is wanted

    def want(
        self, instruction: str | None, late: Callable[[TokenUsage], None] = lambda usage: None
    ) -> RealtimeAnswer:
        self._count += 1
        answer = RealtimeAnswer(f"answer_{self._count}", instruction, late)
        self._waiting.append(answer)
        self.ask_next()
        return answer

    def ask_next(self) -> None:
        if self._waiting and not self._waiting[0].asked:
            self._ask(self._waiting[0])

    def drop(self, answer: RealtimeAnswer) -> None:
        if answer.dropped:
            return
        answer.dropped = True
        if answer not in self._waiting:
            self._take_back(answer)
            self._tell_late(answer)
        elif answer.asked:
            self._say(messages.CANCEL)
            asyncio.get_running_loop().call_later(CANCELLED_S, self.over, answer)
        else:
            self._waiting.remove(answer)

    def handed_on(self, answer: RealtimeAnswer, piece: Piece) -> None:
        if isinstance(piece, TokenUsage):
            answer.usage = NOTHING_TOLD
        elif isinstance(piece, Spoken) and piece.utterance in self._utterances:
            self._utterances[piece.utterance].handed_on = True

    def heard(self, item: str, seconds: float) -> None:
        utterance = self._utterances.get(item)
        if utterance is None:
            return
        utterance.handed_on = True
        self.drop(utterance.answer)
        end_ms = int(1000 * min(seconds, utterance.samples.seconds))
        self._say(messages.truncated(item, end_ms) if end_ms else messages.deleted(item))

    # ---- what comes

    def began(self, name: str, event_id: str | None) -> None:
        """The present one, unless it is one that was given up meanwhile."""
        if self._waiting and event_id in (None, self._waiting[0].event_id):
            self._waiting[0].name = name

    def words(self, name: str, item: str, text: str) -> None:
        if answer := self._named(name):
            answer.add(Spoken(item, text=text))

    def sound(self, name: str, item: str, data: bytes) -> None:
        if answer := self._named(name):
            utterance = self._utterances.setdefault(item, Utterance(answer))
            pcm = utterance.samples.push(data)
            if len(pcm):
                answer.add(Spoken(item, speech=Speech(pcm, messages.LINE_HZ)))

    def ended(
        self, name: str, error: ProviderError | None, calls: tuple[ToolCall, ...], usage: TokenUsage
    ) -> None:
        if answer := self._named(name):
            for call in calls:
                answer.add(call)
            answer.usage = usage
            if usage:
                answer.add(usage)
            if answer.dropped:
                self._tell_late(answer)
            self.over(answer, error)

    def refused(self, event_id: str, error: ProviderError) -> bool:
        """False: it was not about an answer."""
        for answer in self._waiting:
            if answer.event_id == event_id:
                self.over(answer, error)
                return True
        return False

    def over(self, answer: RealtimeAnswer, error: ProviderError | None = None) -> None:
        if answer not in self._waiting:
            return
        self._waiting.remove(answer)
        answer.pieces.put_nowait(error)
        if answer.dropped:
            self._take_back(answer)
        self.ask_next()

    def line_lost(self, error: ProviderError, *, for_good: bool) -> bool:
        """What has begun fails with the line, or all. Whether something waits for the next one."""
        self._utterances.clear()
        waiting, self._waiting = self._waiting, []
        for answer in waiting:
            if for_good or answer.begun or answer.dropped:
                answer.pieces.put_nowait(error)
            else:
                answer.asked, answer.name = False, None
                self._waiting.append(answer)
        return bool(self._waiting)

    def _take_back(self, answer: RealtimeAnswer) -> None:
        """What of it was never handed on was never heard."""
        for item, utterance in list(self._utterances.items()):
            if utterance.answer is answer and not utterance.handed_on:
                del self._utterances[item]
                self._say(messages.deleted(item))

    def _tell_late(self, answer: RealtimeAnswer) -> None:
        usage, answer.usage = answer.usage, NOTHING_TOLD
        if usage:
            answer.late(usage)

    def _named(self, name: str) -> RealtimeAnswer | None:
        return next((answer for answer in self._waiting if answer.name == name), None)
