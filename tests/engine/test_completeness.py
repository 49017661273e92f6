from __future__ import annotations

import pytest

from visavis.engine.completeness import completeness, is_back_channel, wants_floor


@pytest.mark.parametrize("text", ["i would like to book a table for", "my name is", "so the", "well um"])
def test_an_open_ending_goes_on(text: str):
    assert completeness(text) == -1


@pytest.mark.parametrize("text", ["yes please", "no", "thanks", "that is great"])
def test_a_short_answer_is_complete(text: str):
    assert completeness(text) == 1


def test_a_question_may_end_in_a_pronoun():
    assert completeness("what do you think of that") > 0 > completeness("i think that")


def test_a_question_sounds_more_complete_than_a_statement():
    assert completeness("what time do you open") > completeness("you open at ten") > 0


def test_a_question_is_surest():
    assert completeness("where can i buy the tickets") > completeness("yes")


@pytest.mark.parametrize("text", ["i agree with you", "no thank you", "can you do it without her"])
def test_a_pronoun_after_a_preposition_is_an_object(text: str):
    assert completeness(text) > 0 > completeness("i hope you")


@pytest.mark.parametrize("text", ["if it rains tomorrow", "first i turned it off", "because we were late"])
def test_a_clause_that_leads_to_another_goes_on(text: str):
    assert completeness(text) < 0 < completeness(text + " we stayed at home all day")


def test_digits_that_are_dictated_go_on():
    assert completeness("my number is five five") < 0 < completeness("i like the red one")


@pytest.mark.parametrize("text", ["where can i find", "how do i get", "can you show"])
def test_a_question_without_its_object_goes_on(text: str):
    assert completeness(text) < 0 < completeness(text + " the tickets")


@pytest.mark.parametrize("text", ["what can i find", "how many can you make", "which one should i get"])
def test_a_question_that_began_with_its_object_is_complete(text: str):
    assert completeness(text) == 2


def test_no_words_tell_nothing():
    assert completeness("") == 0


@pytest.mark.parametrize("text", ["mhm", "uh huh", "yeah okay", "I see"])
def test_listening_noises_are_back_channels(text: str):
    assert is_back_channel(text)


@pytest.mark.parametrize("text", ["", None, "yeah but when", "yeah yeah yeah yeah", "tuesday"])
def test_other_words_are_not(text: str | None):
    assert not is_back_channel(text)


@pytest.mark.parametrize("text", ["wait", "oh no", "excuse me", "what about the tickets"])
def test_interrupting_words_want_the_floor(text: str):
    assert wants_floor(text)


@pytest.mark.parametrize("text", ["", None, "mhm", "oh really", "great cool nice", "the"])
def test_listening_does_not_want_it(text: str | None):
    assert not wants_floor(text)
