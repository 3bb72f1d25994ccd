"""What the robots have in common: an answer, and how one in JSON is judged by the code in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from mjq_report.delivery.message import Message
from mjq_report.delivery.outcome import Refused, Unavailable, Uncertain


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: HTTP status, body, and the seconds that Retry-After asks for."""

    status: int
    body: bytes
    after: float | None = None

    def __str__(self) -> str:
        return f"{self.status} {self.text}".strip()

    @property
    def text(self) -> str:
        """The beginning of the body in one line."""
        return " ".join(self.body.decode("utf-8", "replace").split())[:200]


def judge_code(answer: Answer, code_key: str, text_key: str, busy: Collection[int]) -> None:
    """Zero is done; a code of `busy` may pass; any other is refused. Raises Refused, Unavailable, Uncertain."""
    try:
        reply = json.loads(answer.body)
        code = reply[code_key]
    except (ValueError, RecursionError, KeyError, TypeError):
        reply, code = {}, None
    if not isinstance(code, int) or isinstance(code, bool):
        if answer.status >= 400:
            raise Refused(f"the robot answered: {answer}")
        raise Uncertain(f"the message was sent, and the answer cannot be read: {answer}")
    what = f"the robot answered: {code_key} {code}, {' '.join(str(reply.get(text_key, '')).split())[:200]}"
    if code in busy:
        raise Unavailable(what, answer.after)
    if code != 0 or answer.status >= 400:
        raise Refused(what)


def fitted(content: Message, limit: int, compose: Callable[[Message], Any], size: Callable[[Any], int]) -> Any:
    """What `compose` makes of the message, with its sentence shortened until that is at most `limit` large."""
    made = compose(content)
    while (over := size(made) - limit) > 0:
        if not content.sentence:
            raise Refused(f"the message is {over} bytes longer than the robot takes, even without its sentence")
        content = content.shorter(over)
        made = compose(content)
    return made


def json_size(payload: Any) -> int:
    """Bytes of a payload as it is sent."""
    return len(json.dumps(payload, ensure_ascii=False).encode("utf-8"))
