"""When an engine is started again, and when it is given up: on a clock that jumps, with engines that follow a
script. test_engine_pool.py has real ones."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from tests import virtual_time

from visavis.services.engine_directory import EngineFailed
from visavis.services.engine_keeper import EngineKeeper, KeeperTimes

TIMES = KeeperTimes(first_restart=1, most_between_restarts=4, good_run=60, between_health_checks=2)
KILLED = -9


@dataclass
class ScriptedEngine:
    """Ends after so many seconds, and is well for so many."""

    name: str
    runs_s: float
    well_s: float
    killed: asyncio.Event = field(default_factory=asyncio.Event)
    began_s: float = field(default_factory=lambda: now())

    async def ended(self) -> int:
        try:
            async with asyncio.timeout(self.runs_s):
                await self.killed.wait()
        except TimeoutError:
            return 0
        return KILLED

    async def health(self, within_s: float) -> str | None:
        return "well" if now() - self.began_s < self.well_s else None

    def kill(self) -> None:
        self.killed.set()


@dataclass
class House:
    """Starts engines as scripted, (runs for, is well for) each; None: it cannot be started."""

    script: list[tuple[float, float] | None]
    starts_s: list[float] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    here: list[str] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)

    async def launch(self, name: str) -> ScriptedEngine:
        self.starts_s.append(now())
        lasts = self.script[min(len(self.starts_s), len(self.script)) - 1]
        if lasts is None:
            raise EngineFailed("no room for another process")
        return ScriptedEngine(name, *lasts)

    async def started(self, engine: ScriptedEngine) -> None:
        self.names.append(engine.name)
        self.here.append(engine.name)

    async def ended(self, engine: ScriptedEngine, code: int) -> None:
        self.here.remove(engine.name)
        self.codes.append(code)


FOR_EVER = 10_000.0


def now() -> float:
    return asyncio.get_running_loop().time()


def kept(*script: tuple[float, float] | None, seconds: float, stop_after_s: float = FOR_EVER) -> House:
    """What became of it in so many seconds, after which the keeper is cancelled."""
    house = House(list(script))

    async def run() -> None:
        keeper = EngineKeeper(1, house.launch, house, TIMES)
        asyncio.get_running_loop().call_later(stop_after_s, keeper.stop)
        keeping = asyncio.create_task(keeper.run())
        await asyncio.sleep(seconds)
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)

    virtual_time.run(run())
    return house


def test_one_that_cannot_be_started_is_tried_again_ever_less_often() -> None:
    assert kept(None, seconds=12).starts_s == [0, 1, 3, 7, 11]


def test_one_that_ends_is_followed_by_another_with_a_name_of_its_own() -> None:
    house = kept((1.0, FOR_EVER), seconds=4)
    assert house.starts_s == [0, 2]
    assert len(set(house.names)) == 2
    assert house.codes == [0, 0]


def test_after_a_good_run_the_pauses_are_short_again() -> None:
    house = kept(None, None, (60.0, FOR_EVER), (1.0, FOR_EVER), seconds=80)
    assert house.starts_s[:4] == [0, 1, 3, 3 + 60 + 1]


def test_one_that_gives_no_answer_three_times_is_killed() -> None:
    house = kept((FOR_EVER, 3.0), (FOR_EVER, FOR_EVER), seconds=30)
    assert house.codes[0] == KILLED
    assert house.starts_s == [0, 2 + 3 * 2 + 1]


def test_who_cancels_kills_it_and_is_told_of_its_end() -> None:
    house = kept((FOR_EVER, FOR_EVER), seconds=5)
    assert (house.here, house.codes) == ([], [KILLED])


def test_once_stopped_none_follows() -> None:
    assert kept((3.0, FOR_EVER), seconds=30, stop_after_s=2).starts_s == [0]
    assert kept(None, seconds=30, stop_after_s=0.5).starts_s == [0]
