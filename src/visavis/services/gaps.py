"""The gap: from the user's last sound to her first moving picture, in the four stages that people are shown.

    falls silent ─▶ transcript ─▶ first word of the LLM ─▶ first sound ─▶ first picture
                    └── hear ──┘└─────── think ────────┘└── speak ───┘└──── face ────┘

Pure arithmetic over what an engine measured.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from visavis.contract.events import TurnLatency
from visavis.services.exchanges import heard_s
from visavis.services.statistics import PLACES, percentile

StageName = Literal["hear", "think", "speak", "face"]


@dataclass(frozen=True, slots=True)
class Gap:
    """Seconds; what is not known of a stage counts to the next one."""

    hear: float
    think: float
    speak: float
    face: float

    @property
    def total(self) -> float:
        return self.hear + self.think + self.speak + self.face

    @property
    def longest(self) -> StageName:
        stages: tuple[StageName, ...] = ("hear", "think", "speak", "face")
        return max(stages, key=lambda name: getattr(self, name))


def gap_of(latency: TurnLatency | None) -> Gap | None:
    """None where nothing was answered aloud, or it was not measured."""
    sound = heard_s(latency) if latency else None
    if latency is None or sound is None:
        return None
    hear = min(latency.transcript_s or 0.0, sound)
    first_word = hear if latency.first_token_s is None else latency.first_token_s
    think = min(max(0.0, first_word - hear), sound - hear)
    picture = sound if latency.picture_sent_s is None else latency.picture_sent_s
    return Gap(hear, think, sound - hear - think, max(0.0, picture - sound))


def median_s(gaps: Iterable[Gap]) -> float | None:
    totals = sorted(gap.total for gap in gaps)
    return round(percentile(totals, 0.5), PLACES) if totals else None
