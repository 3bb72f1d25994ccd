"""A published site shown on this machine: loopback only, files only, nothing outside its folder.

The folder is looked up at every request, so that a site that is switched while it is shown is shown new.
"""

from __future__ import annotations

import os
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from mjq_report import __version__
from mjq_report.errors import OutputError

HOST = "127.0.0.1"
_KINDS = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".json": "application/json", ".xml": "application/xml", ".csv": "text/csv; charset=utf-8", ".png": "image/png",
    ".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8",
}  # fmt: skip
_NAMES = {HOST, "localhost", "[::1]"}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-cache",
}


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server for the site in a folder; port 0 takes a free one. Raises OutputError when the port is taken."""

    class Handler(_Handler):
        site = folder

    try:
        return ThreadingHTTPServer((HOST, port), Handler)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"port {port}: {reason}; choose another --port, or 0 for a free one") from None


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    site: Path
    protocol_version = "HTTP/1.1"
    server_version = f"mjq-report/{__version__}"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        """Send a file."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Send what GET would send, without the file."""
        self._answer(body=False)

    def _answer(self, body: bool) -> None:
        if self.headers.get("Host", "").rsplit(":", 1)[0] not in _NAMES:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)  # a foreign name that was made to lead here (DNS rebinding)
            return
        path = self.path.partition("?")[0].partition("#")[0]
        found = _file(self.site, path)
        if found is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif found.is_dir():
            self._redirect(path)
        else:
            self._send(found, body)

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", "/" + path.strip("/") + "/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, path: Path, body: bool) -> None:
        try:
            data = path.read_bytes()
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", _KINDS.get(path.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(data)))
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        if body:
            self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: the address was printed, and what a browser asks for is nobody's news."""


def _file(site: Path, path: str) -> Path | None:
    """The file or folder that a request's path means; a folder ending in a slash is its index.html. None for any other."""
    try:
        text = os.fsdecode(unquote_to_bytes(path))
        root = site.resolve(strict=True)
        found = (root / text.lstrip("/")).resolve(strict=True)
        parts = found.relative_to(root).parts
    except (OSError, ValueError, RuntimeError):
        return None
    if any(part.startswith(".") for part in parts) or "\\" in text or "\0" in text:
        return None
    if found.is_dir():
        index = found / "index.html"
        return (index if text.endswith("/") else found) if index.is_file() else None
    return found if found.is_file() else None
