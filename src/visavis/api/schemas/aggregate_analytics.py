"""Analytics of many sessions, under the names of the public contract."""

from __future__ import annotations

from typing import Literal, cast

from pydantic import Field

from visavis.api.schemas.base import Answer, Timestamp, Uuid
from visavis.api.schemas.session_analytics import SessionType
from visavis.api.schemas.tool_calls import ToolCallCounts, tool_call_counts
from visavis.services.session_analytics import Aggregate
from visavis.services.statistics import PLACES, Distribution, rate

PUBLIC = {
    "transcription_latency_s": "transcriptionLatencySeconds",
    "llm_time_to_first_output_s": "llmTimeToFirstOutputSeconds",
    "llm_generation_s": "llmGenerationDurationSeconds",
    "tts_generation_s": "ttsGenerationDurationSeconds",
    "tts_time_to_first_audio_s": "ttsTimeToFirstAudioSeconds",
    "first_audio_latency_s": "firstAudioLatencySeconds",
    "first_frame_latency_s": "firstFrameLatencySeconds",
    "speaking_s": "speakingDurationSeconds",
    "user_speech_s": "userSpeechDurationSeconds",
}
"""Our names of latencies → the public ones."""


Headline = Literal[
    "transcriptionLatencySeconds",
    "llmTimeToFirstOutputSeconds",
    "ttsTimeToFirstAudioSeconds",
    "firstAudioLatencySeconds",
]


class FiltersAnswer(Answer):
    persona_id: Uuid | None
    api_key_id: Uuid | None
    client_label: str | None
    session_type: SessionType | None


class LatencyStats(Answer):
    count: int
    avg: float | None
    p50: float | None
    p90: float | None
    p95: float | None
    p99: float | None
    max: float | None


class LatenciesAnswer(Answer):
    transcription_latency_seconds: LatencyStats
    llm_time_to_first_output_seconds: LatencyStats
    llm_generation_duration_seconds: LatencyStats
    tts_generation_duration_seconds: LatencyStats
    tts_time_to_first_audio_seconds: LatencyStats
    first_audio_latency_seconds: LatencyStats
    first_frame_latency_seconds: LatencyStats
    speaking_duration_seconds: LatencyStats
    user_speech_duration_seconds: LatencyStats


class CountsAnswer(Answer):
    completed_turns: int
    interrupted_turns: int
    interrupted_before_audio_turns: int
    total_errors: int
    total_warnings: int
    sessions_with_errors: int
    sessions_with_warnings: int
    tool_calls: ToolCallCounts


class RatesAnswer(Answer):
    interruption_rate: float | None
    interrupted_before_audio_rate: float | None
    error_session_rate: float | None
    warning_session_rate: float | None
    tool_call_failure_rate: float | None


class SlowestTurn(Answer):
    session_id: Uuid
    correlation_id: str | None
    metric: Headline
    value_seconds: float
    session_start_time: Timestamp
    persona_id: Uuid | None
    client_label: str | None


class AggregateAnalytics(Answer):
    since: Timestamp = Field(alias="from")
    until: Timestamp = Field(alias="to")
    filters: FiltersAnswer
    session_count: int
    sessions_with_reports: int
    truncated: bool
    turn_count: int
    latencies: LatenciesAnswer
    counts: CountsAnswer
    rates: RatesAnswer
    slowest_turns: list[SlowestTurn]


def aggregate_analytics(found: Aggregate) -> AggregateAnalytics:
    counts, filters = found.counts, found.filters
    answered = counts.completed + counts.interrupted
    return AggregateAnalytics(
        since=found.since,
        until=found.until,
        filters=FiltersAnswer(
            persona_id=filters.persona_id,
            api_key_id=filters.api_key_id,
            client_label=filters.client_label,
            session_type=cast(SessionType | None, filters.kind),
        ),
        session_count=found.sessions,
        sessions_with_reports=found.reports,
        truncated=found.truncated,
        turn_count=counts.turns,
        latencies=LatenciesAnswer(
            **{PUBLIC[name]: latency_stats(one) for name, one in found.latencies.items()}
        ),
        counts=CountsAnswer(
            completed_turns=counts.completed,
            interrupted_turns=counts.interrupted,
            interrupted_before_audio_turns=counts.interrupted_before_audio,
            total_errors=counts.errors,
            total_warnings=counts.warnings,
            sessions_with_errors=counts.sessions_with_errors,
            sessions_with_warnings=counts.sessions_with_warnings,
            tool_calls=tool_call_counts(counts.tool_calls),
        ),
        rates=RatesAnswer(
            interruption_rate=rate(counts.interrupted, answered),
            interrupted_before_audio_rate=rate(counts.interrupted_before_audio, answered),
            error_session_rate=rate(counts.sessions_with_errors, found.reports),
            warning_session_rate=rate(counts.sessions_with_warnings, found.reports),
            tool_call_failure_rate=rate(counts.tool_calls.failed, counts.tool_calls.total),
        ),
        slowest_turns=[
            SlowestTurn(
                session_id=slow.session.id,
                correlation_id=None,
                metric=cast(Headline, PUBLIC[slow.metric]),
                value_seconds=round(slow.seconds, PLACES),
                session_start_time=slow.session.started_at or slow.session.created_at,
                persona_id=slow.session.persona_id,
                client_label=slow.session.client_label,
            )
            for slow in found.slowest
        ],
    )


def latency_stats(one: Distribution) -> LatencyStats:
    return LatencyStats(
        count=one.count, avg=one.avg, p50=one.p50, p90=one.p90, p95=one.p95, p99=one.p99, max=one.max
    )
