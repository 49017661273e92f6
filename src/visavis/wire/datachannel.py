"""The data channel: `message_type` in snake case from the client, `{"messageType", "data"}` to it.

Clients before js-sdk 4.3 open a channel named "chat" and read bare speechText objects only: `frames` writes
what the client behind a label can read, in its dialect.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from visavis.wire.dialect import Dialect
from visavis.wire.frames import MAX_DATA_CHANNEL_BYTES, BadFrame, read_object, seconds, text
from visavis.wire.tool_calls import ClientToolEvent, ToolCallMessage, ToolCallStarted

LABEL = "session"
OLD_LABEL = "chat"


@dataclass(frozen=True, slots=True)
class UserMessage:
    """A typed user turn (`speech`)."""

    content: str


@dataclass(frozen=True, slots=True)
class Interrupt:
    pass


@dataclass(frozen=True, slots=True)
class Context:
    """Something the model should know, silently."""

    content: str


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a client tool returned; exactly one of result and error, or neither when it returned nothing."""

    tool_call_id: str
    result: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class PersonaConfigUpdate:
    """Options that are to change from now on, in the words of the public contract."""

    changes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DirectorCue:
    """How the face should look: from now on, in some seconds, or from a second of the persona's speech on."""

    tag: str
    in_seconds: float | None = None
    at_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Other:
    """Known but without effect here (statistics), newer than this server, or not JSON at all."""

    name: str


ClientMessage = UserMessage | Interrupt | Context | ToolResult | DirectorCue | PersonaConfigUpdate | Other


def read(frame: str | bytes) -> ClientMessage:
    """Understand a client's message. Raises BadFrame only for what is too large or wrongly typed."""
    try:
        message = read_object(frame, MAX_DATA_CHANNEL_BYTES)
    except BadFrame:
        if len(frame) > MAX_DATA_CHANNEL_BYTES:
            raise
        return Other("text")  # sendDataMessage() takes any string
    kind = message.get("message_type")
    if kind == "speech":
        return UserMessage(text(message.get("content"), "content"))
    if kind == "interrupt":
        return Interrupt()
    if kind == "context":
        return Context(text(message.get("content"), "content"))
    if kind == "tool_result":
        result, error = message.get("result"), message.get("error")
        return ToolResult(
            tool_call_id=text(message.get("tool_call_id"), "tool_call_id"),
            result=_said(result),
            error=_said(error),
        )
    if kind == "persona_config":
        changes = message.get("data", {})
        if not isinstance(changes, dict):
            raise BadFrame("data must be an object.")
        return PersonaConfigUpdate(changes)
    if kind == "director_note_cue":
        return _director_cue(message)
    return Other(str(kind)[:64])


def _director_cue(message: dict[str, Any]) -> DirectorCue:
    cue = message.get("cue")
    if not isinstance(cue, dict) or not isinstance(cue.get("tag"), str):
        raise BadFrame("cue must be an object with a tag.")
    delay_s = seconds(message.get("in_seconds"), "in_seconds")
    offset_s = seconds(message.get("at_seconds"), "at_seconds")
    if delay_s is not None and offset_s is not None:
        raise BadFrame("Give in_seconds or at_seconds, not both.")
    return DirectorCue(text(cue["tag"], "cue.tag")[:64], delay_s, offset_s)


def _said(value: object) -> str | None:
    """A text as it is; anything else, though the SDKs send texts only, as JSON."""
    if value is None:
        return None
    said = value if isinstance(value, str) else json.dumps(value)
    return said.encode(errors="replace").decode()


@dataclass(frozen=True, slots=True)
class SpeechText:
    """A piece of what the user or the persona said.

    Pieces of the persona with one message id are joined verbatim, so they carry their spaces; a user
    utterance is one piece, because the JS SDK makes a history entry of every user piece.
    """

    message_id: str
    content_index: int
    content: str
    role: Literal["user", "persona"]
    end_of_speech: bool
    interrupted: bool = False
    correlation_id: str | None = None
    utterance_id: str | None = None
    timestamp: str | None = None
    """ISO 8601."""
    kind = "speechText"

    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "message_id": self.message_id,
            "content_index": self.content_index,
            "content": self.content,
            "role": self.role,
            "end_of_speech": self.end_of_speech,
            "interrupted": self.interrupted,
        }
        optional = {
            "user_action_correlation_id": self.correlation_id,
            "utterance_id": self.utterance_id,
            "timestamp": self.timestamp,
        }
        return data | {name: value for name, value in optional.items() if value is not None}


@dataclass(frozen=True, slots=True)
class UserSpeech:
    """The user began or ended to speak."""

    edge: Literal["userSpeechStarted", "userSpeechEnded"]
    correlation_id: str

    @property
    def kind(self) -> str:
        return self.edge

    def data(self) -> dict[str, Any]:
        return {"user_action_correlation_id": self.correlation_id}


@dataclass(frozen=True, slots=True)
class PersonaConfigUpdateApplied:
    """What differs from now on: by path, what it was and what it is."""

    session_id: str
    changed: dict[str, dict[str, Any]]
    kind = "personaConfigUpdateApplied"

    def data(self) -> dict[str, Any]:
        return {"session_id": self.session_id, "changed_fields": self.changed}


@dataclass(frozen=True, slots=True)
class CueApplied:
    """A director's cue shows from now on."""

    session_id: str
    correlation_id: str
    timestamp: str
    """ISO 8601."""
    tag: str
    kind = "directorNoteCueApplied"

    def data(self) -> dict[str, Any]:
        return {
            "session_id": self.session_id,
            "user_action_correlation_id": self.correlation_id,
            "timestamp_user_action": self.timestamp,
            "cue_tag": self.tag,
        }


@dataclass(frozen=True, slots=True)
class ReasoningText:
    """A piece of what the persona's model thinks before she speaks."""

    message_id: str
    content_index: int
    content: str
    end_of_thought: bool = False
    kind = "reasoningText"

    def data(self) -> dict[str, Any]:
        return {
            "message_id": self.message_id,
            "content_index": self.content_index,
            "content": self.content,
            "role": "persona",
            "end_of_thought": self.end_of_thought,
        }


ServerMessage = (
    SpeechText | ReasoningText | UserSpeech | CueApplied | PersonaConfigUpdateApplied | ToolCallMessage
)


def frames(label: str, dialect: Dialect, message: ServerMessage) -> Iterator[str]:
    """What is sent of it to the client behind a channel label; nothing when that client cannot read it."""
    if label == OLD_LABEL:
        if isinstance(message, SpeechText):
            yield json.dumps(message.data())
        return
    yield _enveloped(message)
    if isinstance(message, ToolCallStarted) and dialect.reads_client_tool_events:
        call = message.call
        if call.is_of_client:
            yield _enveloped(ClientToolEvent(call, message.at))


def _enveloped(message: ServerMessage | ClientToolEvent) -> str:
    return json.dumps({"messageType": message.kind, "data": message.data()})
