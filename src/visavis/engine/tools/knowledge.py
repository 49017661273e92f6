"""A search of documents; who keeps them is behind a `Library`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from visavis.contract.knowledge import Snippet, as_sources
from visavis.contract.tools import KnowledgeTool
from visavis.engine.tools.tool import Call, Outcome, ToolFailed

SNIPPETS = 5
NOTHING = "The documents say nothing about this."
PARAMETERS = {
    "type": "object",
    "properties": {
        "query": {"type": "string", "description": "What to look for: a question, or its telling words."}
    },
    "required": ["query"],
}


class LibraryClosed(Exception):
    """It cannot be searched now; `str(error)` says why."""


class Library(Protocol):
    """The documents of a session's organization."""

    async def search(self, group_ids: Sequence[str], question: str, limit: int) -> Sequence[Snippet]:
        """The best first. Raises LibraryClosed."""


class InTheLibrary:
    def __init__(self, spec: KnowledgeTool, library: Library) -> None:
        self.spec, self._library = spec, library

    @property
    def parameters(self) -> dict[str, Any]:
        return PARAMETERS

    async def run(self, call: Call) -> Outcome:
        question = str(call.arguments.get("query", "")).strip()
        if not question:
            raise ToolFailed("query must say what to look for")
        try:
            snippets = await self._library.search(self.spec.group_ids, question, SNIPPETS)
        except LibraryClosed as error:
            raise ToolFailed(f"The documents cannot be searched now: {error}") from None
        documents = tuple(dict.fromkeys(snippet.filename for snippet in snippets))
        return Outcome(as_sources(snippets) or NOTHING, documents)

    async def close(self) -> None:
        """Nothing is held."""
