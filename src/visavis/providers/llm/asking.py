"""Asks the places where one model can be reached, one after the other, until one begins to answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import TypeVar

from visavis.contract.token_usage import TokenUsage
from visavis.providers.base import Piece, ProviderError, Stage, TooLong
from visavis.providers.llm.addresses import Addresses
from visavis.providers.llm.said import said
from visavis.providers.llm.too_long import is_too_long

log = logging.getLogger(__name__)

Place = TypeVar("Place")


HUNG_S = 4.0
"""Without a sign of life for so long, a place is asked last for a while: whoever asked it has gone away."""


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
    """The pieces of the first that answers. Once something was said or shown no other is asked: it would be
    said again. `failures`: what `ask` may raise. Raises ProviderError; TooLong at the first that says so, for
    all have the same model."""
    caught: tuple[type[Exception], ...] = (
        *failures,
        ValueError,
    )  # what cannot be read, the SDKs pass on as it is
    candidates, now = places.in_order(), asyncio.get_running_loop().time
    for place in candidates:
        alive = begun = False
        asked_s = now()
        try:
            async with aclosing(ask(place)) as pieces:
                async for piece in pieces:
                    if not alive:
                        alive = True
                        places.began(place, now() - asked_s)
                    begun = begun or not (piece == "" or isinstance(piece, TokenUsage))
                    yield piece
            return
        except caught as error:
            if not begun and is_too_long(error):
                raise TooLong(Stage.THINK, model, said(error)) from error
            places.failed(place)
            if begun or place is candidates[-1]:
                raise ProviderError(Stage.THINK, model, said(error)) from error
            log.warning("%s does not answer, asking the next address: %s", model, said(error))
        finally:
            if not alive and now() - asked_s >= HUNG_S:
                places.failed(place)
