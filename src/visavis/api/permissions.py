"""Which permission a request needs. It follows from verb and path, so no route can forget to ask."""

from __future__ import annotations

ACTIONS = {"GET": "read", "HEAD": "read", "POST": "create", "PUT": "update", "DELETE": "delete"}

THINGS = {
    "auth": "sessions",
    "engine": "sessions",
    "session-token": "sessions",
    "status": "personas",
    "server": "organization",
    "voice-vendors": "voices",
}
"""First segments after /v1 or /lab that are not the name of a thing."""

POSTED = {
    "search": "read",
    "line-check": "read",
    "stop": "update",
    "kill": "update",
    "test": "update",
    "checkup": "update",
    "speak": "update",
    "models": "update",
    "redeliver": "update",
    "rotate-secret": "update",
    "publish": "update",
    "restore": "update",
}
"""Last segments of POSTs that create nothing."""
DELETED = {"draft": "update"}
"""Last segments of DELETEs that only change the thing they belong to."""


def needed_for(method: str, path: str) -> str:
    """`path` as in the contract, /v1/… or /lab/…; what nobody can hold for a path that is not there."""
    segments = path.strip("/").split("/")
    thing = segments[1] if len(segments) > 1 else ""
    action = {"POST": POSTED, "DELETE": DELETED}.get(method, {}).get(segments[-1])
    return f"{THINGS.get(thing, thing)}:{action or ACTIONS.get(method, 'none')}"
