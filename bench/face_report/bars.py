"""What is asked of every face, and the verdicts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from pathlib import Path
from typing import Any

AUDIO_ONLY = Path(__file__).parents[2] / "training" / "mouth" / "results.json"


class Verdict(StrEnum):
    PASS = "PASS"
    FAIL = "FAIL"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Bar:
    """A measure keeps within `least` and `most`."""

    title: str
    unit: str
    least: float = -inf
    most: float = inf
    digits: int = 2

    def __str__(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        if self.most == inf:
            return f"≥ {self.least:g}{unit}"
        if self.least == -inf:
            return f"≤ {self.most:g}{unit}"
        return f"{self.least:g} to {self.most:g}{unit}"

    def verdict(self, value: float | None) -> Verdict:
        if value is None:
            return Verdict.NOT_MEASURED
        return Verdict.PASS if self.least <= value <= self.most else Verdict.FAIL


BARS = {
    "closures": Bar("p, b, m closed", "%", least=98, digits=1),
    "open_vowels": Bar("open vowels", "mouth widths", least=0.15, most=0.35),
    "blinks": Bar("blinks", "a minute", least=12, most=20, digits=1),
    "stillness": Bar("above the nose", "dB", least=45, digits=1),
    "cracks": Bar("cracks in 500 poses", "px", most=0, digits=0),
    "found": Bar("face found", "%", least=100, digits=0),
    "remeasured": Bar("opening, re-measured", "r", least=0.9),
    "lag": Bar("lips behind marks", "frames", least=-1, most=1),
}
AUDIO_ONLY_BARS = {
    "jaw": Bar("jaw from sound alone", "r", least=0.84),
    "found": Bar("closures found", "", least=0.65),
    "right": Bar("of those shown, true", "", least=0.62),
}
"""By the names that `training.mouth.scores` gives them."""


def audio_only(results: Path = AUDIO_ONLY) -> dict[str, float | None]:
    """As training has measured them on voices that it left out; None where it has not."""
    try:
        mean: Any = json.loads(results.read_text()).get("mean over engines left out", {})
    except (OSError, ValueError):
        mean = {}
    return {name: mean.get(name) for name in AUDIO_ONLY_BARS}
