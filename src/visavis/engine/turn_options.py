"""How eager or patient a listener is: the public options, and the figures behind them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from visavis.contract.spec import ListeningSpec

TEXT_WEIGHT = 1.6
"""Log odds of a complete turn per unit of completeness."""


@dataclass(frozen=True, slots=True)
class TurnOptions:
    """The public options first, then what the measured figures gave (276 synthetic turns, 96 barge-ins)."""

    end_of_speech_sensitivity: float = 0.5  # 0 patient .. 1 quick
    auto_end_s: float = 5.0  # the longest silence that any turn is waited for
    skip_s: float = math.inf  # the user says nothing: the persona may go on
    session_end_s: float = math.inf  # nobody asks for anything

    start_threshold: float = 0.5
    stay_threshold: float = 0.35  # lower while the user is talking
    start_s: float = 0.13  # a click is shorter
    longest_turn_s: float = 120.0

    maybe_after_s: float = 0.2
    text_weight: float = TEXT_WEIGHT  # 0 where the words cannot be read

    turn_model_weight: float = 0.3  # more cut off more turns than it saved waiting
    recogniser_weight: float = 0.5  # of one that tells ends of turns

    barge_in_threshold: float = 0.65
    barge_in_s: float = 0.32  # some "mhm"s are shorter; the others make her pause and go on
    barge_in_words_s: float = 0.25  # enough when the words are clear ("wait", "stop")
    back_channel_s: float = 0.9  # a barge-in with less speech than this may be a back-channel
    false_after_s: float = 0.45  # the silence that settles a false interruption

    forgetting: float = 1.5  # speech so far lost per second of no speech, before a turn
    barge_in_forgetting: float = 0.6  # less: gaps between the words of an interruption must not undo it

    @classmethod
    def from_spec(cls, spec: ListeningSpec, language: str = "en") -> TurnOptions:
        """0 and None disable the silence options (public contract). Words are read in English only."""
        options = cls(
            end_of_speech_sensitivity=min(1.0, max(0.0, spec.end_of_speech_sensitivity)),
            auto_end_s=spec.silence_before_auto_end_turn_seconds or math.inf,
            skip_s=spec.silence_before_skip_turn_seconds or math.inf,
            session_end_s=spec.silence_before_session_end_seconds or math.inf,
        )
        return options.in_language(language)

    def in_language(self, language: str) -> TurnOptions:
        """The same, for a user who speaks another language."""
        english = language.split("-")[0].lower() == "en"
        return replace(self, text_weight=TEXT_WEIGHT if english else 0.0)

    def waits_s(self) -> tuple[float, float, float]:
        """The silence to wait for when the turn is surely complete, undecided, and surely unfinished."""
        patience = 1.0 - self.end_of_speech_sensitivity
        return (
            0.20 + 0.60 * patience**1.5,
            0.40 + 1.30 * patience**1.3,
            0.70 + 2.40 * patience**1.2,
        )
