"""Who looks at the images that avatars are made from and may refuse them: nobody, so far."""

from __future__ import annotations

from typing import Protocol


class Moderation(Protocol):
    async def check_image(self, content: bytes, content_type: str) -> None:
        """Raises Unprocessable with the reason, or TooManyRequests when it cannot look at more for now."""
        ...


class NoModeration:
    async def check_image(self, content: bytes, content_type: str) -> None:
        return
