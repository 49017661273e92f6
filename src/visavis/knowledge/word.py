"""DOCX files: paragraphs under their headings, and tables row by row."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from visavis.knowledge.passages import Passage, Unreadable
from visavis.reasons import reason_of

HEADINGS = ("Title", "Heading")
"""How the styles of headings are called, in every language's Word."""
LARGEST_UNPACKED = 500_000_000
"""Bytes. A small archive can hold a very large nothing."""


def paragraphs(content: bytes) -> Iterator[Passage]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                raise Unreadable("The document is too large when it is unpacked.")
        inside = list(Document(io.BytesIO(content)).iter_inner_content())
    except (zipfile.BadZipFile, PackageNotFoundError, LxmlError, KeyError, ValueError) as error:
        raise Unreadable(f"The document cannot be read: {reason_of(error)}.") from None
    section = ""
    for number, part in enumerate(inside, start=1):
        if isinstance(part, Paragraph):
            if _is_heading(part) and part.text.strip():
                section = part.text.strip()
            texts = [part.text]
        else:
            texts = _rows(part)
        for text in texts:
            if text.strip():
                place: dict[str, str | int] = {"section": section} if section else {}
                yield Passage(text.strip(), place, done=number / len(inside))


def _is_heading(paragraph: Paragraph) -> bool:
    style = paragraph.style
    return style is not None and (style.name or "").startswith(HEADINGS)


def _rows(table: Table) -> list[str]:
    rows = []
    for row in table.rows:
        cells = dict.fromkeys(cell.text.strip() for cell in row.cells)  # a merged cell comes several times
        rows.append(" | ".join(cell for cell in cells if cell))
    return rows
