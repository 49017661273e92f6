"""Turn taking: who has the floor, and when does it change?

Pure logic without a clock. The caller feeds one chunk of microphone time after the other; time is nothing but
the sum of the chunks, so a test runs an hour in a millisecond.

    voice        ▁▁▁▇▇▇▇▇▁▁▁▁▇▇▇▇▁▁▁▁▁▁▁▁▁▁
    SpeechStarted    ^                          after `start_s` of speech
    MaybeEnded             ^          ^         after `maybe_after_s` of silence: answer speculatively
    Resumed                  ^                  the user went on: drop the speculative answer
    TurnEnded                               ^   after the silence that the words so far ask for

Over the persona's speech the floor is harder to take (`barge_in_s`), and a barge-in that was only a cough or
a "mhm" is taken back by FalseInterruption; not so over her last words, where a "yes" is an answer.
"""

from __future__ import annotations

import math

from visavis.contract.events import EndReason
from visavis.engine.completeness import completeness, is_back_channel, wants_floor
from visavis.engine.turn_events import (
    FalseInterruption,
    MaybeEnded,
    Resumed,
    SessionAbandoned,
    SpeechStarted,
    TurnEnded,
    TurnEvent,
    TurnSkipped,
)
from visavis.engine.turn_options import TurnOptions

SUREST = 0.99
"""A turn model is never taken to be surer than that."""


class Turns:
    """All times are seconds of microphone time since the first chunk."""

    def __init__(self, options: TurnOptions | None = None) -> None:
        self.options = options or TurnOptions()
        """May be replaced at any time; holds from the next chunk on."""
        self.at_s = 0.0
        self._abandoned = False
        self._user_idle_s = 0.0
        self._offered_idle_s = 0.0
        self._granted_s = 0.0
        self._skipped = False
        self._rest()

    def _rest(self) -> None:
        """It is nobody's turn yet."""
        self._in_turn = False
        self._barged_in = False
        self._in_gap = False  # the last chunk of this turn had no voice
        self._paused = False  # MaybeEnded has been said for the present silence
        self._evidence_s = self._voiced_s = 0.0
        self._first_voice_s = 0.0
        self._last_voice_s = 0.0
        self._spoken_s = 0.0
        self._text: str | None = None
        self._opinion: float | None = None
        self._told: float | None = None

    @property
    def user_has_floor(self) -> bool:
        return self._in_turn

    @property
    def interrupting(self) -> bool:
        """A barge-in with words that can only end as a turn. Noise without words never gets so far."""
        if not (self._in_turn and self._barged_in and self._text):
            return False
        enough = wants_floor(self._text) or self._spoken_s >= self.options.back_channel_s
        return enough and not self._only_a_back_channel()

    @property
    def evidence_s(self) -> float:
        """Speech heard lately that has not made a turn yet."""
        return 0.0 if self._in_turn else self._evidence_s

    def user_acted(self) -> None:
        """The user did something that is no speech (typed, pressed a button): the silences start again."""
        self._user_idle_s = self._offered_idle_s = self._granted_s = 0.0
        self._skipped = self._abandoned = False

    def wait(self, seconds: float) -> None:
        """The user asked for time: so much silence does not count, unless they act before it is over."""
        self.user_acted()
        self._granted_s = seconds

    def push(
        self,
        voice: float,
        seconds: float,
        *,
        text: str | None = None,
        persona_speaking: bool = False,
        answer_pending: bool = False,
        persona_ending: bool = False,
        opinion: float | None = None,
        told: float | None = None,
    ) -> list[TurnEvent]:
        """Take one chunk of microphone time.

        `voice` is its speech probability, `text` the words of this turn so far (None: nobody transcribes),
        `persona_speaking` says that her sound is leaving now, `answer_pending` that she is about to speak,
        `persona_ending` that these are her last words. `opinion` is the probability that the turn is complete
        by its sound (None: nobody told), `told` the same by the recogniser.
        """
        self.at_s += seconds
        self._text, self._opinion, self._told = text, opinion, told
        if self._in_turn:
            return self._talking(voice, seconds)
        if self._takes_floor(voice, seconds, persona_speaking, persona_ending):
            return [SpeechStarted(self.at_s, self._first_voice_s, self._barged_in)]
        if persona_speaking or answer_pending:
            self._offered_idle_s = 0.0
            self._skipped = False
            return []
        return self._nobody(seconds)

    # ---- before a turn

    def _takes_floor(
        self, voice: float, seconds: float, persona_speaking: bool, persona_ending: bool
    ) -> bool:
        options = self.options
        if voice >= (options.barge_in_threshold if persona_speaking else options.start_threshold):
            if self._evidence_s == 0.0:
                self._first_voice_s = self.at_s - seconds
                self._voiced_s = 0.0
            self._evidence_s += seconds
            self._voiced_s += seconds
            self._last_voice_s = self.at_s
        else:
            forgetting = options.barge_in_forgetting if persona_speaking else options.forgetting
            self._evidence_s = max(0.0, self._evidence_s - forgetting * seconds)
        barging_in = persona_speaking and not persona_ending
        if not (self._cuts_in(barging_in) if persona_speaking else self._evidence_s >= options.start_s):
            return False
        self._in_turn, self._barged_in = True, barging_in
        self._spoken_s = self._evidence_s
        self.user_acted()
        return True

    def _cuts_in(self, barging_in: bool) -> bool:
        """Whether enough speech has been heard over the persona's. Words that want the floor vouch for all of
        it: a recogniser knows them late, often in the gap after the first of them."""
        options = self.options
        if barging_in and is_back_channel(self._text):
            return self._evidence_s >= options.back_channel_s
        if wants_floor(self._text) and self._evidence_s > 0:
            return self._voiced_s >= options.barge_in_words_s
        return self._evidence_s >= options.barge_in_s

    def _nobody(self, seconds: float) -> list[TurnEvent]:
        """Both are silent. A nudging persona must not keep a dead session alive, so two silences are counted:
        since the user last did something, and since the floor was last offered to the user."""
        if self._evidence_s > 0 or self._abandoned:
            return []
        if self._granted_s > 0:
            self._granted_s -= seconds
            return []
        self._user_idle_s += seconds
        self._offered_idle_s += seconds
        if self._user_idle_s >= self.options.session_end_s:
            self._abandoned = True
            return [SessionAbandoned(self.at_s, self._user_idle_s)]
        if self._offered_idle_s >= self.options.skip_s and not self._skipped:
            self._skipped = True
            return [TurnSkipped(self.at_s, self._offered_idle_s)]
        return []

    # ---- inside a turn

    def _talking(self, voice: float, seconds: float) -> list[TurnEvent]:
        options = self.options
        if voice >= (options.start_threshold if self._in_gap else options.stay_threshold):
            return self._voiced(seconds)
        self._in_gap = True
        silence_s = self.at_s - self._last_voice_s
        if self._barged_in and self._only_a_back_channel():
            if silence_s < options.false_after_s:
                return []
            return self._close(FalseInterruption(self.at_s, self._last_voice_s))
        events: list[TurnEvent] = []
        if not self._paused and silence_s >= options.maybe_after_s:
            self._paused = True
            events.append(MaybeEnded(self.at_s, self._last_voice_s, self.belief()))
        wait_s = self.required_silence_s()
        if silence_s >= wait_s:
            events += self._close(self._ended(self._reason(wait_s)))
        return events

    def _voiced(self, seconds: float) -> list[TurnEvent]:
        events: list[TurnEvent] = []
        if self._paused:
            self._paused = False
            events.append(Resumed(self.at_s, self._last_voice_s))
        self._in_gap = False
        self._last_voice_s = self.at_s
        self._spoken_s += seconds
        if self.at_s - self._first_voice_s >= self.options.longest_turn_s:
            events += self._close(self._ended(EndReason.TOO_LONG))
        return events

    def _only_a_back_channel(self) -> bool:
        if self._text:
            return is_back_channel(self._text) and self._spoken_s < 2 * self.options.back_channel_s
        return self._spoken_s < self.options.back_channel_s

    def _ended(self, reason: EndReason) -> TurnEnded:
        return TurnEnded(
            self.at_s, self._first_voice_s, self._last_voice_s, reason, self.belief(), self._barged_in
        )

    def _reason(self, wait_s: float) -> EndReason:
        if wait_s >= self.options.auto_end_s:
            return EndReason.AUTO_END
        return EndReason.COMPLETE if self.belief() > 0.5 else EndReason.SILENCE

    def _close(self, event: TurnEvent) -> list[TurnEvent]:
        self._rest()
        return [event]

    # ---- how long to wait

    def belief(self) -> float:
        """Probability that the turn is complete, by its words, its sound and what the recogniser says."""
        odds = self.options.text_weight * completeness(self._text or "")
        odds += self.options.turn_model_weight * _log_odds(self._opinion)
        odds += self.options.recogniser_weight * _log_odds(self._told)
        return 1 / (1 + math.exp(-odds))

    def required_silence_s(self) -> float:
        """Between the three waits, by belief; never beyond the automatic end."""
        complete_s, undecided_s, unfinished_s = self.options.waits_s()
        belief = self.belief()
        if belief >= 0.5:
            wait_s = undecided_s + (complete_s - undecided_s) * (belief - 0.5) * 2
        else:
            wait_s = unfinished_s + (undecided_s - unfinished_s) * belief * 2
        return min(wait_s, self.options.auto_end_s)


def _log_odds(probability: float | None) -> float:
    if probability is None:
        return 0.0
    sure = min(SUREST, max(1 - SUREST, probability))
    return math.log(sure / (1 - sure))
