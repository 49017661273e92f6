"""Reads one file, in a process of its own: a document that loops, crashes or eats memory costs nobody a call.

    python -m visavis.knowledge.reading {kind} {size} {overlap} [{folder of model files}]

The file comes over standard input. Lines of JSON go out: chunks {"text", "place", "done", "embedding"}, the
last in base64 or null. The last line is {"end": true}, {"error": a sentence for people} or, for a fault of
ours, {"failed": a traceback}.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import traceback
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from visavis.knowledge import pdf, plain, word
from visavis.knowledge.chunks import Chunk, chunked
from visavis.knowledge.file_kinds import FileKind
from visavis.knowledge.passages import Passage, Unreadable
from visavis.model_files import ModelMissing
from visavis.store.texts import storable

MOST_MEMORY = 2_000_000_000
"""Bytes of address space."""
MOST_CPU_S = 600
MOST_CPU_WITH_MODEL_S = 3600
NICENESS = 10
"""Conversations come first."""
MOST_CHUNKS = 50_000

READERS: dict[FileKind, Callable[[bytes], Iterator[Passage]]] = {
    FileKind.PDF: pdf.pages,
    FileKind.DOCX: word.paragraphs,
    FileKind.MARKDOWN: plain.markdown,
    FileKind.TEXT: plain.paragraphs,
    FileKind.CSV: plain.rows,
    FileKind.JSON: plain.whole_json,
    FileKind.LOG: plain.lines,
}

NO_TEXT_IN_PDF = "There is no text in this PDF; it may be a scan."
EMPTY = "There is no text in this file."
TOO_MUCH = f"The file has more than {MOST_CHUNKS} pieces; split it into smaller ones."
TOO_LARGE = "Reading this file takes more memory than there is for it."


def read(kind: FileKind, content: bytes, size: int, overlap: int) -> Iterator[Chunk]:
    """Raises Unreadable, also for a file without any text."""
    passages = (_storable(passage) for passage in READERS[kind](content))
    count = 0
    for chunk in chunked(passages, size, overlap):
        count += 1
        if count > MOST_CHUNKS:
            raise Unreadable(TOO_MUCH)
        yield chunk
    if count == 0:
        raise Unreadable(NO_TEXT_IN_PDF if kind is FileKind.PDF else EMPTY)


def _storable(passage: Passage) -> Passage:
    place = {name: storable(at) if isinstance(at, str) else at for name, at in passage.place.items()}
    return replace(passage, text=storable(passage.text), place=place)


def main(kind: str, size: str, overlap: str, models_dir: str | None = None) -> None:
    os.nice(NICENESS)
    cpu_s = MOST_CPU_WITH_MODEL_S if models_dir else MOST_CPU_S
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    try:
        embed = _embedding(Path(models_dir)) if models_dir else _not_embedding
        for chunk in read(FileKind(kind), sys.stdin.buffer.read(), int(size), int(overlap)):
            _say(text=chunk.text, place=chunk.place, done=round(chunk.done, 4), embedding=embed(chunk.text))
        _say(end=True)
    except Unreadable as error:
        _say(error=str(error))
    except MemoryError:
        _say(error=TOO_LARGE)
    except Exception:
        _say(failed=traceback.format_exc())


def _embedding(models_dir: Path) -> Callable[[str], str | None]:
    from visavis.knowledge.minilm import open_minilm

    try:
        model = open_minilm(models_dir)
    except ModelMissing:
        return _not_embedding
    return lambda text: b64encode(model.embed(text).tobytes()).decode()


def _not_embedding(text: str) -> str | None:
    return None


def _say(**what: Any) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
