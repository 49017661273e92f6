"""The pause to expect before an answer. Ours: the public contract has none."""

from __future__ import annotations

from collections.abc import Sequence

from visavis.api.schemas.base import Answer
from visavis.services.expected_gap import MeasuredGap, median_gap
from visavis.services.statistics import PLACES, distribution


class GapStages(Answer):
    """Medians of each stage by itself, which need not add up to that of the whole."""

    hear_seconds: float
    """From the user's last sound to the transcript."""
    think_seconds: float
    """From there to the first word of the LLM."""
    speak_seconds: float
    """From there to the first sound."""
    face_seconds: float
    """From there to the first picture in which she speaks."""


class ExpectedGapAnswer(Answer):
    turns: int
    """How many were measured with these parts, 50 at most."""
    gap_seconds: float | None
    """The median from the user's last sound to the answer; null of none."""
    stages: GapStages | None


def expected_gap_answer(gaps: Sequence[MeasuredGap]) -> ExpectedGapAnswer:
    median = median_gap(gaps)
    return ExpectedGapAnswer(
        turns=len(gaps),
        gap_seconds=distribution(gap.whole_s for gap in gaps).p50,
        stages=median
        and GapStages(
            hear_seconds=round(median.hear_s, PLACES),
            think_seconds=round(median.think_s, PLACES),
            speak_seconds=round(median.speak_s, PLACES),
            face_seconds=round(median.face_s, PLACES),
        ),
    )
