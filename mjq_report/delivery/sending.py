"""Delivering briefings: to each target what it wants, to each recipient once, whatever has crashed before.

The ledger decides. What is "sent" is left alone. What is "trying" was interrupted: files are simply put again, but a
mail or a chat message is sent again only when the user says so. One target's failure is no other's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mjq_report.archive.editions import Briefing, Unfit
from mjq_report.delivery.channels import Channel, Parcel, Secrets, open_channel
from mjq_report.delivery.ledger import Delivery, Ledger, Snapshot, delivery_key
from mjq_report.delivery.outcome import Refused, Unavailable, Uncertain, Undelivered, Unreachable
from mjq_report.delivery.targets import EVERY, Settings, Target
from mjq_report.errors import UsageError

What = Literal["sent", "already", "failed", "unknown", "would"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What of all that is asked for now; empty means everything."""

    targets: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    year: int | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Selection()

    def covers(self, town: str, year: int) -> bool:
        """Whether a briefing is asked for."""
        return (not self.towns or town in self.towns) and self.year in (None, year)


@dataclass(frozen=True, slots=True)
class Event:
    """What became of one delivery, or of a whole target (then `name` is "")."""

    what: What
    target: str
    recipient: str = ""
    name: str = ""
    detail: str = ""

    def __str__(self) -> str:
        place = "  ".join(part for part in (self.target, self.recipient, self.name) if part)
        return f"{place}: {self.detail}" if self.detail else place


@dataclass(frozen=True)
class PageStyle:
    """How to go about it. `resend`: also what may have arrived before; `mark`: put down as sent, and send nothing."""

    resend: bool = False
    mark: bool = False
    sleep: Callable[[float], None] = time.sleep


def chosen(settings: Settings, selection: Selection) -> list[Target]:
    """The targets that are asked for. Raises UsageError for one that is not there."""
    known = {target.name for target in settings.targets}
    for name in selection.targets:
        if name not in known:
            raise UsageError(f"--target {name}: there is none of that name; there are: {', '.join(sorted(known))}")
    return [target for target in settings.targets if not selection.targets or target.name in selection.targets]


def wanted(target: Target, briefings: Sequence[Briefing], selection: Selection) -> list[Briefing]:
    """The briefings that a target wants, of those asked for."""
    found = [one for one in briefings if target.wants(one.town, str(one.record["lang"]))]
    if target.newest_only:
        last: dict[str, Briefing] = {}
        for one in sorted(found, key=lambda one: one.year):
            last[one.town] = one
        found = list(last.values())
    return [one for one in found if selection.covers(one.town, one.year)]


def unknown_towns(targets: Sequence[Target], briefings: Sequence[Briefing]) -> list[tuple[str, str]]:
    """Towns that a target names and no briefing is of: (target, town)."""
    have = {one.town for one in briefings}
    return [(target.name, town) for target in targets for town in target.towns if town != EVERY and town not in have]


def preview(
    settings: Settings, briefings: Sequence[Briefing], selection: Selection, snapshot: Snapshot, page_style: PageStyle
) -> Iterator[Event]:
    """What `deliver` would do. Nothing is connected to, nothing written."""
    for target in chosen(settings, selection):
        secrets = Secrets()
        channel = _opened(target, settings, secrets)
        if isinstance(channel, Event):
            yield channel
            continue
        for briefing in wanted(target, briefings, selection):
            content = briefing.content(target.formats)
            for recipient in channel.recipients:
                state = snapshot.states.get(delivery_key(target.name, recipient.address, content))
                refusal = _refusal(channel, state, snapshot.doubt, page_style)
                place = (target.name, recipient.shown, briefing.name)
                if refusal:
                    yield Event("failed" if state == "failed" else "unknown", *place, refusal)
                elif _settled(channel, state, page_style):
                    yield Event("already", *place)
                elif page_style.mark:
                    yield Event("would", *place, "would be marked as sent")
                else:
                    yield _would(place, briefing, target.formats)


def _opened(target: Target, settings: Settings, secrets: Secrets) -> Channel | Event:
    """The target's channel, or what to tell of a target that has none: a secret is missing, say."""
    try:
        return open_channel(target, settings, secrets)
    except Refused as error:
        return Event("failed", target.name, detail=secrets.hidden(str(error)))


def _would(place: tuple[str, str, str], briefing: Briefing, formats: Sequence[str]) -> Event:
    try:
        files = briefing.files(formats)
    except Unfit as error:
        return Event("failed", *place, str(error))
    return Event(
        "would", *place, f"would send {', '.join(f'{name} ({len(data):,} bytes)' for name, data in files.items())}"
    )


def deliver(
    settings: Settings, briefings: Sequence[Briefing], selection: Selection, ledger: Ledger, page_style: PageStyle
) -> Iterator[Event]:
    """Deliver what was not delivered yet, and tell what became of each. Raises OutputError when the ledger fails."""
    for target in chosen(settings, selection):
        secrets = Secrets()
        channel = _opened(target, settings, secrets)
        if isinstance(channel, Event):
            yield channel
            continue
        try:
            for event in _Run(settings, target, channel, ledger, page_style).all(wanted(target, briefings, selection)):
                yield Event(event.what, event.target, event.recipient, event.name, secrets.hidden(event.detail))
        finally:
            channel.close()


def believe(ledger: Ledger, selection: Selection, page_style: PageStyle, events: Sequence[Event]) -> None:
    """End the doubt after a damaged ledger, once the user has decided on all there is and all of that is put down."""
    settled = all(event.what in ("sent", "already") for event in events)
    if selection.everything and (page_style.resend or page_style.mark) and settled:
        ledger.believe()


def _settled(channel: Channel, state: str | None, page_style: PageStyle) -> bool:
    """Whether there is nothing to do. Files that were put may be put again: what is there still is left alone."""
    return state == "sent" and not (page_style.resend and channel.repeatable)


def _refusal(channel: Channel, state: str | None, doubt: str, page_style: PageStyle) -> str:
    """Why a delivery needs another word of the user's; "" when it does not."""
    if page_style.mark and state == "failed" and not doubt:
        return "is known not to have arrived, and was not marked; publish sends it"
    if channel.repeatable or page_style.resend or page_style.mark or state == "sent":
        return ""
    if state == "trying":
        return "may have arrived: it was sent off, and no answer came; look there, then give --resend or --mark-sent"
    if doubt:
        return f"may have arrived: the ledger was damaged and set aside as {doubt}; give --resend or --mark-sent"
    return ""


@dataclass(frozen=True)
class _Run:
    """One target's turn."""

    settings: Settings
    target: Target
    channel: Channel
    ledger: Ledger
    page_style: PageStyle

    def all(self, briefings: Sequence[Briefing]) -> Iterator[Event]:
        """Each briefing for each recipient, until the target does not answer at all."""
        silent = ""
        for briefing in briefings:
            content = briefing.content(self.target.formats)
            files: Mapping[str, bytes] = {}
            for recipient in self.channel.recipients:
                key = delivery_key(self.target.name, recipient.address, content)
                delivery = Delivery(key, self.target.name, recipient.shown, briefing.name, content)
                event = self._decided(delivery)
                if event is None and silent:
                    event = self._event(delivery, "failed", f"was not tried, as {silent}")
                if event is None:
                    try:
                        files = files or briefing.files(self.target.formats)
                    except Unfit as error:
                        yield self._event(delivery, "failed", str(error))
                        break
                    event, silent = self._one(delivery, Parcel(key, briefing, files, recipient))
                yield event

    def _decided(self, delivery: Delivery) -> Event | None:
        """What needs no connection; None when it is to be sent."""
        state = self.ledger.state(delivery.key)
        if _settled(self.channel, state, self.page_style):
            return self._event(delivery, "already")
        refusal = _refusal(self.channel, state, self.ledger.doubt, self.page_style)
        if refusal:
            return self._event(delivery, "failed" if state == "failed" else "unknown", refusal)
        if self.page_style.mark:
            self.ledger.record(delivery, "sent", "marked by hand")
            return self._event(delivery, "sent", "marked as sent")
        return None

    def _one(self, delivery: Delivery, parcel: Parcel) -> tuple[Event, str]:
        """Deliver one, as often as patience allows: what became of it, and why others need not be tried, or ""."""
        patience, attempt = self.settings.patience, 0
        # what may have arrived earlier stays so, whatever becomes of sending it again
        uncertain = self.ledger.state(delivery.key) == "trying" and not self.channel.repeatable
        while True:
            attempt += 1
            try:
                self.channel.deliver(parcel, lambda: self.ledger.record(delivery, "trying"))
            except Uncertain as error:
                return self._event(delivery, "unknown", f"{error}; look there, then give --resend or --mark-sent"), ""
            except Undelivered as error:
                self.ledger.record(delivery, "trying" if uncertain else "failed")
                wait = patience.wait(attempt, error.after) if isinstance(error, Unavailable) else None
                if wait is None:
                    silent = str(error) if isinstance(error, Unreachable) else ""
                    return self._event(delivery, "failed", _given_up(error, attempt)), silent
                self.page_style.sleep(wait)
            else:
                self.ledger.record(delivery, "sent")
                return self._event(delivery, "sent"), ""

    def _event(self, delivery: Delivery, what: What, detail: str = "") -> Event:
        return Event(what, delivery.target, delivery.recipient, delivery.name, detail)


def _given_up(error: Undelivered, attempts: int) -> str:
    if not isinstance(error, Unavailable):
        return str(error)
    asked = f", which asks to wait {error.after:g} seconds" if error.after else ""
    return (
        f"{error}{asked}; given up after {attempts} {'attempt' if attempts == 1 else 'attempts'}; publish again later"
    )
