"""The door before a vendor: who came in, and when it first answered."""

from contextlib import aclosing
from time import monotonic

from bench.providers import CLAUSE, VOICES
from bench.vendor_door import vendor_door

from visavis.providers import registry


async def test_it_sees_each_connection_and_the_first_byte_of_each_answer():
    async with vendor_door("elevenlabs") as door:
        speaker = VOICES["elevenlabs speech"].at(door.url)
        for _ in range(2):
            asked_s = monotonic()
            async with aclosing(speaker.speak(CLAUSE)) as pieces:
                assert len((await anext(pieces)).pcm)
                sounded_s = monotonic()
                async for _ in pieces:
                    pass
            seen = await door.seen()
            assert seen.connections == 1
            assert asked_s < seen.first_byte_s < sounded_s

        async with aclosing(speaker.speak(CLAUSE)) as pieces:
            await anext(pieces)  # and no more: this vendor is hung up on
        async for _ in speaker.speak(CLAUSE):
            pass
        assert (await door.seen()).connections == 2
        await registry.close()
