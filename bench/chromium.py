"""First picture in headless Chromium, with the official JS SDK: as a user of the SDK would see it."""

from __future__ import annotations

import http.server
import shutil
import threading
from functools import partial
from pathlib import Path

from playwright.async_api import async_playwright

from bench.figures import Figure
from bench.receiver import PERSONA
from bench.scenarios import Bench

SDK = Path(__file__).parent.parent / "web/node_modules/@anam-ai/js-sdk/dist/umd"
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync", "--disable-component-update"),
    *("--disable-background-networking", "--autoplay-policy=no-user-gesture-required"),
    *("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
)
MEASURE = """async ([token, baseUrl]) => {
  const client = anam.createClient(token, { api: { baseUrl }, metrics: { disableClientMetrics: true } });
  const video = document.createElement('video');
  Object.assign(video, { id: 'persona', autoplay: true, playsInline: true });
  document.body.replaceChildren(video);
  const posted = performance.now();
  await client.streamToVideoElement('persona');
  const shown = await new Promise((resolve) => video.requestVideoFrameCallback((now) => resolve(now)));
  await client.stopStreaming();
  return shown - posted;
}"""


async def first_frame(bench: Bench) -> list[Figure]:
    """From the SDK's start of a session (it then POSTs) to the first presented picture."""
    times = []
    with _serving_sdk() as url:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=list(FLAGS)
            )
            page = await browser.new_page()
            await page.goto(url)
            await page.add_script_tag(url="anam.js")
            for _ in range(bench.rounds + 1):
                reply = await bench.http.post("/v1/auth/session-token", json={"personaConfig": PERSONA})
                token = reply.json()["sessionToken"]
                times.append(await page.evaluate(MEASURE, [token, str(bench.http.base_url).rstrip("/")]))
            await browser.close()
    return [Figure("first picture after the session POST (Chromium)", tuple(times[1:]), "ms", 500)]


class _serving_sdk:
    """The SDK's folder on a loopback port of its own."""

    def __enter__(self) -> str:
        handler = partial(_Quiet, directory=str(SDK))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""
