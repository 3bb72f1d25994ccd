"""A proxy before a storage server, which does something else with the next uploads."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.delivery.relay import free_port


@contextmanager
def faulty(address: str, script: list[str]) -> Iterator[str]:
    """Give the proxy's address. Each PUT takes the next of the script: "hang", "cut", "lose", "half", or a status with its code."""
    if script[0] == "refuse":
        yield f"http://127.0.0.1:{free_port()}"
        return

    class Handler(_Proxy):
        pass

    Handler.upstream, Handler.script = urlsplit(address).netloc, script
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Proxy(BaseHTTPRequestHandler):
    upstream: str
    script: list[str]
    protocol_version = "HTTP/1.1"

    def _do(self) -> None:
        act = self.script.pop(0) if self.script and self.command == "PUT" else ""
        if act == "cut":  # in the middle of the upload
            self.rfile.read(int(self.headers["Content-Length"]) // 2)
            self._hang_up()
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if act == "hang":
            time.sleep(5)
            self._hang_up()
        elif act[:3].isdigit():
            status, code = act.split()
            self._answer(int(status), f"<Error><Code>{code}</Code><Message>of the tests</Message></Error>".encode(), {})
        else:
            connection = http.client.HTTPConnection(self.upstream, timeout=30)
            if act == "half":  # taken, but not whole
                body = body[: len(body) // 2]
                del self.headers["Content-Length"]
                self.headers["Content-Length"] = str(len(body))
            connection.request(self.command, self.path, body, dict(self.headers))
            answer = connection.getresponse()
            data = answer.read()
            if act == "lose":
                self._hang_up()
            else:
                self._answer(answer.status, data, dict(answer.getheaders()))
            connection.close()

    def __getattr__(self, name: str) -> object:
        if name.startswith("do_"):
            return self._do
        raise AttributeError(name)

    def _answer(self, status: int, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        length = headers.get("Content-Length", str(len(data))) if self.command == "HEAD" else str(len(data))
        for name, value in headers.items():
            if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", length)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def handle(self) -> None:
        try:
            super().handle()
        except (OSError, ValueError):
            return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass
