"""What is read out of each kind of file, and what is said about those that cannot be read."""

from __future__ import annotations

import io
import json

import pytest
from pypdf import PdfWriter
from tests.knowledge import files

from visavis.knowledge import pdf, plain, word
from visavis.knowledge.passages import Passage, Unreadable


def said(passages: list[Passage]) -> list[tuple[str, dict[str, str | int]]]:
    return [(passage.text, passage.place) for passage in passages]


# plain text


def test_paragraphs_are_what_blank_lines_part() -> None:
    passages = list(plain.paragraphs(b"One\nstill one.\n \t\n\nTwo.\r\n\r\nThree.\n"))

    assert [passage.text for passage in passages] == ["One\nstill one.", "Two.", "Three."]
    assert passages[0].done < passages[1].done < passages[2].done < 1


@pytest.mark.parametrize(
    "content",
    ["Grüße – 10 €".encode(code) for code in ("utf-8", "utf-8-sig", "utf-16", "cp1252")],
)
def test_text_is_read_in_the_encodings_that_people_have(content: bytes) -> None:
    assert plain.decode(content) == "Grüße – 10 €"


@pytest.mark.parametrize("content", [b"GIF89a\0\0", bytes(range(256)), b"\x81\x8d\x8f"])
def test_what_is_not_text_is_said_not_to_be(content: bytes) -> None:
    with pytest.raises(Unreadable, match="not text"):
        list(plain.paragraphs(content))


def test_markdown_knows_its_sections_but_not_those_in_code() -> None:
    content = (
        b"Intro.\n\n# Account\nReset it.\n\n```sh\n# not a heading\n\nls\n```\n\n## Prices ##\n\nFree.\n"
    )

    assert said(list(plain.markdown(content))) == [
        ("Intro.", {}),
        ("# Account\nReset it.", {"section": "Account"}),
        ("```sh\n# not a heading\n\nls\n```", {"section": "Account"}),
        ("## Prices ##", {"section": "Prices"}),
        ("Free.", {"section": "Prices"}),
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_each_row_of_a_table_names_its_columns(separator: str) -> None:
    table = f'name{separator}price\n"Ball{separator} red"{separator}3\n\nKite{separator}\n'

    passages = list(plain.rows(table.encode()))

    assert said(passages) == [
        (f"name: Ball{separator} red\nprice: 3", {"row": 2}),
        ("name: Kite", {"row": 4}),
    ]
    assert all(passage.alone for passage in passages)


def test_each_line_of_a_log_stands_alone() -> None:
    assert said(list(plain.lines(b"10:00 start\n\n10:01 stop"))) == [
        ("10:00 start", {"line": 1}),
        ("10:01 stop", {"line": 3}),
    ]


def test_json_stays_whole_unless_it_is_long() -> None:
    [whole] = plain.whole_json(b'{"opening": "ten", "town": "Z\xc3\xbcrich"}')
    assert whole.alone
    assert json.loads(whole.text) == {"opening": "ten", "town": "Zürich"}
    assert "Zürich" in whole.text
    [long] = plain.whole_json(json.dumps(["words"] * 5000).encode())
    assert not long.alone
    with pytest.raises(Unreadable, match="not JSON"):
        list(plain.whole_json(b'{"opening": '))


def test_json_nested_too_deep_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="not JSON"):
        list(plain.whole_json(b"[" * 100_000))


# PDF


def test_a_pdf_is_read_page_by_page() -> None:
    content = files.pdf("The museum opens at ten.\nEntrance is free.", "Clocks (old) are up-\nstairs.")

    assert said(list(pdf.pages(content))) == [
        ("The museum opens at ten.\nEntrance is free.", {"page": 1}),
        ("Clocks (old) are upstairs.", {"page": 2}),
    ]


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    [passage] = pdf.pages(files.locked_pdf(files.pdf("Free to read."), password=""))
    assert passage.text == "Free to read."


def test_a_pdf_with_a_password_says_so() -> None:
    with pytest.raises(Unreadable, match="password"):
        list(pdf.pages(files.locked_pdf(files.pdf("Secret."), password="open sesame")))


@pytest.mark.parametrize(
    "content", [b"%PDF-1.4\nnothing", files.pdf("Half of it.")[:300], b"%PDF-" + bytes(1000)]
)
def test_a_damaged_pdf_is_said_to_be(content: bytes) -> None:
    with pytest.raises(Unreadable, match="cannot be read"):
        list(pdf.pages(content))


def test_a_pdf_without_text_has_no_passages() -> None:
    writer, written = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(written)

    assert list(pdf.pages(written.getvalue())) == []


# DOCX


def test_a_word_document_is_read_in_its_order_under_its_headings() -> None:
    content = files.word(
        ("Normal", "Welcome."),
        ("Heading 1", "Opening hours"),
        ("Normal", "Every day."),
        ("Normal", "  "),
        [["Day", "Hours"], ["Monday", "closed"]],
        ("Heading 2", "Prices"),
        ("Normal", "Free."),
    )

    assert said(list(word.paragraphs(content))) == [
        ("Welcome.", {}),
        ("Opening hours", {"section": "Opening hours"}),
        ("Every day.", {"section": "Opening hours"}),
        ("Day | Hours", {"section": "Opening hours"}),
        ("Monday | closed", {"section": "Opening hours"}),
        ("Prices", {"section": "Prices"}),
        ("Free.", {"section": "Prices"}),
    ]


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 no archive", files.archive_of_nothing(1_000_000), files.word(("Normal", "x"))[:-100]],
)
def test_a_damaged_word_document_is_said_to_be(content: bytes) -> None:
    with pytest.raises(Unreadable, match="cannot be read"):
        list(word.paragraphs(content))


def test_an_archive_that_unpacks_to_a_very_large_nothing_is_refused() -> None:
    with pytest.raises(Unreadable, match="too large"):
        list(word.paragraphs(files.archive_of_nothing(600_000_000)))
