"""The report as Markdown for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from bench.face_report.bars import AUDIO_ONLY_BARS, BARS, Bar, Verdict

Values = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Report:
    machine: str
    faces: Mapping[str, Values]
    """By avatar, then by the names of BARS."""
    audio_only: Values

    def failures(self) -> list[str]:
        """Sentences, one for each bar that was missed."""
        return [
            f"{who}: {bar.title} {_number(bar, value)}, to be {bar}"
            for who, values, bars in self._parts()
            for name, bar in bars.items()
            if bar.verdict(value := values.get(name)) is Verdict.FAIL
        ]

    def markdown(self) -> str:
        head = ["face", *(bar.title for bar in BARS.values())]
        lines = [_row(head), _row(["---"] * len(head)), _row(["*to be*", *map(str, BARS.values())])]
        for who, values in self.faces.items():
            lines.append(_row([who, *(_cell(bar, values.get(name)) for name, bar in BARS.items())]))
        lines += ["", "| from sound alone | value | to be |", "|---|---|---|"]
        for name, bar in AUDIO_ONLY_BARS.items():
            lines.append(_row([bar.title, _cell(bar, self.audio_only.get(name)), str(bar)]))
        verdict = "\n".join(f"* {failure}" for failure in self.failures()) or "Every bar is kept."
        return f"# Faces\n\n{self.machine}\n\n" + "\n".join(lines) + f"\n\n{verdict}\n"

    def json(self) -> str:
        parts = {
            who: {
                name: {"value": values.get(name), "bar": str(bar), "verdict": bar.verdict(values.get(name))}
                for name, bar in bars.items()
            }
            for who, values, bars in self._parts()
        }
        failures = self.failures()
        whole = {"machine": self.machine, "passed": not failures, "failures": failures, "measures": parts}
        return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"

    def _parts(self) -> list[tuple[str, Values, dict[str, Bar]]]:
        faces = [(who, values, BARS) for who, values in self.faces.items()]
        return [*faces, ("audio only", self.audio_only, AUDIO_ONLY_BARS)]


def _number(bar: Bar, value: float | None) -> str:
    return "" if value is None else f"{value:.{bar.digits}f}"


def _cell(bar: Bar, value: float | None) -> str:
    verdict = bar.verdict(value)
    return f"{_number(bar, value)} {verdict if verdict is not Verdict.FAIL else '**FAIL**'}".strip()


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
