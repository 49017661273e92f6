"""GET /v1/usage"""

from __future__ import annotations

import pytest
from tests.api.conversations import short_talk, start
from tests.api.servers import Server, bearer

DAY = "2026-11-20"
"""Of all conversations of the tests."""


async def test_sessions_and_seconds_are_counted_by_day(server: Server) -> None:
    for _ in range(2):
        await short_talk(server)
    await (await start(server)).ended()  # nobody connected: that is no use

    usage = (await server.client.get("/v1/usage", params={"from": "2026-11-19", "to": DAY})).json()

    assert usage == {
        "from": "2026-11-19",
        "to": DAY,
        "sessions": 2,
        "seconds": 120,
        "days": [
            {"date": "2026-11-19", "sessions": 0, "seconds": 0},
            {"date": DAY, "sessions": 2, "seconds": 120},
        ],
    }


async def test_erased_sessions_were_used_all_the_same(server: Server) -> None:
    talk = await short_talk(server)
    await server.client.delete(f"/v1/sessions/{talk.id}")

    usage = (await server.client.get("/v1/usage", params={"from": DAY, "to": DAY})).json()

    assert (usage["sessions"], usage["seconds"]) == (1, 60)


async def test_a_month_is_shown_at_first(server: Server) -> None:
    usage = (await server.client.get("/v1/usage")).json()

    assert len(usage["days"]) == 30
    assert usage["days"][-1]["date"] == usage["to"]


@pytest.mark.parametrize(
    "query", ["from=2026-02-30", "from=2026-01-02&to=2026-01-01", "from=2020-01-01&to=2026-01-01"]
)
async def test_days_that_cannot_be_are_400_and_named(server: Server, query: str) -> None:
    reply = await server.client.get(f"/v1/usage?{query}")

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "from")


@pytest.mark.parametrize("query", ["to=0001-01-05", "from=9999-12-01&to=9999-12-31"])
async def test_days_at_the_ends_of_the_calendar_are_400(server: Server, query: str) -> None:
    reply = await server.client.get(f"/v1/usage?{query}")

    assert (reply.status_code, reply.json()["error"]) == (400, "Validation error")


async def test_others_count_their_own(server: Server) -> None:
    await short_talk(server)
    theirs = bearer(await server.key_of_another_organization())

    usage = await server.client.get("/v1/usage", params={"from": DAY, "to": DAY}, headers=theirs)

    assert usage.json()["sessions"] == 0
    assert (await server.client.get("/v1/usage", headers=bearer("wrong"))).status_code == 401
