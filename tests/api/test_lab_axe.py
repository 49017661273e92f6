"""Whoever sees badly, hears a screen reader, or has a telephone: axe finds nothing on any page, in any look.

One server and one browser for all pages; a page is opened once and looked at in both sizes and both schemes.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from fastapi.routing import APIRoute
from playwright.async_api import Locator, Page, expect
from tests.api.conversations import start
from tests.api.knowing import add, new_group
from tests.api.lab_page import LabPage
from tests.api.servers import Server, listening_server
from tests.api.test_lab_pages import conversation
from tests.e2e.browser.chromium import chromium
from tests.patience import PATIENCE_S
from tests.placements import ScriptedPlacement
from tests.web import Web, web

from visavis.api.routes.public_pages import router as public_pages

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

ROUTER = Path(__file__).parents[2] / "web" / "src" / "router.tsx"
STOCK_PERSONA = "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"
NOBODY = "0b0d7e0a-0000-4000-8000-000000000000"
LONG = "Eleonora-Wilhelmine von und zu der Fürstlichen Bibliothek am Hafen"
ARABIC = "نورة المرشدة"
GREETING = "أهلاً بك في المتحف. عمَّ تريد أن تسأل؟"
GUIDE = "# Opening hours\n\nThe museum is open from ten to five. On Mondays it is closed.\n"

WITHOUT_SIGNING_IN = (
    (f"/?persona={STOCK_PERSONA}", "Cara"),
    ("/welcome", "Welcome"),
    ("/sign-in", "Sign in"),
    ("/voices", "Sign in"),
)
PAGES: dict[str, tuple[tuple[str, str], ...]] = {
    "/": ((f"/?persona={STOCK_PERSONA}", "Cara"), ("/?persona={arabic}", ARABIC), ("/?persona={long}", LONG)),
    "/personas": (("/personas", "Personas"), ("/personas?search=nobody", "Nobody of that name")),
    "/personas/new": (("/personas/new", "New persona"),),
    "/personas/$personaId": (
        ("/personas/{long}", "Nora"),
        ("/personas/{arabic}", ARABIC),
        (f"/personas/{STOCK_PERSONA}", "Cara"),
    ),
    "/sessions": (("/sessions", "Sessions"), ("/sessions?search=nothing", "No conversation fits")),
    "/sessions/$sessionId": (
        ("/sessions/{session}?turn=3", "Turn 3"),
        ("/sessions/{session}?tab=tools", "Where each gap went"),
        ("/sessions/{session}?tab=config", "Where each gap went"),
        ("/sessions/{arabic_session}", ARABIC),
        (f"/sessions/{NOBODY}", "No such conversation"),
    ),
    "/sessions/analytics": (("/sessions/analytics", "Slowest answers"),),
    "/share-embed": (
        ("/share-embed?kind=link&persona={long}", "Links"),
        (f"/share-embed?kind=player&persona={STOCK_PERSONA}", "Players"),
        ("/share-embed?kind=orb&persona={arabic}", "Orbs"),
        ("/share-embed?kind=widget&persona={arabic}", "Preview"),
        (f"/share-embed?kind=widget&persona={STOCK_PERSONA}", "Cara belongs to this server"),
    ),
    "/api-keys": (("/api-keys", "API keys"),),
    "/account": (("/account", "Account"),),
    "/sign-in": (),
    "/welcome": (("/welcome", "Welcome"),),
    "/avatars": (("/avatars", "Avatars"), ("/avatars?search=nothing", "Nobody here looks like that")),
    "/avatars/new": (("/avatars/new", "What makes a good photo"),),
    "/voices": (("/voices", "Voices"),),
    "/voices/new": (("/voices/new", "The recording"),),
    "/llms": (("/llms", "LLMs"),),
    "/llms/new": (("/llms/new", "Add an LLM"),),
    "/llms/$llmId": (("/llms/{llm}", "Edit A model"),),
    "/knowledge": (("/knowledge", "Knowledge"),),
    "/knowledge/$groupId": (("/knowledge/{group}", LONG),),
    "/tools": (("/tools", "Tools"),),
    "/tools/new": (("/tools/new?kind=CLIENT", "New tool"), ("/tools/new?kind=SERVER_RAG", "New tool")),
    "/tools/$toolId": (("/tools/{tool}", "book_a_guide"),),
    "/settings": (("/settings", "Settings & health"),),
    "/settings/health": (("/settings/health", "Network"),),
    "/$": (("/nowhere", "Nobody is sitting here"),),
}
"""By route of the Lab: addresses, and a heading that stands there when the page does."""
DIALOGS = (
    ("/api-keys", "Create a key"),
    ("/personas/{long}", "Publish 2 changes"),
    ("/personas/{long}", "Code"),
    ("/personas/{long}", "Delete persona"),
    ("/knowledge", "New folder"),
)
PUBLIC = {
    "/share/{token}": ("/share/{link}", "/share/{paused}", "/share/{arabic_link}", "/share/sh_nobody"),
    "/embed/{kind}/{token}": ("/embed/player/{link}", "/embed/orb/{link}"),
}
"""By route of strangers' pages."""


@dataclass
class House:
    lab: LabPage
    ids: dict[str, str]
    """What stands in braces in the addresses."""
    site: Web
    """Somebody's own, with the widget on it."""

    def address(self, path: str) -> str:
        return path.format_map(self.ids)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Furnished; its browser has not signed in."""
    folder = tmp_path_factory.mktemp("axe")
    async with (
        web() as site,
        listening_server(folder / "data", ScriptedPlacement()) as server,
        chromium(folder / "no-microphone.wav") as browser,
    ):
        lab = LabPage(await browser.new_page(), server.url)
        yield House(lab, await furnished(server, site), site)
        assert not lab.complaints


async def furnished(server: Server, site: Web) -> dict[str, str]:
    """Names that are long or written from the right, a draft, conversations, and a link of each kind."""

    async def made(path: str, **body: object) -> dict[str, str]:
        reply = await server.client.post(f"/v1/{path}", json=body)
        assert reply.is_success, reply.text
        answer: dict[str, str] = reply.json()
        return answer

    long = (await made("personas", name=LONG, description=LONG * 3))["id"]
    arabic = (await made("personas", name=ARABIC, initialMessage=GREETING, languageCode="ar"))["id"]
    for id in (long, arabic):
        widget = {"allowedOrigins": [site.url], "usageLimit": 5}
        await server.client.put(f"/v1/personas/{id}", json={"widgetConfig": widget})
    draft = {"name": "Nora", "systemPrompt": "You guide through the museum.\n\nKeep it short."}
    await server.client.put(f"/v1/personas/{long}/draft", json=draft)
    group = await new_group(server, name=LONG)
    await add(server, group, "guide.md", GUIDE)
    hook = {"url": "https://93.184.215.14/hook", "method": "POST", "headers": {"authorization": "x"}}
    in_arabic = await start(server, personaId=arabic)
    await in_arabic.began()
    await in_arabic.said("persona", GREETING, 1, 2)
    await in_arabic.said("user", "متى تفتحون؟", 4, 1)
    await in_arabic.ended(9)
    model = {"displayName": f"A model of {LONG}", "llmFormat": "openai", "modelName": "qwen3-8b"}
    tool = {"description": "Books a guide.", "type": "SERVER_WEBHOOK", "config": hook}
    ids = {
        "long": long,
        "arabic": arabic,
        "group": group,
        "session": (await conversation(server)).id,
        "arabic_session": in_arabic.id,
        "tool": (await made("tools", name="book_a_guide", **tool))["id"],
        "llm": (await made("llms", urls=[{"url": "https://93.184.215.14/v1"}], **model))["id"],
        "link": (await made("share-links", personaId=long, name=LONG))["token"],
        "arabic_link": (await made("share-links", personaId=arabic))["token"],
        "paused": (await made("share-links", personaId=arabic, enabled=False))["token"],
    }
    await start(server)  # and goes on
    return ids


def routes_of(source: str) -> set[str]:
    """The addresses of the Lab, as its router names them."""
    found = re.findall(
        r"const (\w+) = createRoute\(\{\s*getParentRoute: \(\) => (\w+),\s*path: '([^']+)'", source
    )
    paths = {name: path for name, _, path in found}
    return {path if path.startswith("/") else f"{paths.get(parent, '')}/{path}" for _, parent, path in found}


async def test_no_page_is_forgotten() -> None:
    source = ROUTER.read_text("utf-8")
    of_strangers = {route.path for route in public_pages.routes if isinstance(route, APIRoute)}

    assert routes_of(source) == set(PAGES)
    assert len(routes_of(source)) == source.count("path: '")
    assert of_strangers == set(PUBLIC)


# strangers, and whoever has not signed in; before somebody does


@pytest.mark.parametrize("route", PUBLIC)
async def test_strangers_can_use(house: House, route: str) -> None:
    for path in PUBLIC[route]:
        await house.lab.open(house.address(path))
        await expect(first_words(house.lab.page)).to_be_visible()
        assert await house.lab.findings_in_every_look() == [], path


@pytest.mark.parametrize("persona", ["long", "arabic"])
@pytest.mark.parametrize("state", ["expanded", "minimized"])
async def test_the_widget_can_be_used_on_other_peoples_pages(house: House, persona: str, state: str) -> None:
    element = f'<anam-agent agent-id="{house.ids[persona]}" initial-state="{state}"></anam-agent>'
    page = f"""
        <!doctype html><html lang="en"><title>Shop</title><meta name="viewport" content="width=device-width">
        <main><h1>Shop</h1></main><script src="{house.lab.origin}/widget.js" async></script>{element}
    """
    await house.lab.page.goto(house.site.put(f"/{persona}/{state}", page.encode(), "text/html"))
    await expect(house.lab.page.get_by_role("button", name="Talk to").first).to_be_visible()

    assert await house.lab.findings_in_every_look() == []


async def test_whoever_has_not_signed_in_can(house: House) -> None:
    for path, heading in WITHOUT_SIGNING_IN:
        await house.lab.open(path)
        await expect(house.lab.heading(heading).first).to_be_visible()
        assert await house.lab.findings_in_every_look() == [], path


# the Lab


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def signed_in(house: House) -> House:
    await house.lab.opened("/account")
    await expect(house.lab.heading("Account")).to_be_visible()
    return house


@pytest.mark.parametrize("route", PAGES)
async def test_everybody_can_use(signed_in: House, route: str) -> None:
    lab = signed_in.lab
    for path, heading in PAGES[route]:
        await lab.turn_to(signed_in.address(path))
        await expect(lab.heading(heading).first).to_be_visible(timeout=PATIENCE_S * 1000)
        await unfold(lab.page.locator("details"))
        assert await lab.findings_in_every_look() == [], path


async def test_everybody_can_use_what_opens_over_a_page(signed_in: House) -> None:
    lab = signed_in.lab
    for path, button in DIALOGS:
        await lab.turn_to(signed_in.address(path))
        await lab.button(button).click()
        await expect(lab.page.get_by_role("dialog")).to_be_visible()
        for more in await lab.page.get_by_label("Only what is ticked").all():
            await more.check()
        assert await lab.findings_in_every_look() == [], button
        await lab.page.keyboard.press("Escape")
        await expect(lab.page.get_by_role("dialog")).to_be_hidden()


def first_words(page: Page) -> Locator:
    """Of a page for strangers: that they may talk, or why not."""
    return page.get_by_role("button", name=re.compile("^Talk to")).or_(page.get_by_role("alert")).first


async def unfold(details: Locator) -> None:
    await details.evaluate_all("all => all.forEach(one => (one.open = true))")
