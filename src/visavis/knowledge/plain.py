"""Files that are text: paragraphs, Markdown, tables, logs, JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator

from visavis.knowledge.passages import Passage, Unreadable

BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*")
FENCE = re.compile(r" {0,3}(```+|~~~+)")
LARGEST_CELL = 1_000_000
"""Characters."""
LONGEST_JSON = 20_000
"""Characters. A longer one is no answer to anything as a whole, and is read like a text."""


def decode(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else what Windows writes. Raises Unreadable for what is not text."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise Unreadable("The file is not text.")


def paragraphs(content: bytes) -> Iterator[Passage]:
    text = decode(content)
    for start, part in _parts(text):
        yield Passage(part, done=start / len(text))


def markdown(content: bytes) -> Iterator[Passage]:
    """Each passage knows the heading above it; a heading is also the first line of its section."""
    text = decode(content)
    section, lines, fence, position = "", list[str](), "", 0

    def block() -> Iterator[Passage]:
        joined = "\n".join(lines).strip()
        lines.clear()
        if joined:
            yield Passage(joined, {"section": section} if section else {}, done=position / len(text))

    for line in text.split("\n"):
        position += len(line) + 1
        mark = FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif mark:
            fence = mark[1]
        elif heading := HEADING.fullmatch(line):
            yield from block()
            section = heading[2]
        elif not line.strip():
            yield from block()
            continue
        lines.append(line)
    yield from block()


def rows(content: bytes) -> Iterator[Passage]:
    """One passage a row, each value under the name of its column."""
    text = decode(content)
    if not text.strip():
        return
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), _dialect(text))
    try:
        header = [name.strip() for name in next(reader, [])]
        for number, row in enumerate(reader, start=2):
            named = (
                f"{header[column]}: {cell.strip()}" if column < len(header) else cell.strip()
                for column, cell in enumerate(row)
                if cell.strip()
            )
            joined = "\n".join(named)
            if joined:
                yield Passage(joined, {"row": number}, alone=True, done=reader.line_num / _lines(text))
    except csv.Error as error:
        raise Unreadable(f"The table cannot be read: {error}.") from None


def lines(content: bytes) -> Iterator[Passage]:
    """One passage a line."""
    every = decode(content).split("\n")
    for number, line in enumerate(every, start=1):
        if line.strip():
            yield Passage(line.strip(), {"line": number}, alone=True, done=number / len(every))


def whole_json(content: bytes) -> Iterator[Passage]:
    """One passage, laid out for reading."""
    try:
        laid_out = json.dumps(json.loads(decode(content)), ensure_ascii=False, indent=1)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"The file is not JSON: {error}.") from None
    if len(laid_out) <= LONGEST_JSON:
        yield Passage(laid_out, alone=True)
    else:
        yield Passage(laid_out)


def _parts(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for gap in [*BLANK_LINES.finditer(text), None]:
        part = text[start : gap.start() if gap else None].strip()
        if part:
            yield start, part
        start = gap.end() if gap else start


def _dialect(text: str) -> type[csv.Dialect] | str:
    try:
        return csv.Sniffer().sniff(text[:4096], delimiters=",;\t|")
    except csv.Error:
        return "excel"


def _lines(text: str) -> int:
    return text.count("\n") + 1
