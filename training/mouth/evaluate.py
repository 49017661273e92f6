"""The network on recordings as they are, voice by voice, and with whole engines left out of training."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from training.mouth.lessons import features, untouched
from training.mouth.recording import Recording
from training.mouth.scores import Closures, correlation, count_closures, smoothed
from training.mouth.targets import Segment, looks_at, segments, targets
from visavis.face.hearing.lips import Lips, likely_looks
from visavis.face.hearing.network import Network, Weights
from visavis.face.hearing.spectrum import STEP_S, Floats
from visavis.face.hearing.timing import answer_times_s
from visavis.face.mouth import Mouth

JAW, WIDE, PUCKER = (Mouth._fields.index(name) for name in ("jaw", "wide", "pucker"))


@dataclass(frozen=True, slots=True)
class Fold:
    """An engine that is tested, and the voices that must not have taught: its own, and the same speakers'."""

    engine: str
    voices: tuple[str, ...]
    without: tuple[str, ...]


FOLDS = (
    Fold("flite", ("flite-",), ("flite-",)),
    Fold(
        "festival",
        ("festival-kal", "festival-ked", "festival-slthts"),
        ("festival-", "flite-slt", "flite-kal16"),
    ),
    Fold("espeak", ("espeak-",), ("espeak-",)),
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the network made of one recording."""

    voice: str
    times_s: Floats
    spoken: list[Segment]
    looks: Floats
    """Its likeliest looks (n, 8)."""
    curves: Floats
    """The curves that it draws itself (n, 8)."""
    wanted_curves: Floats
    closures: Floats


def hear(weights: Weights, recording: Recording) -> Heard:
    sound, phones = untouched(recording)
    answers = Network(weights).answer(features(sound))
    times_s = answer_times_s(0, len(answers.closures))
    return Heard(
        f"{recording.engine}-{recording.voice}",
        times_s,
        segments(phones, recording.alphabet),
        likely_looks(answers.visemes),
        answers.mouths,
        targets(phones, recording.alphabet, times_s).mouths,
        answers.closures,
    )


@dataclass(frozen=True, slots=True)
class Score:
    """Of one voice, or several. See `scores` for what each figure says."""

    seconds: float
    jaw: float
    wide: float
    pucker: float
    curve: float
    closures: Closures

    def row(self) -> dict[str, float]:
        return {
            "seconds": round(self.seconds),
            **{name: round(getattr(self, name), 3) for name in ("jaw", "wide", "pucker", "curve")},
            "found": round(self.closures.recall, 3),
            "right": round(self.closures.precision, 3),
            "closures": self.closures.spoken,
        }


def by_voice(heard: Iterable[Heard]) -> dict[str, Score]:
    groups: dict[str, list[Heard]] = defaultdict(list)
    for one in heard:
        groups[one.voice].append(one)
    return {voice: _score(group) for voice, group in sorted(groups.items())}


def _score(group: Sequence[Heard]) -> Score:
    heard = np.concatenate([smoothed(one.looks) for one in group])
    spoken = np.concatenate([smoothed(looks_at(one.spoken, one.times_s)) for one in group])
    curves = np.concatenate([one.curves for one in group])
    wanted = np.concatenate([one.wanted_curves for one in group])
    return Score(
        len(heard) * STEP_S,
        correlation(heard[:, JAW], spoken[:, JAW]),
        correlation(heard[:, WIDE], spoken[:, WIDE]),
        correlation(heard[:, PUCKER], spoken[:, PUCKER]),
        correlation(curves[:, JAW], wanted[:, JAW]),
        count(group),
    )


def count(group: Iterable[Heard]) -> Closures:
    counts = (count_closures(one.times_s, Lips().shut(one.closures), one.spoken) for one in group)
    return sum(counts, Closures())


def together(scores: Sequence[Score]) -> Score:
    """Several voices as one: means by length, closures pooled."""
    seconds = np.array([score.seconds for score in scores])

    def mean(name: str) -> float:
        return float(np.average([getattr(score, name) for score in scores], weights=seconds))

    return Score(
        float(seconds.sum()),
        mean("jaw"),
        mean("wide"),
        mean("pucker"),
        mean("curve"),
        sum((score.closures for score in scores), Closures()),
    )
