"""The signalling WebSocket: `{"actionType", "sessionId", "payload"}` both ways.

`read` turns a client's frame into one of the small classes below; the functions at the end write the
server's frames. The keys keep this order because the Kotlin SDK reads actionType before payload.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass

from visavis.wire.frames import MAX_SIGNALLING_BYTES, BadFrame, integer, read_object, text

MAX_SDP_CHARACTERS = 64 << 10


@dataclass(frozen=True, slots=True)
class Offer:
    sdp: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One trickled ICE candidate; an empty `candidate` says that there are no more."""

    candidate: str
    sdp_mid: str | None
    sdp_mline_index: int | None


@dataclass(frozen=True, slots=True)
class Heartbeat:
    pass


@dataclass(frozen=True, slots=True)
class TalkStream:
    """A chunk of text that the client wants spoken. A new utterance id queues a new utterance."""

    content: str
    starts: bool
    ends: bool
    correlation_id: str
    utterance_id: str | None


@dataclass(frozen=True, slots=True)
class AgentAudio:
    """Audio passthrough: signed 16 bit little endian samples, interleaved when there are two channels."""

    pcm: bytes
    rate_hz: int
    channels: int
    sequence: int


@dataclass(frozen=True, slots=True)
class AgentAudioEnd:
    pass


@dataclass(frozen=True, slots=True)
class EndSession:
    pass


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something newer or older than this server; ignored."""

    name: str


ClientSignal = Offer | Candidate | Heartbeat | TalkStream | AgentAudio | AgentAudioEnd | EndSession | Unknown


def read(frame: str | bytes) -> ClientSignal:
    """Understand a client's frame. Raises BadFrame."""
    message = read_object(frame, MAX_SIGNALLING_BYTES)
    action = message.get("actionType")
    if not isinstance(action, str):
        raise BadFrame("actionType is missing.")
    payload = message.get("payload")
    reader = _READERS.get(action)
    if reader is None:
        return Unknown(action[:64])
    return reader(payload if isinstance(payload, dict) else {})


def _offer(payload: dict[str, object]) -> Offer:
    description = payload.get("connectionDescription")
    sdp = description.get("sdp") if isinstance(description, dict) else None
    if not isinstance(sdp, str) or not sdp:
        raise BadFrame("The offer has no connectionDescription.sdp.")
    if len(sdp) > MAX_SDP_CHARACTERS:
        raise BadFrame(f"The offer has {len(sdp)} characters; the limit is {MAX_SDP_CHARACTERS}.")
    return Offer(sdp)


def _candidate(payload: dict[str, object]) -> Candidate:
    mid = payload.get("sdpMid")
    return Candidate(
        candidate=text(payload.get("candidate"), "candidate"),
        sdp_mid=mid if isinstance(mid, str) else None,
        sdp_mline_index=integer(payload.get("sdpMLineIndex")),
    )


def _talk_stream(payload: dict[str, object]) -> TalkStream:
    utterance = payload.get("utteranceId")
    return TalkStream(
        content=text(payload.get("content"), "content"),
        starts=payload.get("startOfSpeech") is True,
        ends=payload.get("endOfSpeech") is True,
        correlation_id=text(payload.get("correlationId"), "correlationId"),
        utterance_id=utterance if isinstance(utterance, str) else None,
    )


def _agent_audio(payload: dict[str, object]) -> AgentAudio:
    encoding = payload.get("encoding", "pcm_s16le")
    if encoding != "pcm_s16le":
        raise BadFrame("Audio passthrough takes pcm_s16le only.")
    rate = integer(payload.get("sampleRate"), 0) or 0
    channels = integer(payload.get("channels"), 1)
    if not 8_000 <= rate <= 48_000 or channels not in (1, 2):
        raise BadFrame("Audio passthrough takes 8000 to 48000 Hz, one or two channels.")
    try:
        pcm = base64.b64decode(str(payload.get("audioData", "")), validate=True)
    except (ValueError, binascii.Error) as error:
        raise BadFrame("audioData is not base64.") from error
    if len(pcm) % (2 * channels):
        raise BadFrame("audioData ends in the middle of a sample.")
    return AgentAudio(pcm, rate, channels, integer(payload.get("sequenceNumber"), 0) or 0)


_READERS: dict[str, Callable[[dict[str, object]], ClientSignal]] = {
    "offer": _offer,
    "icecandidate": _candidate,
    "heartbeat": lambda _: Heartbeat(),
    "talkstream": _talk_stream,
    "agentaudioinput": _agent_audio,
    "agentaudioinputend": lambda _: AgentAudioEnd(),
    "endsession": lambda _: EndSession(),
}


def answer(session_id: str, sdp: str) -> str:
    """The description goes directly into the payload, unlike in an offer."""
    return _frame("answer", session_id, {"type": "answer", "sdp": sdp})


def session_ready(session_id: str) -> str:
    return _frame("sessionready", session_id, {})


def talk_stream_interrupted(session_id: str, correlation_id: str) -> str:
    return _frame("talkinputstreaminterrupted", session_id, {"correlationId": correlation_id})


def heartbeat(session_id: str) -> str:
    return _frame("heartbeat", session_id, {})


def warning(session_id: str, message: str) -> str:
    """The payload is a bare string."""
    return _frame("warning", session_id, message)


def end_session(session_id: str, reason: str) -> str:
    """The payload is a bare string. Always sent before the server closes the socket: clients stop at it."""
    return _frame("endsession", session_id, reason)


def _frame(action: str, session_id: str, payload: object) -> str:
    return json.dumps({"actionType": action, "sessionId": session_id, "payload": payload})
