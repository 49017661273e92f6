"""What a conversation drives and whom it tells: its two seams to the outside."""

from __future__ import annotations

from typing import Protocol

from visavis.contract.events import CalledTool
from visavis.contract.token_usage import Overhead
from visavis.engine.line import Line
from visavis.face.manners import Mood
from visavis.face.mouth import Mouth
from visavis.providers.base import Stage
from visavis.speech import Alphabet, Phone
from visavis.wire.datachannel import ServerMessage


class Face(Protocol):
    """The animator, as a conversation drives it; times are playout seconds."""

    def say(self, start_s: float, phones: tuple[Phone, ...], alphabet: Alphabet) -> None: ...

    def hear(self, start_s: float, mouths: tuple[Mouth, ...]) -> None: ...

    def cut(self, at_s: float) -> None: ...

    def attend(self, mood: Mood, at_s: float) -> None: ...

    def cue(self, tag: str, at_s: float) -> None: ...


class Outlet(Protocol):
    """Where a conversation's news goes."""

    def send(self, message: ServerMessage) -> None:
        """To the client's data channel."""

    def warn(self, stage: Stage, message: str) -> None:
        """Something failed; the session lives."""

    def cue_applied(self, tag: str, correlation_id: str) -> None:
        """A director's cue shows from now on, in the turn with this id."""

    def talk_interrupted(self, correlation_id: str) -> None:
        """A talk stream was cut off."""

    def turn(self, line: Line) -> None:
        """A line of the transcript."""

    def tool_called(self, called: CalledTool) -> None:
        """A call of a tool that has just ended, or that nobody waits for."""

    def overhead(self, overhead: Overhead) -> None:
        """The model took tokens that no line of the transcript tells of."""

    def listen_in(self, language: str) -> None:
        """The user speaks this from the next turn on. Raises ProviderError where nobody understands it."""

    def abandon(self, reason: str) -> None:
        """The session should end."""
