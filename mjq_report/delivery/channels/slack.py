"""Slack's incoming webhooks: docs.slack.dev/messaging/sending-messages-using-incoming-webhooks.

Blocks of plain text, which know no markup: a heading of at most 150 characters, a section of at most 3,000. The token is
in the address, there is no signature; one message a second, then 429 with Retry-After. Done is 200 with the body `ok`;
refusals come as 400, 403, 404 and 410 with a word such as `invalid_payload`, `no_service`, `channel_is_archived`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mjq_report.delivery.channels.robot import Answer
from mjq_report.delivery.message import Message
from mjq_report.delivery.outcome import Refused, Uncertain

_HEADING, _SECTION = 150, 3000
PACE = (10, 10.0)  # messages, seconds


def compose(content: Message, secret: str, now: float) -> tuple[Mapping[str, str], Any]:
    """What is added to the address, and the JSON."""
    body = "\n".join(content.lines)[:_SECTION]
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": _text(content.title[:_HEADING])},
        {"type": "section", "text": _text(body)},
    ]
    if content.link:  # the only markup, of our own: an address cannot hold < > or |
        link = {"type": "mrkdwn", "text": f"<{content.link}|{content.link_text}>", "verbatim": True}
        blocks.append({"type": "section", "text": link})
    return {}, {"text": escaped(content.title), "blocks": blocks, "unfurl_links": False}


def escaped(text: str) -> str:
    """Text for notifications, where three characters mean something."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def judge(answer: Answer) -> None:
    """Raise unless the message was taken."""
    if answer.status >= 400:
        raise Refused(f"the robot answered: {answer}")
    if answer.status != 200 or answer.body.strip() != b"ok":
        raise Uncertain(f"the message was sent, and the answer cannot be read: {answer}")


def _text(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}
