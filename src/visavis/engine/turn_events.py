"""What can happen to the floor. All times are seconds of microphone time since the first chunk."""

from __future__ import annotations

from dataclasses import dataclass

from visavis.contract.events import EndReason


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The user took the floor; with `barge_in` over the persona, who should pause."""

    at_s: float
    first_voice_s: float
    barge_in: bool


@dataclass(frozen=True, slots=True)
class MaybeEnded:
    """A short silence: an answer may be begun, but not be heard yet."""

    at_s: float
    last_voice_s: float
    belief: float  # how complete the turn seemed, 0..1


@dataclass(frozen=True, slots=True)
class Resumed:
    """The user went on after MaybeEnded: the speculative answer is void."""

    at_s: float
    last_voice_s: float  # the last voice before the gap


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """The turn is over. `at_s - last_voice_s` is what waiting for it has cost."""

    at_s: float
    first_voice_s: float
    last_voice_s: float
    reason: EndReason
    belief: float
    barge_in: bool

    @property
    def silence_s(self) -> float:
        return self.at_s - self.last_voice_s


@dataclass(frozen=True, slots=True)
class FalseInterruption:
    """The barge-in was a cough or a "mhm": the persona may go on."""

    at_s: float
    last_voice_s: float


@dataclass(frozen=True, slots=True)
class TurnSkipped:
    """The floor was the user's for `silence_s`, and nothing came."""

    at_s: float
    silence_s: float


@dataclass(frozen=True, slots=True)
class SessionAbandoned:
    """For `silence_s` (the persona's own speech not counted) the user asked for nothing. Comes once, until
    the user does something again."""

    at_s: float
    silence_s: float


TurnEvent = (
    SpeechStarted | MaybeEnded | Resumed | TurnEnded | FalseInterruption | TurnSkipped | SessionAbandoned
)


def decision(event: TurnEvent) -> str | None:
    """What was decided and why, as one log line; None for an event that decides nothing yet. Tells nothing of
    what was said."""
    match event:
        case TurnEnded():
            return (
                f"turn_ended reason={event.reason} silence_s={event.silence_s:.2f} "
                f"belief={event.belief:.2f} barge_in={event.barge_in}"
            )
        case FalseInterruption():
            return f"false_interruption silence_s={event.at_s - event.last_voice_s:.2f}"
        case TurnSkipped():
            return f"turn_skipped silence_s={event.silence_s:.2f}"
        case SessionAbandoned():
            return f"session_abandoned silence_s={event.silence_s:.2f}"
    return None
