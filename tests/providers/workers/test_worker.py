from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest

from visavis.providers.workers.worker import Worker, WorkerError

HERE = Path(__file__).parent


@pytest.fixture
async def worker(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Worker]:
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    worker = Worker("scripted_helper")
    yield worker
    await worker.close()


async def ask(worker: Worker, request: str) -> list[str]:
    return [piece.decode() async for piece in worker.call(request.encode())]


async def test_an_answer_comes_in_pieces(worker: Worker) -> None:
    assert await ask(worker, "say one two three") == ["one", "two", "three"]


async def test_the_process_is_started_at_the_first_call_and_kept(worker: Worker) -> None:
    assert worker.pid is None
    assert await ask(worker, "pid") == await ask(worker, "pid") == [str(worker.pid)]


async def test_calls_are_served_in_the_order_they_came(worker: Worker) -> None:
    order: list[int] = []

    async def one(number: int) -> None:
        await ask(worker, "say x y")
        order.append(number)

    await asyncio.gather(*(one(number) for number in range(5)))
    assert order == [0, 1, 2, 3, 4]


async def test_a_failure_is_told_and_the_process_lives_on(worker: Worker) -> None:
    [pid] = await ask(worker, "pid")
    with pytest.raises(WorkerError, match="no such voice"):
        await ask(worker, "fail no such voice")
    assert await ask(worker, "pid") == [pid]


async def test_a_crash_costs_the_call_under_way_and_no_other(worker: Worker) -> None:
    answers = await asyncio.gather(
        ask(worker, "say before"),
        ask(worker, "die"),
        ask(worker, "say after"),
        ask(worker, "pid"),
        return_exceptions=True,
    )
    assert answers[0] == ["before"]
    assert isinstance(answers[1], WorkerError)
    assert "signal 9" in str(answers[1])
    assert answers[2] == ["after"]
    assert answers[3] == [str(worker.pid)]


async def test_what_was_said_before_a_crash_is_heard(worker: Worker) -> None:
    pieces = worker.call(b"die")
    assert await anext(pieces) == b"last words"
    with pytest.raises(WorkerError):
        await anext(pieces)


async def test_a_process_that_died_between_calls_costs_nothing(worker: Worker) -> None:
    [pid] = await ask(worker, "pid")
    os.kill(int(pid), signal.SIGKILL)
    assert await ask(worker, "say still here") == ["still", "here"]
    assert worker.pid != int(pid)


async def test_a_process_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    worker = Worker("scripted_helper", answer_patience_s=0.3)
    [pid] = await ask(worker, "pid")
    with pytest.raises(WorkerError, match="silent"):
        await ask(worker, "hang")
    assert await ask(worker, "say again") == ["again"]
    assert worker.pid != int(pid)
    await worker.close()


async def test_closing_the_stream_cancels_the_call(worker: Worker) -> None:
    [pid] = await ask(worker, "pid")
    async with aclosing(worker.call(b"count")) as pieces:
        assert await anext(pieces) == b"0"
    assert await ask(worker, "pid") == [pid]  # it left the endless count, and nothing of that came here


async def test_a_call_cancelled_while_it_waits_is_never_made(worker: Worker) -> None:
    async with aclosing(worker.call(b"count")) as first:
        await anext(first)
        waiting = asyncio.create_task(ask(worker, "die"))
        await asyncio.sleep(0)
        waiting.cancel()
        pid = worker.pid
    assert await ask(worker, "pid") == [str(pid)]


async def test_a_slow_listener_holds_nobody_up(worker: Worker) -> None:
    async with aclosing(worker.call(b"say a b c")) as slow:
        assert await anext(slow) == b"a"
        assert await ask(worker, "say d") == ["d"]
        assert [piece async for piece in slow] == [b"b", b"c"]


async def test_what_native_code_prints_does_not_disturb_the_frames(worker: Worker) -> None:
    assert await ask(worker, "print") == ["printed"]


async def test_a_module_that_cannot_start_is_an_error_and_no_hang() -> None:
    worker = Worker("visavis.providers.workers.no_such_module")
    with pytest.raises(WorkerError, match="exit status 1"):
        await ask(worker, "say x")


async def test_close_ends_the_process_and_the_calls(worker: Worker) -> None:
    async with aclosing(worker.call(b"count")) as pieces:
        await anext(pieces)
        pid = worker.pid
        assert pid is not None
        await worker.close()
        with pytest.raises(WorkerError, match="closed"):
            async for _ in pieces:
                pass
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_helper_ends_when_its_parent_dies() -> None:
    parent = """
import asyncio, os
from visavis.providers.workers.worker import Worker
async def main():
    worker = Worker("scripted_helper")
    async for piece in worker.call(b"hang"):
        print(worker.pid, flush=True)
        os._exit(1)
asyncio.run(main())
"""
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    # The helper hangs for an hour and holds the pipe too (as stderr): this returns when both are gone.
    ended = subprocess.run(
        [sys.executable, "-c", parent],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=20,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stdout.split()[0].isdigit()
