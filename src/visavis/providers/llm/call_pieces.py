"""Tool calls of one streamed answer, put together from their pieces.

The protocol numbers the calls, and the first piece of each has its id and name. Of the servers that speak it
some send no numbers, all calls under the number 0, whole calls in one piece, no ids, or arguments that are an
object already.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from visavis.providers.base import ToolCall

if TYPE_CHECKING:
    from openai.types.chat.chat_completion_chunk import ChoiceDeltaToolCall


@dataclass(slots=True)
class _Open:
    number: int | None
    id: str = ""
    name: str = ""
    arguments: str = ""
    extras: dict[str, Any] = field(default_factory=dict)


class CallPieces:
    def __init__(self) -> None:
        self._calls: list[_Open] = []

    def push(self, piece: ChoiceDeltaToolCall) -> None:
        number: int | None = getattr(piece, "index", None)  # the client does not insist on it
        name = (piece.function and piece.function.name) or ""
        call = self._open(number, piece.id or "", name)
        call.id, call.name = call.id or piece.id or "", call.name or name
        call.arguments += _text(piece.function.arguments) if piece.function else ""
        call.extras |= piece.model_extra or {}

    def whole(self) -> list[ToolCall]:
        """All calls, now that the answer is at its end."""
        return [ToolCall(call.id, call.name, call.arguments or "{}", call.extras) for call in self._calls]

    def _open(self, number: int | None, id: str, name: str) -> _Open:
        """The call that this piece is of."""
        same = [call for call in self._calls if number is None or call.number == number]
        if same and not _begins_another(same[-1], id, name):
            return same[-1]
        self._calls.append(_Open(number))
        return self._calls[-1]


def _begins_another(call: _Open, id: str, name: str) -> bool:
    if id and call.id:
        return id != call.id
    return bool(name and call.name and call.arguments)


def _text(arguments: object) -> str:
    if arguments is None or isinstance(arguments, str):
        return arguments or ""
    return json.dumps(arguments)
