"""The figures that training writes are the figures that the report reads."""

from __future__ import annotations

import json
from pathlib import Path

from bench.face_report.bars import audio_only
from training.mouth.evaluate import Score
from training.mouth.scores import Closures


def test_the_mean_over_engines_left_out_is_read_by_the_names_of_a_score(tmp_path: Path) -> None:
    row = Score(60.0, 0.81, 0.7, 0.6, 0.5, Closures(spoken=10, found=6, shown=8, right=4)).row()
    results = tmp_path / "results.json"
    results.write_text(json.dumps({"mean over engines left out": row}))
    assert audio_only(results) == {"jaw": 0.81, "found": 0.6, "right": 0.5}


def test_what_training_has_not_measured_is_none(tmp_path: Path) -> None:
    assert set(audio_only(tmp_path / "nothing.json").values()) == {None}
