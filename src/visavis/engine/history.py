"""What both have said: the transcript as the language model reads it.

Only what was really heard of the persona stands here. The window is kept by forgetting the oldest lines.
"""

from __future__ import annotations

from dataclasses import dataclass

from visavis.contract.spec import PersonaSpec
from visavis.providers.base import Message, Role

MAX_CHARACTERS = 24_000
"""About 6,000 tokens: fits every model worth talking to, and a long conversation."""

SPEAKING = (
    "You are talking with the user by voice, face to face in a video call. Answer in one to three short "
    "spoken sentences unless asked for more. Write plain words as they are spoken: no markdown, no lists, "
    "no emoji, no stage directions."
)


@dataclass(frozen=True, slots=True)
class Instruction:
    """What the persona is to say though nobody asked."""

    text: str
    otherwise: str
    """Said where the model has no answer: nobody asked for anything, so nobody is owed an apology."""


GREET = Instruction(
    "The user has just joined. Greet them in one short sentence, in character, and offer your help.",
    "Hello! How can I help you?",
)
NUDGE = Instruction(
    "The user has been silent for a while. Say one short, friendly sentence that helps them to go on.",
    "Take your time. I am here when you need me.",
)
GOODBYE = Instruction(
    "The user has been silent for so long that the call ends now. Say goodbye in one short sentence.",
    "I will hang up now. Goodbye!",
)


class History:
    def __init__(self, persona: PersonaSpec) -> None:
        self._system = Message(Role.SYSTEM, system_prompt(persona))
        self._lines: list[Message] = []

    def add(self, role: Role, content: str) -> None:
        content = content.strip()
        if not content:
            return
        self._lines.append(Message(role, content))
        while len(self._lines) > 1 and sum(len(line.content) for line in self._lines) > MAX_CHARACTERS:
            self._lines.pop(0)

    def messages(self, *, user: str | None = None, instruction: Instruction | None = None) -> list[Message]:
        """The conversation so far, with what the user says now or what the persona is asked to do."""
        messages = [self._system, *self._lines]
        if user is not None:
            messages.append(Message(Role.USER, user))
        if instruction is not None:
            messages.append(Message(Role.SYSTEM, instruction.text))
        return messages

    @property
    def lines(self) -> tuple[Message, ...]:
        return tuple(self._lines)


def system_prompt(persona: PersonaSpec) -> str:
    """Who the persona is, in her author's words, and then how one speaks."""
    parts = [
        f"Your name is {persona.name}." if persona.name else "",
        persona.personality,
        persona.system_prompt,
        SPEAKING,
    ]
    return "\n\n".join(part.strip() for part in parts if part and part.strip())
