"""A published site shown on this machine: the standard library's server, on loopback only.

The folder is looked up at every request, so that a site that is switched while it is shown is shown new.
"""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

from mjq_report.errors import OutputError

HOST = "127.0.0.1"
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
    return local_server(partial(_Handler, directory=str(folder)), port)


def local_server(handler: type[BaseHTTPRequestHandler] | partial[Any], port: int) -> ThreadingHTTPServer:
    """A server that only this machine reaches. Raises OutputError when the port is taken."""
    try:
        return ThreadingHTTPServer((HOST, port), handler)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"port {port}: {reason}; choose another --port, or 0 for a free one") from None


class _Handler(SimpleHTTPRequestHandler):
    """Answers GET and HEAD with the files of the site, and lists no folder."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {  # Windows' registry may name others
        ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
        ".csv": "text/csv; charset=utf-8", ".json": "application/json",
    }  # fmt: skip

    def send_head(self) -> Any:
        """Turn away a foreign name that was made to lead here (DNS rebinding)."""
        if self.headers.get("Host", "").rsplit(":", 1)[0] not in _NAMES:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return None
        try:
            return super().send_head()
        except ValueError:  # a zero byte in the path
            self.send_error(HTTPStatus.NOT_FOUND)
            return None

    def list_directory(self, path: Any) -> BinaryIO | None:  # type: ignore[override]
        """Nothing that is no page."""
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def end_headers(self) -> None:
        """Add what keeps a page to itself."""
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Print nothing: the address was printed, and requests are no news."""
