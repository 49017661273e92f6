"""Which files are read."""

from __future__ import annotations

import pytest
from tests.knowledge import files

from visavis.knowledge.file_kinds import FIRST_BYTES, FileKind, begins_like, kind_of


@pytest.mark.parametrize(
    ("filename", "content_type", "kind"),
    [
        ("Guide.PDF", "application/octet-stream", FileKind.PDF),
        ("notes.md", "text/plain", FileKind.MARKDOWN),
        ("notes.markdown", "", FileKind.MARKDOWN),
        ("a.b.csv", "", FileKind.CSV),
        ("FAQ", "text/plain; charset=utf-8", FileKind.TEXT),
        ("FAQ", "application/json", FileKind.JSON),
        ("FAQ", "application/csv", FileKind.CSV),
        ("FAQ", "", None),
        ("FAQ.", "text/plain", FileKind.TEXT),
        ("virus.exe", "text/plain", None),
        ("old.doc", "application/msword", None),
    ],
)
def test_the_name_counts_more_than_the_announced_type(
    filename: str, content_type: str, kind: FileKind | None
) -> None:
    assert kind_of(filename, content_type) is kind


@pytest.mark.parametrize(
    ("kind", "content", "fits"),
    [
        (FileKind.PDF, files.pdf("x"), True),
        (FileKind.PDF, b"Hello", False),
        (FileKind.DOCX, files.word(("Normal", "x")), True),
        (FileKind.DOCX, b"Hello", False),
        (FileKind.TEXT, b"Hello", True),
        (FileKind.TEXT, "Hello".encode("utf-16"), True),
        (FileKind.TEXT, files.pdf("x"), False),
        (FileKind.CSV, files.word(("Normal", "x")), False),
        (FileKind.LOG, b"a\0b", False),
    ],
)
def test_a_file_begins_like_its_kind(kind: FileKind, content: bytes, fits: bool) -> None:
    assert begins_like(kind, content[:FIRST_BYTES]) is fits
