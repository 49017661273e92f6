"""Asks the places where one model can be reached, one after the other, until one begins to answer."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from time import monotonic
from typing import TypeVar

from visavis.providers.base import Piece, ProviderError, Stage
from visavis.providers.llm.addresses import Addresses
from visavis.providers.llm.said import said

log = logging.getLogger(__name__)

Place = TypeVar("Place")


class BrokeOff(Exception):
    """A model stopped before its answer was complete."""

    def __init__(self, how: str = "the answer broke off in mid-sentence") -> None:
        super().__init__(how)


async def asked(
    places: Addresses[Place],
    ask: Callable[[Place], AsyncGenerator[Piece, None]],
    *,
    model: str,
    failures: tuple[type[Exception], ...],
) -> AsyncGenerator[Piece, None]:
    """The pieces of the first that answers. One that breaks off is not followed by another: what was said
    would be said again. `failures`: what `ask` may raise. Raises ProviderError."""
    candidates = places.in_order()
    for place in candidates:
        begun = False
        asked_s = monotonic()
        try:
            async with aclosing(ask(place)) as pieces:
                async for piece in pieces:
                    if not begun:
                        begun = True
                        places.began(place, monotonic() - asked_s)
                    yield piece
            return
        except failures as error:
            places.failed(place)
            if begun or place is candidates[-1]:
                raise ProviderError(Stage.THINK, model, said(error)) from error
            log.warning("%s does not answer, asking the next address: %s", model, said(error))
