"""What is said to OpenAI's Realtime API (GA), and what it says: pure data.

Sources: platform.openai.com/docs/guides/realtime-conversations; openai 3.52 `types/realtime` for every name.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from visavis.contract.token_usage import NOTHING_TOLD, TokenUsage, count
from visavis.providers.base import Message, Role, ToolCall, ToolOffer
from visavis.speech import Pcm

LINE_HZ = 24_000
"""The only rate of audio/pcm there."""
LEAST_S = 0.1
"""A turn that is shorter cannot be committed."""
SESSION = "session"
"""The event id with which a session is set up."""
ANSWER = "visavis_answer"
"""The name of the event id of a question for an answer, in what the vendor repeats of it."""

COMMIT = '{"type":"input_audio_buffer.commit"}'
CLEAR = '{"type":"input_audio_buffer.clear"}'
CANCEL = '{"type":"response.cancel"}'

# ---- what is said


def session(
    instructions: str, voice: str, transcription: Mapping[str, str], tools: Sequence[ToolOffer]
) -> str:
    """When turns begin and end, and when an answer is wanted, is said by us."""
    sound = {"type": "audio/pcm", "rate": LINE_HZ}
    return _message(
        "session.update",
        event_id=SESSION,
        session={
            "type": "realtime",
            "output_modalities": ["audio"],
            "instructions": instructions,
            "audio": {
                "input": {"format": sound, "transcription": dict(transcription), "turn_detection": None},
                "output": {"format": sound, "voice": voice},
            },
            "tools": [
                {
                    "type": "function",
                    "name": tool.name,
                    "description": tool.description,
                    "parameters": tool.parameters,
                }
                for tool in tools
            ],
        },
    )


def listening(transcription: Mapping[str, str]) -> str:
    """The same session, with another language."""
    audio = {"input": {"transcription": dict(transcription)}}
    return _message("session.update", session={"type": "realtime", "audio": audio})


def sound(pcm: Pcm) -> str:
    """Mono, LINE_HZ."""
    return _message("input_audio_buffer.append", audio=b64encode(pcm.astype("<i2").tobytes()).decode())


def told(message: Message) -> Iterator[str]:
    """A line of the conversation."""
    if message.role is Role.TOOL:
        yield _item(type="function_call_output", call_id=message.answers, output=message.content)
        return
    if message.content:
        kind = "output_text" if message.role is Role.ASSISTANT else "input_text"
        content = [{"type": kind, "text": message.content}]
        yield _item(type="message", role=str(message.role), content=content)
    for call in message.calls:
        yield _item(type="function_call", call_id=call.id, name=call.name, arguments=call.arguments)


def answer(event_id: str, instructions: str | None) -> str:
    """`instructions`: in place of those of the session."""
    response: dict[str, Any] = {"metadata": {ANSWER: event_id}}
    if instructions is not None:
        response["instructions"] = instructions
    return _message("response.create", event_id=event_id, response=response)


def truncated(item: str, end_ms: int) -> str:
    return _message("conversation.item.truncate", item_id=item, content_index=0, audio_end_ms=end_ms)


def deleted(item: str) -> str:
    return _message("conversation.item.delete", item_id=item)


def _item(**fields: Any) -> str:
    return _message("conversation.item.create", item=fields)


def _message(kind: str, **fields: Any) -> str:
    return json.dumps({"type": kind, **fields})


# ---- what it says


@dataclass(frozen=True, slots=True)
class Committed:
    """The next of our turns has this name."""

    item: str


@dataclass(frozen=True, slots=True)
class Written:
    """Words of a turn: more of them, or, `settled`, all."""

    item: str
    text: str
    settled: bool


@dataclass(frozen=True, slots=True)
class Unwritten:
    """The words of a turn will not be known."""

    item: str
    why: str


@dataclass(frozen=True, slots=True)
class Began:
    """An answer that was asked for has this name."""

    answer: str
    event_id: str | None
    """Of what we said to ask for it; None: it does not tell."""


@dataclass(frozen=True, slots=True)
class Sounded:
    answer: str
    item: str
    data: bytes
    """s16le at LINE_HZ."""


@dataclass(frozen=True, slots=True)
class Worded:
    answer: str
    item: str
    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    answer: str
    failure: str | None
    """Why it is not what it should have been; None: all of it came, or we had enough of it."""
    calls: tuple[ToolCall, ...]
    """Of an answer that was cut off none counts: they too may have been."""
    usage: TokenUsage = NOTHING_TOLD
    """However it ended."""


@dataclass(frozen=True, slots=True)
class Complained:
    event_id: str | None
    """Of what we said, if it was about that."""
    why: str


Said = Committed | Written | Unwritten | Began | Sounded | Worded | Ended | Complained
TRANSCRIPTION = "conversation.item.input_audio_transcription."


def read(raw: str | bytes) -> Said | None:
    """None: nothing that matters to us. Raises ValueError for what is no message."""
    message = json.loads(raw)
    if not isinstance(message, dict):
        raise ValueError("a message is an object")
    kind, item = str(message.get("type")), str(message.get("item_id"))
    answer = str(message.get("response_id"))
    match kind.removeprefix(TRANSCRIPTION) if kind.startswith(TRANSCRIPTION) else kind:
        case "input_audio_buffer.committed":
            return Committed(item)
        case "delta":
            return Written(item, str(message.get("delta") or ""), settled=False)
        case "completed":
            return Written(item, str(message.get("transcript") or "").strip(), settled=True)
        case "failed":
            return Unwritten(item, _why(message))
        case "response.created":
            response = _object(message, "response")
            return Began(str(response.get("id")), _object(response, "metadata").get(ANSWER))
        case "response.output_audio.delta":
            return Sounded(answer, item, b64decode(str(message.get("delta") or ""), validate=True))
        case "response.output_audio_transcript.delta":
            return Worded(answer, item, str(message.get("delta") or ""))
        case "response.done":
            return _ended(_object(message, "response"))
        case "error":
            return Complained(_object(message, "error").get("event_id"), _why(message))
    return None


def _ended(response: dict[str, Any]) -> Ended:
    name, status, usage = str(response.get("id")), response.get("status"), _usage(response)
    details = _object(response, "status_details")
    if status == "completed":
        items = [one for one in response.get("output") or [] if isinstance(one, dict)]
        calls = tuple(_call(one) for one in items if one.get("type") == "function_call")
        return Ended(name, None, calls, usage)
    if status == "cancelled":
        return Ended(name, None, (), usage)
    why = _why(details) if details.get("error") else f"it ended early: {details.get('reason') or status}"
    return Ended(name, why, (), usage)


def _usage(response: Mapping[str, Any]) -> TokenUsage:
    """Sound and text together."""
    told = _object(response, "usage")
    return TokenUsage(
        prompt=count(told.get("input_tokens")),
        completion=count(told.get("output_tokens")),
        cached=count(_object(told, "input_token_details").get("cached_tokens")),
    )


def _call(item: Mapping[str, Any]) -> ToolCall:
    return ToolCall(
        str(item.get("call_id") or ""), str(item.get("name") or ""), str(item.get("arguments") or "")
    )


def _why(message: Mapping[str, Any]) -> str:
    error = _object(message, "error")
    return f"{error.get('code') or error.get('type')}: {error.get('message')}"


def _object(message: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = message.get(name)
    return value if isinstance(value, dict) else {}
