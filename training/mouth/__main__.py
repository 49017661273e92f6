"""python -m training.mouth: every step from sentences to figures. See docs/training-mouth.md."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

from training.mouth import corpus, lessons, train
from training.mouth.evaluate import FOLDS, Fold, Score, by_voice, hear, together
from training.mouth.marks import settled
from training.mouth.recording import Recording, load_all
from training.mouth.sentences import Role, role_of
from training.mouth.tune import best_offset, with_offset
from visavis.face.hearing.network import Weights, read_weights

UPDATES = 5000
RESULTS = Path(__file__).parent / "results.json"


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options().parse_args(arguments)
    folder: Path = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    match options.command:
        case "corpus":
            print(corpus.make(folder / "corpus"), "recordings")
        case "lessons":
            steps = lessons.prepare(folder / "corpus", folder / "lessons.npz", options.processes)
            print(steps, "steps")
        case "train":
            fold = next((fold for fold in FOLDS if fold.engine == options.without), None)
            _train(folder, fold, options.updates, options.seed)
        case "evaluate":
            _evaluate(folder, options.updates, options.seed)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.mouth", description=__doc__)
    parser.add_argument("command", choices=("corpus", "lessons", "train", "evaluate"))
    parser.add_argument("folder", type=Path, help="where corpus, lessons and weights are kept")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--without", choices=[fold.engine for fold in FOLDS], help="leave an engine out")
    parser.add_argument("--updates", type=int, default=UPDATES)
    parser.add_argument("--seed", type=int, default=1)
    return parser


def _weights_of(folder: Path, fold: Fold | None) -> Path:
    return folder / ("weights.npz" if fold is None else f"without-{fold.engine}.npz")


def _train(folder: Path, fold: Fold | None, updates: int, seed: int) -> None:
    without = fold.without if fold is not None else ()
    began_s = time.process_time()

    def report(line: str, so_far: Weights) -> None:
        print(line, flush=True)
        train.save(so_far, _weights_of(folder, fold))

    weights = train.train(train.load(folder / "lessons.npz", without), updates, seed, report)
    tuning = [
        recording for recording in _of(folder, Role.TUNE) if not without or not _is_of(recording, without)
    ]
    offset = best_offset([hear(weights, recording) for recording in tuning])
    train.save(with_offset(weights, offset), _weights_of(folder, fold))
    print(f"closure bias moved by {offset:.1f}; {time.process_time() - began_s:.0f} s of CPU", flush=True)


def _of(folder: Path, role: Role) -> list[Recording]:
    """What may judge: our own engine teaches, but how well it is understood says nothing."""
    recordings = (
        recording
        for recording in load_all(folder / "corpus")
        if role_of(recording.sentence) is role and recording.engine != "formant"
    )
    return [settled(recording) for recording in recordings]


def _is_of(recording: Recording, voices: Sequence[str]) -> bool:
    return f"{recording.engine}-{recording.voice}-".startswith(tuple(voices))


def _evaluate(folder: Path, updates: int, seed: int) -> None:
    tests = _of(folder, Role.TEST)
    left_out: dict[str, Score] = {}
    voices: dict[str, dict[str, float]] = {}
    for fold in FOLDS:
        weights = read_weights(_weights_of(folder, fold))
        scores = _scores(weights, tests, fold.voices)
        left_out[fold.engine] = together(list(scores.values()))
        if fold.engine != "espeak":  # fifty voices of two clips each say little one by one
            voices |= {voice: score.row() for voice, score in scores.items()}
    shipped = _scores(read_weights(_weights_of(folder, None)), tests, ("",))
    mean = {
        name: round(sum(score.row()[name] for score in left_out.values()) / len(left_out), 3)
        for name in ("jaw", "wide", "pucker", "curve", "found", "right")
    }
    results = {
        "command": f"python -m training.mouth evaluate FOLDER (each net: {updates} updates, seed {seed})",
        "engine left out": {engine: score.row() for engine, score in left_out.items()},
        "mean over engines left out": mean,
        "voices left out": voices,
        "shipped network, sentences unheard": together(list(shipped.values())).row(),
    }
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")
    print(RESULTS.read_text())


def _scores(weights: Weights, tests: Sequence[Recording], voices: Sequence[str]) -> dict[str, Score]:
    return by_voice(hear(weights, recording) for recording in tests if _is_of(recording, voices))


if __name__ == "__main__":
    main()
