import pytest

from visavis.face.direction_words import WORDS, style_in_words
from visavis.face.directions import STYLES


@pytest.mark.parametrize(
    ("prompt", "style"),
    [
        ("Warm smile, composed, slightly amused, looking directly at camera", "warm"),
        ("Cheerful and full of JOY", "happy"),
        ("dry, witty, a bit sarcastic", "playful"),
        ("gentle: her mother died; reassuring, patient, empathetic", "supportive"),
        ("sober", "sad"),
        ("A stern, impatient drill sergeant", "angry"),
        ("nervous and worried about the exam", "distressed"),
        ("not too cheerful, calm and caring", "supportive"),
        ("don’t smile; serious", "sad"),
    ],
)
def test_a_prompt_means_the_preset_that_most_of_its_words_speak_for(prompt, style):
    assert style_in_words(prompt) == style


@pytest.mark.parametrize("prompt", ["", "looking at the camera", "中立", "!!!", "never angry"])
def test_a_prompt_without_a_known_word_means_none(prompt):
    assert style_in_words(prompt) is None


def test_every_preset_has_words_and_every_word_one_preset():
    words = [word for listed in WORDS.values() for word in listed.split()]
    assert WORDS.keys() == STYLES.keys()
    assert len(words) == len(set(words))
    assert all(style in words for style in STYLES)
