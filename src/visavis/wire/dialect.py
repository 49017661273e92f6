"""How much of the protocol a client speaks, by the release that it names when its session starts (WIRE §10).

js-sdk          < 4.4    4.4–4.8            4.9                4.10–4.12    4.13 on
reads           nothing  clientToolEvent    clientToolEvent,   toolCall…    toolCall…
                                            toolCall…
tool_result     –        –                  –                  –            sent

Who names no release that can be read is taken for a new one: builds may carry a placeholder. Envelopes are
another matter: the label of the data channel tells of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

JS_SDK = "js-sdk"
Release = tuple[int, int]

CLIENT_TOOL_EVENTS: Release = (4, 4)
TOOL_CALLS: Release = (4, 10)
"""The release whose notes name them; 4.9 reads them too."""
TOOL_RESULTS: Release = (4, 13)


@dataclass(frozen=True, slots=True)
class Dialect:
    reads_client_tool_events: bool = False
    """And may know no other word of a call."""
    reads_of_tools: bool = True
    answers_tools: bool = True


NEWEST = Dialect()


def dialect(client: str, version: str) -> Dialect:
    """Of a client that calls itself so."""
    release = _release(version) if client == JS_SDK else None
    if release is None:
        return NEWEST
    return Dialect(
        reads_client_tool_events=CLIENT_TOOL_EVENTS <= release < TOOL_CALLS,
        reads_of_tools=release >= CLIENT_TOOL_EVENTS,
        answers_tools=release >= TOOL_RESULTS,
    )


def _release(version: str) -> Release | None:
    numbers = re.match(r"([1-9]\d{0,3})\.(\d{1,4})(?:\.|$)", version, re.ASCII)
    return (int(numbers[1]), int(numbers[2])) if numbers else None
