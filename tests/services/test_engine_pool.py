"""The pool over real processes: tests/services/fake_engine.py stands in for the engine program."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest
from tests.scripted_llm import says, scripted_llm
from tests.services.engine_pools import FAKE_ENGINE, Losses, alive, eventually, running_pool, spec

from visavis.contract.checkup import Checkup
from visavis.contract.llm_trial import LlmTrial
from visavis.contract.spec import LlmSpec
from visavis.contract.tools import ToolTrial, WebhookTool
from visavis.contract.vitals import LineOffer
from visavis.services.engine_directory import EngineFailed
from visavis.services.engine_keeper import KeeperTimes
from visavis.services.engine_process import start_engine
from visavis.services.placement import LineRefused, NoEngine, Placement


async def test_sessions_spread_over_the_engines_until_all_are_full() -> None:
    async with running_pool(VISAVIS_FAKE_CAPACITY="2") as pool:
        placement: Placement = pool
        assert placement.ready

        homes = [(await placement.place(spec(f"s{number}"))).engine for number in range(4)]

        assert sorted(homes.count(engine) for engine in set(homes)) == [2, 2]
        assert homes[0] != homes[1]
        assert pool.engine_of("s0") == homes[0]
        with pytest.raises(NoEngine):
            await placement.place(spec("one too many"))

        assert await placement.end("s0", "over")
        assert not await placement.end("s0", "over"), "no engine holds it any more"
        assert pool.engine_of("s0") is None
        assert (await placement.place(spec("s4"))).engine == homes[0]


async def test_sessions_asked_for_at_once_spread_too() -> None:
    async with running_pool() as pool:
        placed = await asyncio.gather(*(pool.place(spec(f"s{number}")) for number in range(6)))
        homes = [each.engine for each in placed]
        assert {homes.count(engine) for engine in set(homes)} == {3}


async def test_a_killed_engine_loses_only_its_own_sessions_and_is_replaced() -> None:
    losses = Losses()
    async with running_pool(losses=losses) as pool:
        victim = (await pool.place(spec("unlucky"))).engine
        survivor = (await pool.place(spec("lucky"))).engine
        assert victim != survivor

        os.kill(pool.processes[victim], signal.SIGKILL)
        await asyncio.wait_for(pool.lost(victim), 10)

        await eventually(lambda: bool(losses.seen))
        assert losses.seen == [(victim, ("unlucky",))]
        assert pool.engine_of("unlucky") is None
        assert pool.port_of(victim) is None
        assert pool.engine_of("lucky") == survivor
        await eventually(lambda: len(pool.processes) == 2)
        assert victim not in pool.processes
        assert survivor in pool.processes


async def test_a_session_that_a_dying_engine_did_not_take_goes_to_the_next() -> None:
    async with running_pool(times=KeeperTimes(between_health_checks=10, first_restart=10)) as pool:
        first, pid = next(iter(pool.processes.items()))
        os.kill(pid, signal.SIGKILL)
        assert (await pool.place(spec("s"))).engine != first


async def test_an_engine_that_hangs_is_killed_and_reported() -> None:
    losses = Losses()
    times = KeeperTimes(between_health_checks=0.02, unhealthy_checks=2, health_request=0.1)
    async with running_pool(1, losses, times, VISAVIS_FAKE_HUNG="1") as pool:
        await pool.until_ready()
        ((name, pid),) = pool.processes.items()
        await eventually(lambda: bool(losses.seen))
        assert losses.seen[0] == (name, ())
        assert not alive(pid)


async def test_an_engine_that_cannot_start_is_tried_again_and_never_ready(tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    async with running_pool(1, VISAVIS_FAKE_FAILURES=str(starts)) as pool:
        await eventually(lambda: starts.exists() and len(starts.read_text().splitlines()) >= 3)
        assert not pool.ready
        with pytest.raises(NoEngine):
            await pool.place(spec("s"))


async def test_a_process_that_the_machine_does_not_start_is_an_engine_that_failed() -> None:
    with pytest.raises(EngineFailed, match="engine-1 could not be started"):
        await start_engine("engine-1", ("/no/such/program",), {}, "secret", within_s=5)


async def test_draining_ends_all_engines_in_peace_and_takes_no_more() -> None:
    losses = Losses()
    async with running_pool(losses=losses) as pool:
        processes = list(pool.processes.values())
        await pool.drain()
        assert not pool.ready
        assert not any(alive(pid) for pid in processes)
        assert losses.seen == []
        with pytest.raises(NoEngine):
            await pool.place(spec("s"))


async def test_engines_end_with_their_parent_however_it_ends() -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _PARENT,
        *FAKE_ENGINE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert parent.stdout is not None
    engine_pid = int(await asyncio.wait_for(parent.stdout.readline(), 20))
    assert alive(engine_pid)
    parent.kill()
    await parent.wait()
    await eventually(lambda: not alive(engine_pid))


_PARENT = """
import asyncio, sys
from visavis.services.engine_pool import LocalPool

async def nothing(engine, sessions): pass

async def main():
    pool = LocalPool(engines=1, api_url="", secret="s", on_engine_lost=nothing, command=sys.argv[1:])
    pool.start()
    await pool.until_ready()
    print(*pool.processes.values(), flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_an_engine_asks_an_llm_and_says_what_came_of_it() -> None:
    async with scripted_llm() as llm, running_pool(engines=1) as pool:
        llm.scripts.append(says("Hello."))
        spec = LlmSpec(id="l", kind="openai", model="m", base_url=llm.url)

        tried = await pool.try_llm(LlmTrial(llm=spec, prompt="Who are you?"))

        assert (tried.text, tried.error) == ("Hello.", None)
        await pool.drain()
        with pytest.raises(NoEngine):
            await pool.try_llm(LlmTrial(llm=spec, prompt="Who are you?"))


async def test_a_tool_is_tried_by_the_least_loaded_engine_and_only_while_there_is_one() -> None:
    trial = ToolTrial(tool=WebhookTool(name="t", url="https://example.com/", method="GET"), arguments={})
    async with running_pool(engines=2) as pool:
        busy = (await pool.place(spec("s1"))).engine
        tried = await pool.try_tool(trial)
        idle = next(name for name in pool.processes if name != busy)
        assert tried.result == f"{idle} called https://example.com/"
        await pool.drain()
        with pytest.raises(NoEngine):
            await pool.try_tool(trial)


async def test_a_line_is_checked_by_an_engine_that_may_refuse_the_offer() -> None:
    async with running_pool(engines=1) as pool:
        (name,) = pool.processes
        assert (await pool.check_line(LineOffer(sdp="v=0"))).sdp == f"{name} answers v=0"
        with pytest.raises(LineRefused, match="There is no offer"):
            await pool.check_line(LineOffer(sdp=""))
        await pool.drain()
        with pytest.raises(NoEngine):
            await pool.check_line(LineOffer(sdp="v=0"))


async def test_an_engine_that_does_not_do_what_it_is_asked_gives_no_answer() -> None:
    async with running_pool(engines=1) as pool:
        with pytest.raises(NoEngine, match="gave no answer"):
            await pool.check_up(Checkup(minds=(), voices=()))  # the small engine knows no checkups


async def test_each_engine_that_runs_says_how_it_is() -> None:
    async with running_pool(engines=2) as pool:
        await pool.place(spec("s1"))
        told = await pool.vitals()
        assert {one.engine for one in told} == set(pool.processes)
        assert sorted(one.sessions for one in told) == [0, 1]
        await pool.drain()
        assert await pool.vitals() == []
