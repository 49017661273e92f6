"""A server that packs are pulled from: a real one, with ranges, that can break off, lie and refuse."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class Hub:
    files: dict[str, bytes]
    breaks_after: list[int] = field(default_factory=list)
    """For the next answers, in order: after so many bytes the line is cut."""
    ranges: bool = True
    zips: bool = False
    """It packs whatever a client can unpack, as some caches do."""
    status: int = 200
    moved: dict[str, str] = field(default_factory=dict)
    """Files that are elsewhere on this server."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Path and range of each request."""
    url: str = ""

    @contextmanager
    def open(self) -> Iterator[Hub]:
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                hub.answer(self)

            def log_message(self, *args: object) -> None: ...

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        wanted = request.headers.get("Range", "")
        self.asked.append((request.path, wanted))
        if request.path in self.moved:
            request.send_response(302)
            request.send_header("Location", self.moved[request.path])
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        content = self.files.get(request.path)
        if content is None or self.status != 200:
            request.send_error(404 if content is None else self.status)
            return
        zipped = self.zips and "gzip" in request.headers.get("Accept-Encoding", "")
        content = gzip.compress(content, mtime=0) if zipped else content
        first = int(wanted.removeprefix("bytes=").partition("-")[0]) if wanted and self.ranges else 0
        if first and first >= len(content):
            request.send_error(416)
            return
        rest = content[first:]
        request.send_response(206 if first else 200)
        if zipped:
            request.send_header("Content-Encoding", "gzip")
        if first:
            request.send_header("Content-Range", f"bytes {first}-{len(content) - 1}/{len(content)}")
        request.send_header("Content-Length", str(len(rest)))
        request.end_headers()
        cut = self.breaks_after.pop(0) if self.breaks_after else len(rest)
        request.wfile.write(rest[:cut])
        request.wfile.flush()
        if cut < len(rest):
            request.connection.shutdown(socket.SHUT_RDWR)
