"""What a listening, a thinking and a speaking provider must offer: small protocols.

A vendor is one file that implements one of them; `registry` picks it by the name in the session spec.
Each raises `ProviderError`, never a vendor's own exception.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from visavis.contract.token_usage import TokenUsage
from visavis.speech import Pcm, Speech

MICROPHONE_HZ = 16_000
"""Everything that listens gets mono samples at this rate."""


class Stage(StrEnum):
    """The stages of a turn, as errors and latencies name them."""

    HEAR = "hear"
    THINK = "think"
    SPEAK = "speak"


class ProviderError(Exception):
    """A provider failed; `str(error)` is fit for a log line and never holds a secret.

    `retry_in_s`: after how long another try may help; None: not soon, whatever is tried.
    """

    def __init__(self, stage: Stage, provider: str, message: str, *, retry_in_s: float | None = 0.0) -> None:
        super().__init__(f"{provider}: {message}")
        self.stage = stage
        self.provider = provider
        self.retry_in_s = retry_in_s


class TooLong(ProviderError):
    """A language model cannot read so much at once."""


class Role(StrEnum):
    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"


@dataclass(frozen=True, slots=True)
class ToolOffer:
    """A tool, as a language model is told of it."""

    name: str
    """Letters, digits, "_" and "-", 64 at most."""
    description: str
    parameters: Mapping[str, Any]
    """JSON Schema of an object."""
    finds_knowledge: bool = False
    """Answers a `query` with what documents say about it; for a model that cannot tell by the description."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A model wants a tool to be called."""

    id: str
    """As its vendor calls it; "" or the same again where the vendor takes no care."""
    name: str
    arguments: str
    """As the model wrote them: a JSON object, if all went well."""
    extras: Mapping[str, Any] = field(default_factory=dict)
    """What its vendor wants to see again beside the call."""


@dataclass(frozen=True, slots=True)
class Thought:
    """What a model thinks before it speaks: shown, never spoken, never remembered."""

    text: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """More of what a model says by itself: words, sound, or both. They are not timed to each other."""

    utterance: str
    """As its vendor calls the whole of which this is a piece."""
    text: str = ""
    speech: Speech | None = None


Piece = str | Thought | ToolCall | TokenUsage | Spoken
"""Of an answer, as it streams in. Only live models speak by themselves."""


@dataclass(frozen=True, slots=True)
class Message:
    """One line of the conversation, as a language model reads it."""

    role: Role
    content: str
    calls: tuple[ToolCall, ...] = ()
    """Of the assistant. Each is answered by a message of the role TOOL before anything else is said."""
    answers: str = ""
    """Of the role TOOL: the id of the call whose result this is."""


class VoiceDetector(Protocol):
    """Tells speech from no speech for one microphone; keeps state between windows."""

    window: int
    """Samples per call, at MICROPHONE_HZ."""

    def probability(self, pcm: Pcm) -> float:
        """Speech probability 0..1 of the next `window` samples."""


class TurnModel(Protocol):
    """Tells by the sound whether a speaker who pauses is done."""

    async def completeness(self, pcm: Pcm) -> float:
        """Probability 0..1 that the turn whose sound this is (mono, MICROPHONE_HZ, from its beginning to now)
        is complete. Raises ProviderError."""


class Enhancer(Protocol):
    """Makes speech stand out from what else one microphone hears; keeps state between calls."""

    def enhance(self, pcm: Pcm) -> Pcm:
        """The next samples (mono, MICROPHONE_HZ, any number), cleaned; the last may come with the next."""


class Transcription(Protocol):
    """The transcription of one user turn, from its first sample to its end."""

    def feed(self, pcm: Pcm) -> None:
        """Add samples (mono, MICROPHONE_HZ). Never blocks."""

    @property
    def partial(self) -> str:
        """The words so far; may change its mind."""

    @property
    def completeness(self) -> float | None:
        """Probability 0..1 that the speaker is done; None: this recogniser does not tell."""

    async def finish(self) -> str:
        """The final words ("" when nothing was understood). Raises ProviderError."""

    def cancel(self) -> None:
        """Drop the turn; nothing more will be asked of it."""


class Transcriber(Protocol):
    """Hears one session: opens a transcription per user turn."""

    def open(self) -> Transcription: ...

    async def close(self) -> None: ...


class ChatModel(Protocol):
    """A language model that streams."""

    def reply(
        self, messages: Sequence[Message], tools: Sequence[ToolOffer] = ()
    ) -> AsyncGenerator[Piece, None]:
        """Stream the answer in pieces of text, and the calls that it asks for, each when it is whole.

        Thoughts come only where they are to be shown. An empty piece says that the model is at work. What the
        answer took, where the vendor tells it, comes at once, also if it is only so far: each count replaces
        the one before. Closing the generator stops the model. Raises
        ProviderError.
        """

    async def close(self) -> None: ...


class Synthesizer(Protocol):
    """One voice with its options already set."""

    def speak(self, text: str) -> AsyncGenerator[Speech, None]:
        """Speak one clause or sentence. Closing the generator stops the voice. Raises ProviderError."""

    async def close(self) -> None: ...


class LiveModel(Transcriber, Protocol):
    """A model that hears and speaks by itself, in place of ears, mind and voice.

    It is told when a turn is over by `finish` of its transcription, and keeps in mind by itself what it heard
    and said.
    """

    def begin(self, recall: Callable[[], Sequence[Message]], tools: Sequence[ToolOffer]) -> None:
        """Before anything else. `recall` tells the conversation so far, the prompt first, where its vendor
        has to be told anew."""

    def listen_in(self, language: str) -> None:
        """The user speaks this from now on."""

    def tell(self, message: Message) -> None:
        """What it did not hear or say itself: typed, known, said with another voice, or come of a tool."""

    def reply(
        self, instruction: str | None = None, late: Callable[[TokenUsage], None] = lambda usage: None
    ) -> AsyncGenerator[Piece, None]:
        """Answer what was said last, or say what `instruction` wants, which is forgotten then. Calls of tools
        come at the end; what comes of them is to be told. Closing the generator stops the model, and what the
        answer took is told to `late`, then or when its vendor tells it. Raises ProviderError."""

    def heard(self, utterance: str, seconds: float) -> None:
        """No more than this was heard of what it said, and no more will be."""
