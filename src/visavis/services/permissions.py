"""What an API key may do: one action on one kind of thing each, as "personas:read".

The public contract knows that keys have permissions and names none of them; these names are ours.
"""

from __future__ import annotations

from collections.abc import Collection

ALL_ACTIONS = ("read", "create", "update", "delete")
ACTIONS: dict[str, tuple[str, ...]] = {
    "personas": ALL_ACTIONS,
    "avatars": ALL_ACTIONS,
    "voices": ALL_ACTIONS,
    "llms": ALL_ACTIONS,
    "tools": ALL_ACTIONS,
    "knowledge": ALL_ACTIONS,
    "sessions": ALL_ACTIONS,
    "share-links": ALL_ACTIONS,
    "meetings": ("read", "create", "delete"),
    "webhooks": ALL_ACTIONS,
    "organization": ("read", "update"),
    "vendor-keys": ("read", "update", "delete"),
    "api-keys": ("read", "create", "delete"),
    "usage": ("read",),
}
"""Of each kind of thing."""

PERMISSIONS = tuple(f"{thing}:{action}" for thing, actions in ACTIONS.items() for action in actions)

LACKING = "API key lacks the required permission"


def allows(held: Collection[str] | None, needed: str) -> bool:
    """`held`: of the key; None is all."""
    return held is None or needed in held


def covers(held: Collection[str] | None, wanted: Collection[str] | None) -> bool:
    """Whether somebody with `held` may give `wanted` away."""
    return held is None or (wanted is not None and set(wanted) <= set(held))
