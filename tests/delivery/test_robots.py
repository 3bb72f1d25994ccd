"""The chats' robots, played by a server on https: what they get, and what comes of whatever they answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mjq_report.archive.editions import find_briefings
from mjq_report.delivery.channels import dingtalk, feishu
from mjq_report.delivery.ledger import open_ledger
from mjq_report.delivery.sending import PageStyle, Selection, deliver
from mjq_report.delivery.targets import read_settings
from tests.delivery import robots
from tests.delivery.certificates import Authority, make_authority
from tests.delivery.outbox import SENTENCE, Project, edition, scripts, toml
from tests.delivery.relay import free_port, listening, mute, trickling
from tests.delivery.robots import SECRET, TOKEN, Robots, Script, answer

LINK = "https://example.org/briefings/"
PDF = f"{LINK}lakeside/2024/lakeside-2024-2026-02-01.pdf"
SIGNED = ("dingtalk", "feishu")


def target(kind: str, authority: Authority, **keys: object) -> str:
    told: dict[str, object] = {"url_env": f"{kind.upper()}_URL", "ca_file": authority.ca_file, "link": LINK}
    if kind in SIGNED:
        told["secret_env"] = "ROBOT_SECRET"
    return toml(kind, **{**told, **keys})


def shown(kind: str, said: Any) -> str:
    """All text that a chat shows of a message."""
    if kind == "wecom":
        return str(said["markdown"]["content"])
    if kind == "dingtalk":
        return str(said["markdown"]["text"])
    return json.dumps(said, ensure_ascii=False)


@pytest.mark.parametrize("kind", robots.PATHS)
def test_the_chat_gets_one_message_with_title_sentence_and_link(
    kind: str, project_folder: Project, robot: Robots, authority: Authority
) -> None:
    project_folder.add(edition("lakeside", 2024)).targets(target(kind, authority))
    assert project_folder.publish() == 0
    ((where, said),) = robot.chats
    assert where == kind
    for part in ("lakeside 2024 年经济简报", SENTENCE, "2026-02-01 版，共 12 页", PDF, "打开简报"):
        assert part in shown(kind, said)
    assert project_folder.publish() == 0
    assert (len(robot.chats), robot.asked) == (1, 1)


def test_what_changed_since_the_edition_before_is_said_in_the_language_of_the_briefing(
    project_folder: Project, robot: Robots, authority: Authority
) -> None:
    project_folder.add(edition("lakeside", 2024), edition("hilltop", 2024, lang="en", title="Hilltop 2024"))
    new = {"data/observations.csv": "A", "templates/zh/economy.md.j2": "C", "data/new_table.csv": "N"}
    project_folder.add(edition("lakeside", 2024, "2026-03-01", inputs=new))
    project_folder.add(edition("hilltop", 2024, "2026-03-01", lang="en", title="Hilltop 2024", salt="again"))
    project_folder.targets(target("feishu", authority))
    assert project_folder.publish() == 0
    told = [shown(kind, said) for kind, said in robot.chats]
    assert len(told) == 2, "only the newest edition is delivered"
    assert "Same inputs as the edition of 2026-02-01" in told[0] and "Edition of 2026-03-01, 12 pages" in told[0]
    assert "与 2026-02-01 版相比有变动：new_table、指标数据、文字模板" in told[1]


EVIL = "[看](https://evil.example) <@all> <font color='warning'>x</font> **b** `c` <!channel> & http://evil.example"


@pytest.mark.parametrize("kind", robots.PATHS)
def test_data_is_never_markup(kind: str, project_folder: Project, robot: Robots, authority: Authority) -> None:
    project_folder.add(edition("lakeside", 2024, title=EVIL, sentence=f"{EVIL}\n# heading\n> quote"))
    project_folder.targets(target(kind, authority))
    assert project_folder.publish() == 0
    ((_, said),) = robot.chats
    if kind in ("wecom", "dingtalk"):
        text = shown(kind, said)
        assert not set(text.replace(f"[打开简报]({PDF})", "").replace("**", "", 2)) & set("<[]`_") - {">"}
        assert text.count("://") == 1 and "\n#" not in text.replace("\n\n", "") and text.count("**") <= 2
    elif kind == "feishu":
        tags = set(_values(said, "tag"))
        assert tags == {"div", "plain_text", "action", "button"}
    else:
        assert not set("<>") & set(said["text"])
        assert said["text"].endswith("&amp; http://evil.example")
        kinds = [block["text"]["type"] for block in said["blocks"]]
        assert kinds == ["plain_text", "plain_text", "mrkdwn"]
        assert said["blocks"][2]["text"]["text"] == f"<{PDF}|打开简报>"


def _values(said: Any, key: str) -> Iterator[Any]:
    if isinstance(said, dict):
        yield from (value for name, value in said.items() if name == key)
    if isinstance(said, dict | list):
        for one in said.values() if isinstance(said, dict) else said:
            yield from _values(one, key)


@pytest.mark.parametrize("kind", robots.PATHS)
def test_a_long_message_is_made_to_fit(kind: str, project_folder: Project, robot: Robots, authority: Authority) -> None:
    project_folder.add(edition("lakeside", 2024, title="镇" * 400, sentence="元" * 5000))
    project_folder.targets(target(kind, authority, link=LINK + "x" * 1200 + "/"))
    assert project_folder.publish() == 0
    ((_, said),) = robot.chats
    assert "元…" in shown(kind, said) and PDF.removeprefix(LINK) in shown(kind, said)


def test_signatures_are_those_of_the_published_examples() -> None:
    """Worked out with OpenSSL's `dgst -sha256 -hmac`, not with the code that is tested."""
    assert dingtalk.signature("this is secret", 1_700_000_000.0) == {
        "timestamp": "1700000000000", "sign": DINGTALK_SIGN,
    }  # fmt: skip
    assert feishu.signature("this is secret", 1_700_000_000.0) == {"timestamp": "1700000000", "sign": FEISHU_SIGN}


DINGTALK_SIGN = "sSFWELbV2YwjdDQhWZwTcWlX5BWUx5J6TPpsZmuPii0="
FEISHU_SIGN = "OfGzRzoUICBOoc8wVra1e4A1hPfbZ9zqXozA8CWVUuY="


# --------------------------------------------------------------------------- what can go wrong


@dataclass
class Fault:
    """What the robot answers, and what is to come of it."""

    script: list[Script] = field(default_factory=list)
    said: str = ""
    kind: str = "dingtalk"
    copies: int = 0
    code: int = 14
    unknown: bool = False
    front: Callable[[], object] | None = None
    asked: int | None = None  # requests that reach the robot
    settings: str = "attempts = 3\nfirst_wait = 0.01\nlongest_wait = 0.05\ntimeout = 0.4\n"
    stranger: bool = False


QUICK = (
    "nobody listens", "a certificate of a stranger", "the channel is archived", "too many, soon again", "too many, much later",
    "error inside, after it was taken", "refused with 200", "busy with 200", "too many, in Feishu's words", "reply lost",
    "reply cut in the middle", "a page instead of an answer",
)  # fmt: skip


@contextmanager
def _nobody() -> Iterator[int]:
    yield free_port()


def script(status: int, body: bytes = b"", **headers: str) -> Script:
    return Script(status, body, {name.replace("_", "-"): value for name, value in headers.items()})


FAULTS = {
    "nobody listens": Fault(front=_nobody, said="no connection to 127.0.0.1"),
    "no greeting": Fault(front=lambda: listening(mute), said="no connection to 127.0.0.1"),
    "a certificate of a stranger": Fault(stranger=True, said="certificate is not believed", asked=0),
    "bad request": Fault([script(400, b"invalid_payload")], "400 invalid_payload", "slack", asked=1),
    "forbidden": Fault([script(403, b"action_prohibited")], "403 action_prohibited", "slack", asked=1),
    "the channel is archived": Fault([script(410, b"channel_is_archived")], "410 channel_is_archived", "slack", asked=1),
    "too many, soon again": Fault([script(429, b"rate_limited", Retry_After="0")], "", "slack", copies=1, code=0, asked=2),
    "too many, much later": Fault([script(429, b"", Retry_After="3600")], "asks to wait 3600 seconds", "slack", asked=1),
    "too many, at a date": Fault(
        [script(429, b"", Retry_After="Wed, 21 Oct 2099 07:28:00 GMT")], "asks to wait", "slack", asked=1
    ),
    "away for a moment": Fault([script(503, b"try later")], copies=1, code=0, asked=2),
    "away": Fault([script(503)] * 9, "given up after 3 attempts", asked=3),
    "error inside": Fault([script(500, b"rollup_error")], "tells nothing of it: 500", "slack", unknown=True, asked=1),
    "error inside, after it was taken": Fault([Script(500, b"oops", kept=True)], "tells nothing", copies=1, unknown=True),
    "gateway time-out, after it was taken": Fault(
        [Script(504, b"<html>504</html>", kept=True)], "tells nothing of it: 504", copies=1, unknown=True
    ),
    "refused with 200": Fault([answer(310000, "keywords not in content")], "errcode 310000, keywords not in content", asked=1),
    "busy with 200": Fault([answer(130101, "send too fast")], copies=1, code=0, asked=2),
    "too many, in WeCom's words": Fault([answer(45009, "api freq out of limit")], kind="wecom", copies=1, code=0, asked=2),
    "wrong address, in WeCom's words": Fault([answer(93000, "invalid webhook url")], "errcode 93000", "wecom", asked=1),
    "too many, in Feishu's words": Fault(
        [answer(9499, "too many request", "feishu", 400)], kind="feishu", copies=1, code=0, asked=2
    ),
    "bad request, in Feishu's words": Fault([answer(9499, "Bad Request", "feishu", 400)], "code 9499", "feishu", asked=1),
    "no keyword, in Feishu's words": Fault([answer(19024, "Key Words Not Found", "feishu")], "code 19024", "feishu", asked=1),
    "reply lost": Fault([Script(kept=True, act="lose")], "no complete answer came", copies=1, unknown=True),
    "reply cut in the middle": Fault([Script(kept=True, act="cut")], "cannot be read", copies=1, unknown=True),
    "no reply in time": Fault([Script(kept=True, act="hang")], "no complete answer came", copies=1, unknown=True),
    "a reply without end": Fault(
        [Script(kept=True, act="trickle")], "cannot be read", copies=1, unknown=True, settings="timeout = 0.1\n"
    ),
    "a greeting without end": Fault(
        front=lambda: listening(trickling(b"\x16\x03\x03\x3f\xff\x02", 0.02)), said="no connection",
        settings="attempts = 1\ntimeout = 0.1\n",
    ),
    "a page instead of an answer": Fault([Script(200, b"<html>login</html>", kept=True)], "cannot be read", copies=1, unknown=True),
    "another word than ok": Fault([Script(200, b"okay", kept=True)], "cannot be read", "slack", copies=1, unknown=True),
}  # fmt: skip


@pytest.mark.parametrize("name", scripts(FAULTS, *QUICK))
def test_whatever_the_robot_answers_nothing_is_lost_and_nothing_doubled(
    name: str, project_folder: Project, robot: Robots, authority: Authority, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    fault = FAULTS[name]
    project_folder.add(edition("lakeside", 2024))
    believed = make_authority(tmp_path / "stranger") if fault.stranger else authority
    project_folder.targets(target(fault.kind, believed), settings=fault.settings)
    with _front(fault, robot, monkeypatch):
        robot.script[:] = list(fault.script)
        assert project_folder.publish() == fault.code
    said = capsys.readouterr().err
    assert fault.said in said
    assert TOKEN not in said and SECRET not in said
    assert len(robot.chats) == fault.copies
    assert fault.asked is None or robot.asked == fault.asked
    robot.script.clear()  # all is well again
    project_folder.targets(target(fault.kind, authority))
    assert project_folder.publish() == (14 if fault.unknown else 0)
    assert len(robot.chats) == (fault.copies if fault.unknown else 1)
    if fault.unknown:
        assert project_folder.publish("--resend") == 0
        assert len(robot.chats) == fault.copies + 1
    assert project_folder.publish() == 0
    assert set(project_folder.states().values()) == {"sent"}
    assert TOKEN.encode() not in project_folder.ledger.read_bytes()


@contextmanager
def _front(fault: Fault, robot: Robots, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if fault.front is None:
        yield
        return
    with fault.front() as port, monkeypatch.context() as patch:  # type: ignore[attr-defined]
        patch.setenv(f"{fault.kind.upper()}_URL", robot.url(fault.kind).replace(f":{robot.port}", f":{port}"))
        yield


def test_what_the_robot_asks_to_wait_is_waited(project_folder: Project, robot: Robots, authority: Authority) -> None:
    project_folder.add(edition("lakeside", 2024)).targets(target("slack", authority), settings="first_wait = 1.0")
    robot.script[:] = [script(429, b"", Retry_After="7"), script(503), script(503, b"", Retry_After="1")]
    slept: list[float] = []
    settings = read_settings(project_folder.folder / "mjq-report.toml")
    briefings, _ = find_briefings(project_folder.out)
    with open_ledger(project_folder.ledger) as ledger:
        told = [
            event.what for event in deliver(settings, briefings, Selection(), ledger, PageStyle(sleep=slept.append))
        ]
    assert told == ["sent"]
    assert slept[0] == 7.0
    assert 1.0 <= slept[1] <= 2.0
    assert 2.0 <= slept[2] <= 4.0
    assert len(robot.chats) == 1


@pytest.mark.guards("W1")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(
    status: int, project_folder: Project, robot: Robots, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    with robots.serving(authority.context()) as second:
        for where in (second.url("dingtalk"), "file:///etc/passwd"):
            robot.script.append(script(status, b"", Location=where))
        project_folder.add(edition("lakeside", 2024)).targets(target("dingtalk", authority))
        assert project_folder.publish() == 14
        assert "is not followed" in capsys.readouterr().err
        assert (second.asked, robot.asked, second.chats) == (0, 1, [])


@pytest.mark.guards("W2")
@pytest.mark.parametrize(
    "address",
    [
        "http://robot.example.org/send?key=" + TOKEN, "file:///etc/passwd", "ftp://127.0.0.1/" + TOKEN, TOKEN,
        "https://user:" + TOKEN + "@127.0.0.1/", "https://127.0.0.1/\r\nX: y", "https:///" + TOKEN,
        "https://127.0.0.1:port/" + TOKEN, "https://127.0.0.1/ " + TOKEN, "http://127.0.0.1.example.org/" + TOKEN,
    ],
)  # fmt: skip
def test_an_address_is_plain_https_and_is_not_shown(
    address: str,
    project_folder: Project,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("WECOM_URL", address)
    project_folder.add(edition("lakeside", 2024))
    project_folder.targets(target("wecom", authority), settings="loopback_http = true\ntimeout = 1.0\nattempts = 1\n")
    assert project_folder.publish() == 14
    printed = capsys.readouterr()
    assert "WECOM_URL: " in printed.err
    assert TOKEN not in printed.err + printed.out


@pytest.mark.parametrize("allowed", [True, False])
def test_http_only_to_this_machine_and_only_where_it_is_allowed(
    allowed: bool, project_folder: Project, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_folder.add(edition("lakeside", 2024))
    project_folder.targets(target("slack", authority), settings=f"loopback_http = {str(allowed).lower()}\n")
    with robots.serving(None) as plain:
        monkeypatch.setenv("SLACK_URL", plain.url("slack"))
        assert project_folder.publish() == (0 if allowed else 14)
        assert len(plain.chats) == allowed


def test_a_reply_that_repeats_the_secret_does_not_show_it(
    project_folder: Project, robot: Robots, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    robot.script.append(answer(300001, f"token {TOKEN} is not exist, secret {SECRET}, {robot.url('dingtalk')}"))
    project_folder.add(edition("lakeside", 2024)).targets(target("dingtalk", authority))
    assert project_folder.publish() == 14
    said = capsys.readouterr().err
    assert "token *** is not exist" in said
    assert TOKEN not in said and SECRET not in said
