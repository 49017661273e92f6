"""Figures as lines: what was measured, its percentiles, and the bound it should keep."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True, slots=True)
class Figure:
    """`values` in `unit`; `bound` is what p50 should not exceed, `bound_p95` what p95 should not."""

    name: str
    values: tuple[float, ...]
    unit: str
    bound: float | None = None
    bound_p95: float | None = None

    def line(self) -> str:
        p50, p90 = (float(np.percentile(self.values, share)) for share in (50, 90))
        text = f"{self.name:<58}{p50:>9.1f} {p90:>9.1f}  {self.unit:<18}n={len(self.values)}"
        verdicts = []
        if self.bound is not None:
            verdicts.append(f"bound {self.bound:g}: {_verdict(p50, self.bound)}")
        if self.bound_p95 is not None:
            p95 = float(np.percentile(self.values, 95))
            verdicts.append(f"p95 {p95:.1f}, bound {self.bound_p95:g}: {_verdict(p95, self.bound_p95)}")
        return f"{text:<104}{'; '.join(verdicts)}".rstrip()


def _verdict(value: float, bound: float) -> str:
    return "ok" if value <= bound else "over"


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
