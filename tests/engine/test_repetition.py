"""A model that is stuck is told from one that repeats what is worth it."""

import pytest

from visavis.engine.repetition import Repetition


def stuck_after(text, characters=3):
    """How many characters of the text, which comes in small pieces, are read until it is stuck; None: it never is."""
    repetition = Repetition()
    for at in range(0, len(text), characters):
        if repetition.is_stuck_after(text[at : at + characters]):
            return at + characters
    return None


@pytest.mark.parametrize(
    "again",
    [
        "The museum opens at nine in the morning. ",
        "and then the ship and then ",
        "very ",
        "I am sorry. I do not\nknow that, Captain. ",
    ],
)
@pytest.mark.parametrize("characters", [1, 7, 500])
def test_the_same_words_over_and_over_are_noticed_soon(again, characters):
    text = "Of course! The answer is this: " + again * 100
    read = stuck_after(text, characters)
    assert read is not None
    if characters < 10:
        assert read < 40 + max(6 * len(again), 140)


@pytest.mark.parametrize(
    "text",
    [
        "No, no, no, no, no, no! ",
        "Ha ha ha ha ha ha ha ha ha ha. ",
        "Row, row, row your boat, gently down the stream. " * 4,
        "One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen. ",
        "He came. She saw. He went. She stayed. He wrote. She read. He came again. She left. It rained. It poured.",
        "",
    ],
)
def test_what_people_say_is_no_repetition(text):
    assert stuck_after(text) is None


def test_it_is_noticed_however_long_she_has_spoken_sense():
    sense = " ".join(f"word{number}" for number in range(2_000))
    assert stuck_after(sense) is None
    assert stuck_after(sense + " stuck in the groove again" * 20) is not None


def test_what_is_longer_than_anybody_repeats_is_not_looked_at():
    long = " ".join(f"word{number}" for number in range(60)) + " "
    assert stuck_after(long * 10) is None
