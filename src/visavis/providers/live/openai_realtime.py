"""OpenAI's Realtime API, a model that hears and speaks by itself: one WebSocket a session.

turns     |-- sound --|commit|             |-- sound --|commit|
words          how are you ✓                    and the boat ✓
answers                      |create|-- sound, words --|            ·create·-- sound …
line      ============================X         ==================================
                                      └─ what was said so far, and the turn from its beginning

We say when a turn is over and when an answer is wanted. A line that breaks, or is closed after its hour, is
opened anew when it is needed, and told the conversation.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence

from visavis.contract.spec import LlmSpec
from visavis.contract.token_usage import TokenUsage
from visavis.providers.base import Message, Piece, ProviderError, Stage, ToolOffer
from visavis.providers.live import realtime_messages as messages
from visavis.providers.live.realtime_answers import RealtimeAnswer, RealtimeAnswers
from visavis.providers.live.realtime_line import RealtimeLine
from visavis.providers.live.realtime_turns import UNWRITTEN, RealtimeTurn
from visavis.providers.live.usual_models import usual_models
from visavis.providers.tts.failures import complained
from visavis.providers.tts.sockets import Address

log = logging.getLogger(__name__)

ENGINE = "openai_realtime"
TRIES = 2
"""Lines that break one after the other before anything comes over one of them."""
ANY_LANGUAGE = ("multi", "")


def openai_realtime(llm: LlmSpec, language: str) -> OpenAiRealtime:
    """To be made where a loop runs: the line is opened as soon as the conversation begins."""
    usual = usual_models("openai")
    url = (llm.base_url or usual["url"]).rstrip("/").replace("http", "ws", 1)
    address = Address(
        ENGINE,
        f"{url}/realtime?model={llm.model or usual['model']}",
        llm.key,
        (("Authorization", f"Bearer {llm.key}"),),
        llm.allowed_hosts,
        Stage.THINK,
    )
    return OpenAiRealtime(address, llm.voice or usual["voice"], usual["transcription_model"], language)


class OpenAiRealtime:
    """Implements `LiveModel`."""

    def __init__(self, address: Address, voice: str, transcription_model: str, language: str) -> None:
        self._voice, self._transcription_model = voice, transcription_model
        self._language = language
        self._recall: Callable[[], Sequence[Message]] = lambda: ()
        self._tools: Sequence[ToolOffer] = ()
        self._turns: list[RealtimeTurn] = []
        """Those whose words are not settled."""
        self._committed: deque[RealtimeTurn] = deque()
        """Those that the vendor has been told are over, and has not been heard to say the same of."""
        self._names: set[str] = set()
        """Of turns, as the vendor has used them on this line."""
        self._line = RealtimeLine(address, self)
        self._answers = RealtimeAnswers(self._ask, self._line.say)
        self._tries_left = TRIES

    # ---- what the conversation wants

    def begin(self, recall: Callable[[], Sequence[Message]], tools: Sequence[ToolOffer]) -> None:
        self._recall, self._tools = recall, tools
        self._line.need()

    def open(self) -> RealtimeTurn:
        if self._turns:
            self._turns[-1].end()  # no sound belongs to two turns
        turn = RealtimeTurn(self._line.say, self._commit, self._settled)
        self._turns.append(turn)
        self._line.need()
        return turn

    def listen_in(self, language: str) -> None:
        self._language = language
        if self._line.is_open:
            self._line.say(messages.listening(self._transcription))

    def tell(self, message: Message) -> None:
        if self._line.is_open:  # else it is recalled
            for one in messages.told(message):
                self._line.say(one)

    async def reply(
        self, instruction: str | None = None, late: Callable[[TokenUsage], None] = lambda usage: None
    ) -> AsyncGenerator[Piece, None]:
        answer = self._answers.want(instruction, late)
        over = False
        try:
            while (piece := await answer.pieces.get()) is not None:
                if isinstance(piece, ProviderError):
                    raise piece
                self._answers.handed_on(answer, piece)
                yield piece
            over = True
        finally:
            if not over:
                self._answers.drop(answer)

    def heard(self, utterance: str, seconds: float) -> None:
        self._answers.heard(utterance, seconds)

    async def close(self) -> None:
        await self._line.close()

    # ---- the line (LineEvents)

    def opened(self) -> None:
        self._committed.clear()
        self._names.clear()
        prompt, *said = self._recall()
        self._line.say(messages.session(prompt.content, self._voice, self._transcription, self._tools))
        for message in said:
            self.tell(message)
        for turn in self._turns:
            turn.item, turn.partial = None, ""
            for sound in turn.sound:
                self._line.say(sound)
            if turn.over:
                self._commit(turn)
        self._answers.ask_next()

    def lost(self, error: ProviderError) -> None:
        """What cannot be had on another line fails; the rest is tried once more."""
        log.warning("the line is lost: %s", error)
        self._tries_left -= 1
        for_good = error.retry_in_s is None or self._tries_left <= 0
        for turn in list(self._turns):
            if for_good and turn.over:
                turn.fail(error)
        waiting = self._answers.line_lost(error, for_good=for_good)
        if for_good:
            self._tries_left = TRIES
        elif waiting or self._turns:
            self._line.need()

    # ---- what the vendor says

    def take(self, said: messages.Said) -> None:
        match said:
            case messages.Committed(item):
                self._names.add(item)
                if self._committed:
                    self._committed.popleft().item = item
            case messages.Written(item, text, settled):
                self._write_down(item, text, settled)
            case messages.Unwritten(item, why):
                log.warning("a turn was not written down: %s", why)
                if turn := self._turn(item):
                    turn.settle(turn.partial or UNWRITTEN)
            case messages.Began(name, event_id):
                self._answers.began(name, event_id)
            case messages.Worded(name, item, text):
                self._answers.words(name, item, text)
            case messages.Sounded(name, item, data):
                self._answers.sound(name, item, data)
            case messages.Ended(name, failure, calls, usage):
                self._tries_left = TRIES
                self._answers.ended(name, self._complaint(failure) if failure else None, calls, usage)
            case messages.Complained(event_id, why):
                self._hear_complaint(event_id, why)

    def _write_down(self, item: str, text: str, settled: bool) -> None:
        """A turn's first words come under its name, before it is over, where its model writes along."""
        if item not in self._names:
            self._names.add(item)
            if unnamed := self._turn(None):
                unnamed.item = item
        turn = self._turn(item)
        if not settled and turn is not None:
            turn.partial += text
        elif settled:
            if not text:  # nobody spoke
                self._line.say(messages.deleted(item))
            if turn is not None:
                self._tries_left = TRIES
                turn.settle(text)

    def _hear_complaint(self, event_id: str | None, why: str) -> None:
        error = self._complaint(why)
        if event_id == messages.SESSION:
            error.retry_in_s = None
            raise error
        if event_id is not None and self._answers.refused(event_id, error):
            return
        if error.retry_in_s is None:  # no credit
            raise error
        log.warning("%s", error)

    # ---- turns and answers

    def _ask(self, answer: RealtimeAnswer) -> None:
        instructions = None
        if answer.instruction is not None:
            instructions = f"{self._recall()[0].content}\n\n{answer.instruction}"
        answer.asked = self._line.is_open
        self._line.say(messages.answer(answer.event_id, instructions))
        self._line.need()

    def _commit(self, turn: RealtimeTurn) -> None:
        if self._line.is_open:
            self._line.say(messages.COMMIT)
            self._committed.append(turn)
        self._line.need()

    def _settled(self, turn: RealtimeTurn) -> None:
        if turn in self._turns:
            self._turns.remove(turn)

    def _turn(self, item: str | None) -> RealtimeTurn | None:
        """The first of that name; None: that has none yet."""
        return next((turn for turn in self._turns if turn.item == item), None)

    @property
    def _transcription(self) -> dict[str, str]:
        short = self._language.split("-")[0].lower()
        spoken = {} if short in ANY_LANGUAGE else {"language": short}
        return {"model": self._transcription_model, **spoken}

    def _complaint(self, why: str) -> ProviderError:
        address = self._line.address
        return complained(address.engine, why, address.key, Stage.THINK)
