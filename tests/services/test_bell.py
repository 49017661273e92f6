"""No ring is lost, whoever else listens and whatever a listener is doing."""

from __future__ import annotations

import asyncio

from tests import virtual_time

from visavis.services.bell import Bell, Listener

LONG_S = 60.0


def now() -> float:
    return asyncio.get_running_loop().time()


async def waited_s(listener: Listener) -> float:
    began = now()
    await listener.wait(LONG_S)
    return now() - began


def test_all_who_wait_hear_a_ring() -> None:
    async def run() -> list[float]:
        bell = Bell()
        asyncio.get_running_loop().call_later(3, bell.ring)
        return await asyncio.gather(*(waited_s(bell.listen()) for _ in range(3)))

    assert virtual_time.run(run()) == [3, 3, 3]


def test_one_who_has_heard_a_ring_takes_it_from_nobody() -> None:
    async def run() -> tuple[float, float]:
        bell = Bell()
        quick, busy = bell.listen(), bell.listen()
        bell.ring()
        await quick.wait(LONG_S)
        again = asyncio.create_task(waited_s(quick))
        await asyncio.sleep(1)  # quick has looked, and waits again
        at_once = await waited_s(busy)
        return at_once, await again

    assert virtual_time.run(run()) == (0, LONG_S)


def test_what_rings_during_the_work_is_heard_after_it_and_once() -> None:
    async def run() -> tuple[float, float]:
        bell = Bell()
        listener = bell.listen()
        bell.ring()
        bell.ring()
        return await waited_s(listener), await waited_s(listener)

    assert virtual_time.run(run()) == (0, LONG_S)


def test_what_rang_before_one_listened_is_past() -> None:
    async def run() -> float:
        bell = Bell()
        bell.ring()
        return await waited_s(bell.listen())

    assert virtual_time.run(run()) == LONG_S
