"""Somebody's web site: serves our page with the public SDK in it, at another origin than visavis."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

PAGE = Path(__file__).parent / "page"
SDK = Path(__file__).parents[3] / "web/node_modules/@anam-ai/js-sdk/dist/umd/anam.js"

FILES = {
    "/": (PAGE / "index.html", "text/html"),
    "/client.js": (PAGE / "client.js", "text/javascript"),
    "/witness.js": (PAGE / "witness.js", "text/javascript"),
    "/loudness.js": (PAGE / "loudness.js", "text/javascript"),
    "/anam.js": (SDK, "text/javascript"),
}


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        file, kind = FILES.get(self.path, (None, ""))
        if file is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        content = file.read_bytes()
        self.send_response(HTTPStatus.OK)
        self.send_header("content-type", f"{kind}; charset=utf-8")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def web_site() -> Iterator[str]:
    """Its address."""
    if not SDK.is_file():
        pytest.fail("@anam-ai/js-sdk is not installed: `make test` does it, or `npm ci` in web/")
    site = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{site.server_port}"
    finally:
        site.shutdown()
        site.server_close()
        thread.join()
