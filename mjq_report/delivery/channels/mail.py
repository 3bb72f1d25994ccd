"""A mailbox: one message a recipient, by SMTP over TLS, never in the clear.

The message counts as handed over when the server says so after the line with a single dot (RFC 5321 section 4.1.1.4):
before that dot is out, a server that loses the connection must throw away what it has. So the dot is the step that
cannot be taken back, and it is sent by itself.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from mjq_report import __version__
from mjq_report.archive.forms import FORMS, form_of
from mjq_report.delivery.channels.channel import Parcel, Recipient, Secrets
from mjq_report.delivery.message import Message, message
from mjq_report.delivery.outcome import Patience, Refused, Unavailable, Uncertain, Unreachable, deadline, reason
from mjq_report.delivery.targets import ADDRESS, Target

_SIZE = re.compile(r"[0-9]{1,18}")  # RFC 1870 section 3
_POLICY = policy.SMTP.clone(cte_type="7bit")  # every server takes it


class Mail:
    """Sends the PDF attached, or a link to it."""

    repeatable = False

    def __init__(self, target: Target, patience: Patience, secrets: Secrets) -> None:
        options = self._options = target.options
        self._patience = patience
        self._password = ""
        if options["password_env"]:
            self._password = secrets.get(
                options["password_env"], f"the password for {options['user']} at {options['host']}"
            )
        self.recipients = _recipients(options["to"], options["to_env"], secrets)

    def deliver(self, parcel: Parcel, irrevocable: Callable[[], None]) -> None:
        """Send one message. Raises Refused, Unavailable, Uncertain."""
        data = self._message(parcel).as_bytes(policy=_POLICY)
        with self._connected() as server:
            limit = server.esmtp_features.get("size", "")
            if _SIZE.fullmatch(limit) and 0 < int(limit) < len(data):
                raise Refused(f"the server takes at most {int(limit)} bytes, the message has {len(data)}")
            with _steps():
                _expect(server.mail(self._options["from"]), 250)
                _expect(server.rcpt(parcel.recipient.address), 250, 251)
                server.putcmd("data")
                _expect(server.getreply(), 354)
                server.send(_dotted(data))
            irrevocable()
            try:
                assert server.sock is not None  # it was just written to
                server.sock.settimeout(self._patience.whole)  # it is looked through and stored before the answer
                server.send(b".\r\n")
                answer = server.getreply()
            except (OSError, smtplib.SMTPException) as error:
                raise Uncertain(f"the message was sent, and no answer came: {reason(error)}") from None
            if not 200 <= answer[0] < 600:
                raise Uncertain(f"the message was sent, and the answer makes no sense: {_said(*answer)}")
            _expect(answer, 250)

    def close(self) -> None:
        """Nothing is held: a connection lasts for one message."""

    @contextlib.contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        options, timeout = self._options, self._patience.timeout
        place = f"{options['host']} port {options['port']}"
        try:
            context = ssl.create_default_context(cafile=options["ca_file"] or None)
        except OSError as error:
            raise Refused(f"{options['ca_file']}: {reason(error)}") from None
        held: list[smtplib.SMTP] = []
        with deadline(lambda: getattr(held[0], "sock", None) if held else None, self._patience.whole):
            try:
                if options["security"] == "tls":
                    _WithTls(held, options["host"], options["port"], timeout=timeout, context=context)
                else:
                    _WithoutTls(held, options["host"], options["port"], timeout=timeout)
            except ssl.SSLCertVerificationError as error:
                raise Refused(f"{place}: {error.verify_message}; its certificate is not believed") from None
            except UnicodeError:  # the name cannot be written for DNS
                raise Refused(f"{options['host']}: is no host name") from None
            except smtplib.SMTPResponseException as error:
                raise _refusal(error.smtp_code, error.smtp_error, Unreachable) from None
            except (OSError, smtplib.SMTPException) as error:
                raise Unreachable(f"no connection to {place}: {reason(error)}") from None
            (server,) = held
            with contextlib.closing(server):
                self._greet(server, context, place)
                yield server
                with contextlib.suppress(OSError, smtplib.SMTPException):
                    server.docmd("QUIT")

    def _greet(self, server: smtplib.SMTP, context: ssl.SSLContext, place: str) -> None:
        options = self._options
        try:
            server.ehlo_or_helo_if_needed()
            if options["security"] == "starttls":
                _expect(server.starttls(context=context), 220)
                server.ehlo_or_helo_if_needed()
            if options["user"]:
                server.login(options["user"], self._password)
        except smtplib.SMTPNotSupportedError as error:
            raise Refused(f"{place}: {reason(error)} Nothing is sent in the clear") from None
        except ssl.SSLCertVerificationError as error:
            raise Refused(f"{place}: {error.verify_message}; its certificate is not believed") from None
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error, Unreachable) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(f"{place} broke off: {reason(error)}") from None

    def _message(self, parcel: Parcel) -> EmailMessage:
        """The message: EmailMessage only, which refuses line breaks in a header."""
        options, content = self._options, message(parcel.briefing, self._options["link"])
        pdf = next(data for name, data in parcel.files.items() if form_of(name) is FORMS["pdf"])
        attach = options["attach"] and len(pdf) <= options["max_attachment"]
        if not attach and not content.link:
            raise Refused(
                f"the PDF has {len(pdf)} bytes, more than max_attachment_mib, and there is no link to send instead"
            )
        mail = EmailMessage(policy=_POLICY)
        mail["From"], mail["To"], mail["Subject"] = options["from"], parcel.recipient.address, _subject(content)
        mail["Date"] = format_datetime(dt.datetime.now(dt.UTC))
        mail["Message-ID"] = message_id(parcel.key, options["from"])
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes back
        mail["User-Agent"] = f"mjq-report/{__version__}"
        mail.set_content(_body(content, attach), charset="utf-8")
        if attach:
            form = FORMS["pdf"]
            kind, _, subtype = form.mime.partition("/")
            mail.add_attachment(pdf, maintype=kind, subtype=subtype, filename=f"{parcel.briefing.name}{form.ending}")
        return mail


class _Held:
    """Known from before it connects, so that a greeting without end can be ended."""

    def __init__(self, held: list[Any], *args: Any, **kwargs: Any) -> None:
        held.append(self)
        super().__init__(*args, **kwargs)


class _WithoutTls(_Held, smtplib.SMTP):
    """TLS begins later, by STARTTLS."""


class _WithTls(_Held, smtplib.SMTP_SSL):
    """TLS from the first byte."""


def message_id(key: str, sender: str) -> str:
    """The same for the same content to the same recipient, so that a mailbox can tell a copy that was sent again."""
    return f"<{hashlib.sha256(key.encode('ascii')).hexdigest()[:40]}@{sender.rpartition('@')[2]}>"


def _recipients(to: tuple[str, ...], variable: str, secrets: Secrets) -> tuple[Recipient, ...]:
    if to:
        return tuple(Recipient(address, address) for address in to)
    found = [
        entry.strip() for entry in secrets.get(variable, "addresses, separated by commas,").split(",") if entry.strip()
    ]
    wrong = [number for number, address in enumerate(found, 1) if not ADDRESS.fullmatch(address)]
    if wrong:
        raise Refused(f"entry {wrong[0]} of {variable} is not one plain address such as reader@example.org")
    for address in found:
        secrets.hide(address)
    return tuple(Recipient(address, f"{address[0]}…@{address.rpartition('@')[2]}") for address in dict.fromkeys(found))


def _subject(content: Message) -> str:
    return f"{content.title} · {content.edition}"


def _body(content: Message, attached: bool) -> str:
    parts = [
        content.title,
        *content.lines,
        content.link and f"{content.link_text}: {content.link}",
        content.attached if attached else "",
    ]
    return "\n\n".join([part for part in parts if part] + [content.digest]) + "\n"


def _dotted(data: bytes) -> bytes:
    """The text as it goes over the wire (RFC 5321 section 4.5.2): a line that begins with a dot gets another."""
    lines = data if data.endswith(b"\r\n") else data + b"\r\n"
    return (b"." + lines if lines.startswith(b".") else lines).replace(b"\r\n.", b"\r\n..")


@contextlib.contextmanager
def _steps() -> Iterator[None]:
    """What goes wrong here went wrong before the message was whole at the server."""
    try:
        yield
    except (OSError, smtplib.SMTPException) as error:
        raise Unavailable(f"the connection broke before the message was out: {reason(error)}") from None


def _expect(answer: tuple[int, bytes], *codes: int) -> None:
    if answer[0] not in codes:
        raise _refusal(*answer, Unavailable)


def _refusal(code: int, text: bytes | str, temporary: type[Unavailable]) -> Refused | Unavailable:
    """A reply of 4xx may change with time, one of 5xx will not (RFC 5321 section 4.2.1)."""
    what = f"the server answered: {_said(code, text)}" if code > 0 else "what answers there does not speak SMTP"
    return temporary(what) if 400 <= code < 500 or code < 0 else Refused(what)


def _said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())[:200]}"
