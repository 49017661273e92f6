"""Parts by their names: ours, and those that packages of others bring, both as entry points of one group.

Ours stand in tables beside the code, so that they are there however this package was put on the path.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import EntryPoint
from typing import Any

from visavis.installed import brought
from visavis.providers.base import ProviderError, Stage


def maker(stage: Stage, ours: Sequence[EntryPoint], name: str) -> Callable[..., Any]:
    """The function of that name; a package may bring a better one for a name of ours.

    `ours` are of one group. Raises ProviderError where there is none, or where its package cannot be loaded.
    """
    known = {one.name: one for one in ours} | dict(brought(ours[0].group))
    if name not in known:
        raise ProviderError(stage, name, f"it is not installed here; there are {', '.join(known)}")
    try:
        made: Callable[..., Any] = known[name].load()
    except (ImportError, AttributeError) as error:
        raise ProviderError(stage, name, f"its package cannot be loaded: {error}") from error
    return made
