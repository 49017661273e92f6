"""The Talk page as a person uses it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import ConsoleMessage, Error, Page, expect

RESULTS = Path(__file__).parents[3] / "test-results"
"""Screenshots for people to look at."""
WITHIN_MS = 15_000

REMEMBER_PHASES = """
    window.phases = [];
    new MutationObserver(() => {
        const phase = document.querySelector('section[data-phase]')?.dataset.phase;
        if (phase && phase !== phases.at(-1)) phases.push(phase);
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-phase'] });
"""


@dataclass
class TalkPage:
    page: Page
    complaints: list[str]
    """Errors on the browser's console."""
    _phases_awaited: int = 0

    @classmethod
    async def at(cls, page: Page, server_url: str) -> TalkPage:
        complaints: list[str] = []

        def read(message: ConsoleMessage) -> None:
            if message.type == "error":
                complaints.append(f"{message.text} {message.location['url']}")

        def failed(error: Error) -> None:
            complaints.append(str(error))

        page.on("console", read)
        page.on("pageerror", failed)
        await page.add_init_script(REMEMBER_PHASES)
        await page.goto(server_url)
        return cls(page, complaints)

    async def choose(self, name: str) -> None:
        await self.page.get_by_role("listitem").get_by_role("button", name=name).click()
        await expect(self.page.get_by_role("heading", name=name, level=1)).to_be_visible()

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def type(self, text: str) -> None:
        field = self.page.get_by_role("textbox")
        await field.fill(text)
        await field.press("Enter")

    async def phase(self, phase: str) -> None:
        """Waits until the page says that this is how it stands, or has said so since the last such wait."""
        found = await self.page.wait_for_function(
            "([phase, first]) => phases.indexOf(phase, first) + 1",
            arg=[phase, self._phases_awaited],
            polling=50,
            timeout=WITHIN_MS,
        )
        self._phases_awaited = await found.json_value()

    async def phases(self) -> list[str]:
        """All that it said so far."""
        return list(await self.page.evaluate("phases"))

    async def transcript_says(self, text: str) -> None:
        await expect(self.page.get_by_role("listitem").filter(has_text=text)).to_be_visible(timeout=WITHIN_MS)

    async def photograph(self, name: str) -> Path:
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"talk-page-{name}.png"
        await self.page.screenshot(path=path)
        return path
