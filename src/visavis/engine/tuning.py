"""Mid-session updates (`persona_config`): the api, which knows the rules, is asked, then they are applied."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Protocol

import httpx
from pydantic import ValidationError

from visavis.contract.spec import SessionSpec
from visavis.contract.tuning import Tuned, TuningRequest
from visavis.wire.datachannel import PersonaConfigUpdateApplied

log = logging.getLogger(__name__)


class Refused(Exception):
    """The update is not possible; `str(error)` tells the client why."""


class Rules(Protocol):
    async def retune(self, request: TuningRequest) -> Tuned:
        """Raises Refused."""


class ApiRules:
    """Implements Rules; `http` calls the api with the engine's secret."""

    def __init__(self, http: httpx.AsyncClient, engine: str) -> None:
        self._http, self._path = http, f"/internal/engines/{engine}/tuning"

    async def retune(self, request: TuningRequest) -> Tuned:
        try:
            reply = await self._http.post(self._path, content=request.model_dump_json())
            if reply.status_code == 400:
                raise Refused(f"The update was refused: {_reason(reply.json())}")
            reply.raise_for_status()
            return Tuned.model_validate_json(reply.content)
        except (httpx.HTTPError, ValidationError, ValueError) as error:
            log.warning("an update could not be checked: %s", error)
            raise Refused("The update could not be applied; try again in a moment.") from error


class Tuner:
    """One session's updates, one after the other."""

    def __init__(
        self,
        spec: SessionSpec,
        rules: Rules,
        *,
        apply: Callable[[Tuned], None],
        tell: Callable[[PersonaConfigUpdateApplied], None],
        complain: Callable[[str], None],
    ) -> None:
        self._session_id, self._rules = spec.session_id, rules
        self._now, self._voice = spec.tuning, spec.voice
        self._apply, self._tell, self._complain = apply, tell, complain
        self._one_by_one = asyncio.Lock()

    def listens_in(self, language: str) -> None:
        """It was changed by other means than an update."""
        self._now = self._now.model_copy(update={"language_code": language})

    async def update(self, changes: dict[str, Any]) -> None:
        """Nothing changes where anything of it is wrong. What is empty is passed over."""
        if not changes:
            return
        async with self._one_by_one:
            request = TuningRequest(now=self._now, voice=self._voice, changes=changes)
            try:
                tuned = await self._rules.retune(request)
            except Refused as refused:
                self._complain(str(refused))
                return
            self._now = tuned.now
            self._apply(tuned)
            changed = {path: change.model_dump() for path, change in tuned.changed.items()}
            self._tell(PersonaConfigUpdateApplied(self._session_id, changed))


def _reason(problem: dict[str, Any]) -> str:
    first: dict[str, Any] = next(iter(problem.get("details") or []), {})
    return ": ".join(part for part in (first.get("path"), first.get("message")) if part) or str(problem)
