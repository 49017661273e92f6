"""Analytics of one session, under the names of the public contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, cast

from visavis.api.schemas.base import Answer, Timestamp, Uuid
from visavis.api.schemas.token_usage import (
    OverheadTokensAnswer,
    TokenUsageAnswer,
    overhead_tokens_answer,
    token_usage_answer,
)
from visavis.api.schemas.tool_calls import TimedToolCall, ToolCallCounts, timed_tool_call, tool_call_counts
from visavis.services.exchanges import Exchange, Stage, timing
from visavis.services.session_history import length_ms
from visavis.services.session_reports import SessionReport, count
from visavis.services.statistics import PLACES, average, rate
from visavis.store.sessions import Session, ToolCall

SessionType = Literal["turnkey", "custom_llm_server", "custom_llm_client", "livekit", "elevenlabs_agent"]


class TurnAnswer(Answer):
    turn_index: int
    correlation_id: str | None = None
    user_speech_start_time: Timestamp | None
    user_speech_end_time: Timestamp | None
    user_speech_duration_seconds: float | None
    user_transcription_time: Timestamp | None
    transcription_latency_seconds: float | None
    llm_first_output_time: Timestamp | None
    llm_final_output_time: Timestamp | None
    llm_time_to_first_output_seconds: float | None
    llm_generation_duration_seconds: float | None
    tts_start_time: Timestamp | None
    tts_end_time: Timestamp | None
    tts_generation_duration_seconds: float | None
    tts_time_to_first_audio_seconds: float | None
    persona_start_speaking_time: Timestamp | None
    persona_stop_speaking_time: Timestamp | None
    first_audio_latency_seconds: float | None
    first_frame_latency_seconds: float | None
    """Until the first picture in which she speaks."""
    speaking_duration_seconds: float | None
    finish_reason: Literal["completed", "interrupted"] | None
    was_interrupted: bool
    interrupted_stage: Stage | None
    tool_calls: list[TimedToolCall]
    usage: TokenUsageAnswer | None
    """Ours: what the language model told that this answer took."""


class SpokenTurnAnswer(TurnAnswer):
    """With `includeMessages`."""

    user_message: str
    assistant_message: str


class ConfigAnswer(Answer):
    llm_provider: str | None
    llm_model: str | None
    tts_provider: str | None
    tts_voice: str | None
    avatar_key: str | None
    persona_name: str | None
    language_code: str | None
    transcripts_enabled: bool


class AverageLatencies(Answer):
    transcription_latency_seconds: float | None
    llm_time_to_first_output_seconds: float | None
    tts_generation_duration_seconds: float | None
    first_audio_latency_seconds: float | None
    first_frame_latency_seconds: float | None


class SummaryAnswer(Answer):
    total_turns: int
    completed_turns: int
    interrupted_turns: int
    interruption_rate: float | None
    total_user_speech_duration_seconds: float | None
    total_user_words: int | None
    total_assistant_words: int | None
    total_warnings: int
    total_errors: int
    tool_calls: ToolCallCounts
    average_latencies: AverageLatencies
    usage: TokenUsageAnswer | None
    """Ours: the sum over the turns of which it is known."""
    overhead_tokens: OverheadTokensAnswer
    """Ours: what the language model took besides."""


class SessionAnalytics(Answer):
    session_id: Uuid
    start_time: Timestamp
    end_time: Timestamp | None
    duration_seconds: float | None
    session_type: SessionType | None
    exit_status: str | None
    client_label: str | None
    client_metadata: dict[str, Any] | None
    persona_id: Uuid | None
    api_key_id: Uuid | None
    config: ConfigAnswer
    summary: SummaryAnswer
    turns: list[SpokenTurnAnswer | TurnAnswer]


def session_analytics(report: SessionReport, *, include_messages: bool) -> SessionAnalytics:
    row, length = report.session, length_ms(report.session)
    return SessionAnalytics(
        session_id=row.id,
        start_time=row.started_at or row.created_at,
        end_time=row.ended_at,
        duration_seconds=None if length is None else length / 1000,
        session_type=_type(row),
        exit_status=row.exit_status,
        client_label=row.client_label,
        client_metadata=row.client_metadata or None,
        persona_id=row.persona_id,
        api_key_id=row.api_key_id,
        config=_config(row),
        summary=_summary(report),
        turns=[
            _turn(
                index, exchange, [call for call in report.calls if call.turn_index == index], include_messages
            )
            for index, exchange in enumerate(report.exchanges)
        ],
    )


def _type(row: Session) -> SessionType | None:
    return None if row.kind == "passthrough" else cast(SessionType, row.kind)


def _config(row: Session) -> ConfigAnswer:
    kept = row.persona_config
    llm = kept.get("llmConfig") or {}
    return ConfigAnswer(
        llm_provider=llm.get("format"),
        llm_model=llm.get("modelName"),
        tts_provider=kept.get("ttsProvider"),
        tts_voice=kept.get("ttsProviderVoiceId"),
        avatar_key=kept.get("avatarEngineKey"),
        persona_name=kept.get("name"),
        language_code=kept.get("languageCode"),
        transcripts_enabled=not row.zero_data_retention,
    )


def _summary(report: SessionReport) -> SummaryAnswer:
    counts, timings = count([report]), report.timings
    return SummaryAnswer(
        total_turns=counts.turns,
        completed_turns=counts.completed,
        interrupted_turns=counts.interrupted,
        interruption_rate=rate(counts.interrupted, counts.completed + counts.interrupted),
        total_user_speech_duration_seconds=_seconds(sum(one.user_speech_s or 0 for one in timings)),
        total_user_words=sum(len(one.user.text.split()) for one in report.exchanges if one.user),
        total_assistant_words=sum(len(one.persona.text.split()) for one in report.exchanges if one.persona),
        total_warnings=counts.warnings,
        total_errors=counts.errors,
        tool_calls=tool_call_counts(counts.tool_calls),
        average_latencies=AverageLatencies(
            transcription_latency_seconds=average(one.transcription_latency_s for one in timings),
            llm_time_to_first_output_seconds=average(one.llm_time_to_first_output_s for one in timings),
            tts_generation_duration_seconds=average(one.tts_generation_s for one in timings),
            first_audio_latency_seconds=average(one.first_audio_latency_s for one in timings),
            first_frame_latency_seconds=average(one.first_frame_latency_s for one in timings),
        ),
        usage=token_usage_answer(report.usage),
        overhead_tokens=overhead_tokens_answer(report.overheads),
    )


def _turn(index: int, exchange: Exchange, calls: Sequence[ToolCall], include_messages: bool) -> TurnAnswer:
    one, interrupted = timing(exchange), bool(exchange.persona and exchange.persona.interrupted)
    turn = TurnAnswer(
        turn_index=index,
        correlation_id=exchange.correlation_id,
        user_speech_start_time=one.user_speech_start,
        user_speech_end_time=one.user_speech_end,
        user_speech_duration_seconds=_seconds(one.user_speech_s),
        user_transcription_time=one.user_transcription,
        transcription_latency_seconds=_seconds(one.transcription_latency_s),
        llm_first_output_time=one.llm_first_output,
        llm_final_output_time=one.llm_final_output,
        llm_time_to_first_output_seconds=_seconds(one.llm_time_to_first_output_s),
        llm_generation_duration_seconds=_seconds(one.llm_generation_s),
        tts_start_time=one.tts_start,
        tts_end_time=one.tts_end,
        tts_generation_duration_seconds=_seconds(one.tts_generation_s),
        tts_time_to_first_audio_seconds=_seconds(one.tts_time_to_first_audio_s),
        persona_start_speaking_time=one.persona_start_speaking,
        persona_stop_speaking_time=one.persona_stop_speaking,
        first_audio_latency_seconds=_seconds(one.first_audio_latency_s),
        first_frame_latency_seconds=_seconds(one.first_frame_latency_s),
        speaking_duration_seconds=_seconds(one.speaking_s),
        finish_reason=None if exchange.persona is None else "interrupted" if interrupted else "completed",
        was_interrupted=interrupted,
        interrupted_stage=one.interrupted_stage,
        tool_calls=[timed_tool_call(call) for call in calls],
        usage=token_usage_answer(exchange.usage),
    )
    return _spoken(turn, exchange) if include_messages else turn


def _spoken(turn: TurnAnswer, exchange: Exchange) -> SpokenTurnAnswer:
    return SpokenTurnAnswer(
        **dict(turn),
        user_message=exchange.user.text if exchange.user else "",
        assistant_message=exchange.persona.text if exchange.persona else "",
    )


def _seconds(value: float | None) -> float | None:
    return None if value is None else round(value, PLACES)
