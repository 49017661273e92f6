"""When a voice over a WebSocket passes sound on, on a clock that jumps."""

import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace

import numpy as np
import pytest

from tests import virtual_time
from visavis.providers.base import ProviderError
from visavis.providers.tts.socket_voice import (
    FIRST_SOUND_S,
    HOLD_FIRST_S,
    HOLD_S,
    NEXT_SOUND_S,
    SocketVoice,
)
from visavis.speech import Phone, Speech

RATE_HZ = 1000
OVERHEAD_S = 0.015


class Line:
    """A vendor's end: what it says, each so long (s) after the one before."""

    def __init__(self, says):
        self.says = list(says)
        self.said_s = None

    async def send(self, message): ...

    async def recv(self):
        """It arrives when it arrives, even if whoever waited had given up meanwhile."""
        now = asyncio.get_running_loop().time
        self.said_s = now() if self.said_s is None else self.said_s
        pause_s, message = self.says[0]
        await asyncio.sleep(self.said_s + pause_s - now())
        self.said_s += pause_s
        del self.says[0]
        return message


class Sockets:
    address = SimpleNamespace(engine="test", key="")

    def __init__(self, line):
        self.line = line

    def warm(self): ...

    @asynccontextmanager
    async def lease(self, fresh):
        yield SimpleNamespace(connection=self.line, used_before=False, keep=False)


class Utterance:
    """Sound, then the times of it: Cartesia's manner."""

    def __init__(self, text):
        self.over = self.holds = False

    def asks(self):
        return ["speak"]

    def read(self, message):
        match message:
            case "sound":
                yield from self.let_go()
                self.holds = True
            case "times":
                self.holds = False
                yield Speech(np.ones(200, np.int16), RATE_HZ, phones=(Phone("a", 0.0, 0.2),))
            case "done":
                self.over = True

    def let_go(self):
        if self.holds:
            self.holds = False
            yield Speech(np.ones(200, np.int16), RATE_HZ)

    def stops(self):
        return None


def passed_on(*says):
    """When (s) each piece came, and whether with its marks."""

    async def hear():
        voice = SocketVoice(Sockets(Line(says)), Utterance)
        now = asyncio.get_running_loop().time
        return [(now(), bool(piece.phones)) async for piece in voice.speak("Hello") if len(piece.pcm)]

    return virtual_time.run(hear())


def test_marks_that_come_at_once_go_with_their_sound():
    assert passed_on((0.1, "sound"), (0.005, "times"), (0.3, "done")) == [(pytest.approx(0.105), True)]


def test_the_first_sound_waits_for_its_marks_no_longer_than_our_share_of_the_delay_may_be():
    (at_s, marked), *_ = passed_on((0.1, "sound"), (0.03, "times"), (0.3, "done"))
    assert (at_s, marked) == (pytest.approx(0.1 + HOLD_FIRST_S), False)
    assert at_s - 0.1 <= OVERHEAD_S


def test_later_sound_is_made_ahead_and_waits_longer_for_its_marks():
    _, (late_s, late), (never_s, never) = passed_on(
        *((0.1, "sound"), (0.005, "times")),
        *((0.1, "sound"), (0.03, "times")),
        *((0.1, "sound"), (0.3, "done")),
    )
    assert (late_s, late) == (pytest.approx(0.235), True)
    assert (never_s, never) == (pytest.approx(0.335 + HOLD_S), False)


def test_a_vendor_that_is_slow_is_waited_for_and_each_next_sound_as_long_again():
    slow = FIRST_SOUND_S - 0.1
    pieces = passed_on((slow, "sound"), (0.005, "times"), (slow, "sound"), (0.005, "times"), (slow, "done"))
    assert pieces == [(pytest.approx(slow + 0.005), True), (pytest.approx(2 * slow + 0.01), True)]


@pytest.mark.parametrize("said_before", [(), ((0.1, "sound"), (0.005, "times"))], ids=["at first", "later"])
def test_one_that_stays_silent_for_longer_is_given_up(said_before):
    with pytest.raises(ProviderError, match="no sound came in time") as failed:
        passed_on(*said_before, (max(FIRST_SOUND_S, NEXT_SOUND_S) + 0.1, "sound"), (0.1, "done"))
    assert failed.value.retry_in_s is None
