"""Snippets as a language model reads them, and back."""

from visavis.contract.knowledge import Snippet, as_sources, from_sources

ONE = Snippet(filename='The "FAQs".docx', text="We open at nine.\n\nChildren enter free.", score=0.82)
TWO = Snippet(filename="menu.txt", text="Soup.", score=0.3)


def test_they_are_shown_as_the_public_api_shows_them():
    assert as_sources([TWO]) == '[Source 1 from "menu.txt", Relevance: 30%]\nSoup.'


def test_they_are_read_back_as_they_were():
    assert from_sources(as_sources([ONE, TWO])) == [ONE, TWO]


def test_other_texts_hold_none():
    assert from_sources("The documents say nothing about this.") == []
    assert as_sources([]) == ""
