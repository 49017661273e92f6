"""What both have said, and the tools that were called: the transcript as the language model reads it.

Only what was really heard of the persona stands here. The window is kept by putting the oldest lines in short
(Summary), and where nobody did, by forgetting them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from visavis.contract.spec import LlmSpec, PersonaSpec
from visavis.engine.window import room_for_lines
from visavis.providers.base import Message, Role, ToolCall

RESULT_CHARACTERS = 4_000
"""Of a tool's result is remembered so much; the answer that it was asked for reads all of it."""
BEFORE = "What was said before, in short: "
UNFINISHED = "It was cut off before it was done."

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
    def __init__(self, persona: PersonaSpec, llm: LlmSpec) -> None:
        prompt = system_prompt(persona)
        self._system = Message(Role.SYSTEM, prompt)
        self.room = room_for_lines(llm, len(prompt))
        """Characters of what was said that are kept."""
        self._lines: list[Message] = []
        self.summary = ""
        """What was said before the first of the lines, in short."""
        self._exchanges = 0
        self._unanswered = False

    @property
    def exchange(self) -> int:
        """The number, from 0, of the exchange that what the persona does now belongs to (ToolCalled)."""
        return self._exchanges - self._unanswered

    def add(self, role: Role, content: str) -> None:
        content = content.strip()
        if not content:
            return
        self._lines.append(Message(role, content))
        self._forget()
        if role is Role.USER or (role is Role.ASSISTANT and not self._unanswered):
            self._exchanges += 1
        self._unanswered = role is Role.USER or (role is Role.SYSTEM and self._unanswered)

    def add_calls(self, calls: tuple[ToolCall, ...]) -> None:
        """Tools are being called; whatever happens, each call has a result from now on, as models demand."""
        self._lines.append(Message(Role.ASSISTANT, "", calls))
        self._lines += [Message(Role.TOOL, UNFINISHED, answers=call.id) for call in calls]

    def settle(self, call_id: str, result: str) -> None:
        """This is what came of a call, unless it has been forgotten meanwhile."""
        for index, line in reversed(list(enumerate(self._lines))):
            if line.answers == call_id:
                self._lines[index] = replace(line, content=_shortened(result))
                break
        self._forget()

    def _forget(self) -> None:
        """The oldest lines, until the rest fits; never a call without its results."""
        while len(self._lines) > 1 and self.characters > self.room:
            calls = self._lines.pop(0).calls
            del self._lines[: len(calls)]

    def halve(self) -> bool:
        """The model could not read so much: keep half of what there is. False: nothing can be forgotten."""
        before = len(self._lines)
        self.room = self.characters // 2
        self._forget()
        return len(self._lines) < before

    @property
    def characters(self) -> int:
        return sum(map(_length, self._lines))

    def oldest(self, kept: int) -> tuple[Message, ...]:
        """The lines before the newest `kept` characters or so; calls and their results stay together."""
        lines, number, left = self._lines, 0, self.characters
        while number < len(lines) and left > kept:
            end = number + 1 + len(lines[number].calls)
            left -= sum(map(_length, lines[number:end]))
            number = end
        return tuple(lines[:number])

    def put_in_short(self, lines: tuple[Message, ...], summary: str) -> None:
        """These lines, which `oldest` named, become a summary, unless some have been forgotten meanwhile."""
        if tuple(self._lines[: len(lines)]) == lines:
            del self._lines[: len(lines)]
            self.summary = summary

    def messages(self, *, user: str | None = None, instruction: Instruction | None = None) -> list[Message]:
        """The conversation so far, with what the user says now or what the persona is asked to do."""
        messages = [self._system, *self._lines]
        if self.summary:
            messages.insert(1, Message(Role.SYSTEM, BEFORE + self.summary))
        if user is not None:
            messages.append(Message(Role.USER, user))
        if instruction is not None:
            messages.append(Message(Role.SYSTEM, instruction.text))
        return messages

    @property
    def lines(self) -> tuple[Message, ...]:
        return tuple(self._lines)


def _length(line: Message) -> int:
    return len(line.content) + sum(len(call.arguments) for call in line.calls)


def _shortened(result: str) -> str:
    return result if len(result) <= RESULT_CHARACTERS else result[:RESULT_CHARACTERS] + " … (shortened)"


def system_prompt(persona: PersonaSpec) -> str:
    """Who the persona is, in her author's words, and then how one speaks."""
    parts = [
        f"Your name is {persona.name}." if persona.name else "",
        persona.personality,
        persona.system_prompt,
        SPEAKING,
    ]
    return "\n\n".join(part.strip() for part in parts if part and part.strip())
