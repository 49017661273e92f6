"""The offline answerer says what the persona's prompt says."""

import pytest

from visavis.contract.spec import PersonaSpec
from visavis.engine.history import GOODBYE, GREET, NUDGE
from visavis.providers.base import Message, Role
from visavis.providers.llm.offline import OfflineAnswerer

PERSONA = PersonaSpec(
    name="Ana",
    system_prompt=(
        "You are Ana, the guide of the harbour museum. The museum opens at nine and closes at six. "
        "Tickets cost twelve euros, and children enter free. Your favourite ship is the Aurora."
    ),
)


async def answer(*messages: tuple[Role, str]) -> str:
    answerer = OfflineAnswerer(PERSONA)
    return "".join([piece async for piece in answerer.reply([Message(*message) for message in messages])])


@pytest.mark.parametrize(
    ("question", "contains"),
    [
        ("When does the museum open?", "nine"),
        ("how much are the tickets", "twelve euros"),
        ("do children pay", "free"),
        ("what is your favourite ship", "My favourite ship is the Aurora"),
        ("who are you", "I am Ana"),
        ("thanks a lot", "welcome"),
        ("what is the capital of peru", "not told"),
        ("", "not told"),
    ],
)
async def test_questions_are_answered_from_the_prompt(question, contains):
    assert contains in await answer((Role.SYSTEM, "ignored"), (Role.USER, question))


@pytest.mark.parametrize(
    ("instruction", "contains"),
    [(GREET, "Hello. I am Ana."), (NUDGE, "still there"), (GOODBYE, "Goodbye")],
)
async def test_it_does_what_an_engine_instructs_it_to_do(instruction, contains):
    assert contains in await answer((Role.SYSTEM, "prompt"), (Role.SYSTEM, instruction.text))


async def test_it_answers_the_last_question():
    assert "twelve" in await answer(
        (Role.SYSTEM, ""),
        (Role.USER, "when does it open"),
        (Role.ASSISTANT, "At nine."),
        (Role.USER, "ticket cost?"),
    )


async def test_a_persona_without_a_prompt_still_answers():
    pieces = [
        piece async for piece in OfflineAnswerer(PersonaSpec()).reply([Message(Role.USER, "what is new")])
    ]
    assert "".join(pieces).endswith("connected.")
