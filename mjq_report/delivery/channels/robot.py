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
        told = json.loads(answer.body)
        code = told[code_key]
    except (ValueError, RecursionError, KeyError, TypeError):
        told, code = {}, None
    if not isinstance(code, int) or isinstance(code, bool):
        if answer.status >= 400:
            raise Refused(f"the robot said: {answer}")
        raise Uncertain(f"the message was sent, and the answer cannot be read: {answer}")
    said = f"the robot said: {code_key} {code}, {' '.join(str(told.get(text_key, '')).split())[:200]}"
    if code in busy:
        raise Unavailable(said, answer.after)
    if code != 0 or answer.status >= 400:
        raise Refused(said)


def fitted(said: Message, limit: int, compose: Callable[[Message], Any], size: Callable[[Any], int]) -> Any:
    """What `compose` makes of the message, with its sentence shortened until that is at most `limit` large."""
    made = compose(said)
    while (over := size(made) - limit) > 0:
        if not said.sentence:
            raise Refused(f"the message is {over} bytes longer than the robot takes, even without its sentence")
        said = said.shorter(over)
        made = compose(said)
    return made


def json_size(payload: Any) -> int:
    """Bytes of a payload as it is sent."""
    return len(json.dumps(payload, ensure_ascii=False).encode("utf-8"))
