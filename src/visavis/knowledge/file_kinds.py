"""Which files are read, and how they are told apart: by name, else by what the client calls them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath


class FileKind(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    MARKDOWN = "md"
    TEXT = "txt"
    CSV = "csv"
    JSON = "json"
    LOG = "log"


CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.MARKDOWN: "text/markdown",
    FileKind.TEXT: "text/plain",
    FileKind.CSV: "text/csv",
    FileKind.JSON: "application/json",
    FileKind.LOG: "text/x-log",
}
EXTENSIONS = {f".{kind}": kind for kind in FileKind} | {".markdown": FileKind.MARKDOWN}
ALIASES = {"text/x-markdown": FileKind.MARKDOWN, "application/csv": FileKind.CSV, "text/json": FileKind.JSON}
TAKEN = "PDF, DOCX, MD, TXT, CSV, JSON and LOG files"

FIRST_BYTES = 8
SIGNATURES = {FileKind.PDF: b"%PDF-", FileKind.DOCX: b"PK\x03\x04"}


def kind_of(filename: str, content_type: str = "") -> FileKind | None:
    """None for what is not read. An extension counts more: clients often call everything octet-stream."""
    extension = PurePath(filename).suffix.lower()
    if extension in EXTENSIONS:
        return EXTENSIONS[extension]
    if extension.strip("."):
        return None
    essence = content_type.split(";")[0].strip().lower()
    return ALIASES.get(essence) or next(
        (kind for kind, name in CONTENT_TYPES.items() if name == essence), None
    )


def begins_like(kind: FileKind, first: bytes) -> bool:
    """Whether these FIRST_BYTES of a file can be of its kind."""
    signature = SIGNATURES.get(kind)
    if signature:
        return first.startswith(signature)
    binary = any(first.startswith(other) for other in SIGNATURES.values())
    return not binary and (b"\0" not in first or first.startswith((b"\xff\xfe", b"\xfe\xff")))
