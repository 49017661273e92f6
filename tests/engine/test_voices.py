"""Who speaks a clause: her own voice, or its stand-in while it is unwell. On a virtual clock."""

import asyncio

from tests import virtual_time
from tests.fakes import ScriptedVoice
from visavis.engine.voices import REST_S, Voices
from visavis.providers.base import ProviderError, Stage

OWN, STAND_IN, LAST = "own", "stand-in", "last"


class Persona:
    """Asks her voices for clauses; all of them fail with the same error."""

    def __init__(self, error=None, stand_ins=(STAND_IN,)):
        own, *others = voices = [ScriptedVoice() for _ in (OWN, *stand_ins)]
        self.voices = Voices(own, *others)
        self.names = dict(zip(map(id, voices), (OWN, *stand_ins), strict=True))
        self.error = error

    async def asks(self):
        asked = []
        for voice in self.voices.in_turn():
            asked.append(self.names[id(voice)])
            if self.error is None:
                break
            await self.voices.failed(self.error)
        return asked


def failing(retry_in_s):
    return ProviderError(Stage.SPEAK, "v", "no", retry_in_s=retry_in_s)


def play(script):
    return virtual_time.run(script())


def test_a_voice_that_is_well_speaks():
    async def script():
        return await Persona().asks()

    assert play(script) == [OWN]


def test_it_is_tried_twice_and_then_rests():
    async def script():
        persona = Persona(failing(0.0))
        first, second = await persona.asks(), await persona.asks()
        await asyncio.sleep(REST_S)
        return first, second, await persona.asks()

    assert play(script) == ([OWN, OWN, STAND_IN], [STAND_IN], [OWN, OWN, STAND_IN])


def test_where_another_try_cannot_help_the_stand_in_speaks_at_once():
    async def script():
        persona = Persona(failing(None))
        return await persona.asks(), await persona.asks(), asyncio.get_running_loop().time()

    first, second, now_s = play(script)
    assert (first, second) == ([OWN, STAND_IN], [STAND_IN])
    assert now_s < 1


def test_a_busy_one_is_waited_for_if_it_says_soon():
    async def script():
        asked = await Persona(failing(0.4)).asks()
        return asked, asyncio.get_running_loop().time()

    asked, now_s = play(script)
    assert asked == [OWN, OWN, STAND_IN]
    assert 0.8 <= now_s <= 1.3


def test_a_busy_one_that_says_later_is_asked_again_then():
    async def script():
        persona = Persona(failing(20.0))
        first = await persona.asks()
        await asyncio.sleep(19)
        early = await persona.asks()
        persona.error = None
        await asyncio.sleep(1.1)
        return first, early, await persona.asks()

    assert play(script) == ([OWN, STAND_IN], [STAND_IN], [OWN])


def test_where_the_stand_in_fails_too_the_next_one_speaks():
    async def script():
        persona = Persona(failing(None), stand_ins=(STAND_IN, LAST))
        return await persona.asks(), await persona.asks()

    assert play(script) == ([OWN, STAND_IN, LAST], [STAND_IN, LAST])


def test_where_nobody_stands_in_it_has_to_try():
    async def script():
        persona = Persona(failing(None), stand_ins=())
        return await persona.asks(), await persona.asks()

    assert play(script) == ([OWN, OWN], [OWN, OWN])
