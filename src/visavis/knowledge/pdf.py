"""PDF files, page by page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from visavis.knowledge.passages import Passage, Unreadable
from visavis.reasons import reason_of

BROKEN_WORD = re.compile(r"(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])")
PASSWORD = "The PDF is protected with a password."


def pages(content: bytes) -> Iterator[Passage]:
    """The passages of a page: a PDF knows where letters stand, and seldom what a paragraph is."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(PASSWORD)
        count = len(reader.pages)
        for number, page in enumerate(reader.pages, start=1):
            text = BROKEN_WORD.sub("", page.extract_text())
            for block in re.split(r"\n\s*\n", text):
                if block.strip():
                    yield Passage(block.strip(), {"page": number}, done=number / count)
    except Unreadable:
        raise
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        # what pypdf stumbles over in a damaged file is not always an error of its own
        raise Unreadable(f"The PDF cannot be read: {reason_of(error)}.") from None
