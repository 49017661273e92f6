"""Scripted parts for whole conversations on a virtual clock: what providers say, and when, is in the script."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from visavis.contract.events import CalledTool, TurnLatency
from visavis.contract.spec import AvatarSpec, LlmSpec, PersonaSpec, SessionSpec, VoiceSpec
from visavis.contract.token_usage import Overhead, TokenUsage
from visavis.engine.line import Line
from visavis.face.mouth import Mouth
from visavis.providers.base import Message, Piece, ProviderError, Spoken, Stage, ToolCall, ToolOffer
from visavis.speech import Alphabet, Pcm, Phone, Speech, Word
from visavis.wire.datachannel import ServerMessage, SpeechText

SECONDS_PER_WORD = 0.3


def session_spec(**changes: object) -> SessionSpec:
    fields: dict[str, object] = {
        "session_id": "s1",
        "organization_id": "o1",
        "persona": PersonaSpec(name="Ana", system_prompt="You are kind."),
        "avatar": AvatarSpec(id="a", display_name="Ana", rig="ana", width=512, height=512),
        "voice": VoiceSpec(id="v", display_name="Slt", engine="flite", name="slt"),
        "llm": LlmSpec(id="l", kind="openai"),
    }
    return SessionSpec.model_validate(fields | changes)


@dataclass
class ScriptedModel:
    """Answers each question with the next script: pieces of an answer, seconds to wait, or an error to raise."""

    scripts: list[Sequence[Piece | float | Exception]]
    asked: list[list[Message]] = field(default_factory=list)
    offered: Sequence[ToolOffer] = ()
    """The tools, the last time."""
    stopped: int = 0
    """Answers that were not asked for to their end."""

    async def reply(
        self, messages: Sequence[Message], tools: Sequence[ToolOffer] = ()
    ) -> AsyncGenerator[Piece, None]:
        self.asked.append(list(messages))
        self.offered = tools
        script = self.scripts[min(len(self.asked), len(self.scripts)) - 1]
        try:
            for step in script:
                if isinstance(step, Exception):
                    raise step
                if isinstance(step, Piece):
                    yield step
                else:
                    await asyncio.sleep(step)
        except (GeneratorExit, asyncio.CancelledError):
            self.stopped += 1
            raise

    async def close(self) -> None: ...


@dataclass
class ScriptedTranscriber:
    """Understands the n-th turn as the n-th script; words become known one by one as audio comes in."""

    scripts: list[str]
    opened: int = 0
    error: ProviderError | None = None
    lag_s: float = 0.0
    """How far its partial words are behind the sound."""
    settle_s: float = 0.0
    """How long it takes to settle the words of a turn that has ended."""

    def open(self) -> ScriptedTranscription:
        return ScriptedTranscription(self)

    async def close(self) -> None: ...


@dataclass
class ScriptedTranscription:
    transcriber: ScriptedTranscriber
    seconds: float = 0.0
    loud_seconds: float = 0.0
    quiet_seconds: float = 0.0
    completeness: float | None = None

    def feed(self, pcm: Pcm) -> None:
        self.seconds += len(pcm) / 16_000
        if len(pcm) and np.abs(pcm.astype(np.int32)).mean() > 500:
            self.loud_seconds += len(pcm) / 16_000
            self.quiet_seconds = 0.0
        else:
            self.quiet_seconds += len(pcm) / 16_000

    @property
    def script(self) -> str:
        scripts = self.transcriber.scripts
        return scripts[min(self.transcriber.opened, len(scripts) - 1)]

    @property
    def partial(self) -> str:
        words = self.script.split()
        known_s = self.loud_seconds - max(0.0, self.transcriber.lag_s - self.quiet_seconds)
        return " ".join(words[: int(known_s / SECONDS_PER_WORD + 0.25)])

    async def finish(self) -> str:
        if self.transcriber.error is not None:
            error, self.transcriber.error = self.transcriber.error, None
            raise error
        await asyncio.sleep(self.transcriber.settle_s)
        script = self.script
        self.transcriber.opened += 1
        return script

    def cancel(self) -> None: ...


@dataclass
class ScriptedLiveModel(ScriptedTranscriber):
    """Hears as scripted, and answers each question with the next script in `answers`: words that it says, each
    for 0.3 s as a tone, seconds to wait, calls, or an error to raise. All of its sound comes at once."""

    answers: list[Sequence[str | float | ToolCall | TokenUsage | Exception]] = field(default_factory=list)
    rate_hz: int = 24_000
    asked: list[str | None] = field(default_factory=list)
    """Instructions; None: it answered what it heard."""
    told: list[Message] = field(default_factory=list)
    cut: list[tuple[str, float]] = field(default_factory=list)
    """Utterances, and how much of each was heard."""
    stopped: int = 0

    def begin(self, recall: Callable[[], Sequence[Message]], tools: Sequence[ToolOffer]) -> None:
        self.recall, self.offered = recall, tools

    def listen_in(self, language: str) -> None: ...

    def tell(self, message: Message) -> None:
        self.told.append(message)

    def heard(self, utterance: str, seconds: float) -> None:
        self.cut.append((utterance, seconds))

    late_usage: TokenUsage | None = None
    """What it tells of an answer once that was stopped."""

    async def reply(
        self, instruction: str | None = None, late: Callable[[TokenUsage], None] = lambda usage: None
    ) -> AsyncGenerator[Piece, None]:
        self.asked.append(instruction)
        name = f"utterance {len(self.asked)}"
        try:
            for step in self.answers[min(len(self.asked), len(self.answers)) - 1]:
                if isinstance(step, Exception):
                    raise step
                if isinstance(step, str):
                    yield Spoken(name, text=step)
                    sound = tone(len(step.split()) * SECONDS_PER_WORD, self.rate_hz)
                    yield Spoken(name, speech=Speech(sound, self.rate_hz))
                elif isinstance(step, ToolCall | TokenUsage):
                    yield step
                else:
                    await asyncio.sleep(step)
        except (GeneratorExit, asyncio.CancelledError):
            self.stopped += 1
            if self.late_usage is not None:
                asyncio.get_running_loop().call_later(0.1, late, self.late_usage)
            raise


@dataclass
class ScriptedVoice:
    """Speaks every word for 0.3 s as a tone, after `delay_s`; fails on the clauses in `broken`, and in a way
    that nobody foresaw on the word in `unforeseen`."""

    delay_s: float = 0.05
    rate_hz: int = 16_000
    broken: set[str] = field(default_factory=set)
    breaks_off: str | None = None
    """A word on which it fails in the middle of a clause."""
    unforeseen: str | None = None
    names_phones: bool = True
    names_words: bool = True
    spoken: list[str] = field(default_factory=list)

    async def speak(self, text: str) -> AsyncGenerator[Speech, None]:
        await asyncio.sleep(self.delay_s)
        if text in self.broken:
            raise ProviderError(Stage.SPEAK, "scripted", "the helper died")
        self.spoken.append(text)
        position = 0
        for index, word in enumerate(text.split()):
            if word == self.breaks_off:
                raise ProviderError(Stage.SPEAK, "scripted", "the helper died")
            if word == self.unforeseen:
                raise RuntimeError("a bug")
            first = text.index(word, position)
            position = first + len(word)
            start = index * SECONDS_PER_WORD
            yield Speech(
                pcm=tone(SECONDS_PER_WORD, self.rate_hz),
                rate_hz=self.rate_hz,
                phones=(Phone("aa", start, start + SECONDS_PER_WORD),) if self.names_phones else (),
                words=(Word(first, position, start, start + SECONDS_PER_WORD),) if self.names_words else (),
            )

    async def close(self) -> None: ...


def tone(seconds: float, rate_hz: int, amplitude: int = 8000) -> Pcm:
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    return (np.sin(2 * np.pi * 220 * t) * amplitude).astype(np.int16)


class LoudnessDetector:
    """A voice detector for scripted microphones: loud is speech."""

    window = 512

    def probability(self, pcm: Pcm) -> float:
        return 0.95 if np.abs(pcm.astype(np.int32)).mean() > 500 else 0.02


@dataclass
class RecordingFace:
    said: list[tuple[float, tuple[Phone, ...]]] = field(default_factory=list)
    heard: list[tuple[float, tuple[Mouth, ...]]] = field(default_factory=list)
    cuts: list[float] = field(default_factory=list)
    moods: list[str] = field(default_factory=list)
    cues: list[tuple[str, float]] = field(default_factory=list)

    def say(self, start_s: float, phones: tuple[Phone, ...], alphabet: Alphabet) -> None:
        self.said.append((start_s, phones))

    def hear(self, start_s: float, mouths: tuple[Mouth, ...]) -> None:
        self.heard.append((start_s, mouths))

    def cut(self, at_s: float) -> None:
        self.cuts.append(at_s)

    def cue(self, tag: str, at_s: float) -> None:
        self.cues.append((tag, at_s))

    def attend(self, mood: object, at_s: float) -> None:
        name = str(getattr(mood, "name", mood))
        if not self.moods or self.moods[-1] != name:
            self.moods.append(name)


@dataclass
class RecordingOutlet:
    messages: list[ServerMessage] = field(default_factory=list)
    warnings: list[tuple[Stage, str]] = field(default_factory=list)
    turns: list[tuple[str, str, bool]] = field(default_factory=list)
    latencies: list[TurnLatency | None] = field(default_factory=list)
    correlation_ids: list[str | None] = field(default_factory=list)
    agos_s: list[float] = field(default_factory=list)
    usages: list[TokenUsage | None] = field(default_factory=list)
    interrupted_streams: list[str] = field(default_factory=list)
    cues_applied: list[tuple[str, str]] = field(default_factory=list)
    called: list[CalledTool] = field(default_factory=list)
    overheads: list[Overhead] = field(default_factory=list)
    understood: tuple[str, ...] = ("en", "de")
    language: str = "en"
    abandoned: str | None = None

    def send(self, message: ServerMessage) -> None:
        self.messages.append(message)

    def warn(self, stage: Stage, message: str) -> None:
        self.warnings.append((stage, message))

    def cue_applied(self, tag: str, correlation_id: str) -> None:
        self.cues_applied.append((tag, correlation_id))

    def talk_interrupted(self, correlation_id: str) -> None:
        self.interrupted_streams.append(correlation_id)

    def turn(self, line: Line) -> None:
        self.turns.append((line.role, line.text, line.interrupted))
        self.latencies.append(line.latency)
        self.correlation_ids.append(line.correlation_id)
        self.agos_s.append(line.ago_s)
        self.usages.append(line.usage)

    def tool_called(self, called: CalledTool) -> None:
        self.called.append(called)

    def overhead(self, overhead: Overhead) -> None:
        self.overheads.append(overhead)

    def listen_in(self, language: str) -> None:
        if language not in self.understood:
            raise ProviderError(Stage.HEAR, "scripted", f"nobody understands {language}")
        self.language = language

    def abandon(self, reason: str) -> None:
        self.abandoned = reason

    def persona_text(self) -> str:
        """What a client has put together from the persona's pieces."""
        return "".join(
            message.content
            for message in self.messages
            if isinstance(message, SpeechText) and message.role == "persona"
        )
