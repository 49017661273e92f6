"""Photograph every page of the Lab and of strangers, desktop and phone, light and dark: make screens

    python scripts/screens.py [--only TEXT …] [--out FOLDER]      FOLDER/desk-light/talk.png, …

The pages are those of a server that is started for it, with a furnished organization and a real conversation;
the states of Talk are held still by the development build (`web/src/dev/heldCall.ts`). What axe finds is told
at the end, and fails.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Browser, Page, async_playwright

HOUSE = Path(__file__).parents[1]
sys.path.insert(0, str(HOUSE))  # the bench's client and the tests' way to start a server

from bench.receiver import PERSONA, receiver  # noqa: E402
from tests.api.lab_page import DESK, PHONE, LabPage  # noqa: E402
from tests.serving import running_server  # noqa: E402

KEY = "vv_screens"
SIZES = {"desk": DESK, "phone": PHONE}
SCHEMES = ("light", "dark")
STATES = (
    *("connecting", "asking-mic", "listening", "thinking", "speaking", "interrupted", "ended"),
    *("mic-denied", "mic-insecure", "full", "error", "refused"),
)
SIGNED_OUT = ("sign-in",)
"""Pages that lead whoever is signed in elsewhere."""
SETTLES_MS = 700
FETCH_ALL = """
    async () => {
        const pictures = [...document.images].filter(one => one.src);
        for (const one of pictures) one.loading = 'eager';
        await Promise.all(pictures.map(one => one.decode().catch(() => {})));
    }
"""
NOT_OURS = ("reference",)
"""Pages that somebody else's software draws."""
LONG_NAME = "Eleonora-Wilhelmine von und zu der Fürstlichen Bibliothek am Hafen"
ARABIC = {"name": "نورة المرشدة", "initialMessage": "أهلاً بك في المتحف.", "languageCode": "ar"}
OPENING_HOURS = "The museum is open from nine to six, and on Thursdays until ten. Tickets cost twelve euros."


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", nargs="+", default=[""], help="pages whose name holds one of these texts")
    parser.add_argument("--out", type=Path, default=HOUSE / "var" / "screens")
    arguments = parser.parse_args()
    began_s, taken, findings = time.monotonic(), 0, list[str]()
    with tempfile.TemporaryDirectory(prefix="visavis-screens-") as folder:
        options = ("--engines", "1", "--log-level", "warning")
        async with (
            running_server(Path(folder), *options, VISAVIS_BOOTSTRAP_API_KEY=KEY) as server,
            httpx.AsyncClient(
                base_url=server.url, headers={"authorization": f"Bearer {KEY}"}, timeout=60
            ) as http,
            development_build(server.url) as held,
            async_playwright() as playwright,
        ):
            pages = await furnished(http)
            browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium")
            held_pages = {f"talk-{state}": f"{held}/?state={state}" for state in STATES}
            wanted = {
                name: address
                for name, address in (
                    {name: server.url + path for name, path in pages.items()} | held_pages
                ).items()
                if any(text in name for text in arguments.only)
            }
            for size_name, size in SIZES.items():
                for scheme in SCHEMES:
                    async with (
                        visitor(browser, size, scheme) as stranger,
                        visitor(browser, size, scheme) as page,
                    ):
                        await sign_in(page, server.url)
                        for name, address in wanted.items():
                            seen_by = stranger if name in SIGNED_OUT else page
                            target = arguments.out / f"{size_name}-{scheme}" / f"{name}.png"
                            await photograph(seen_by, address, target)
                            if name not in NOT_OURS:
                                found = await LabPage(seen_by, server.url).findings()
                                findings += [f"{target.parent.name}/{name}: {one}" for one in found]
                            taken += 1
                            print(f"\r{taken} of {4 * len(wanted)}", end="", flush=True)
    print(f" pictures in {arguments.out}, {time.monotonic() - began_s:.0f} s", *findings, sep="\n")
    if findings:
        sys.exit(1)


async def photograph(page: Page, address: str, target: Path) -> None:
    await page.goto(address)
    await page.wait_for_load_state("networkidle")
    await page.evaluate(FETCH_ALL)  # those too that are fetched when they come near
    await page.wait_for_timeout(SETTLES_MS)
    await page.screenshot(path=target, full_page="talk" not in target.name)


@asynccontextmanager
async def visitor(browser: Browser, size: tuple[int, int], scheme: str) -> AsyncIterator[Page]:
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    try:
        yield await context.new_page()
    finally:
        await context.close()


async def sign_in(page: Page, url: str) -> None:
    await page.goto(f"{url}/sign-in")
    await page.get_by_label("API key", exact=True).fill(KEY)
    await page.locator("form").get_by_role("button", name="Sign in", exact=True).click()
    await page.wait_for_url(f"{url}/")


@asynccontextmanager
async def development_build(server: str) -> AsyncIterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *("npx", "vite", "--port", str(port), "--strictPort", "--host", "127.0.0.1"),
        cwd=HOUSE / "web",
        env=os.environ | {"VISAVIS_URL": server},
        stdout=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient() as http, asyncio.timeout(60):
            while not await _answers(http, url):  # noqa: ASYNC110, vite offers no event
                await asyncio.sleep(0.2)
        yield url
    finally:
        os.killpg(process.pid, 15)
        await process.wait()


async def _answers(http: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await http.get(url)).is_success
    except httpx.TransportError:
        return False


async def furnished(http: httpx.AsyncClient) -> dict[str, str]:
    """The addresses of all pages, by a name, once there is something on each."""

    async def made(path: str, body: dict[str, Any]) -> dict[str, Any]:
        reply = await http.post(path, json=body)
        assert reply.is_success, reply.text
        answer: dict[str, Any] = reply.json()
        return answer

    folder = await made("/v1/knowledge/groups", {"name": "Harbour museum", "description": "For visitors"})
    await made(
        f"/v1/knowledge/groups/{folder['id']}/documents",
        {"name": "opening-hours.txt", "content": OPENING_HOURS},
    )
    hook = {"url": "https://93.184.215.14/book", "method": "POST", "headers": {"authorization": "a secret"}}
    tool = await made(
        "/v1/tools",
        {
            "name": "book_a_guide",
            "description": "Books a guided tour.",
            "type": "SERVER_WEBHOOK",
            "config": hook,
        },
    )
    llm = await made(
        "/v1/llms",
        {
            "displayName": "House model",
            "llmFormat": "openai",
            "modelName": "qwen3-8b",
            "urls": [{"url": "https://93.184.215.14/v1"}],
        },
    )
    arabic, long = await made("/v1/personas", ARABIC), await made("/v1/personas", {"name": LONG_NAME})
    links = [await made("/v1/share-links", {"personaId": one["id"]}) for one in (arabic, long)]
    # the newest stands on the stage
    persona = await made("/v1/personas", PERSONA | {"toolIds": [tool["id"]]})
    await http.put(f"/v1/personas/{persona['id']}/draft", json={"systemPrompt": "You are Cara. Be brief."})
    link = await made("/v1/share-links", {"personaId": persona["id"], "usageLimit": 20})
    async with receiver(http) as visitor:
        for question in ("How much is a ticket?", "When do you close?"):
            asked_s = time.perf_counter()
            visitor.type(question)
            await visitor.sound_after(asked_s)
            await asyncio.sleep(4)
    await asyncio.sleep(3)
    talks = (await http.get("/v1/sessions")).json()["data"]
    return {
        **{name or "talk": f"/{name}" for name in ("", "welcome", "account", "sessions", "api-keys")},
        "sign-in": "/sign-in",
        "session": f"/sessions/{talks[0]['id']}",
        "analytics": "/sessions/analytics",
        "personas": "/personas",
        "persona-new": "/personas/new",
        "persona-build": f"/personas/{persona['id']}",
        "avatars": "/avatars",
        "avatar-new": "/avatars/new",
        "voices": "/voices",
        "voice-new": "/voices/new",
        "llms": "/llms",
        "llm-new": "/llms/new",
        "llm": f"/llms/{llm['id']}",
        "knowledge": "/knowledge",
        "folder": f"/knowledge/{folder['id']}",
        "tools": "/tools",
        "tool": f"/tools/{tool['id']}",
        "tool-new": "/tools/new?kind=SERVER_WEBHOOK",
        **{f"share-{kind}": f"/share-embed?kind={kind}" for kind in ("link", "player", "orb", "widget")},
        "share-link-made": f"/share-embed?kind=link&persona={persona['id']}&link={link['id']}",
        "settings": "/settings",
        "health": "/settings/health",
        "nowhere": "/nowhere",
        "stranger-link": f"/share/{link['token']}",
        "stranger-no-link": "/share/sh_nobody",
        **{f"talk-{name}": f"/?persona={one['id']}" for name, one in (("arabic", arabic), ("long", long))},
        "stranger-arabic": f"/share/{links[0]['token']}",
        "stranger-long": f"/share/{links[1]['token']}",
        "reference": "/docs",
    }


if __name__ == "__main__":
    asyncio.run(main())
