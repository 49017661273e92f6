"""Debian's Chromium without a window, whose microphone is a file."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright
from tests.e2e.speaking import Speakers, write_wav

SKIP = "VISAVIS_SKIP_BROWSER"
LAN = "visavis.lan"
"""Leads here too, but is no safe name to browsers: pages at it over http get no microphone."""
MISSING = f"Chromium is not installed (apt install chromium); {SKIP}=1 leaves the browser tests out"


class Microphone:
    """Chromium reads the file anew whenever a page opens the microphone, and plays it once; then it is silent."""

    def __init__(self, path: Path, speakers: Speakers) -> None:
        self.path = path
        self._speakers = speakers

    async def next_says(self, *parts: str | float) -> None:
        """What is heard from the next time on that a page opens it: sentences, and pauses in seconds."""
        write_wav(self.path, await self._speakers.say(0.1, *parts, 0.1))


@asynccontextmanager
async def chromium(microphone: Path) -> AsyncIterator[Browser]:
    """Fails the test where there is none, unless it is to be skipped."""
    executable = shutil.which("chromium")
    if executable is None and os.environ.get(SKIP) == "1":
        pytest.skip(MISSING)
    if executable is None:
        pytest.fail(MISSING)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=executable,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                f"--use-file-for-fake-audio-capture={microphone}%noloop",
                "--autoplay-policy=no-user-gesture-required",
                f"--host-resolver-rules=MAP {LAN} 127.0.0.1",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        try:
            yield browser
        finally:
            await browser.close()
