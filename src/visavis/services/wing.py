"""What the services of a running api process share."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from visavis.contract.spec import LlmSpec
from visavis.knowledge.embedder import Embedder
from visavis.services.bell import Bell
from visavis.services.fingerprints import Fingerprints
from visavis.services.moderation import Moderation, NoModeration
from visavis.services.outgoing import Outgoing
from visavis.services.sign_in_tries import SignInTries
from visavis.services.signed_urls import SignedUrls
from visavis.services.trial_budget import TrialBudget
from visavis.settings import Settings
from visavis.store.blobs import Blobs
from visavis.store.database import Database
from visavis.store.secrets import Keyring


@dataclass(frozen=True)
class ControlWing:
    """Opened with `bootstrap.open_control_wing`."""

    settings: Settings
    database: Database
    keyring: Keyring
    default_llm: LlmSpec
    blobs: Blobs
    signed_urls: SignedUrls
    fingerprints: Fingerprints
    outgoing: Outgoing
    embedder: Embedder
    moderation: Moderation = field(default_factory=NoModeration)
    sign_in_tries: SignInTries = field(default_factory=SignInTries)
    trials: TrialBudget = field(default_factory=TrialBudget)
    first_key: str | None = None
    """The API key that this start has made, in the clear, to be shown once."""
    jobs_added: Bell = field(default_factory=Bell)
    """Rings when there may be something new to do for services.jobs."""
    deliveries_added: Bell = field(default_factory=Bell)
    """Rings when there may be something new to send for services.courier."""
    _token_locks: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def token_lock(self, token_id: str) -> asyncio.Lock:
        """Held while a token starts its session, so that a retry waits for the first try."""
        return self._token_locks.setdefault(token_id, asyncio.Lock())

    async def close(self) -> None:
        await self.outgoing.close()
        await self.database.close()
