from visavis.contract.spec import PersonaSpec
from visavis.engine.history import GREET, MAX_CHARACTERS, SPEAKING, History, system_prompt
from visavis.providers.base import Message, Role

PERSONA = PersonaSpec(name="Ana", personality="Warm.", system_prompt="You sell boats.")


def test_the_prompt_is_the_authors_words_and_then_how_one_speaks():
    assert system_prompt(PERSONA) == f"Your name is Ana.\n\nWarm.\n\nYou sell boats.\n\n{SPEAKING}"
    assert system_prompt(PersonaSpec()) == SPEAKING


def test_lines_stand_in_order_between_prompt_and_question():
    history = History(PERSONA)
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
    history = History(PERSONA)
    assert history.messages(instruction=GREET)[-1] == Message(Role.SYSTEM, GREET.text)
    assert history.lines == ()


def test_nothing_said_is_no_line():
    history = History(PERSONA)
    history.add(Role.USER, "  ")
    assert history.lines == ()


def test_the_oldest_lines_are_forgotten_but_never_the_newest():
    history = History(PERSONA)
    for number in range(10):
        history.add(Role.USER, f"{number}" + "x" * (MAX_CHARACTERS // 4))
    assert [line.content[0] for line in history.lines] == ["7", "8", "9"]
    history.add(Role.USER, "y" * (2 * MAX_CHARACTERS))
    assert [line.content[0] for line in history.lines] == ["y"]
