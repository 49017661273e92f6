"""The pause to expect before an answer: what was measured with the same parts, and nothing where nothing was.

user falls silent ──▶ transcript ──▶ first word of the LLM ──▶ first sound ──▶ first moving picture
                  └──── hear ────┘└──────── think ────────┘└──── speak ───┘└────── face ──────┘
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.events import TurnLatency
from visavis.services.exchanges import Exchange, Said, timing
from visavis.services.statistics import distribution
from visavis.store.sessions import Session, Turn

MOST_TURNS = 50
MOST_SESSIONS = 1000
"""The newest ones are looked through; what was measured before says little of today."""


@dataclass(frozen=True, slots=True)
class GapParts:
    """What answers were given with; None: any."""

    avatar_model: str | None = None
    voice_id: str | None = None
    llm_id: str | None = None


@dataclass(frozen=True, slots=True)
class MeasuredGap:
    """Seconds, from the user's last sound to the first sound and picture of the answer."""

    hear_s: float
    think_s: float
    speak_s: float
    face_s: float

    @property
    def whole_s(self) -> float:
        return self.hear_s + self.think_s + self.speak_s + self.face_s


async def expected_gap(session: AsyncSession, organization_id: str, parts: GapParts) -> Sequence[MeasuredGap]:
    """The last ones measured, of answers to something that was spoken; the newest first."""
    newest = (
        select(Session.id)
        .where(Session.organization_id == organization_id)
        .order_by(Session.created_at.desc(), Session.id)
        .limit(MOST_SESSIONS)
        .subquery()
    )
    measured = (
        select(Turn.started_at, Turn.seconds, Turn.latency)
        .join(Session, Session.id == Turn.session_id)
        .where(Session.id.in_(select(newest.c.id)), *_with(parts))
        .where(Turn.role == "persona", Turn.latency["first_sound_s"].as_float().is_not(None))
        .where(Turn.latency["transcript_s"].as_float().is_not(None))
        .order_by(Turn.started_at.desc())
        .limit(MOST_TURNS)
    )
    rows = await session.execute(measured)
    answers = (
        Said("persona", at, seconds, latency=TurnLatency.model_validate(one)) for at, seconds, one in rows
    )
    return [gap for said in answers if (gap := gap_of(said)) is not None]


def gap_of(answer: Said) -> MeasuredGap | None:
    """None where its sound was not measured. A word that was ready before the transcript cost nothing."""
    known = timing(Exchange(None, answer))
    sound_s, hear_s = known.first_audio_latency_s, known.transcription_latency_s
    if sound_s is None or hear_s is None:
        return None
    hear_s = min(hear_s, sound_s)
    think_s = min(known.llm_time_to_first_output_s or 0.0, sound_s - hear_s)
    face_s = max(0.0, (known.first_frame_latency_s or sound_s) - sound_s)
    return MeasuredGap(hear_s, think_s, sound_s - hear_s - think_s, face_s)


def median_gap(gaps: Sequence[MeasuredGap]) -> MeasuredGap | None:
    """Of each stage by itself; None of none."""
    if not gaps:
        return None
    stages = zip(*((gap.hear_s, gap.think_s, gap.speak_s, gap.face_s) for gap in gaps), strict=True)
    return MeasuredGap(*(distribution(stage).p50 or 0.0 for stage in stages))


def _with(parts: GapParts) -> list[ColumnElement[bool]]:
    """By what was kept of each session's configuration."""
    config = Session.persona_config
    wanted = {
        config["avatarVersion"].as_string(): parts.avatar_model,
        config["voiceId"].as_string(): parts.voice_id,
        config[("llmConfig", "id")].as_string(): parts.llm_id,
    }
    return [column == value for column, value in wanted.items() if value is not None]
