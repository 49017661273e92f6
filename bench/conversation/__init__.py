"""What talking with a persona feels like, in figures: answers, interruptions, patience, and what they cost.

    user      ▇▇▇▇▇▇▇|                                   true end: the last phone, as the voice marks it
    engine            ····decides|understands|speaks
    receiver                                   |▇▇▇▇▇    first RTP packet with sound

Each part is a module and can be measured alone: `python -m bench conversation --only barge-in`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bench.conversation import barge_in, costs, endpointing, passthrough, platform_share, spoken_turns
from bench.figures import Figure
from bench.scenarios import Bench

PARTS: dict[str, Callable[[Bench], Awaitable[list[Figure]]]] = {
    "turns": spoken_turns.spoken_turns,
    "platform": platform_share.platform_share,
    "barge-in": barge_in.barge_in,
    "passthrough": passthrough.passthrough,
    "endpointing": endpointing.endpointing,
    "costs": costs.costs,
}
