"""Apps of the api process that tests lend each other: what costs is telling FastAPI of a hundred routes, once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from visavis.api.app import create_app
from visavis.services.placement import Placement
from visavis.settings import Settings

_free: dict[tuple[bool, str | None], list[FastAPI]] = defaultdict(list)
"""By all that an app is built with; whatever else it has belongs to its lifespan, and ends with it."""


@contextmanager
def an_app(settings: Settings, placement: Placement) -> Iterator[FastAPI]:
    """Nobody else's until it is given back. It has no engines."""
    alike = _free[settings.strict, settings.public_url]
    app = alike.pop() if alike else create_app(settings, placement)
    app.state.settings, app.state.placement = settings, placement
    yield app
    alike.append(app)
