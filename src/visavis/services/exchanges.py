"""A conversation as exchanges: what the user said, the answer to it, and where the time went.

    user speaks ──▶ falls silent ──▶ transcript ──▶ first word of the LLM ──▶ persona speaks ──▶ persona stops
                    └─ transcription ─┘└─ LLM to first output ─┘                      │
                    └──────────────── first audio latency ───────────────────────────┘

An engine reports when each stage was done, counted from when the user fell silent, and how long either side
spoke. What she says unasked has no such times.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from visavis.contract.events import TurnLatency
from visavis.contract.token_usage import TokenUsage

Stage = Literal["before_llm_output", "during_llm_generation", "before_audio", "while_speaking"]


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a conversation, as it was reported."""

    role: Literal["user", "persona"]
    started_at: datetime
    seconds: float
    """0 for what was typed."""
    interrupted: bool = False
    latency: TurnLatency | None = None
    usage: TokenUsage | None = None
    text: str = ""
    correlation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """Either side may be missing: she greets by herself, or an utterance got no answer."""

    user: Said | None
    persona: Said | None

    @property
    def usage(self) -> TokenUsage | None:
        return self.persona.usage if self.persona else None

    @property
    def correlation_id(self) -> str | None:
        """What the client was told that this turn is called."""
        known = [said.correlation_id for said in (self.persona, self.user) if said]
        return next((id for id in known if id), None)


@dataclass(frozen=True, slots=True)
class Timing:
    """When each stage of an exchange was done, and how many seconds it took; None: not known."""

    user_speech_start: datetime | None = None
    user_speech_end: datetime | None = None
    user_speech_s: float | None = None
    user_transcription: datetime | None = None
    transcription_latency_s: float | None = None
    llm_first_output: datetime | None = None
    llm_final_output: datetime | None = None
    llm_time_to_first_output_s: float | None = None
    llm_generation_s: float | None = None
    tts_start: datetime | None = None
    tts_end: datetime | None = None
    tts_generation_s: float | None = None
    tts_time_to_first_audio_s: float | None = None
    persona_start_speaking: datetime | None = None
    persona_stop_speaking: datetime | None = None
    first_audio_latency_s: float | None = None
    first_frame_latency_s: float | None = None
    """Until the first picture that belongs to her speaking had left."""
    speaking_s: float | None = None
    interrupted_stage: Stage | None = None


def exchanges(lines: Iterable[Said]) -> list[Exchange]:
    """Each answer belongs to the utterance before it; what has no partner stands alone."""
    found, waiting = [], None
    for line in lines:
        if line.role == "persona":
            found.append(Exchange(waiting, line))
            waiting = None
        else:
            if waiting is not None:
                found.append(Exchange(waiting, None))
            waiting = line
    if waiting is not None:
        found.append(Exchange(waiting, None))
    return found


def timing(exchange: Exchange) -> Timing:
    user, persona = exchange.user, exchange.persona
    latency = (persona.latency if persona else None) or TurnLatency()
    silent_at = _silent_at(exchange, latency)
    spoke_s = user.seconds if user and user.seconds > 0 else None
    return Timing(
        user_speech_start=_later(silent_at, -spoke_s) if spoke_s is not None else None,
        user_speech_end=silent_at if spoke_s is not None else None,
        user_speech_s=spoke_s,
        user_transcription=_later(silent_at, latency.transcript_s),
        transcription_latency_s=latency.transcript_s,
        llm_first_output=_later(silent_at, latency.first_token_s),
        llm_final_output=_later(silent_at, latency.last_token_s),
        llm_time_to_first_output_s=_between(latency.transcript_s, latency.first_token_s),
        llm_generation_s=_between(latency.first_token_s, latency.last_token_s),
        tts_start=_later(silent_at, latency.voice_began_s),
        tts_end=_later(silent_at, latency.voice_ended_s),
        tts_generation_s=_between(latency.voice_began_s, latency.voice_ended_s),
        tts_time_to_first_audio_s=_between(latency.voice_began_s, heard_s(latency)),
        persona_start_speaking=persona.started_at if persona else None,
        persona_stop_speaking=_later(persona.started_at, persona.seconds) if persona else None,
        first_audio_latency_s=heard_s(latency),
        first_frame_latency_s=latency.picture_sent_s,
        speaking_s=persona.seconds if persona else None,
        interrupted_stage=_stage(persona) if persona and persona.interrupted else None,
    )


def _silent_at(exchange: Exchange, latency: TurnLatency) -> datetime | None:
    """When the user fell silent: counted back from her first sound, which is exact; else as reported, which
    is late by the time that it took to believe that the turn was over."""
    if exchange.persona and latency.first_sound_s is not None:
        return _later(exchange.persona.started_at, -latency.first_sound_s)
    return _later(exchange.user.started_at, exchange.user.seconds) if exchange.user else None


def heard_s(latency: TurnLatency) -> float | None:
    """When her first sound had left; for want of a listener, when it would have."""
    return latency.first_sound_s if latency.sound_sent_s is None else latency.sound_sent_s


def _later(at: datetime | None, seconds: float | None) -> datetime | None:
    return None if at is None or seconds is None else at + timedelta(seconds=seconds)


def _between(earlier_s: float | None, later_s: float | None) -> float | None:
    """An answer thought of before the transcript was final made nobody wait."""
    return None if earlier_s is None or later_s is None else max(0.0, later_s - earlier_s)


def _stage(persona: Said) -> Stage:
    if persona.seconds > 0:
        return "while_speaking"
    thought = persona.latency is not None and persona.latency.first_token_s is not None
    return "before_audio" if thought else "before_llm_output"
