"""The offline answerer: no language model, no network; it says what the persona's own prompt says.

It looks for the sentences of the prompt that share telling words with the question and turns them into the
first person. It is a demonstration that the whole path works on any machine, and is labelled as such wherever
a person sees it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from visavis.contract.spec import PersonaSpec
from visavis.providers.base import Message, Role

LABEL = "Offline answerer (demonstration)"

COMMON = frozenset(
    """
    a about all also am an and any are as at be been but by can could did do does for from had
    has have he her here him his how i if in into is it its just know like may me mean more my
    no not of on one or our please say she should so some tell than that the their them then
    there they this to too up us was we were what when where which who why will with would you
    your yourself
    """.split()  # noqa: SIM905 (a word list reads as words)
)
"""Words that tell nothing about what is asked."""

SMALL_TALK: tuple[tuple[str, str], ...] = (
    (r"\b(how are you|how do you do)\b", "I am well, thank you. What would you like to know?"),
    (r"\b(thank you|thanks)\b", "You are welcome."),
    (r"\b(goodbye|bye|see you)\b", "Goodbye. It was nice talking to you."),
    (r"\b(what is your name|what's your name|who are you)\b", "{introduction}"),
    (r"\b(what can you do|can you help|help me)\b", "{abilities}"),
    (r"^\W*(hello|hi|hey|good (morning|afternoon|evening))\b\W*$", "Hello. What would you like to know?"),
)
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


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence of the prompt, as the persona would say it, and its telling words."""

    sentence: str
    words: frozenset[str]


class OfflineAnswerer:
    def __init__(self, persona: PersonaSpec) -> None:
        self._persona = persona
        text = f"{persona.personality}\n{persona.system_prompt}"
        self._facts = [
            Fact(_in_first_person(sentence), _telling(sentence))
            for sentence in re.split(r"(?<=[.!?])\s+|\n+", text)
            if sentence.strip()
        ]
        counts = Counter(word for fact in self._facts for word in fact.words)
        self._weights = {word: math.log(1 + len(self._facts) / count) for word, count in counts.items()}

    async def reply(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        for word in re.findall(r"\S+\s*", self._answer(messages)):
            yield word

    async def close(self) -> None:
        """Nothing is held."""

    def _answer(self, messages: Sequence[Message]) -> str:
        if len(messages) > 1 and messages[-1].role is Role.SYSTEM:
            return self._as_asked_to(messages[-1].content)
        asked = [message.content for message in messages if message.role is Role.USER]
        question = asked[-1] if asked else ""
        return self._small_talk(question) or self._from_the_prompt(question) or self._does_not_know()

    def _as_asked_to(self, instruction: str) -> str:
        """To greet, to break a silence, to say goodbye."""
        wanted = next(answer for pattern, answer in ASKED_TO if re.search(pattern, instruction.lower()))
        return wanted.format(introduction=self._introduction())

    def _small_talk(self, question: str) -> str | None:
        for pattern, answer in SMALL_TALK:
            if re.search(pattern, question.lower()):
                return answer.format(introduction=self._introduction(), abilities=self._abilities())
        return None

    def _from_the_prompt(self, question: str) -> str | None:
        asked = _telling(question)
        scored = [(sum(self._weights[word] for word in asked & fact.words), fact) for fact in self._facts]
        best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])[:2]
        close = [fact for score, fact in best if score >= 0.6 * best[0][0]]
        return " ".join(fact.sentence for fact in close) or None

    def _introduction(self) -> str:
        return f"I am {self._persona.name}." if self._persona.name else "I am your assistant."

    def _abilities(self) -> str:
        first = self._facts[0].sentence if self._facts else self._introduction()
        return f"{first} Ask me about what I was told."

    def _does_not_know(self) -> str:
        return "I was not told about that. I answer from my notes only, until a language model is connected."


def _telling(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z0-9]+", text.lower().replace("'s", ""))
    return frozenset(_stem(word) for word in words if word not in COMMON)


def _stem(word: str) -> str:
    """Enough to make "opens", "opened" and "opening" the same word."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _in_first_person(sentence: str) -> str:
    spoken = sentence.strip()
    for pattern, person in PERSONS:
        spoken = re.sub(pattern, person, spoken, flags=re.IGNORECASE)
    spoken = spoken[0].upper() + spoken[1:]
    return spoken if spoken[-1] in ".!?" else spoken + "."
