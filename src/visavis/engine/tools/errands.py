"""The calls of one answer of the model, all under way at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from visavis.engine.tools.tool import Outcome, Then
from visavis.providers.base import Message, Role, ToolCall


class Errands:
    def __init__(
        self,
        calls: tuple[ToolCall, ...],
        tasks: Sequence[asyncio.Task[Outcome]],
        may_be_cut_off: Callable[[ToolCall], bool],
    ) -> None:
        self.calls, self._tasks, self._may_be_cut_off = calls, tasks, may_be_cut_off

    async def done_within(self, seconds: float) -> bool:
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        return not late

    async def results(self) -> list[Message]:
        """One for each call, in their order, as the model is to read them."""
        await asyncio.wait(self._tasks)
        return [
            Message(Role.TOOL, task.result().result, answers=call.id)
            for call, task in zip(self.calls, self._tasks, strict=True)
        ]

    @property
    def then(self) -> Then:
        """How she goes on once all are done: what ends most decides."""
        order = (Then.SILENCE, Then.HANG_UP, Then.STOP)
        wanted = {task.result().then for task in self._tasks}
        return next((then for then in order if then in wanted), Then.ANSWER)

    def abandon(self) -> None:
        """Nobody waits for them any more. What must not be cut off goes on by itself."""
        for call, task in zip(self.calls, self._tasks, strict=True):
            if self._may_be_cut_off(call):
                task.cancel()
