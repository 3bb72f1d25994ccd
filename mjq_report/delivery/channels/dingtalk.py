"""钉钉 (DingTalk) custom robots: open.dingtalk.com/document/robots/custom-robot-access.

Markdown with a title for the list of chats, 20,000 bytes in all; 20 messages a minute, else ten minutes of silence. With
a signing secret the address gets `timestamp` (milliseconds) and `sign`: Base64 of HMAC-SHA256 with the secret as key over
timestamp, line feed, secret. Refusals come with HTTP 200 and an errcode: 310000 a wrong signature, keyword or address,
130101 and 660026 too many messages, -1 the service is busy.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from mjq_report.delivery.channels.robot import Answer, fitted, json_size, judge_code
from mjq_report.delivery.message import Message, without_markup

LIMIT = 20_000
PACE = (20, 60.0)  # messages, seconds
_BUSY = (-1, 130101, 660026)


def compose(content: Message, secret: str, now: float) -> tuple[Mapping[str, str], Any]:
    """What is added to the address, and the JSON."""
    return signature(secret, now) if secret else {}, fitted(content, LIMIT, _payload, json_size)


def signature(secret: str, now: float) -> dict[str, str]:
    """The signature for a time in seconds since 1970; the robot takes it for an hour."""
    timestamp = str(round(now * 1000))
    made = hmac.new(secret.encode("utf-8"), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return {"timestamp": timestamp, "sign": base64.b64encode(made).decode("ascii")}


def judge(answer: Answer) -> None:
    """Raise unless the message was taken."""
    judge_code(answer, "errcode", "errmsg", _BUSY)


def _payload(content: Message) -> dict[str, Any]:
    title = without_markup(content.title)
    parts = [f"### {title}", *(without_markup(line) for line in content.lines)]
    parts += [f"[{content.link_text}]({content.link})"] if content.link else []
    return {"msgtype": "markdown", "markdown": {"title": title, "text": "\n\n".join(parts)}}
