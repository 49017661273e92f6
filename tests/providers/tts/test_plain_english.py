import string

import pytest

from visavis.providers.tts.plain_english import plain_english


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("plain text, with 3.5 and 1,000.", "plain text, with 3.5 and 1,000."),
        ("“It’s” …", '"It\'s" ...'),
        ("€3, £4.50 and ¥1,000", "3 euros, 4.50 pounds and 1,000 yen"),
        ("a few €", "a few euros"),
        ("20°C, 70 °F, 90°", "20 degrees Celsius , 70 degrees Fahrenheit , 90 degrees"),
        ("R&D", "R and D"),
        ("pages 10–20", "pages 10 to 20"),
        ("so—well", "so -- well"),
        ("e.g. this, i.e. that", "for example this, that is that"),
        ("ann@example.com", "ann at example dot com"),
        ("Visit node.js. Then", "Visit node dot js. Then"),
        ("and/or 5/6", "and or 5/6"),
        ("2 × 3 = 6", "2 times 3 equals 6"),
        ("#1 of ~20", "number 1 of about 20"),
        ("Café Straße Æsop Łódź", "Cafe Strasse Aesop Lodz"),
        ("e\u0301te\u0301", "ete"),
        ("½ cup", "one half cup"),
        ("x² ﬁne", "x2 fine"),
        ("你好 Привет", ""),
    ],
)
def test_signs_are_written_out(text: str, words: str) -> None:
    assert " ".join(plain_english(text).text.split()) == words


def test_any_character_becomes_printable_ascii() -> None:
    everything = "".join(chr(code) for code in range(0x11000))
    assert set(plain_english(everything).text) <= set(string.printable) - set("\n\t\r\x0b\x0c")


def test_it_leads_back_to_the_text() -> None:
    text = "Das „Café“ kostet €3"
    plain = plain_english(text)
    for word, source in (("Cafe", "Café"), ("kostet", "kostet"), ("3", "€3"), ("euros", "€3")):
        first = plain.text.index(word)
        assert text[slice(*plain.source(first, first + len(word)))] == source
