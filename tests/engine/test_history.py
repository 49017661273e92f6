from visavis.contract.spec import LlmSpec, PersonaSpec
from visavis.engine.history import (
    GREET,
    RESULT_CHARACTERS,
    SPEAKING,
    History,
    system_prompt,
)
from visavis.providers.base import Message, Role, ToolCall

PERSONA = PersonaSpec(name="Ana", personality="Warm.", system_prompt="You sell boats.")
LLM = LlmSpec(id="l", kind="openai")
ROOM = History(PERSONA, LLM).room


def test_the_prompt_is_the_authors_words_and_then_how_one_speaks():
    assert system_prompt(PERSONA) == f"Your name is Ana.\n\nWarm.\n\nYou sell boats.\n\n{SPEAKING}"
    assert system_prompt(PersonaSpec()) == SPEAKING


def test_lines_stand_in_order_between_prompt_and_question():
    history = History(PERSONA, LLM)
    history.add(Role.USER, " Hello ")
    history.add(Role.ASSISTANT, "Hi.")
    messages = history.messages(user="How much?")
    assert [(message.role, message.content) for message in messages[1:]] == [
        (Role.USER, "Hello"),
        (Role.ASSISTANT, "Hi."),
        (Role.USER, "How much?"),
    ]
    assert len(history.lines) == 2, "asking adds nothing"


def test_an_instruction_comes_last_and_is_not_kept():
    history = History(PERSONA, LLM)
    assert history.messages(instruction=GREET)[-1] == Message(Role.SYSTEM, GREET.text)
    assert history.lines == ()


def test_nothing_said_is_no_line():
    history = History(PERSONA, LLM)
    history.add(Role.USER, "  ")
    assert history.lines == ()


def test_the_oldest_lines_are_forgotten_but_never_the_newest():
    history = History(PERSONA, LLM)
    for number in range(10):
        history.add(Role.USER, f"{number}" + "x" * (ROOM // 4))
    assert [line.content[0] for line in history.lines] == ["7", "8", "9"]
    history.add(Role.USER, "y" * (2 * ROOM))
    assert [line.content[0] for line in history.lines] == ["y"]


def test_of_a_conversation_that_was_too_long_after_all_the_newer_half_is_kept():
    history = History(PERSONA, LLM)
    for number in range(8):
        history.add(Role.USER, f"{number}" + "x" * 99)
    assert history.halve()
    assert [line.content[0] for line in history.lines] == ["4", "5", "6", "7"]
    history.add(Role.USER, "8" + "x" * 99)
    assert len(history.lines) == 4, "it stays so short"


def test_the_newest_line_cannot_be_halved():
    history = History(PERSONA, LLM)
    history.add(Role.USER, "x" * 100)
    assert not history.halve()
    assert len(history.lines) == 1


# ---- tools


CALLS = (ToolCall("a", "look", "{}"), ToolCall("b", "look", "{}"))


def test_each_call_has_a_result_from_the_first_moment_on():
    history = History(PERSONA, LLM)
    history.add(Role.USER, "Hello")
    history.add_calls(CALLS)
    history.settle("b", "found")
    history.settle("c", "of nobody")
    lines = history.lines
    assert [line.role for line in lines] == [Role.USER, Role.ASSISTANT, Role.TOOL, Role.TOOL]
    assert [line.answers for line in lines[2:]] == ["a", "b"]
    assert "cut off" in lines[2].content
    assert lines[3].content == "found"


def test_a_long_result_is_remembered_in_part():
    history = History(PERSONA, LLM)
    history.add_calls(CALLS[:1])
    history.settle("a", "x" * 50_000)
    assert RESULT_CHARACTERS < len(history.lines[1].content) < RESULT_CHARACTERS + 50


def test_a_call_is_forgotten_with_its_results():
    history = History(PERSONA, LLM)
    history.add_calls(CALLS)
    history.add(Role.USER, "x" * (ROOM - 10))
    history.add(Role.ASSISTANT, "y" * 100)
    assert [line.role for line in history.lines] == [Role.ASSISTANT]
    history.settle("a", "too late")


def test_exchanges_are_counted_as_the_api_counts_them():
    history = History(PERSONA, LLM)
    counted = [history.exchange]
    for role in (
        Role.ASSISTANT,
        Role.USER,
        Role.SYSTEM,
        Role.ASSISTANT,
        Role.USER,
        Role.USER,
        Role.ASSISTANT,
    ):
        history.add(role, "words")
        counted.append(history.exchange)
    greeting, unasked, first, context, later, second, third, end = counted
    assert (greeting, unasked) == (0, 1), "the greeting is an exchange of its own"
    assert (first, context, later) == (1, 1, 2)
    assert (second, third, end) == (2, 3, 4), "an utterance without an answer is one too"
