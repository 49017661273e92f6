"""What a model thinks before it speaks: told in order, once, and never of an answer that was dropped."""

from tests.engine.scenes import QUESTION, play
from visavis.engine.thoughts import Thoughts
from visavis.providers.base import Thought
from visavis.wire.datachannel import ReasoningText


def told(thoughts):
    return [(m.content_index, m.content, m.end_of_thought) for m in thoughts.take()]


def test_thoughts_are_told_once_and_then_that_they_are_over():
    thoughts = Thoughts()
    thoughts.think("Hm, ")
    thoughts.think("hours.")
    assert told(thoughts) == [(0, "Hm, ", False), (1, "hours.", False)]
    assert told(thoughts) == []
    thoughts.end()
    assert told(thoughts) == [(2, "", True)]
    assert told(thoughts) == []


def test_nothing_is_said_to_be_over_that_never_was():
    thoughts = Thoughts()
    thoughts.end()
    assert told(thoughts) == []


THOUGHTFUL = [0.2, Thought("The price? "), 0.3, Thought("Twelve."), 0.1, "It costs ", "twelve euros."]


def reasoning(scene):
    return [m for m in scene.outlet.messages if isinstance(m, ReasoningText)]


def test_they_are_shown_and_neither_spoken_nor_remembered():
    async def script(scene):
        await scene.user_says(8)
        await scene.until_silent()
        await scene.pass_time(3)

    scene = play(script, answers=[THOUGHTFUL])
    pieces = reasoning(scene)
    assert [(m.content, m.end_of_thought) for m in pieces] == [
        ("The price? ", False),
        ("Twelve.", False),
        ("", True),
    ]
    assert len({m.message_id for m in pieces}) == 1
    assert scene.lines()[-1] == ("assistant", "It costs twelve euros.")


def test_of_a_speculative_answer_that_was_dropped_nothing_is_told():
    async def script(scene):
        await scene.user_says(4)
        await scene.pass_time(0.36)  # long enough to think of an answer
        await scene.user_says(4)
        await scene.until_silent()
        await scene.pass_time(3)

    guess = [Thought("A guess."), "No."]
    scene = play(script, answers=[guess, guess, THOUGHTFUL], understood=[QUESTION])
    assert len(scene.model.asked) > 1, "guesses were answered"
    assert len([m for m in reasoning(scene) if m.end_of_thought]) == 1


def test_one_that_is_cut_off_while_she_thinks_ends_her_thoughts():
    async def script(scene):
        scene.conversation.user_message("What is the price?")
        await scene.pass_time(0.3)
        scene.conversation.interrupt()
        await scene.pass_time(1)

    scene = play(script, answers=[[Thought("Hm, "), 5.0, "Twelve."]])
    assert [(m.content, m.end_of_thought) for m in reasoning(scene)] == [("Hm, ", False), ("", True)]
    assert scene.lines() == [("user", "What is the price?")]


def test_a_model_that_thinks_long_is_not_taken_for_one_that_hangs():
    async def script(scene):
        scene.conversation.user_message("What is the price?")
        await scene.pass_time(20)

    thinks = [step for _ in range(5) for step in (3.0, Thought("…"))]
    scene = play(script, answers=[[*thinks, "Twelve."]])
    assert scene.lines()[-1] == ("assistant", "Twelve.")
