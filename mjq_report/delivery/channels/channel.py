"""What a channel is asked for, and what it is given."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from mjq_report.archive.editions import Briefing
from mjq_report.delivery.outcome import Refused


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets it: `address` makes the key in the ledger, `shown` is what people are told."""

    address: str
    shown: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """One briefing for one recipient. `key` is its delivery's key in the ledger."""

    key: str
    briefing: Briefing
    files: Mapping[str, bytes]
    recipient: Recipient


class Channel(Protocol):
    """Delivers parcels.

    `repeatable` says that delivering twice is the same as once, so that what a crash left half done is just done again.
    """

    @property
    def repeatable(self) -> bool:
        """Whether a second delivery leaves no second copy."""

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Everyone who is to get each briefing."""

    def deliver(self, parcel: Parcel, irrevocable: Callable[[], None]) -> None:
        """Deliver; return only when the other side has said that it has it.

        `irrevocable` is called right before the step that cannot be taken back. Raises Refused, Unavailable, Uncertain.
        """

    def close(self) -> None:
        """Let go of connections."""


class Secrets:
    """Values out of the environment, and what hides them wherever they might show, such as in a server's reply."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment
        self._known = set[str]()

    def get(self, variable: str, what: str) -> str:
        """The value of a variable. Raises Refused, which names the variable."""
        value = self._environment.get(variable, "").strip()
        if not value:
            raise Refused(f"the environment variable {variable} is not set; put {what} into it")
        self.hide(value)
        return value

    def hide(self, value: str) -> None:
        """Let a value never show; of an address also the parts that look like tokens, but not its host or plain words."""
        self._known.add(value)
        address, _, query = value.partition("?")
        if "://" in address:
            parts = [part for part in address.split("/")[3:] if len(part) >= 20 or re.search(r"\d", part)]
            parts += [part.partition("=")[2] for part in query.split("&")]
            self._known |= {part for part in parts if len(part) >= 6}

    def hidden(self, text: str) -> str:
        """Text with every known secret replaced."""
        for value in sorted(self._known, key=len, reverse=True):
            text = text.replace(value, "***")
        return text
