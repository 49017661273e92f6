"""Phones -> mouth: dominance blending with hard lip closures, fed as a stream.

Each phone is a gesture that pulls the mouth towards its viseme. The pull is full in the core of the phone
and fades to nothing `reach_s` away; where gestures overlap the mouth takes their weighted mean, so "stew" is
rounded from its first consonant on (Cohen and Massaro 1993; their exponential has no end, ours has, so that
the track may forget). Jaw, lips and tongue are pulled separately: a k sets the jaw and leaves the lips alone.

Blending alone would leave p, b, m ajar in fast speech, and viewers see that at once. These, and f, v, are
therefore held: around their centre the lips are where they must be, and the opening elsewhere never exceeds
what lips can travel in the time from there. For th, jaw and tongue come where they must be, closures apart.

        opening   ╲ limit             limit ╱
          ──╮      ╲                       ╱   ╭──  blended
             ╰──────╲───────╮    ╭────────╱────╯
                             ╲__╱
                            p, held
"""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

from visavis.face.heard import Heard
from visavis.face.mouth import LOOKS, Look, Mouth
from visavis.face.phones import Viseme, visemes_of
from visavis.face.springs import smooth
from visavis.speech import Alphabet, Phone

LEAD_S = 0.03
"""How far the picture runs ahead of the sound: viewers mind a late mouth more than an early one."""
CORE = 0.5
"""Share of a phone in which its pull is full."""
EDGE_S = 0.04
"""What is left of a long phone at either end is no longer than this."""
USUAL_PHONE_S = 0.07
"""Shorter phones pull less, down to a third: fast speech undershoots (Lindblom 1963)."""
FULL_REST_S = 0.1
"""Shorter silences pull less: lips do not close at every stop gap."""
HOLD_S = 0.044
"""How long a closure is held at the least: a frame lasts 0.04 s, so one always shows it."""
LIP_TRAVEL_S = 0.05
"""How long lips take into and out of a press or a bite."""
TONGUE_TRAVEL_S = 0.06
"""How long jaw and tongue take to bring the tip between the teeth, and to take it back."""
OPENING_PER_S = 9.0
"""How fast the opening may grow away from a closure; on the rig up to 0.18 mouth widths a frame."""
SETTLE_S = 0.12
"""How long a mouth takes to fall in with a change of plan: a cut, or marks that came late."""
UNSEEN = 1e-3
"""No change of plan."""

_LONGEST_REACH_S = max(look.reach_s for look in LOOKS.values())
_GAP_S = 0.02  # shorter gaps between phones are rounding


class _Gesture(NamedTuple):
    """One viseme of one phone, in session seconds as seen (the lead already taken off)."""

    start_s: float
    end_s: float
    look: Look
    weight: float

    @property
    def centre_s(self) -> float:
        return (self.start_s + self.end_s) / 2


def _rested_from(before: _Gesture, gesture: _Gesture) -> float:
    """From when on lips are at rest until a gesture begins; at its beginning when they are not."""
    rests = before.look is LOOKS[Viseme.REST] and before.end_s == gesture.start_s
    return min(before.start_s + FULL_REST_S, gesture.start_s) if rests else gesture.start_s


def _rest(start_s: float, end_s: float) -> _Gesture:
    return _Gesture(start_s, end_s, LOOKS[Viseme.REST], min((end_s - start_s) / FULL_REST_S, 1.0))


class _Score:
    """The gestures to come, in order, with rest where nothing is said."""

    def __init__(self) -> None:
        self._gestures: list[_Gesture] = []

    def __len__(self) -> int:
        return len(self._gestures)

    def add(self, start_s: float, phones: Iterable[Phone], alphabet: Alphabet) -> None:
        for phone in phones:
            shapes = visemes_of(phone.symbol, alphabet)
            begin = start_s + phone.start_s - LEAD_S
            share = max(phone.end_s - phone.start_s, 0.0) / max(len(shapes), 1)
            weight = min(max(share / USUAL_PHONE_S, 0.35), 1.2)
            for index, shape in enumerate(shapes):
                if shape is not Viseme.REST:
                    span = begin + index * share, begin + (index + 1) * share
                    insort(self._gestures, _Gesture(*span, LOOKS[shape], weight), key=lambda g: g.start_s)

    def forget(self, before_s: float) -> None:
        gone = 0
        while gone < len(self._gestures) and self._gestures[gone].end_s < before_s - 2 * _LONGEST_REACH_S:
            gone += 1
        if gone:
            del self._gestures[:gone]

    def busy(self, time_s: float) -> bool:
        """Whether a gesture shapes the mouth now or very soon."""
        for gesture in self._gestures:
            if gesture.start_s - _LONGEST_REACH_S > time_s:
                return False
            if time_s <= gesture.end_s + gesture.look.reach_s:
                return True
        return False

    def near(self, time_s: float) -> list[_Gesture]:
        """The gestures that may reach `time_s`, and the rests between and around them."""
        found: list[_Gesture] = []
        spoken_until = -inf
        for gesture in self._gestures:
            if gesture.start_s > spoken_until + _GAP_S:
                found.append(_rest(spoken_until, gesture.start_s))
            spoken_until = max(spoken_until, gesture.end_s)
            if gesture.start_s > time_s + _LONGEST_REACH_S:
                break
            if gesture.end_s >= time_s - _LONGEST_REACH_S:
                found.append(gesture)
        else:
            found.append(_rest(spoken_until, inf))
        return found

    def at(self, time_s: float) -> list[float]:
        gestures = self.near(time_s)
        mouth = _blend(gestures, time_s)
        for gesture in gestures:
            if gesture.look.reached:
                _reach(mouth, gesture, time_s)
        held = [pair for pair in pairwise(gestures) if pair[1].look.held]
        for before, gesture in sorted(held, key=lambda pair: -abs(time_s - pair[1].centre_s)):
            _hold(mouth, gesture, time_s, _rested_from(before, gesture))
        return mouth


def _blend(gestures: list[_Gesture], time_s: float) -> list[float]:
    """The weighted mean of all targets."""
    jaw_sum = lip_sum = tongue_sum = 0.0
    jaw = wide = pucker = upper = lower = press = bite = tongue = 0.0
    for start_s, end_s, look, weight in gestures:
        margin = min((end_s - start_s) * (1 - CORE) / 2, EDGE_S) if end_s - start_s < inf else 0.0
        distance = max(start_s + margin - time_s, time_s - end_s + margin, 0.0) / look.reach_s
        if distance >= 1.0:
            continue
        pull = weight * (1 - distance * distance) ** 2
        target = look.mouth
        jaw_pull, lip_pull, tongue_pull = pull * look.jaw_pull, pull * look.lip_pull, pull * look.tongue_pull
        jaw_sum += jaw_pull
        lip_sum += lip_pull
        tongue_sum += tongue_pull
        jaw += jaw_pull * target.jaw
        wide += lip_pull * target.wide
        pucker += lip_pull * target.pucker
        upper += lip_pull * target.upper_lip
        lower += lip_pull * target.lower_lip
        press += lip_pull * target.press
        bite += lip_pull * target.lip_bite
        tongue += tongue_pull * target.tongue
    return [
        jaw / jaw_sum,
        wide / lip_sum,
        pucker / lip_sum,
        upper / lip_sum,
        lower / lip_sum,
        press / lip_sum,
        bite / lip_sum,
        tongue / tongue_sum,
    ]


_JAW, _WIDE, _PUCKER, _UPPER, _LOWER, _PRESS, _BITE, _TONGUE = range(8)


def _hold(mouth: list[float], gesture: _Gesture, time_s: float, rested_from_s: float) -> None:
    """Bring the lips where the gesture needs them, and bound the opening near it.

    Lips that rest until then do not open first for the vowel behind it.
    """
    half = max((gesture.end_s - gesture.start_s) * CORE, HOLD_S) / 2
    away_s = max(abs(time_s - gesture.centre_s) - half, 0.0)
    if rested_from_s < gesture.start_s and time_s < gesture.centre_s:
        free_s = max(rested_from_s - time_s, 0.0)
    else:
        free_s = away_s
    target = gesture.look.mouth
    room = OPENING_PER_S * free_s * free_s / (free_s + 0.015)  # starts gently
    for opening in (_JAW, _UPPER, _LOWER):
        mouth[opening] = _soft_minimum(mouth[opening], target[opening] + room)
    grip = smooth(1.0 - away_s / LIP_TRAVEL_S)
    for lips in (_PRESS, _BITE):
        mouth[lips] += grip * (target[lips] - mouth[lips])


def _reach(mouth: list[float], gesture: _Gesture, time_s: float) -> None:
    """Bring jaw, lips and tongue where the gesture needs them; wide or round is left to its neighbours."""
    half = max((gesture.end_s - gesture.start_s) * CORE, HOLD_S) / 2
    grip = smooth(1.0 - max(abs(time_s - gesture.centre_s) - half, 0.0) / TONGUE_TRAVEL_S)
    for moved in (_JAW, _UPPER, _LOWER, _TONGUE):
        mouth[moved] += grip * (gesture.look.mouth[moved] - mouth[moved])


def _soft_minimum(value: float, limit: float) -> float:
    """min(value, limit) of two positive numbers, without its corner."""
    if limit <= 1e-9:
        return min(value, limit)
    return value / math.hypot(1.0, value / limit)


class _Plan:
    """A score, what was heard over it, and what is left of an earlier plan's mouth, melting away."""

    def __init__(self, begins_s: float) -> None:
        self.begins_s = begins_s
        self.score = _Score()
        self.heard = Heard()
        self._carried = (0.0,) * len(Mouth._fields)
        self._carried_since_s = -inf

    def carry(self, shown: list[float], at_s: float) -> None:
        """Let the mouth go on from `shown`, whatever is planned for that moment."""
        planned = self._planned(at_s)
        self._carried = tuple(was - will for was, will in zip(shown, planned, strict=True))
        self._carried_since_s = at_s if any(abs(value) > 1e-6 for value in self._carried) else -inf

    def busy(self, time_s: float) -> bool:
        return self._settling(time_s) or self.score.busy(time_s) or self.heard.busy(time_s)

    def forget(self, before_s: float) -> None:
        self.score.forget(before_s)
        self.heard.forget(before_s)

    def _settling(self, time_s: float) -> bool:
        return time_s - self._carried_since_s < SETTLE_S

    def _planned(self, time_s: float) -> list[float]:
        return self.heard.over(self.score.at(time_s), time_s)

    def at(self, time_s: float) -> list[float]:
        mouth = self._planned(time_s)
        if not self._settling(time_s):
            return mouth
        left = 1.0 - smooth((time_s - self._carried_since_s) / SETTLE_S)
        mixed = (value + left * more for value, more in zip(mouth, self._carried, strict=True))
        return [min(max(value, 0.0), 1.0) for value in mixed]


class MouthTrack:
    """What the mouth of one session does; times are session seconds and are asked in order.

    A change of plan never makes the mouth jump: the difference between what was shown and what the new plan
    says is carried over and melts away within SETTLE_S.
    """

    def __init__(self) -> None:
        self._plans = [_Plan(0.0)]  # each holds until the next begins; more than one only around a cut
        self._asked_s = 0.0

    def say(self, start_s: float, phones: Iterable[Phone], alphabet: Alphabet) -> None:
        """Add phones of an utterance whose first sample sounds at `start_s`; call again for later pieces."""
        plan = self._plans[-1]
        shown_s = max(self._asked_s, plan.begins_s)
        shown = plan.at(shown_s)
        plan.score.add(start_s, phones, alphabet)
        plan.carry(shown, shown_s)

    def hear(self, start_s: float, mouths: Sequence[Mouth]) -> None:
        """Add mouths read from sound, one every 20 ms, the first for the sound at `start_s`; where they are
        known they stand before phones. Call again for those that follow."""
        plan = self._plans[-1]
        shown_s = max(self._asked_s, plan.begins_s)
        shown = plan.at(shown_s)
        plan.heard.add(start_s - LEAD_S, mouths, shown_s)
        if any(abs(will - was) > UNSEEN for will, was in zip(plan.at(shown_s), shown, strict=True)):
            plan.carry(shown, shown_s)

    def cut(self, at_s: float) -> None:
        """Of what was said or heard before this call, nothing sounds from `at_s` on."""
        at_s = max(at_s, self._asked_s)
        while len(self._plans) > 1 and self._plans[-1].begins_s >= at_s:
            self._plans.pop()
        silent = _Plan(at_s)
        silent.carry(self._plans[-1].at(at_s), at_s)
        self._plans.append(silent)

    def at(self, time_s: float) -> Mouth:
        self._asked_s = max(time_s, self._asked_s)
        while len(self._plans) > 1 and self._plans[1].begins_s <= self._asked_s:
            del self._plans[0]
        plan = self._plans[0]
        plan.forget(self._asked_s)
        return Mouth(*plan.at(self._asked_s))

    def busy(self, time_s: float) -> bool:
        """Whether the mouth is speaking or settling at `time_s`, not earlier than the last time asked."""
        return len(self._plans) > 1 or self._plans[0].busy(time_s)
