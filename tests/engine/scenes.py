"""A conversation on a virtual clock: its parts are scripted, and so is the user.

The user's words last 0.3 s each and are understood as scripted; the persona's words last 0.3 s each.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from tests import virtual_time
from tests.fakes import (
    SECONDS_PER_WORD,
    LoudnessDetector,
    RecordingFace,
    RecordingOutlet,
    ScriptedLiveModel,
    ScriptedModel,
    ScriptedTranscriber,
    ScriptedVoice,
    session_spec,
    tone,
)
from visavis.contract.spec import ClientSpec, GreetingSpec, ListeningSpec
from visavis.engine.conversation import Conversation
from visavis.engine.ears import Ears
from visavis.engine.patience import Patience
from visavis.engine.tools.knowledge import Library
from visavis.engine.turn_options import TurnOptions
from visavis.engine.voices import Voices
from visavis.providers.base import ChatModel

QUESTION = "what is the price of the red boat"
ANSWER = "The red boat costs twelve euros today."
TICK_S, TICK = 0.02, 960
START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
"""The date when the clock shows 0."""
SILENCE = np.zeros(320, np.int16)


@dataclass
class Scene:
    """A conversation, its scripted parts, and a user with a microphone and a keyboard."""

    answers: list = field(default_factory=lambda: [[0.2, ANSWER]])
    understood: list = field(default_factory=lambda: [QUESTION])
    greeting: GreetingSpec = GreetingSpec(skip=True)
    listening: ListeningSpec = ListeningSpec()
    thinks: bool = True
    tools: tuple = ()
    client: ClientSpec = ClientSpec()
    library: Library | None = None
    thinker: ChatModel | None = None
    """In place of the scripted model."""
    settle_s: float = 0.0
    spoken_answers: list | None = None
    """A live model says these in place of transcriber, model and voice."""

    def begin(self):
        spec = session_spec(
            greeting=self.greeting, listening=self.listening, client=self.client, tools=self.tools
        )
        self.model = ScriptedModel(self.answers)
        self.voice = ScriptedVoice()
        self.transcriber = ScriptedTranscriber(self.understood, settle_s=self.settle_s)
        self.live = None
        if self.spoken_answers is not None:
            self.transcriber = self.live = ScriptedLiveModel(
                self.understood, settle_s=self.settle_s, answers=self.spoken_answers
            )
        self.face, self.outlet = RecordingFace(), RecordingOutlet()
        self.clock = asyncio.get_running_loop().time
        self.sound: list[tuple[float, bool]] = []
        self.conversation = Conversation(
            spec,
            ears=Ears(LoudnessDetector(), self.transcriber, TurnOptions.from_spec(spec.listening)),
            model=(self.thinker or self.model) if self.thinks and self.live is None else None,
            live=self.live,
            voices=Voices(self.voice),
            face=self.face,
            outlet=self.outlet,
            clock=self.clock,
            now=lambda: START + timedelta(seconds=self.clock()),
            library=self.library,
            patience=Patience(first_token_s=4, next_token_s=3),
        )
        self.conversation.greet()

    async def pass_time(self, seconds, microphone=None):
        """Time passes; the microphone hears the given samples, or silence."""
        for tick in range(round(seconds / TICK_S)):
            await asyncio.sleep(TICK_S)
            chunk = SILENCE if microphone is None else microphone[tick * 320 : (tick + 1) * 320]
            pcm = self.conversation.tick(TICK)
            self.sound.append((self.clock(), pcm is not None and bool(np.any(pcm))))
            self.conversation.hear(chunk)

    async def user_says(self, words):
        await self.pass_time(words * SECONDS_PER_WORD, tone(words * SECONDS_PER_WORD + 0.02, 16_000))

    async def until_silent(self):
        await self.pass_time(0.2)
        while self.conversation.is_busy:
            await self.pass_time(0.1)

    def sounding_since(self, at_s):
        """Seconds from `at_s` to the persona's next sound."""
        return next(time for time, loud in self.sound if loud and time > at_s) - at_s

    def silent_since(self, at_s):
        return next(time for time, loud in self.sound if not loud and time > at_s) - at_s

    def lines(self):
        return [(str(role), text) for role, text, _ in self.outlet.turns]


def play(script, **scene):
    """Run `script(scene)` in virtual time; returns the scene."""

    async def run():
        act = Scene(**scene)
        act.begin()
        await script(act)
        await act.conversation.close()
        return act

    return virtual_time.run(run())
