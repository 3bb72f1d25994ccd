"""企业微信 (WeCom) group robots: developer.work.weixin.qq.com/document/path/91770.

Markdown of at most 4,096 bytes in UTF-8, for which no escapes are defined; the token is in the address, there is no
signature; 20 messages a minute. Refusals come with HTTP 200 and an errcode: 93000 a wrong address, 40058 a wrong
parameter (such as too long a text), 45009 and 45033 too many calls, -1 the service is busy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mjq_report.delivery.channels.robot import Answer, fitted, judge_code
from mjq_report.delivery.message import Message, without_markup

LIMIT = 4096
PACE = (20, 60.0)  # messages, seconds
_BUSY = (-1, 45009, 45033)


def compose(content: Message, secret: str, now: float) -> tuple[Mapping[str, str], Any]:
    """What is added to the address, and the JSON."""
    text = fitted(content, LIMIT, _markdown, lambda made: len(made.encode("utf-8")))
    return {}, {"msgtype": "markdown", "markdown": {"content": text}}


def judge(answer: Answer) -> None:
    """Raise unless the message was taken."""
    judge_code(answer, "errcode", "errmsg", _BUSY)


def _markdown(content: Message) -> str:
    lines = [f"**{without_markup(content.title)}**", *(f"> {without_markup(line)}" for line in content.lines)]
    return "\n".join([*lines, *([f"[{content.link_text}]({content.link})"] if content.link else [])])
