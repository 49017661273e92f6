"""The offline answerer: no language model, no network; it says what the persona's own prompt says.

It looks for the sentences of the prompt that share telling words with the question and turns them into the
first person. Where these tell less than half of what was asked, it has the persona's documents searched, by
the same tool that a language model would call, and reads out what they say. It is a demonstration that the
whole path works on any machine, and is labelled as such wherever a person sees it.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator, Sequence
from pathlib import PurePath

from visavis.contract.knowledge import Snippet, from_sources
from visavis.contract.spec import PersonaSpec
from visavis.providers.base import Message, Role, ToolCall, ToolOffer
from visavis.providers.llm.facts import Facts, sentences, telling

LABEL = "Offline answerer (demonstration)"

SMALL_TALK: tuple[tuple[str, str], ...] = (
    (r"\b(how are you|how do you do)\b", "I am well, thank you. What would you like to know?"),
    (r"\b(thank you|thanks)\b", "You are welcome."),
    (r"\b(goodbye|bye|see you)\b", "Goodbye. It was nice talking to you."),
    (r"\b(what is your name|what's your name|who are you)\b", "{introduction}"),
    (r"\b(what can you do|can you help|help me)\b", "{abilities}"),
    (r"^\W*(hello|hi|hey|good (morning|afternoon|evening))\b\W*$", "Hello. What would you like to know?"),
)
CLEAR = 0.3
"""The score from which on a found snippet is about what was asked."""
ASKED_TO: tuple[tuple[str, str], ...] = (
    (r"\bgoodbye\b", "It seems that you are away. Goodbye."),
    (r"\bsilent\b", "Are you still there? Ask me anything."),
    (r"", "Hello. {introduction} How can I help you?"),
)
"""What an instruction names, and what is said for it."""
PERSONS: tuple[tuple[str, str], ...] = (
    (r"\byou are\b", "I am"),
    (r"\byou're\b", "I am"),
    (r"\byou were\b", "I was"),
    (r"\byou've\b", "I have"),
    (r"\byour\b", "my"),
    (r"\byours\b", "mine"),
    (r"\byourself\b", "myself"),
    (r"\byou\b", "I"),
)


class OfflineAnswerer:
    def __init__(self, persona: PersonaSpec) -> None:
        self._persona = persona
        text = f"{persona.personality}\n{persona.system_prompt}"
        self._facts = Facts([_in_first_person(sentence) for sentence in sentences(text)])

    async def reply(
        self, messages: Sequence[Message], tools: Sequence[ToolOffer] = ()
    ) -> AsyncGenerator[str | ToolCall, None]:
        libraries = [tool for tool in tools if tool.finds_knowledge]
        if libraries and self._has_to_look_it_up(messages):
            for tool in libraries:
                yield ToolCall("", tool.name, json.dumps({"query": messages[-1].content}))
            return
        for word in re.findall(r"\S+\s*", self._answer(messages)):
            yield word

    async def close(self) -> None:
        """Nothing is held."""

    def _answer(self, messages: Sequence[Message]) -> str:
        if len(messages) > 1 and messages[-1].role is Role.SYSTEM:
            return self._as_asked_to(messages[-1].content)
        asked = [message.content for message in messages if message.role is Role.USER]
        question = asked[-1] if asked else ""
        return (
            self._small_talk(question)
            or self._from_documents(question, messages)
            or self._from_the_prompt(question)
            or self._does_not_know(searched=bool(messages) and messages[-1].role is Role.TOOL)
        )

    def _has_to_look_it_up(self, messages: Sequence[Message]) -> bool:
        """A question that the prompt does not answer."""
        if not messages or messages[-1].role is not Role.USER or self._small_talk(messages[-1].content):
            return False
        asked = telling(messages[-1].content)
        told = [len(asked & fact.words) for fact in self._facts.closest(messages[-1].content)]
        return bool(asked) and 2 * max(told, default=0) < len(asked)

    def _as_asked_to(self, instruction: str) -> str:
        """To greet, to break a silence, to say goodbye."""
        wanted = next(answer for pattern, answer in ASKED_TO if re.search(pattern, instruction.lower()))
        return wanted.format(introduction=self._introduction())

    def _small_talk(self, question: str) -> str | None:
        for pattern, answer in SMALL_TALK:
            if re.search(pattern, question.lower()):
                return answer.format(introduction=self._introduction(), abilities=self._abilities())
        return None

    def _from_documents(self, question: str, messages: Sequence[Message]) -> str | None:
        """What the search that has just been made has found."""
        results = []
        for message in reversed(messages):
            if message.role is not Role.TOOL:
                break
            results.append(message.content)
        found = [snippet for result in reversed(results) for snippet in from_sources(result)]
        clear = [snippet for snippet in found if snippet.score >= CLEAR]
        return _quoted(max(clear, key=lambda snippet: snippet.score), question) if clear else None

    def _from_the_prompt(self, question: str) -> str | None:
        return " ".join(fact.sentence for fact in self._facts.closest(question)) or None

    def _introduction(self) -> str:
        return f"I am {self._persona.name}." if self._persona.name else "I am your assistant."

    def _abilities(self) -> str:
        first = self._facts.all[0].sentence if self._facts.all else self._introduction()
        return f"{first} Ask me about what I was told."

    def _does_not_know(self, *, searched: bool) -> str:
        if searched:
            return "I do not know that: neither my notes nor my documents say anything about it."
        return "I was not told about that. I answer from my notes only, until a language model is connected."


def _quoted(snippet: Snippet, question: str) -> str:
    """The sentences that are closest to the question, and where they are from."""
    said = sentences(snippet.text)
    close = [fact.sentence for fact in Facts(said).closest(question)] or said[:2]
    return f"{_spoken_name(snippet.filename)} says: {' '.join(close)}"


def _spoken_name(filename: str) -> str:
    """ "opening_hours.pdf" as one says it."""
    return re.sub(r"[_-]+", " ", PurePath(filename).stem)


def _in_first_person(sentence: str) -> str:
    spoken = sentence.strip()
    for pattern, person in PERSONS:
        spoken = re.sub(pattern, person, spoken, flags=re.IGNORECASE)
    spoken = spoken[0].upper() + spoken[1:]
    return spoken if spoken[-1] in ".!?" else spoken + "."
