"""Somebody's web site: serves our page with a release of the public SDK in it, at another origin than visavis."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

PAGE = Path(__file__).parent / "page"
FILES = {
    "": (PAGE / "index.html", "text/html"),
    "client.js": (PAGE / "client.js", "text/javascript"),
    "witness.js": (PAGE / "witness.js", "text/javascript"),
    "loudness.js": (PAGE / "loudness.js", "text/javascript"),
}


@contextmanager
def web_site(sdk: Path) -> Iterator[str]:
    """Its address; `sdk` is the script of the SDK."""
    files = FILES | {"anam.js": (sdk, "text/javascript")}

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            file, kind = files.get(self.path.removeprefix("/"), (None, ""))
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

    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{site.server_port}"
    finally:
        site.shutdown()
        site.server_close()
        thread.join()
