import re

from visavis.providers.tts.rewriting import Rewriting, unchanged


def sources(rewriting: Rewriting, source: str) -> list[str]:
    """The stretch of the source that each word of the result stands for."""
    return [source[slice(*rewriting.source(*word.span()))] for word in re.finditer(r"\S+", rewriting.text)]


def test_unchanged_text_leads_back_to_itself() -> None:
    text = "one two"
    assert unchanged(text).text == text
    assert sources(unchanged(text), text) == ["one", "two"]


def test_a_replacement_stands_for_all_that_it_replaced() -> None:
    text = "a & b"
    rewritten = unchanged(text).replaced(re.compile("&"), lambda _: "and also")
    assert rewritten.text == "a and also b"
    assert sources(rewritten, text) == ["a", "&", "&", "b"]


def test_unwrapping_keeps_a_group_with_its_places() -> None:
    text = "see [my page](x) now"
    rewritten = unchanged(text).unwrapped(re.compile(r"\[(?P<kept>[^]]*)\]\([^)]*\)"))
    assert rewritten.text == "see my page now"
    assert sources(rewritten, text) == ["see", "my", "page", "now"]


def test_unwrapping_without_a_group_removes() -> None:
    text = "**b**old"
    rewritten = unchanged(text).unwrapped(re.compile(r"\*+"))
    assert rewritten.text == "bold"
    assert rewritten.source(0, 1) == (2, 3)
    assert rewritten.source(0, 4) == (2, 8)


def test_rewritings_of_rewritings_lead_back_to_the_first_source() -> None:
    text = "x € y"
    rewritten = unchanged(text).replaced(re.compile("€"), lambda _: "EUR")
    rewritten = rewritten.replaced(re.compile("U"), lambda _: "uu")
    assert rewritten.text == "x EuuR y"
    assert sources(rewritten, text) == ["x", "€", "y"]


def test_both_parts_of_a_cut_lead_back_to_their_own_part_of_the_source() -> None:
    source = "The **big** number 9 boat"
    said = unchanged(source).unwrapped(re.compile(r"\*\*(?P<kept>\w+)\*\*"))
    said = said.replaced(re.compile("9"), lambda _: "nine")
    place, source_place = said.text.index("number"), source.index("number")

    before, after = said.cut(place, source_place)
    assert (before.text, after.text) == ("The big ", "number nine boat")
    assert source[slice(*before.source(4, 7))] == "big"
    rest = source[source_place:]
    assert rest[slice(*after.source(7, 11))] == "9"
    assert rest[slice(*after.source(12, 16))] == "boat"
