"""Conversations that never took place, as an engine would report them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from tests.api.servers import EPHEMERAL, KEY, Server

from visavis.contract.events import (
    OverheadTold,
    SessionEnded,
    SessionEvent,
    SessionStarted,
    SessionWarning,
    ToolCalled,
    TurnFinished,
    TurnLatency,
)
from visavis.contract.internal import EventBatch
from visavis.contract.token_usage import OverheadReason, TokenUsage
from visavis.services.session_events import apply

BEGAN = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return BEGAN + timedelta(seconds=seconds)


@dataclass
class Conversation:
    """One session of `server`; what is reported is dated from BEGAN."""

    server: Server
    id: str
    reported: list[SessionEvent] = field(default_factory=list)

    async def began(self) -> None:
        await self._report(SessionStarted(**self._stamp(0)))

    async def said(
        self,
        role: Literal["user", "persona"],
        text: str,
        at_s: float,
        seconds: float = 1.0,
        *,
        interrupted: bool = False,
        latency: TurnLatency | None = None,
        usage: TokenUsage | None = None,
    ) -> None:
        await self._report(
            TurnFinished(
                **self._stamp(at_s + seconds),
                role=role,
                text=text,
                started_at=at(at_s),
                seconds=seconds,
                interrupted=interrupted,
                latency=latency,
                usage=usage,
            )
        )

    async def called(self, tool_name: str, at_s: float, seconds: float | None = 0.7, **fields: Any) -> None:
        """A tool; `seconds` is None for one that nobody waited for."""
        ended = {"status": "started"} if seconds is None else {"completed_at": at(at_s + seconds)}
        called: dict[str, Any] = {
            "turn_index": 0,
            "tool_call_id": f"call-{len(self.reported)}",
            "tool_name": tool_name,
            "tool_type": "server",
            "tool_subtype": "webhook",
            "status": "completed",
            "started_at": at(at_s),
        }
        await self._report(ToolCalled(**self._stamp(at_s + (seconds or 0)), **(called | ended | fields)))

    async def spent(self, reason: OverheadReason, usage: TokenUsage, *, estimated: bool = False) -> None:
        await self._report(OverheadTold(**self._stamp(10), reason=reason, usage=usage, estimated=estimated))

    async def warned(self, message: str, at_s: float = 5) -> None:
        await self._report(SessionWarning(**self._stamp(at_s), stage="think", message=message))

    async def ended(
        self, at_s: float = 60, exit_status: Literal["NORMAL_EXIT", "ERROR"] = "NORMAL_EXIT"
    ) -> None:
        await self._report(SessionEnded(**self._stamp(at_s), exit_status=exit_status, reason="hung up"))

    async def _report(self, event: SessionEvent) -> None:
        self.reported.append(event)
        await apply(self.server.wing.database, EventBatch(events=(event,)))

    def _stamp(self, at_s: float) -> dict[str, Any]:
        return {"session_id": self.id, "number": len(self.reported) + 1, "at": at(at_s)}


async def start(
    server: Server, credential: str = KEY, *, client_label: str | None = None, **persona_config: Any
) -> Conversation:
    body = {"personaConfig": EPHEMERAL | persona_config, "clientLabel": client_label}
    reply = await server.start(credential, body)
    assert reply.status_code == 200, reply.text
    return Conversation(server, reply.json()["sessionId"])


async def short_talk(
    server: Server, lines: Sequence[str] = ("Hello.", "Tell me a joke."), **options: Any
) -> Conversation:
    """She greets, the user asks, both hang up."""
    talk = await start(server, **options)
    await talk.began()
    await talk.said("persona", lines[0], 1, 1.4)
    await talk.said("user", lines[1], 5, 2.1)
    await talk.ended()
    return talk


def latency(first_sound_s: float) -> TurnLatency:
    return TurnLatency(
        endpoint_s=0.3, transcript_s=0.4, first_token_s=0.9, first_sound_s=first_sound_s, picture_sent_s=1.53
    )


async def talked(server: Server, first_sound_s: float = 1.5, **options: Any) -> Conversation:
    """A greeting, an answered question, an interrupted answer, and an utterance without an answer."""
    talk = await start(server, **options)
    await talk.began()
    await talk.said("persona", "Hi there", 1, 1.0, usage=TokenUsage(prompt=90, completion=8, reasoning=3))
    await talk.said("user", "What is the time", 5, 2.0)
    took = TokenUsage(prompt=200, completion=12, cached=128)
    await talk.said("persona", "It is nine", 8.5, 1.2, latency=latency(first_sound_s), usage=took)
    await talk.said("user", "And the weather", 12, 1.5)
    await talk.said("persona", "Sunny", 15, 0.5, interrupted=True, latency=latency(1.0))
    await talk.said("user", "Stop", 17, 0.5)
    await talk.ended()
    return talk
