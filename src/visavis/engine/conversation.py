"""The conversation: what the user does, and what the persona does about it.

    mic ─▶ ears ─▶ turn events ─┐
    typed messages ─────────────┼─▶ answering ─▶ speaker ─▶ playout ─▶ sound, and words that were heard
    talk commands, audio ───────┘

Knows no network: everything it has to tell goes to an `Outlet`, and time is a clock that is passed in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from visavis.contract.spec import SessionSpec
from visavis.engine import turn_events
from visavis.engine.accounts import Accounts
from visavis.engine.answering import Answering
from visavis.engine.bearing import Bearing
from visavis.engine.completeness import is_back_channel
from visavis.engine.departures import Departures
from visavis.engine.ears import Ears
from visavis.engine.hearing import Hearing
from visavis.engine.history import GOODBYE, GREET, NUDGE, History
from visavis.engine.line import Line
from visavis.engine.meter import Meter
from visavis.engine.outlet import Face, Outlet
from visavis.engine.patience import Patience
from visavis.engine.playout import PLAYOUT_HZ, Playout
from visavis.engine.production import Production
from visavis.engine.relayed import Relayed, verbatim
from visavis.engine.reply import Kind, Reply
from visavis.engine.reporter import utc_now
from visavis.engine.rounds import Rounds
from visavis.engine.speaker import Speaker
from visavis.engine.stopwatch import Stopwatch
from visavis.engine.summary import Summary
from visavis.engine.telling import SILENT_USER, Telling
from visavis.engine.thinking import Thinking, mind_of
from visavis.engine.tools.knowledge import Library
from visavis.engine.tools.making import toolbox
from visavis.engine.understanding import Understanding, Understood
from visavis.engine.voices import Voices
from visavis.face.manners import Mood
from visavis.providers.base import ChatModel, LiveModel, ProviderError, Role, Stage
from visavis.speech import Pcm
from visavis.wire.datachannel import DirectorCue, SpeechText, ToolResult, UserSpeech
from visavis.wire.signalling import AgentAudio, TalkStream

log = logging.getLogger(__name__)


class Conversation:
    """`live` hears by itself what the ears give it, thinks, and speaks. Without it and with `model` None the
    client thinks (CUSTOMER_CLIENT_V1), and the persona only hears and speaks."""

    def __init__(
        self,
        spec: SessionSpec,
        *,
        ears: Ears,
        model: ChatModel | None,
        voices: Voices,
        face: Face,
        outlet: Outlet,
        clock: Callable[[], float],
        now: Callable[[], datetime] = utc_now,
        live: LiveModel | None = None,
        library: Library | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._session_id, self._greeting, self._ears = spec.session_id, spec.greeting, ears
        self._outlet, self._clock = outlet, clock
        self._playout = Playout()
        self._bearing = Bearing(face, self._playout)
        self._history = History(spec.persona, spec.llm)
        language = spec.voice.language
        production = Production(voices, language, self._playout, clock, self._bearing.speak, self._on_trouble)
        self._production = production
        self._stopwatch = Stopwatch()
        self.departures = Departures(clock)
        is_model = spec.llm.kind != "offline"
        accounts = Accounts(Meter(estimates=is_model), outlet.overhead)
        summary = None
        if model is not None and is_model:
            summary = Summary(self._history, model, accounts)
        telling = Telling(
            outlet,
            self._history,
            self._playout,
            self._stopwatch,
            self.departures,
            clock,
            accounts,
            summary,
            live,
        )
        self._speaker = Speaker(production, self._playout, telling)
        self._hearing = Hearing(ears, self._speaker, listens=not spec.audio_passthrough)
        self._toolbox = toolbox(
            spec, outlet=outlet, history=self._history, wait=ears.wait, library=library, now=now
        )
        answering = None
        if mind := mind_of(model, live, self._history, self._toolbox.offers):
            rounds = Rounds(
                self._toolbox,
                accounts,
                patience or Patience(),
                lambda: production.language,
                self._silence,
                telling.thought,
            )
            answering = Answering(rounds, accounts, mind, self._history, production, self._on_trouble, now)
        self._thinking = Thinking(answering, summary, live)
        self._relayed = Relayed(self._speaker, audio=spec.audio_passthrough, on_audio_gap=self._on_audio_gap)
        self._correlation_id = str(uuid4())
        self._understanding = Understanding(ears, clock, self._on_trouble, self._on_words)
        self._tick_s = 0.0

    # ---- beginning and end

    def greet(self) -> None:
        """Say hello as the persona is configured to."""
        greeting = self._greeting
        interruptible = not greeting.uninterruptible
        if greeting.skip:
            return
        if greeting.text and greeting.text.strip():
            self._say(Reply(Kind.GREETING, verbatim(greeting.text), interruptible=interruptible))
        else:
            self._say(self._thinking.instructed(GREET, Kind.GREETING, interruptible=interruptible))

    async def close(self) -> None:
        self._understanding.close()
        await self._thinking.close()
        self._toolbox.cancel()
        await self._speaker.close()
        self._ears.close()
        await self._toolbox.close()

    # ---- time

    def tick(self, samples: int) -> Pcm | None:
        """The persona's next samples at 48 kHz; None is silence."""
        self._tick_s = self._playout.seconds
        pcm = self._playout.take(samples)
        self._speaker.tick()
        for event in self._hearing.play(pcm, samples / PLAYOUT_HZ):
            self._on_turn(event)
        for tag in self._bearing.play_due(self._tick_s, self._speaker.spoken_s):
            self._outlet.cue_applied(tag, self._correlation_id)
        self._bearing.attend(self._mood())
        return pcm

    @property
    def tick_s(self) -> float:
        """When the tick that was last taken began, in playout seconds: the time of the picture beside it."""
        return self._tick_s

    def coming(self, samples: int) -> Pcm:
        """What she would say next if nobody cut in, as far as it is known: at most so many samples."""
        return self._playout.coming(samples)

    @property
    def is_busy(self) -> bool:
        """The persona speaks or is about to."""
        return self._speaker.busy

    def _mood(self) -> Mood:
        if self._playout.sounding:
            return Mood.SPEAKING
        if self._ears.user_speaking:
            return Mood.LISTENING
        return Mood.THINKING if self._speaker.busy else Mood.IDLE

    # ---- the user speaks

    def hear(self, pcm: Pcm) -> None:
        """A chunk of the microphone (16 kHz)."""
        events = self._hearing.hear(pcm)
        if events is None:
            return
        for event in events:
            self._on_turn(event)
        if self._ears.interrupting and self._speaker.busy:
            self._silence()
        self._thinking.guess(self._ears.partial)

    def _on_turn(self, event: turn_events.TurnEvent) -> None:
        if decision := turn_events.decision(event):
            log.info("session %s: %s", self._session_id, decision)
        match event:
            case turn_events.SpeechStarted():
                self._correlation_id = str(uuid4())
                self._outlet.send(UserSpeech("userSpeechStarted", self._correlation_id))
                if not self._speaker.ending:
                    self._hold()
            case turn_events.MaybeEnded():
                self._thinking.may_be_over()
            case turn_events.Resumed():
                self._thinking.drop()
            case turn_events.FalseInterruption():
                self._outlet.send(UserSpeech("userSpeechEnded", self._correlation_id))
                self._go_on()
            case turn_events.TurnEnded():
                self._end_turn(event)
            case turn_events.TurnSkipped():
                self._say(self._thinking.instructed(NUDGE, Kind.NUDGE))
            case turn_events.SessionAbandoned():
                farewell = self._thinking.instructed(GOODBYE, Kind.FAREWELL)
                if farewell is None:
                    self._outlet.abandon(SILENT_USER)
                self._say(farewell)

    def _end_turn(self, turn: turn_events.TurnEnded) -> None:
        now = self._clock()
        self._stopwatch.start(now - turn.silence_s, now, turn.reason)
        self._outlet.send(UserSpeech("userSpeechEnded", self._correlation_id))
        self._understanding.begin(turn, self._correlation_id)
        self._thinking.over(barge_in=turn.barge_in)  # after the ears have ended it, which understanding does

    def _on_words(self, understood: Understood) -> None:
        """What was said is known: answer it, unless that is not wanted any more. The user may have begun the
        next turn, which holds the answer back."""
        turn, text = understood.turn, understood.text
        self._stopwatch.understood(self._clock())
        if not text or (turn.barge_in and self._speaker.busy and is_back_channel(text)):
            if understood.wanted and not self._ears.user_speaking:
                self._go_on()
            return
        if understood.wanted:
            self._silence()
        seconds = turn.last_voice_s - turn.first_voice_s
        self._note(text, seconds, understood.correlation_id, understood.ago_s)
        if understood.wanted:
            self._say(self._thinking.answer(text, understood.correlation_id))
            if self._ears.user_speaking:
                self._hold()

    def _hold(self) -> None:
        """The user cuts in: fall silent at once, and see what it was."""
        if self._speaker.busy:
            self._speaker.pause()
            self._bearing.cut()

    def _go_on(self) -> None:
        """Nothing was asked: what she was saying, if anything, continues."""
        self._thinking.drop()
        for cue in self._playout.resume():
            self._bearing.speak(cue)

    # ---- the client tells

    def speak_with(self, voices: Voices, language: str) -> None:
        self._production.speak_with(voices, language)

    def user_message(self, content: str) -> None:
        """A typed user turn: takes the floor at once, like speech that has ended."""
        if content.strip():
            self.interrupt()
            self._correlation_id = str(uuid4())
            self._stopwatch.start(self._clock())
            self._ears.user_acted()
            self._note(content.strip(), 0.0, self._correlation_id)
            self._thinking.tell(Role.USER, content)
            self._say(self._thinking.answer(content.strip(), self._correlation_id))

    def add_context(self, content: str) -> None:
        """Something to know, silently."""
        self._history.add(Role.SYSTEM, content)
        self._thinking.tell(Role.SYSTEM, content)

    def direct(self, cue: DirectorCue) -> bool:
        """Play a known cue when its moment comes. False when too many wait already."""
        return self._bearing.direct(cue)

    def tool_result(self, said: ToolResult) -> None:
        """What came of a client tool."""
        self._toolbox.client_answered(said)

    def interrupt(self) -> None:
        """The client's stop button: nothing that was asked before is answered any more."""
        self._understanding.dismiss()
        self._thinking.drop()
        self._silence()

    def talk(self, content: str) -> bool:
        """Say this text after what is being said now, without a model. False when too much waits already."""
        return self._relayed.text(content)

    def talk_stream(self, chunk: TalkStream) -> bool:
        """A piece of text that the client streams to be spoken. False when too much waits already."""
        return self._relayed.stream(chunk)

    def agent_audio(self, audio: AgentAudio) -> str | None:
        """Sound that the client sends to be spoken. A complaint, where it cannot be."""
        return self._relayed.audio(audio)

    def agent_audio_end(self) -> None:
        """The turn of sound is complete."""
        self._relayed.audio_end()

    # ---- turns change

    def _note(self, text: str, seconds: float, correlation_id: str, ago_s: float = 0.0) -> None:
        """These words are the user's turn, which ended `ago_s` before now."""
        self._history.add(Role.USER, text)
        message_id = str(uuid4())
        self._outlet.send(
            SpeechText(message_id, 0, text, "user", end_of_speech=True, correlation_id=correlation_id)
        )
        self._outlet.turn(Line(Role.USER, text, seconds, ago_s, correlation_id=correlation_id))

    def _say(self, reply: Reply | None) -> None:
        if reply is not None:
            self._speaker.say(reply)

    def _silence(self) -> None:
        """Whatever she says or would say is dropped; what was heard stays."""
        self._relayed.interrupt()
        self._bearing.cut()
        self._speaker.stop()

    # ---- what is made of it

    def _on_audio_gap(self, missing: int) -> None:
        self._outlet.warn(Stage.SPEAK, f"Sound is missing: {missing} of its sequence numbers did not come.")

    def _on_trouble(self, error: ProviderError) -> None:
        log.warning("%s failed: %s", error.stage, error)
        self._outlet.warn(error.stage, str(error))
