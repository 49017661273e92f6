"""A client program that is made to vanish: it joins, has her speak at length, says so, and listens for ever.

python -m tests.e2e.vanishing_client SESSION_ID HOST ENGINE_PATH SIGNALLING_PATH
"""

from __future__ import annotations

import asyncio
import sys

import httpx
from tests.e2e.raw_client import Place, joined

SPEAKING = "she speaks"
LONG_STORY = "The oldest clock of the museum was made for the tower of a church by the sea. " * 20


async def listen(place: Place) -> None:
    async with joined(place) as client, httpx.AsyncClient() as http:
        (await http.post(place.talk_url, json={"content": LONG_STORY})).raise_for_status()
        await client.speaks()
        print(SPEAKING, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(listen(Place(*sys.argv[1:5])))
