"""What the client gives her to say: text, text as it is made, and sound."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable

from visavis.engine.passthrough import AudioTurns
from visavis.engine.reply import Kind, Reply
from visavis.engine.speaker import Speaker
from visavis.engine.talk import TalkStreams
from visavis.wire.signalling import AgentAudio, TalkStream

NO_PASSTHROUGH = "Audio passthrough needs enableAudioPassthrough in the persona or the token."
TOO_MUCH_SOUND = "Too much sound waits to be heard; some of it is dropped."


class Relayed:
    def __init__(self, speaker: Speaker, *, audio: bool, on_audio_gap: Callable[[int], None]) -> None:
        """`audio`: sound is accepted (audio passthrough)."""
        self._speaker = speaker
        self._streams = TalkStreams()
        self._audio = AudioTurns(on_audio_gap) if audio else None

    def text(self, content: str) -> bool:
        """Say this after what is being said now. False when too much waits already."""
        if self._speaker.full:
            return False
        self._speaker.say(Reply(Kind.TALK, verbatim(content)))
        return True

    def stream(self, chunk: TalkStream) -> bool:
        """A piece of a text. False when too much waits already."""
        if self._speaker.full:
            return False
        begun = self._streams.push(chunk)
        if begun is not None:
            self._speaker.say(begun)
        return True

    def audio(self, audio: AgentAudio) -> str | None:
        """A piece of sound. A complaint, where it cannot be heard."""
        if self._audio is None:
            return NO_PASSTHROUGH
        if self._speaker.full:
            return TOO_MUCH_SOUND
        begun = self._audio.push(audio)
        if begun is not None:
            self._speaker.say(begun)
        return TOO_MUCH_SOUND if self._audio.overflowing else None

    def audio_end(self) -> None:
        """The turn of sound is complete."""
        if self._audio is not None:
            self._audio.end()

    def interrupt(self) -> None:
        """What is still to come of it was made before she was interrupted, and is dropped."""
        self._streams.interrupt()
        if self._audio is not None:
            self._audio.interrupt()


async def verbatim(text: str) -> AsyncGenerator[str, None]:
    yield text
