"""A server that plays the chats' robots by their published formats: what they take, how they sign, how they refuse.

WeCom: developer.work.weixin.qq.com/document/path/91770. DingTalk: open.dingtalk.com, custom robots. Feishu:
open.feishu.cn, custom bots. Slack: docs.slack.dev, incoming webhooks.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "b7d0f1c2-token-of-the-tests"
SECRET = "SEC-signing-secret-of-the-tests"
PATHS = {
    "wecom": f"/cgi-bin/webhook/send?key={TOKEN}",
    "dingtalk": f"/robot/send?access_token={TOKEN}",
    "feishu": f"/open-apis/bot/v2/hook/{TOKEN}",
    "slack": f"/services/T000/B000/{TOKEN}",
}
Reply = tuple[int, bytes]


@dataclass
class Script:
    """What is done instead of the usual: `kept` says whether the message is in the chat all the same."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    kept: bool = False
    act: str = (
        ""  # "cut": half of the answer; "lose": none; "hang": none, and no end; "trickle": the head, byte by byte
    )
    call: Callable[[], None] | None = None


def answer(code: int, text: str, kind: str = "dingtalk", status: int = 200, **told: Any) -> Script:
    """A refusal as the robot words it."""
    body = {"code": code, "msg": text, "data": {}} if kind == "feishu" else {"errcode": code, "errmsg": text}
    return Script(status, json.dumps(body).encode(), {"Content-Type": "application/json"}, **told)


@dataclass
class Robots:
    """What is in the chats, as (kind, JSON); `asked` counts requests."""

    port: int
    scheme: str
    chats: list[tuple[str, Any]] = field(default_factory=list)
    asked: int = 0
    script: list[Script] = field(default_factory=list)

    def url(self, kind: str) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}{PATHS[kind]}"


@contextmanager
def serving(context: ssl.SSLContext | None) -> Iterator[Robots]:
    """Run the server, on https if there is a context."""

    class Handler(_Handler):
        pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    Handler.robots = Robots(server.server_port, "http" if context is None else "https")
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield Handler.robots
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    robots: Robots
    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        try:
            super().handle()
        except (OSError, ValueError):
            return

    def do_POST(self) -> None:
        self.robots.asked += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        script = self.robots.script.pop(0) if self.robots.script else None
        kind, said, (status, text) = _judged(self.path, self.headers.get("Content-Type", ""), body)
        taken = said is not None and (script is None or script.kept)
        if taken:
            self.robots.chats.append((kind, said))
        if script is not None:
            if script.call:
                script.call()
            if script.status != 200 or script.body:
                status, text = script.status, script.body
        self._answer(status, text, script or Script())

    def _answer(self, status: int, body: bytes, script: Script) -> None:
        if script.act == "lose":
            self.close_connection = True
            self.connection.close()
            return
        if script.act == "hang":
            time.sleep(30)
            return
        head = {"Content-Length": str(len(body)), **script.headers}
        if script.act == "trickle":
            for byte in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 2000:
                self.wfile.write(bytes([byte]))
                time.sleep(0.02)
        self.send_response(status)
        for name, value in head.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if script.act == "cut" else body)
        if script.act == "cut":
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


def _judged(path: str, content_type: str, body: bytes) -> tuple[str, Any, Reply]:
    """Which robot was meant, what it puts into the chat (None when it refuses), and its answer."""
    parts = urlsplit(path)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    kind = next((kind for kind, known in PATHS.items() if urlsplit(known).path == parts.path), "")
    if not kind:
        return "", None, (404, b"no_service")
    if not content_type.startswith("application/json"):
        return kind, None, (415, b"")
    said = json.loads(body)
    code, text = {"wecom": _wecom, "dingtalk": _dingtalk, "feishu": _feishu, "slack": _slack}[kind](query, said, body)
    if kind == "slack":
        return kind, None if code else said, (code or 200, text.encode())
    names = ("code", "msg") if kind == "feishu" else ("errcode", "errmsg")
    reply = {names[0]: code, names[1]: text, **({"data": {}} if kind == "feishu" else {})}
    return kind, None if code else said, (200, json.dumps(reply).encode())


def _wecom(query: dict[str, str], said: Any, body: bytes) -> tuple[int, str]:
    if query != {"key": TOKEN}:
        return 93000, "invalid webhook url"
    if said.get("msgtype") != "markdown" or not isinstance(said["markdown"]["content"], str):
        return 40008, "invalid message type"
    if len(said["markdown"]["content"].encode()) > 4096:
        return 40058, "markdown.content exceed max length 4096"
    return 0, "ok"


def _dingtalk(query: dict[str, str], said: Any, body: bytes) -> tuple[int, str]:
    if query.get("access_token") != TOKEN:
        return 300001, "token is not exist"
    timestamp = query.get("timestamp", "0")
    made = hmac.new(SECRET.encode(), f"{timestamp}\n{SECRET}".encode(), hashlib.sha256).digest()
    late = abs(int(timestamp) / 1000 - time.time()) > 3600
    if late or query.get("sign") != base64.b64encode(made).decode():
        return 310000, "sign not match"
    if said.get("msgtype") != "markdown" or set(said["markdown"]) != {"title", "text"}:
        return 40035, "缺少参数 json"
    return (460101, "message too long") if len(body) > 20_000 else (0, "ok")


def _feishu(query: dict[str, str], said: Any, body: bytes) -> tuple[int, str]:
    timestamp = str(said.get("timestamp", "0"))
    made = hmac.new(f"{timestamp}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
    if abs(int(timestamp) - time.time()) > 3600 or said.get("sign") != base64.b64encode(made).decode():
        return 19021, "sign match fail or timestamp is not within one hour from current time"
    if said.get("msg_type") != "interactive" or said["card"]["header"]["title"]["tag"] != "plain_text":
        return 9499, "Bad Request"
    return (9499, "Bad Request") if len(body) > 20_480 else (0, "success")


def _slack(query: dict[str, str], said: Any, body: bytes) -> tuple[int, str]:
    try:
        heading, section, *_ = said["blocks"]
        good = heading["type"] == "header" and 0 < len(heading["text"]["text"]) <= 150
        good &= section["type"] == "section" and 0 < len(section["text"]["text"]) <= 3000
        good &= heading["text"]["type"] == section["text"]["type"] == "plain_text" and bool(said["text"])
    except (KeyError, TypeError, ValueError):
        return 400, "invalid_blocks"
    return (0, "ok") if good else (400, "invalid_blocks")
