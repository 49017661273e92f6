"""A mind that says what it was told."""

from collections.abc import AsyncGenerator, Sequence

from visavis.contract.spec import LlmSpec
from visavis.providers.base import Message, Piece, Role, ToolOffer


class Parrot:
    """Implements `visavis.providers.base.ChatModel`."""

    async def reply(
        self, messages: Sequence[Message], tools: Sequence[ToolOffer] = ()
    ) -> AsyncGenerator[Piece, None]:
        told = [message.content for message in messages if message.role is Role.USER]
        yield f"You said: {told[-1]}." if told else "Say something."

    async def close(self) -> None:
        """Nothing is held."""


def mind(spec: LlmSpec) -> Parrot:
    return Parrot()
