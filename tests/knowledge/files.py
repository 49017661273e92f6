"""Real files, made here: a PDF by hand and a DOCX by its library."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx
from pypdf import PdfReader, PdfWriter


def pdf(*pages: str) -> bytes:
    """One line of 12-point Helvetica a line of text."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, text in enumerate(pages):
        stream = _shown(text)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    written = io.BytesIO()
    written.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(written.tell())
        written.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = written.tell()
    written.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    written.writelines(b"%010d 00000 n \n" % place for place in places)
    written.write(b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    written.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return written.getvalue()


def locked_pdf(content: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(password, "the owner's", algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def word(*parts: tuple[str, str] | Sequence[Sequence[str]]) -> bytes:
    """Paragraphs as (style, text), tables as rows of cells."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, tuple):
            document.add_paragraph(part[1], style=part[0])
        else:
            table = document.add_table(len(part), len(part[0]))
            for row, cells in zip(table.rows, part, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def archive_of_nothing(unpacked: int) -> bytes:
    """A small ZIP file that unpacks to so many bytes."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as entry,
    ):
        block = bytes(1_000_000)
        for _ in range(unpacked // len(block)):
            entry.write(block)
    return written.getvalue()


def _shown(text: str) -> bytes:
    lines = "".join(f"({_escaped(line)}) Tj 0 -14 Td\n" for line in text.split("\n"))
    return f"BT /F1 12 Tf 72 720 Td\n{lines}ET".encode("cp1252")


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
