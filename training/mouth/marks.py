"""Engines mark phones by conventions of their own; here all of them are brought to what the sound does.

Measured on the corpus, apart from any network: where between a vowel and p, t or k the level drops most
steeply, and where between a vowel and s the treble rises most; medians over each voice.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from training.mouth.recording import Recording
from visavis.face.phones import Viseme, visemes_of
from visavis.speech import Phone

LATE_S = {
    "flite-awb": 0.006,
    "flite-kal16": 0.013,
    "flite-rms": 0.009,
    "flite-slt": 0.015,
    "festival-dita": 0.011,
    "festival-kal": 0.021,
    "festival-ked": 0.013,
    "festival-krb": 0.013,
    "festival-lj": 0.014,
    "festival-lp": 0.001,
    "festival-machac": 0.013,
    "festival-mv": 0.014,
    "festival-nsh": 0.010,
    "festival-ona": 0.014,
    "festival-pc": 0.011,
    "festival-ph": 0.013,
    "festival-slthts": 0.017,
}
"""How much later than its voice marks it a phone begins; of espeak-ng's 0 to 3 ms, nothing."""

BURSTS = frozenset({"p", "t", "k", "tS"})
GAP_S = 0.048
"""espeak-ng marks a voiceless stop where it bursts: its closure began this much before, at all rates of
speech (343 stops: half of them within 5 ms of it)."""


def settled(recording: Recording) -> Recording:
    """The recording with each phone where it is to be heard."""
    if recording.engine == "espeak":
        return replace(recording, phones=_with_closures(recording))
    if recording.engine == "formant":
        return recording
    late_s = LATE_S[f"{recording.engine}-{recording.voice}"]
    phones = (Phone(phone.symbol, phone.start_s + late_s, phone.end_s + late_s) for phone in recording.phones)
    return replace(recording, phones=tuple(phones))


def _with_closures(recording: Recording) -> tuple[Phone, ...]:
    """The gap before a burst belongs to the stop, not to what was before it; of that it leaves half."""
    phones = list(recording.phones)
    for index, (before, phone) in enumerate(pairwise(recording.phones), start=1):
        pause = visemes_of(before.symbol, recording.alphabet) in ((), (Viseme.REST,))
        if phone.symbol.strip("'`,:%=|-") in BURSTS and not pause:
            begins_s = max(phone.start_s - GAP_S, (phones[index - 1].start_s + before.end_s) / 2)
            phones[index - 1] = replace(phones[index - 1], end_s=begins_s)
            phones[index] = replace(phone, start_s=begins_s)
    return tuple(phones)
