"""飞书 (Feishu, Lark) custom robots: open.feishu.cn/document/client-docs/bot-v3/add-custom-bot.

A card of plain texts, which know no markup, 20 kB in all; 100 messages a minute and 5 a second. With a signing secret the
body gets `timestamp` (seconds) and `sign`: Base64 of HMAC-SHA256 with timestamp, line feed, secret as key over nothing.
Refusals come with HTTP 200, some with 400, and a code: 19021 a wrong signature, 19022 a wrong address, 19024 a missing
keyword, 11232 too many messages, 9499 either a bad request or "too many request".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from mjq_report.delivery.channels.robot import Answer, fitted, json_size, judge_code
from mjq_report.delivery.message import Message

LIMIT = 20_000
PACE = (100, 60.0)  # messages, seconds
_BUSY = (11232,)
_EITHER = 9499


def compose(content: Message, secret: str, now: float) -> tuple[Mapping[str, str], Any]:
    """What is added to the address, and the JSON."""
    return {}, {**(signature(secret, now) if secret else {}), **fitted(content, LIMIT - 200, _payload, json_size)}


def signature(secret: str, now: float) -> dict[str, str]:
    """The signature for a time in seconds since 1970; the robot takes it for an hour."""
    timestamp = str(round(now))
    made = hmac.new(f"{timestamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": timestamp, "sign": base64.b64encode(made).decode("ascii")}


def judge(answer: Answer) -> None:
    """Raise unless the message was taken."""
    judge_code(answer, "code", "msg", (*_BUSY, _EITHER) if b"too many" in answer.body.lower() else _BUSY)


def _payload(content: Message) -> dict[str, Any]:
    elements: list[dict[str, Any]] = [{"tag": "div", "text": _text(line)} for line in content.lines]
    if content.link:
        button = {"tag": "button", "text": _text(content.link_text), "type": "primary", "url": content.link}
        elements.append({"tag": "action", "actions": [button]})
    header = {"title": _text(content.title), "template": "blue"}
    return {
        "msg_type": "interactive",
        "card": {"config": {"wide_screen_mode": True}, "header": header, "elements": elements},
    }


def _text(text: str) -> dict[str, str]:
    return {"tag": "plain_text", "content": text}
