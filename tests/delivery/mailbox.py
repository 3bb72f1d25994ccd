"""A real mail server with TLS (aiosmtpd), which keeps what it takes, and at whose every step something can go wrong."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.delivery.relay import free_port

USER, PASSWORD = "briefings", "mail-password-of-the-tests"
Act = str | Callable[[], None]  # a reply, "lose" (take it, and cut the line), "cut", "hang", or a call


class Mailbox:
    """What arrived, as (recipient, message); `script` holds what is done instead, by step, one a time."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.script: dict[str, list[Act]] = {}
        self.steps: list[str] = []

    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(data, policy=policy.default) for _, data in self.taken]  # type: ignore[misc]

    def copies(self) -> Counter[tuple[str, str]]:
        """How often each message arrived: by recipient and Message-ID."""
        return Counter(zip((to for to, _ in self.taken), (m["Message-ID"] for m in self.messages()), strict=True))

    async def act(self, server: SMTP, step: str, usual: str) -> str:
        """The reply to a step."""
        self.steps.append(step)
        acts = self.script.get(step)
        act = acts.pop(0) if acts else usual
        if callable(act):
            act()
            return usual
        if act in ("cut", "lose"):
            server.transport.abort()
            await asyncio.sleep(0.01)
            raise asyncio.CancelledError
        if act == "hang":
            await asyncio.sleep(30)
        return act

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = await self.act(server, "MAIL", "250 OK")
        if reply.startswith("250"):
            envelope.mail_from = address
        return reply

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = await self.act(server, "RCPT", "250 OK")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        acts = self.script.get("END")
        if not acts or callable(acts[0]) or acts[0] in ("lose", "hang") or acts[0].startswith("2"):
            self.taken += [(to, bytes(envelope.content or b"")) for to in envelope.rcpt_tos]
        return await self.act(server, "END", "250 OK, taken")

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return await self.act(server, "QUIT", "221 Bye")


class _Server(SMTP):
    """With the reply to the DATA command itself in the script's hands."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        box: Mailbox = self.event_handler
        if box.script.get("DATA"):
            await self.push(await box.act(self, "DATA", "354 go on"))
            return
        box.steps.append("DATA")
        await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)


@contextmanager
def serving(
    context: ssl.SSLContext | None, *, tls: bool = False, auth: bool = True, **options: Any
) -> Iterator[tuple[Mailbox, int]]:
    """Run a server: with STARTTLS, with TLS from the first byte, or without any (context None)."""
    box = Mailbox()

    def known(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword) -> AuthResult:
        acts = box.script.get("AUTH")
        if acts:
            return AuthResult(success=False, handled=False, message=str(acts.pop(0)))
        good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=good, handled=good or False)

    if auth:
        options = {
            "authenticator": known,
            "auth_required": context is not None and not tls,
            "auth_require_tls": not tls,
            **options,
        }
    port = free_port()
    kind = {"ssl_context": context} if tls else {"tls_context": context, "require_starttls": context is not None}
    controller = _Controller(box, hostname="127.0.0.1", port=port, **kind, **options)
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # it speaks of its own coming changes at every login
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()
