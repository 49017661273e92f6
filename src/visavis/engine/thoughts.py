"""What a model thinks before it speaks, as clients are told of it."""

from __future__ import annotations

from uuid import uuid4

from visavis.wire.datachannel import ReasoningText


class Thoughts:
    """Of one reply. They wait here while the reply may still be dropped without a trace."""

    def __init__(self) -> None:
        self._message_id = str(uuid4())
        self._waiting: list[str] = []
        self._told = 0
        self._open = self._ended = False

    def think(self, text: str) -> None:
        if text and not self._ended:
            self._open = True
            self._waiting.append(text)

    def end(self) -> None:
        """She speaks, or falls silent."""
        self._ended = True

    def take(self) -> list[ReasoningText]:
        """What clients have not been told yet."""
        messages = [self._message(text) for text in self._waiting]
        self._waiting = []
        if self._ended and self._open:
            self._open = False
            messages.append(self._message("", end=True))
        return messages

    def _message(self, text: str, *, end: bool = False) -> ReasoningText:
        message = ReasoningText(self._message_id, self._told, text, end_of_thought=end)
        self._told += 1
        return message
