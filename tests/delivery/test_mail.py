"""Mail, to a real server with TLS: what arrives, and that nothing is lost or doubled whatever the server does."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mjq_report.delivery.channels.mail import message_id
from mjq_report.delivery.ledger import delivery_key
from tests.delivery import mailbox
from tests.delivery.certificates import Authority, make_authority
from tests.delivery.mailbox import USER, Act, Mailbox
from tests.delivery.outbox import SENTENCE, Project, edition, scripts, toml
from tests.delivery.relay import free_port, listening, mute, relay, saying, trickling

READERS = ["one@example.org", "two@example.org"]


def target(port: int, authority: Authority, **keys: object) -> str:
    told = {"host": "127.0.0.1", "port": port, "ca_file": authority.ca_file, "user": USER, "password_env": "MAIL_PASSWORD",
            "from": "briefings@example.org", "to": READERS}  # fmt: skip
    return toml("mail", **{**told, **keys})


def test_each_reader_gets_the_pdf_once(
    project_folder: Project, mail: tuple[Mailbox, int], authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    box, port = mail
    lakeside = edition("lakeside", 2024)
    project_folder.add(lakeside).targets(target(port, authority))
    assert project_folder.publish() == 0
    assert [to for to, _ in box.taken] == READERS
    first = box.messages()[0]
    assert first["Subject"] == "lakeside 2024 年经济简报 · 2026-02-01 版，共 12 页"
    assert (first["To"], first["From"]) == ("one@example.org", "briefings@example.org")
    assert SENTENCE in first.get_body().get_content()  # type: ignore[union-attr]
    (attached,) = first.iter_attachments()
    assert attached.get_content() == lakeside.pdf
    assert (attached.get_filename(), attached.get_content_type()) == ("lakeside-2024-2026-02-01.pdf", "application/pdf")
    key = delivery_key("mail", READERS[0], project_folder_content(project_folder))
    assert first["Message-ID"] == message_id(key, "briefings@example.org")
    assert len({message["Message-ID"] for message in box.messages()}) == 2
    assert project_folder.publish() == 0
    assert len(box.taken) == 2
    assert "2 sent before" in capsys.readouterr().err


def project_folder_content(project: Project) -> str:
    import hashlib

    return hashlib.sha256(project.published[0].pdf).hexdigest()


def test_a_link_goes_instead_of_the_pdf_where_that_is_asked_for_or_it_is_too_large(
    project_folder: Project, mail: tuple[Mailbox, int], authority: Authority
) -> None:
    box, port = mail
    project_folder.add(edition("lakeside", 2024, size=1_500_000))
    link = "https://example.org/b/{town}/{year}/{date}/"
    linked = target(port, authority, name="linked", attach=False, link=link, to=READERS[:1])
    large = target(port, authority, name="large", max_attachment_mib=1, link="https://example.org/pdf", to=READERS[:1])
    project_folder.targets(linked, large)
    assert project_folder.publish() == 0
    texts = [message.get_body().get_content() for message in box.messages()]  # type: ignore[union-attr]
    assert "https://example.org/b/lakeside/2024/2026-02-01/" in texts[0]
    assert "https://example.org/pdf/lakeside/2024/lakeside-2024-2026-02-01.pdf" in texts[1]
    assert not any([*message.iter_attachments()] for message in box.messages())


def test_a_line_that_begins_with_a_dot_ends_no_message(
    project_folder: Project, mail: tuple[Mailbox, int], authority: Authority
) -> None:
    box, port = mail
    lakeside = edition("lakeside", 2024, lang="en", title=".", sentence=".5 per cent more")
    project_folder.add(lakeside).targets(target(port, authority, to=READERS[:1]))
    assert project_folder.publish() == 0
    (message,) = box.messages()
    assert message.get_body().get_content().split()[:5] == [".", ".5", "per", "cent", "more"]  # type: ignore[union-attr]
    (attached,) = message.iter_attachments()
    assert attached.get_content() == lakeside.pdf


def test_tls_from_the_first_byte(project_folder: Project, authority: Authority, mail: tuple[Mailbox, int]) -> None:
    project_folder.add(edition("lakeside", 2024))
    with mailbox.serving(authority.context(), tls=True) as (box, port):
        project_folder.targets(target(port, authority, security="tls"))
        assert project_folder.publish() == 0
        assert len(box.taken) == 2


def test_recipients_from_the_environment_are_not_shown(
    project_folder: Project, mail: tuple[Mailbox, int], authority: Authority,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    box, port = mail
    project_folder.add(edition("lakeside", 2024))
    project_folder.targets(
        target(port, authority, to_env="READERS").replace('to = ["one@example.org", "two@example.org"]\n', "")
    )
    monkeypatch.setenv("READERS", "someone@example.org, another@example.com")
    box.script["RCPT"] = ["550 5.1.1 <someone@example.org>: no such user"]
    assert project_folder.publish() == 14
    printed = capsys.readouterr()
    assert [to for to, _ in box.taken] == ["another@example.com"]
    assert "someone@" not in printed.out + printed.err
    assert "s…@example.org" in printed.err
    assert b"someone@" not in project_folder.ledger.read_bytes()


@pytest.mark.guards("E1")
@pytest.mark.parametrize("mark", ["\r\nBcc: evil@example.com", "\u2028x", "\x85x", "\x00", "\u202e"], ids=ascii)
def test_nothing_in_a_title_becomes_a_header(
    mark: str, project_folder: Project, mail: tuple[Mailbox, int], authority: Authority
) -> None:
    box, port = mail
    project_folder.add(edition("lakeside", 2024, title=f"title{mark}"))
    project_folder.targets(target(port, authority, to=READERS[:1]))
    assert project_folder.publish() == 0
    (message,) = box.messages()
    assert message["Bcc"] is None
    assert not set(message["Subject"]) & set("\r\n\0\x85\u2028\u202e")
    assert [to for to, _ in box.taken] == READERS[:1]


@pytest.mark.guards("E3")
@pytest.mark.parametrize(
    "address",
    ["evil@x,b@x", "a b@example.org", "Name <a@example.org>", "a@example.org\\r\\nRCPT TO:<b@x>", "a", "ä@example.org"],
)
def test_an_address_is_one_plain_address(
    address: str,
    project_folder: Project,
    mail: tuple[Mailbox, int],
    authority: Authority,
    capsys: pytest.CaptureFixture[str],
) -> None:
    box, port = mail
    project_folder.add(edition("lakeside", 2024)).targets(target(port, authority, to=[address]))
    assert project_folder.publish() == 12
    assert "publish.target[0].to" in capsys.readouterr().err
    assert not box.steps


@pytest.mark.guards("E3")
def test_an_address_from_the_environment_is_one_plain_address_too_and_is_not_shown(
    project_folder: Project, mail: tuple[Mailbox, int], authority: Authority,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    box, port = mail
    project_folder.add(edition("lakeside", 2024)).targets(
        target(port, authority, to_env="READERS").replace('to = ["one@example.org", "two@example.org"]\n', "")
    )
    monkeypatch.setenv("READERS", "one@example.org, Evil <evil@example.org>")
    assert project_folder.publish() == 14
    told = capsys.readouterr().err
    assert "entry 2 of READERS is not one plain address" in told and "evil@" not in told
    assert not box.steps


def test_a_pdf_that_is_too_large_with_no_link_to_send_instead_is_refused(
    project_folder: Project, mail: tuple[Mailbox, int], authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    box, port = mail
    project_folder.add(edition("lakeside", 2024, size=1_500_000))
    project_folder.targets(target(port, authority, max_attachment_mib=1))
    assert project_folder.publish() == 14
    assert "more than max_attachment_mib, and there is no link to send instead" in capsys.readouterr().err
    assert not box.taken


def test_a_file_of_certificates_that_is_not_there_is_named(
    project_folder: Project, mail: tuple[Mailbox, int], authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    box, port = mail
    project_folder.add(edition("lakeside", 2024))
    project_folder.targets(target(port, authority, ca_file=project_folder.folder / "nothing.pem"))
    assert project_folder.publish() == 14
    assert "nothing.pem: No such file" in capsys.readouterr().err
    assert not box.steps


def test_readers_that_need_no_password_need_none(
    project_folder: Project, authority: Authority, mail: tuple[Mailbox, int]
) -> None:
    project_folder.add(edition("lakeside", 2024))
    with mailbox.serving(authority.context(), auth=False) as (box, port):
        told = (
            target(port, authority, to=READERS[:1])
            .replace(f'user = "{USER}"\n', "")
            .replace('password_env = "MAIL_PASSWORD"\n', "")
        )
        project_folder.targets(told)
        assert project_folder.publish() == 0
        assert len(box.taken) == 1
        assert "AUTH" not in box.steps


@pytest.mark.parametrize("size", ["²", "9" * 5000, "0", "x"])
def test_a_size_that_is_no_number_is_no_limit(
    size: str, project_folder: Project, mail: tuple[Mailbox, int], authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    import smtplib

    box, port = mail
    ehlo = smtplib.SMTP.ehlo

    def told(self: smtplib.SMTP, name: str = "") -> tuple[int, bytes]:
        answer = ehlo(self, name)
        self.esmtp_features["size"] = size
        return answer

    monkeypatch.setattr(smtplib.SMTP, "ehlo", told)
    project_folder.add(edition("lakeside", 2024)).targets(target(port, authority, to=READERS[:1]))
    assert project_folder.publish() == 0
    assert len(box.taken) == 1


# --------------------------------------------------------------------------- what can go wrong


@dataclass
class Fault:
    """What the server does, and what is to come of it: how many copies after the run, and what is said of it."""

    script: dict[str, list[Act]] = field(default_factory=dict)
    said: str = ""
    copies: int = 0
    code: int = 14
    unknown: bool = False  # nobody knows: only --resend sends it again
    front: Callable[[int], object] | None = None  # what stands before the server
    keys: dict[str, object] = field(default_factory=dict)
    server: dict[str, object] | None = None  # a server of another kind
    size: int = 20_000  # bytes of the PDF
    settings: str = "attempts = 3\nfirst_wait = 0.01\nlongest_wait = 0.05\ntimeout = 0.4\n"


def _listening(serve: Callable) -> Callable[[int], object]:  # type: ignore[type-arg]
    return lambda port: listening(serve)


@contextmanager
def _nobody(port: int) -> Iterator[int]:
    yield free_port()


QUICK = (
    "nobody listens", "no TLS", "wrong password", "greylisted", "cut in the middle of little", "disk full for a moment",
    "taken for spam", "reply lost", "cut after all was said", "a certificate of a stranger", "too large", "cut at the recipient",
    "a greeting of nonsense", "an answer of nonsense", "tls: a certificate of a stranger", "cut after the greeting",
)  # fmt: skip
MANY, LARGE = 9, 8_000_000
FAULTS = {
    "nobody listens": Fault(front=_nobody, said="no connection to"),
    "no greeting": Fault(front=_listening(mute), said="no connection to"),
    "a greeting of nonsense": Fault(front=_listening(saying(b"hello there\r\n")), said="does not speak SMTP"),
    "a greeting that never ends": Fault(front=_listening(trickling(b"220-wait\r\n", 0.01)), said="no connection", settings="attempts = 1\ntimeout = 0.1\n"),
    "not served": Fault(front=_listening(saying(b"554 no service for you\r\n")), said="554 no service"),
    "overloaded": Fault(front=_listening(saying(b"421 too busy\r\n")), said="421 too busy"),
    "no TLS": Fault(server={"context": None}, said="in the clear"),
    "wrong password": Fault({"AUTH": ["535 5.7.8 wrong"] * MANY}, "535 5.7.8 wrong"),
    "passwords cannot be checked now": Fault({"AUTH": ["454 4.7.0 later"]}, copies=1, code=0),
    "sender later": Fault({"MAIL": ["451 4.3.0 later"]}, copies=1, code=0),
    "sender refused": Fault({"MAIL": ["550 5.7.1 not you"]}, "550 5.7.1 not you"),
    "shutting down": Fault({"MAIL": ["421 4.3.2 going down"] * MANY}, "421 4.3.2"),
    "greylisted": Fault({"RCPT": ["450 4.2.0 greylisted"]}, copies=1, code=0),
    "no such reader": Fault({"RCPT": ["550 5.1.1 unknown"]}, "550 5.1.1 unknown"),
    "cut at the recipient": Fault({"RCPT": ["cut"]}, copies=1, code=0),
    "no data now": Fault({"DATA": ["451 4.3.0 later"]}, copies=1, code=0),
    "no data": Fault({"DATA": ["554 5.0.0 no"]}, "554 5.0.0 no"),
    "cut in the middle": Fault(front=lambda port: relay(port, [100_000]), copies=1, code=0, size=LARGE),
    # what is small is all on its way before the cut shows, so that nobody knows whether it was whole
    "cut in the middle of little": Fault(front=lambda port: relay(port, [15_000]), said="no answer came", unknown=True),
    "disk full for a moment": Fault({"END": ["452 4.3.1 no space"]}, copies=1, code=0),
    "disk full": Fault({"END": ["452 4.3.1 no space"] * MANY}, "452 4.3.1 no space"),
    "taken for spam": Fault({"END": ["554 5.7.1 spam"]}, "554 5.7.1 spam"),
    "reply lost": Fault({"END": ["lose"]}, "no answer came", copies=1, unknown=True),
    "no reply in time": Fault({"END": ["hang"]}, "no answer came", copies=1, unknown=True, settings="timeout = 0.1\n"),
    "too large": Fault(server={"data_size_limit": 10_000}, said="takes at most 10000 bytes"),
    "cut after all was said": Fault({"QUIT": ["cut"]}, copies=1, code=0),
    "a certificate of a stranger": Fault(keys={"ca_file": "stranger"}, said="certificate is not believed"),
    "tls: a certificate of a stranger": Fault(server={"tls": True}, keys={"ca_file": "stranger", "security": "tls"}, said="certificate is not believed"),
    "an answer of nonsense": Fault({"END": ["199 what"]}, "the answer makes no sense", unknown=True),
    "cut after the greeting": Fault(front=_listening(saying(b"220 hello\r\n")), said="broke off|no connection"),
    "a certificate for another host": Fault(server={"host": "mail.example.org"}, said="certificate is not believed"),
}  # fmt: skip


@pytest.mark.parametrize("name", scripts(FAULTS, *QUICK))
def test_lost_reply_p_rows_whatever_the_server_does_nothing_is_lost_and_nothing_doubled(
    name: str, project_folder: Project, mail: tuple[Mailbox, int], authority: Authority, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    fault, (box, port), keys = FAULTS[name], mail, FAULTS[name].keys
    project_folder.add(edition("lakeside", 2024, size=fault.size))
    one = {"to": READERS[:1], **keys}
    if keys.get("ca_file"):
        one["ca_file"] = make_authority(tmp_path / "stranger").ca_file
    with _faulty(fault, port, authority, tmp_path) as (other, entrance):
        box.script.update({step: [*acts] for step, acts in fault.script.items()})
        project_folder.targets(target(entrance, other, **one), settings=fault.settings)
        assert project_folder.publish() == fault.code
        said = capsys.readouterr().err
        assert not fault.said or any(part in said for part in fault.said.split("|")), said
        assert mailbox.PASSWORD not in said
        assert len(box.taken) == fault.copies
    box.script.clear()  # all is well again
    project_folder.targets(target(port, authority, to=READERS[:1]))
    assert project_folder.publish() == (14 if fault.unknown else 0)
    assert len(box.taken) == (fault.copies if fault.unknown else 1)
    if fault.unknown:
        assert "--resend" in capsys.readouterr().err
        assert project_folder.publish("--resend") == 0
        assert len(box.taken) == fault.copies + 1
        assert len(box.copies()) == 1, "a second copy has the first one's Message-ID"
    assert project_folder.publish() == 0
    assert set(project_folder.states().values()) == {"sent"}


@contextmanager
def _faulty(fault: Fault, port: int, authority: Authority, folder: Path) -> Iterator[tuple[Authority, int]]:
    if fault.front is not None:
        with fault.front(port) as entrance:  # type: ignore[attr-defined]
            yield authority, entrance
    elif fault.server is not None:
        told = dict(fault.server)
        if "host" in told:
            authority = make_authority(folder / "other", str(told.pop("host")))
        context: ssl.SSLContext | None = authority.context()
        context = told.pop("context", context)  # type: ignore[assignment]
        with mailbox.serving(context, **told) as (_, entrance):  # type: ignore[arg-type]
            yield authority, entrance
    else:
        yield authority, port


def test_one_reader_who_is_refused_keeps_no_other_from_getting_it(
    project_folder: Project, mail: tuple[Mailbox, int], authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    box, port = mail
    project_folder.add(edition("lakeside", 2024), edition("lakeside", 2023)).targets(target(port, authority))
    box.script["RCPT"] = ["550 5.1.1 unknown"]
    assert project_folder.publish() == 14
    assert len(box.taken) == 3
    errors = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert "one@example.org" in errors[0] and "lakeside-2023" in errors[0]


def test_a_server_that_is_away_is_not_asked_again_for_each_reader(
    project_folder: Project, authority: Authority, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", mailbox.PASSWORD)
    project_folder.add(edition("lakeside", 2024), edition("lakeside", 2023))
    asked = []

    def count(connection: object) -> None:
        asked.append(1)

    with listening(count) as port:
        project_folder.targets(target(port, authority))
        assert project_folder.publish() == 14
    assert len(asked) == 3
    assert capsys.readouterr().err.count("was not tried") == 3
