"""What neural voices tell of their time, character by character of the IPA, as phones and words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from visavis.providers.tts.espeak_marks import tokens
from visavis.providers.tts.timing import Timed
from visavis.speech import Phone, Word

PAUSE = "_"
SHORTEST_PAUSE_S = 0.05
"""A gap between two words that is shorter is none: the mouth goes on."""
STRESS = frozenset("ˈˌ")


def marks_of(timed: Sequence[Timed], text: str) -> tuple[list[Phone], list[Word]]:
    """Phones in order, without a gap; and the words of the text, as far as they can be told apart."""
    runs = list(_runs(timed))
    phones = [phone for run in runs for phone in run.phones]
    return _joined(phones), list(_words([run for run in runs if not run.silent], text))


@dataclass
class _Run:
    """What stands between two spaces or signs; or such a space or sign."""

    silent: bool
    phones: list[Phone] = field(default_factory=list)

    @property
    def span(self) -> tuple[float, float]:
        return self.phones[0].start_s, self.phones[-1].end_s


def _runs(timed: Sequence[Timed]) -> Iterator[_Run]:
    run = _Run(silent=True)
    stress = Timed("", 0.0, 0.0)
    for symbol, start_s, end_s in timed:
        if symbol in STRESS:
            stress = Timed(symbol, start_s, end_s)
            continue
        kind = unicodedata.category(symbol[:1] or " ")
        if kind in ("Lm", "Mn", "Sk") and run.phones and not run.silent:  # long, nasal, half-heard
            last = run.phones[-1]
            run.phones[-1] = Phone(last.symbol + symbol, last.start_s, end_s)
            continue
        silent = kind[0] in "ZPCS"
        if silent != run.silent:
            if run.phones:
                yield run
            run = _Run(silent)
        start_s = stress.start_s if stress.text else start_s
        run.phones.append(Phone(PAUSE if silent else stress.text + symbol, start_s, end_s))
        stress = Timed("", 0.0, 0.0)
    if run.phones:
        yield run


def _joined(phones: Sequence[Phone]) -> list[Phone]:
    """Pauses in a row as one, and those that nobody sees as part of the phone before them."""
    joined: list[Phone] = []
    for phone in phones:
        if joined and phone.symbol == PAUSE:
            last = joined[-1]
            if last.symbol == PAUSE or phone.end_s - phone.start_s < SHORTEST_PAUSE_S:
                joined[-1] = Phone(last.symbol, last.start_s, phone.end_s)
                continue
        joined.append(phone)
    return joined


def _words(runs: Sequence[_Run], text: str) -> Iterator[Word]:
    """One run for each word, where there are as many; else the words share the runs by their length:
    "$5" is two runs, and "of the" may be one."""
    places = tokens(text)
    if not runs or not places:
        return
    if len(runs) == len(places):
        for (first, last), run in zip(places, runs, strict=True):
            yield Word(first, last, *run.span)
        return
    letters = _shares([last - first for first, last in places])
    sounds = _shares([len(run.phones) for run in runs])
    ends = [runs[-1].span[1] if share == 1.0 else _time_at(share, sounds, runs) for share in letters]
    at_s = runs[0].span[0]
    for (first, last), end_s in zip(places, ends, strict=True):
        yield Word(first, last, at_s, end_s)
        at_s = end_s


def _shares(sizes: Sequence[int]) -> list[float]:
    """How much of the whole is over after each."""
    whole, over = sum(sizes), 0
    shares = []
    for size in sizes:
        over += size
        shares.append(over / whole)
    return shares


def _time_at(share: float, sounds: Sequence[float], runs: Sequence[_Run]) -> float:
    number = next(index for index, over in enumerate(sounds) if over >= share - 1e-9)
    before = sounds[number - 1] if number else 0.0
    start_s, end_s = runs[number].span
    return start_s + (end_s - start_s) * (share - before) / (sounds[number] - before)
