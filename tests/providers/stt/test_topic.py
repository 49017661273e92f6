"""What a persona's user is likely to say."""

from visavis.providers.stt.topic import MOST_CHARACTERS, OPENERS, sentences_of

OPENED = len(sentences_of(""))


def own(text: str) -> list[tuple[str, ...]]:
    return sentences_of(text)[OPENED:]


def test_texts_are_cut_into_sentences_of_plain_words():
    assert own("You're Ana!\n\nThe well-known guide: ask (her).") == [
        ("you're", "ana"),
        ("the", "well", "known", "guide"),
        ("ask", "her"),
    ]


def test_what_is_no_word_is_left_out():
    assert own("'Quoted' — 12 € / 3.5 ***\n...\n") == [("quoted",)]
    assert own("") == []


def test_the_ways_to_begin_are_always_expected():
    assert ("how", "much", "is", "the") in sentences_of("")
    assert len(sentences_of("")) == OPENERS.strip().replace("\n", "|").count("|") + 1


def test_an_endless_prompt_is_read_in_part():
    assert len(own("Ship. " * 50_000)) <= MOST_CHARACTERS / 6
