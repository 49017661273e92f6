"""What the server's processes use: CPU seconds and memory, read from /proc."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
CPUCLOCK_SCHED = 2
"""linux/posix-timers.h"""


@dataclass(frozen=True, slots=True)
class Usage:
    cpu_s: float
    """User and system time of all processes."""
    private_mb: float
    """Memory that only they use (proportional share of what is shared)."""

    @classmethod
    def of(cls, pids: list[int]) -> Usage:
        return cls(sum(map(_cpu_s, pids)), sum(map(_memory_mb, pids)))


def tree(pid: int) -> list[int]:
    """The process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        below = [int(child) for child in children.read_text().split()]
    except OSError:
        below = []
    # threads other than the first may have started processes too
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        below += [int(child) for child in task.read_text().split() if int(child) not in below]
    return [pid, *(process for child in below for process in tree(child))]


def cpu_clock(pid: int) -> int:
    """Of a process and all its threads, for `time.clock_gettime`: nanoseconds, where /proc counts ticks of 10 ms.

    clock_getcpuclockid(3), which Python does not have.
    """
    return ~pid << 3 | CPUCLOCK_SCHED


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def _memory_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
