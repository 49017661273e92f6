"""What an engine asks of the organization's documents, and how a language model reads the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from visavis.contract.frozen import Frozen

MOST_SNIPPETS = 20

_SOURCE = re.compile(r'^\[Source \d+ from "(.*)", Relevance: (\d+)%\]\n', re.MULTILINE)


class SearchRequest(Frozen):
    organization_id: str
    group_ids: tuple[str, ...]
    """Those that are gone are passed over."""
    question: str
    limit: Annotated[int, Field(ge=1, le=MOST_SNIPPETS)] = 5


class Snippet(Frozen):
    filename: str
    text: str
    score: float
    """0 to 1; higher is closer."""


class SearchFound(Frozen):
    snippets: tuple[Snippet, ...]
    """The best first."""


def as_sources(snippets: Sequence[Snippet]) -> str:
    """As the public API shows the result of such a tool; "" without any."""
    return "\n\n".join(
        f'[Source {number} from "{found.filename}", Relevance: {round(100 * found.score)}%]\n{found.text}'
        for number, found in enumerate(snippets, 1)
    )


def from_sources(text: str) -> list[Snippet]:
    """The snippets again; none where the text is another one."""
    _, *parts = _SOURCE.split(text)
    triples = zip(parts[0::3], parts[1::3], parts[2::3], strict=True)
    return [
        Snippet(filename=filename, text=said.strip(), score=int(percent) / 100)
        for filename, percent, said in triples
    ]
