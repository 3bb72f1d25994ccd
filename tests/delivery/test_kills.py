"""`publish` killed at any moment: nothing is lost, and nothing goes out twice without the user's word."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from mjq_report.delivery.ledger import peek
from tests.delivery import mailbox
from tests.delivery.certificates import Authority
from tests.delivery.mailbox import Mailbox
from tests.delivery.outbox import Project, edition, toml
from tests.delivery.robots import Robots, Script
from tests.delivery.shell import Shell

KILLS = int(os.environ.get("MJQ_KILLS", "100"))
TARGETS = ("mail", "feishu")  # what cannot be taken back


class Post:
    """A project, all its targets, and what arrived at them."""

    def __init__(
        self, project: Project, mail: tuple[Mailbox, int], robot: Robots, authority: Authority, sftp: Shell | None
    ) -> None:
        self.project, self.box, self.robot, self.folder = project, mail[0], robot, project.folder / "there"
        self.remote = project.folder / "remote" if sftp else None
        tables = [
            toml("folder", path=self.folder),
            toml("mail", host="127.0.0.1", port=mail[1], ca_file=authority.ca_file, user=mailbox.USER,
                 password_env="MAIL_PASSWORD", to=["one@example.org", "two@example.org"], **{"from": "b@example.org"}),
            toml("feishu", url_env="FEISHU_URL", secret_env="ROBOT_SECRET", ca_file=authority.ca_file),
        ]  # fmt: skip
        if sftp:
            tables.insert(1, toml("sftp", host="127.0.0.1", port=sftp.port, user=sftp.user, key=sftp.key,
                                  known_hosts=sftp.known_hosts, path=self.remote))  # fmt: skip
        project.targets(*tables, settings="attempts = 2\nfirst_wait = 0.01\ntimeout = 10.0\n")

    def command(self, *before: str) -> list[str]:
        start = (
            [sys.executable, "-m", "mjq_report"]
            if not before
            else [sys.executable, "-m", "tests.delivery.deadly", *before]
        )
        return [*start, "publish", "--root", str(self.project.folder)]

    def start(self, *before: str) -> subprocess.Popen[bytes]:
        root = Path(__file__).resolve().parent.parent.parent
        return subprocess.Popen(self.command(*before), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=root)

    def arrived(self) -> Counter[tuple[str, str, str]]:
        """Copies by (target, recipient, briefing)."""
        found: Counter[tuple[str, str, str]] = Counter()
        for to, message in zip((to for to, _ in self.box.taken), self.box.messages(), strict=True):
            (pdf,) = message.iter_attachments()
            found["mail", to, str(pdf.get_filename()).removesuffix(".pdf")] += 1
        for _, said in self.robot.chats:
            town, year, *_ = said["card"]["header"]["title"]["content"].split()
            found["feishu", "feishu robot", f"{town}-{year}-2026-02-01"] += 1
        return found

    def settled(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Publish until nothing is left to do, and hold what arrived against what was said."""
        names = [one.name for one in self.project.published]
        due = {("mail", to, name) for to in ("one@example.org", "two@example.org") for name in names}
        due |= {("feishu", "feishu robot", name) for name in names}
        code = self.project.publish()
        said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error: ")]
        copies, states = self.arrived(), self.project.states()
        unknown = {key for key, state in states.items() if state == "trying"}
        assert code == (14 if unknown else 0), said
        assert len(said) == len(unknown)
        assert all("may have arrived" in line for line in said)
        assert {key for key in states if key[0] in TARGETS} == due, "nothing is lost"
        for key in due:
            assert copies[key] <= 1, f"{key} went out twice"
            assert copies[key] == 1 or key in unknown, f"{key} is called sent, and did not arrive"
        for folder in (self.folder, self.remote):
            if folder:
                pdfs = {
                    path.name: path.read_bytes()
                    for path in folder.rglob("*")
                    if path.is_file() and path.name != ".lock"
                }
                assert pdfs == {f"{one.name}.pdf": one.pdf for one in self.project.published}
        if unknown:
            assert self.project.publish("--resend") == 0
            again = self.arrived()
            assert all(again[key] == copies[key] + (key in unknown) for key in due)
        capsys.readouterr()
        before = sum(self.arrived().values())
        assert self.project.publish() == 0
        assert sum(self.arrived().values()) == before

    def forget(self) -> None:
        """Begin again from nothing."""
        self.box.taken.clear()
        self.robot.chats.clear()
        self.project.ledger.unlink(missing_ok=True)
        for folder in (self.folder, self.remote):
            for path in sorted(folder.rglob("*.pdf")) if folder else ():
                path.unlink()


@pytest.fixture
def post(project_folder: Project, mail: tuple[Mailbox, int], robot: Robots, authority: Authority) -> Post:
    project_folder.add(edition("lakeside", 2024), edition("hilltop", 2023))
    return Post(project_folder, mail, robot, authority, None)


# two entries for each delivery: "trying" before the step that cannot be taken back, "sent" after the reply
@pytest.mark.parametrize(("number", "when"), [
    (1, "after"), (5, "before"), (5, "after"), (6, "before"), (6, "after"), (13, "after"), (14, "before"),
    *(pytest.param(number, when, marks=pytest.mark.slow) for number in (2, 4, 7, 12, 16) for when in ("before", "after")),
])  # fmt: skip
def test_killed_at_an_entry_into_the_ledger(
    number: int, when: str, post: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    process = post.start(str(number), when)
    assert process.wait(600) == -signal.SIGKILL
    post.settled(capsys)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "END", "QUIT", "robot"])
def test_killed_at_a_step_of_the_conversation(step: str, post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    processes: list[subprocess.Popen[bytes]] = []

    def kill() -> None:
        processes[0].kill()
        processes[0].wait(600)

    if step == "robot":
        post.robot.script.append(Script(kept=True, call=kill))
    else:
        post.box.script[step] = [kill]
    processes.append(post.start())
    _, said = processes[0].communicate(timeout=600)
    assert processes[0].returncode == -signal.SIGKILL, said
    post.settled(capsys)


def test_two_at_once_send_nothing_twice(post: Post) -> None:
    running = [post.start() for _ in range(3)]
    said = [process.communicate(timeout=600)[1].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    assert set(post.arrived().values()) == {1}
    assert len(post.arrived()) == 6
    assert "another publish is at work" in "".join(said)


@pytest.mark.slow
def test_killed_a_hundred_times_at_any_moment(
    project_folder: Project, mail: tuple[Mailbox, int], robot: Robots, authority: Authority, sftp_server: Shell,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """`MJQ_KILLS` sets how often. Each round kills until one run comes to its end by itself."""
    project_folder.add(edition("hilltop", 2024), edition("lakeside", 2023), edition("lakeside", 2024))
    post = Post(project_folder, mail, robot, authority, sftp_server)
    started = time.monotonic()
    assert post.start().wait(600) == 0
    whole = time.monotonic() - started
    chance, killed, rounds, halfway = random.Random(6), 0, 0, 0
    while killed < KILLS:
        post.forget()
        for _ in range(10):
            process = post.start()
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.2, 1.0) * whole)
                break
            process.kill()
            process.communicate(timeout=600)
            killed += 1
            states = [*peek(project_folder.ledger).states.values()]
            halfway += bool(states) and (states.count("sent") < 15)
        post.settled(capsys)
        rounds += 1
    assert rounds >= KILLS // 10, "ten kills a round at the most"
    assert halfway >= KILLS // 4, "most were killed before they began or after they had ended"
