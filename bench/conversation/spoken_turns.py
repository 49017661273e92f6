"""Spoken turns on the embedded stack at sensitivity 0.5, by stage, from the true end of the user's speech."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.conversation import hearing
from bench.conversation.meeting import hush, meet, speak_and_hear_out, until
from bench.conversation.scripts import COMPLETE
from bench.conversation.user import VOICES, Said, pause_set, say
from bench.figures import Figure
from bench.receiver import Receiver
from bench.scenarios import Bench

TURNS = 30
ANSWER_S = 6.0
CUT_OFF_SHARE = 0.16


@dataclass(frozen=True, slots=True)
class Turn:
    """Milliseconds since the true end. `cut_off`: it was believed to be over before that."""

    cut_off: bool
    decided_ms: float | None = None
    understood_ms: float | None = None
    sound_ms: float | None = None


async def spoken_turns(bench: Bench) -> list[Figure]:
    """In two sessions at once: each takes half of the complete sentences, then half of the pause set."""
    complete, pausing = await _complete(bench), await pause_set()
    lanes = await asyncio.gather(
        *(_hold(bench, complete[lane::2], pausing[lane::2][: bench.limit]) for lane in (0, 1))
    )
    whole = [turn for lane, _ in lanes for turn in lane]
    paused = [turn for _, lane in lanes for turn in lane]
    return [
        *_figures("complete sentences, spoken to sound", whole, 700, 1100),
        *_figures("the pause set, spoken to sound", paused, 1000, 1800),
        Figure("  cut off", (100 * cut_off_share(paused),), f"% of {len(paused)}", 100 * CUT_OFF_SHARE),
    ]


async def _complete(bench: Bench) -> list[Said]:
    """Each sentence in either voice."""
    rounds = [(number % len(COMPLETE), number // len(COMPLETE)) for number in range(TURNS)]
    return [await say(COMPLETE[at], VOICES[(at + again) % 2]) for at, again in rounds[: bench.limit]]


async def _hold(bench: Bench, *sets: Sequence[Said]) -> list[list[Turn]]:
    """One session; the turns of each set."""
    async with meet(bench) as me:
        await asyncio.sleep(1)
        return [[await _take(me, said) for said in sayings] for sayings in sets]


async def _take(me: Receiver, said: Said) -> Turn:
    me.microphone.play(said.pcm)
    began_s, ended_s = await speak_and_hear_out(me, said.seconds)
    if any(at_s < ended_s for at_s in me.told("userSpeechEnded", began_s)):
        await hush(me)
        return Turn(cut_off=True)
    sound_s = await until(lambda: hearing.onset(me.heard, ended_s), ANSWER_S)
    decided = me.told("userSpeechEnded", ended_s)
    understood = [
        at_s
        for at_s, message in me.messages
        if at_s >= ended_s
        and message.get("messageType") == "speechText"
        and message["data"]["role"] == "user"
    ]
    await hush(me)
    return Turn(
        cut_off=False,
        decided_ms=_ms(ended_s, decided),
        understood_ms=_ms(ended_s, understood),
        sound_ms=None if sound_s is None else _ms(ended_s, [sound_s]),
    )


def _ms(since_s: float, at_s: Sequence[float]) -> float | None:
    """From then to the first."""
    return 1000 * (at_s[0] - since_s) if at_s else None


def cut_off_share(turns: Sequence[Turn]) -> float:
    return sum(turn.cut_off for turn in turns) / len(turns)


def _figures(name: str, turns: Sequence[Turn], bound: float, bound_p95: float) -> list[Figure]:
    """What got no answer, since nothing was understood, is counted by itself."""
    whole = [turn for turn in turns if not turn.cut_off]
    answered = [turn for turn in whole if turn.sound_ms is not None]
    figures = [
        Figure(name, _known(turn.sound_ms for turn in answered), "ms", bound, bound_p95),
        Figure(
            "  until the turn was believed to be over", _known(turn.decided_ms for turn in answered), "ms"
        ),
        Figure("  until its words were settled", _known(turn.understood_ms for turn in answered), "ms"),
        Figure("  not answered", (float(len(whole) - len(answered)),), f"of {len(turns)}"),
    ]
    return [figure for figure in figures if figure.values]


def _known(values: Iterable[float | None]) -> tuple[float, ...]:
    return tuple(value for value in values if value is not None)
