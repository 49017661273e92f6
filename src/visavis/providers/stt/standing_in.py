"""Ears that others stand in for: a turn on which the first fail is heard by the second, from its sound."""

from __future__ import annotations

import logging
from collections.abc import Callable

from visavis.providers.base import ProviderError, Transcriber, Transcription
from visavis.speech import Pcm

log = logging.getLogger(__name__)


class StoodInFor:
    """Implements `Transcriber`."""

    def __init__(
        self,
        first: Transcriber,
        second: Callable[[], Transcriber],
        on_trouble: Callable[[ProviderError], None] = lambda error: None,
    ) -> None:
        """`second` makes the others when they are needed; `on_trouble` is told why they are, turn by turn."""
        self._first, self._make, self._on_trouble = first, second, on_trouble
        self._second: Transcriber | None = None

    def open(self) -> StoodInTranscription:
        return StoodInTranscription(self._first.open(), self.stand_in, self._on_trouble)

    def stand_in(self) -> Transcriber:
        if self._second is None:
            self._second = self._make()
        return self._second

    async def close(self) -> None:
        await self._first.close()
        if self._second is not None:
            await self._second.close()


class StoodInTranscription:
    """Implements `Transcription`."""

    def __init__(
        self,
        first: Transcription,
        stand_in: Callable[[], Transcriber],
        on_trouble: Callable[[ProviderError], None],
    ) -> None:
        self._asked, self._stand_in, self._on_trouble = first, stand_in, on_trouble
        self._sound: list[Pcm] = []

    @property
    def partial(self) -> str:
        return self._asked.partial

    @property
    def completeness(self) -> float | None:
        return self._asked.completeness

    def feed(self, pcm: Pcm) -> None:
        self._sound.append(pcm)
        self._asked.feed(pcm)

    async def finish(self) -> str:
        try:
            return await self._asked.finish()
        except ProviderError as error:
            log.warning("another recogniser stands in: %s", error)
            self._on_trouble(error)
        self._asked = self._stand_in().open()
        for pcm in self._sound:
            self._asked.feed(pcm)
        return await self._asked.finish()

    def cancel(self) -> None:
        self._asked.cancel()
