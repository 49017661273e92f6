"""Figures as lines: what was measured, its percentiles, and the bound it should keep."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True, slots=True)
class Figure:
    """`values` in `unit`; `bound` is what p50 should not exceed."""

    name: str
    values: tuple[float, ...]
    unit: str
    bound: float | None = None

    def line(self) -> str:
        p50, p90 = (float(np.percentile(self.values, share)) for share in (50, 90))
        text = f"{self.name:<58}{p50:>9.1f} {p90:>9.1f}  {self.unit:<18}n={len(self.values)}"
        if self.bound is None:
            return text
        verdict = "ok" if p50 <= self.bound else "over"
        return f"{text:<104}bound {self.bound:g}: {verdict}"


HEADER = f"{'':<58}{'p50':>9} {'p90':>9}"


def machine() -> str:
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} × {model}, Python {platform.python_version()}, load average {load:.1f} at start"
