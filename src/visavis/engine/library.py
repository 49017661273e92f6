"""The organization's documents, as an engine searches them: it asks its api process."""

from __future__ import annotations

from collections.abc import Sequence

import httpx
from pydantic import ValidationError

from visavis.contract.knowledge import SearchFound, SearchRequest, Snippet
from visavis.engine.tools.knowledge import LibraryClosed


class ApiLibrary:
    """`http` knows where the api process is, and the engine's secret."""

    def __init__(self, http: httpx.AsyncClient, engine: str, organization_id: str) -> None:
        self._http, self._engine, self._organization_id = http, engine, organization_id

    async def search(self, group_ids: Sequence[str], question: str, limit: int) -> Sequence[Snippet]:
        """Implements Library."""
        request = SearchRequest(
            organization_id=self._organization_id,
            group_ids=tuple(group_ids),
            question=question,
            limit=limit,
        )
        try:
            reply = await self._http.post(
                f"/internal/engines/{self._engine}/knowledge/search",
                content=request.model_dump_json(),
                headers={"content-type": "application/json"},
            )
            reply.raise_for_status()
            return SearchFound.model_validate_json(reply.content).snippets
        except httpx.HTTPStatusError as error:
            raise LibraryClosed(f"the server answered {error.response.status_code}") from None
        except (httpx.HTTPError, ValidationError) as error:
            raise LibraryClosed(type(error).__name__) from None
