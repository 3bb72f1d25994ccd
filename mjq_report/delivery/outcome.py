"""How a delivery can end short of success, and how long to wait before it is tried again.

What matters is whether anything may have arrived: a mail or a chat message whose reply was lost is never repeated
by itself, whatever else went wrong.
"""

from __future__ import annotations

import datetime as dt
import secrets
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

_random = secrets.SystemRandom()


class Undelivered(Exception):
    """Base of the three ways to fail. Its text says what happened, without any secret."""


class Refused(Undelivered):
    """Nothing arrived, and trying again would end the same way."""


class Unavailable(Undelivered):
    """Nothing arrived, but it may later; `after` is how many seconds the other side asks to wait, if it does."""

    def __init__(self, what: str, after: float | None = None) -> None:
        super().__init__(what)
        self.after = after


class Unreachable(Unavailable):
    """There was no conversation at all, so that other recipients there need not be tried in this run."""


class Uncertain(Undelivered):
    """It was sent off and no answer tells what became of it: it may have arrived."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long to try. Waits and time-outs are in seconds."""

    attempts: int = 4
    first_wait: float = 1.0
    longest_wait: float = 60.0
    timeout: float = 30.0  # of one step: connecting, or waiting for the next bytes

    @property
    def whole(self) -> float:
        """The longest that one conversation may take, however alive the other side seems."""
        return 10 * self.timeout

    def wait(self, attempt: int, asked: float | None) -> float | None:
        """Seconds to wait after the attempt of that number, from 1; None to give up.

        Twice as long each time, and a random share less, so that many who failed together do not return together.
        What the other side asks for is waited out, unless it is longer than `longest_wait`.
        """
        if attempt >= self.attempts or (asked is not None and asked > self.longest_wait):
            return None
        backed_off = min(self.longest_wait, self.first_wait * 2 ** (attempt - 1)) * _random.uniform(0.5, 1.0)
        return float(max(backed_off, asked or 0.0))


class Pace:
    """Lets as many through in a time, in seconds, as a service takes; the next waits. It refuses for long what goes faster."""

    def __init__(
        self,
        count: int,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._past = deque[float](maxlen=count)
        self._seconds, self._clock, self._sleep = seconds, clock, sleep

    def wait(self) -> None:
        """Wait until the next may go, and count it."""
        if len(self._past) == self._past.maxlen:
            early = self._seconds - (self._clock() - self._past[0])
            if early > 0:
                self._sleep(early)
        self._past.append(self._clock())


def retry_after(value: str | None) -> float | None:
    """The seconds that a Retry-After header asks for (RFC 9110 section 10.2.3: seconds or a date); None for none."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    with suppress(ValueError, TypeError):
        at = parsedate_to_datetime(text)
        if at.tzinfo is not None:
            return max(0.0, (at - dt.datetime.now(dt.UTC)).total_seconds())
    return None


@contextmanager
def deadline(connection: Callable[[], socket.socket | None], seconds: float) -> Iterator[None]:
    """Shut a connection down when the time is up: a time-out of its own starts anew with every byte that trickles in.

    The socket is asked for only then, as another takes its place when TLS begins.
    """

    def end() -> None:
        held = connection()
        if held is not None:
            with suppress(OSError):
                socket.socket.shutdown(held, socket.SHUT_RDWR)  # not TLS's own, which is not for another thread

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def reason(error: BaseException) -> str:
    """An exception of a library or of the system in one line."""
    said = getattr(error, "strerror", None) or " ".join(str(error).split())
    return said or type(error).__name__
