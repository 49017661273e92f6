"""What a session sends: her words, and her face beside them."""

from __future__ import annotations

from visavis.engine.cast import Cast
from visavis.engine.conversation import Conversation
from visavis.media.program import TICK_SAMPLES, Painter, Picture
from visavis.speech import Pcm


class SpokenProgram:
    """Implements media's Program."""

    def __init__(self, conversation: Conversation, cast: Cast) -> None:
        self._conversation = conversation
        self._face, self._lips, self._mark = cast.face, cast.lips, cast.mark

    def audio(self, tick: int) -> Pcm | None:
        pcm = self._conversation.tick(TICK_SAMPLES)
        if self._lips is not None:
            self._lips.hear(pcm, TICK_SAMPLES, self._conversation.coming)
        return pcm

    def video(self, frame: int) -> Painter:
        face, mark = self._face, self._mark
        draw = face.paint(self._conversation.tick_s)

        def painted() -> Picture:
            pixels = draw()
            if mark is not None:
                mark.stamp(pixels)
            return Picture(pixels, face.redrawn > 0)

        return painted
