"""The Lab in Chromium, as a person uses it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Error, Locator, Page, expect
from tests.api.servers import KEY, Server

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
"""WCAG 2.0 to 2.2, A and AA."""
RULES_OF_COLOUR = ("color-contrast", "link-in-text-block")
"""Those of them that a scheme bears on."""
DESK, PHONE = (1440, 900), (390, 844)
LOOKED_AGAIN_MS = 15_000
"""Lists look again every five seconds."""
REFUSED = "Failed to load resource"
"""What the browser itself says of every 4xx."""
SHOWN_IN = "scheme => [undefined, scheme].includes(document.documentElement.dataset.mantineColorScheme)"


@dataclass
class LabPage:
    page: Page
    origin: str
    complaints: list[str] = field(default_factory=list)
    """Errors of scripts and of the content security policy."""

    def __post_init__(self) -> None:
        self.page.on("console", self._read)
        self.page.on("pageerror", self._failed)

    def _read(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(REFUSED):
            self.complaints.append(message.text)

    def _failed(self, error: Error) -> None:
        self.complaints.append(str(error))

    async def open(self, path: str) -> None:
        await self.page.goto(self.origin + path)

    async def sign_in(self, key: str = KEY) -> None:
        """With the form that is open."""
        form = self.page.locator("form").filter(has=self.page.get_by_label("API key", exact=True)).last
        await form.get_by_label("API key", exact=True).fill(key)
        await form.get_by_role("button", name="Sign in", exact=True).click()

    async def opened(self, path: str = "/sessions") -> None:
        """`path`, by somebody who has signed in."""
        await self.open("/sign-in")
        await self.sign_in()
        await self.page.wait_for_url(self.origin + "/")
        await self.open(path)

    async def turn_to(self, path: str) -> None:
        """As by a link: the app stays loaded."""
        await self.page.evaluate("path => history.pushState({}, '', path)", path)

    def heading(self, text: str) -> Locator:
        return self.page.get_by_role("heading", name=text)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    async def shows(self, *texts: str) -> None:
        for text in texts:
            await expect(self.page.get_by_text(text).first).to_be_visible(timeout=LOOKED_AGAIN_MS)

    async def look(self, size: tuple[int, int], scheme: str) -> None:
        await self.page.set_viewport_size({"width": size[0], "height": size[1]})
        await self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        await self.page.wait_for_function(SHOWN_IN, arg=scheme)

    async def findings(self, rules: Sequence[str] = RULES) -> Sequence[str]:
        """What axe finds by these rules or groups of rules; and whether the page is wider than its window."""
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(AXE.read_text("utf-8"))
        found: dict[str, Any] = await self.page.evaluate(
            "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })", rules
        )
        wide = await self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return [
            *(
                f"{one['id']}: {node['target']} {node['failureSummary']}"
                for one in found["violations"]
                for node in one["nodes"]
            ),
            *([f"{wide} px too wide"] if wide > 0 else []),
        ]

    async def findings_in_every_look(self) -> Sequence[str]:
        """On phone and desk, dark and light; leaves the page on a desk, in the light."""
        found = []
        for size in (PHONE, DESK):
            for scheme, rules in (("dark", RULES_OF_COLOUR), ("light", RULES)):
                await self.look(size, scheme)
                found += [f"{size[0]} px, {scheme}: {one}" for one in await self.findings(rules)]
        return found


@asynccontextmanager
async def visit(browser: Browser, server: Server) -> AsyncIterator[LabPage]:
    """By somebody who was never here, at a desk. Whatever a test does, no script may fail."""
    context = await browser.new_context(viewport={"width": DESK[0], "height": DESK[1]})
    lab = LabPage(await context.new_page(), server.url)
    yield lab
    await context.close()
    assert not lab.complaints
