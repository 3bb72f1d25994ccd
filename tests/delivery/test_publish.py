"""`mjq-report publish` as a whole: what goes where, what is refused, what is said."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mjq_report.archive.editions import find_briefings
from mjq_report.archive.manifest import parse_manifest, sha256
from mjq_report.cli.run import run
from mjq_report.dataset.store import inventory
from mjq_report.delivery.message import plain, shorten, without_markup
from mjq_report.delivery.outcome import Pace, Patience, retry_after
from tests.delivery.certificates import Authority, make_ssh_key
from tests.delivery.outbox import FORMS, Project, edition, lay_project, toml
from tests.delivery.robots import TOKEN, Robots, Script


def names(folder: Path) -> set[str]:
    """The PDFs below a folder."""
    return {path.stem for path in folder.rglob("*.pdf")}


@pytest.fixture
def four(project_folder: Project) -> Project:
    """Two towns, two years, and an older edition of one."""
    project_folder.add(edition("lakeside", 2023), edition("lakeside", 2024, "2026-01-01"), edition("lakeside", 2024))
    return project_folder.add(edition("hilltop", 2024, lang="en"))


def test_each_target_gets_what_it_wants(four: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wants = {"all": {}, "town": {"towns": ["hilltop"]}, "newest": {"years": "newest"}, "zh": {"languages": ["zh"]}}
    four.targets(*(toml("folder", name, **{"path": tmp_path / name, **keys}) for name, keys in wants.items()))
    assert four.publish() == 0
    lakeside, hilltop = {f"lakeside-{year}-2026-02-01" for year in (2023, 2024)}, {"hilltop-2024-2026-02-01"}
    assert names(tmp_path / "all") == lakeside | hilltop
    assert names(tmp_path / "town") == hilltop
    assert names(tmp_path / "newest") == hilltop | {"lakeside-2024-2026-02-01"}
    assert names(tmp_path / "zh") == lakeside
    assert capsys.readouterr().err == "note: 8 sent\n"
    assert four.publish("--quiet") == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--town", "hilltop"], {"hilltop-2024-2026-02-01"}),
        (["--town", "lakeside", "--year", "2023"], {"lakeside-2023-2026-02-01"}),
        (["--target", "other"], set()),
        (["--town", "nowhere"], set()),
    ],
)
def test_options_choose(options: list[str], expected: set[str], four: Project, tmp_path: Path) -> None:
    four.targets(toml("folder", path=tmp_path / "there"), toml("folder", "other", path=tmp_path / "other"))
    assert four.publish(*options) == 0
    assert names(tmp_path / "there") == expected


def test_a_dry_run_says_what_would_go_where_and_does_nothing(
    four: Project,
    robot: Robots,
    authority: Authority,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chat = toml(
        "dingtalk", towns=["lakeside"], url_env="DINGTALK_URL", secret_env="ROBOT_SECRET", ca_file=authority.ca_file
    )
    four.targets(toml("folder", path=tmp_path / "there"), chat, toml("slack", url_env="UNSET_URL"))
    assert four.publish("--dry-run") == 14
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert [line.split()[0] for line in lines] == ["folder"] * 3 + ["dingtalk"] * 2
    assert "would send lakeside-2023-2026-02-01.pdf (20," in lines[1]
    assert "error: slack: the environment variable UNSET_URL is not set" in printed.err
    assert TOKEN not in printed.out + printed.err
    assert not (tmp_path / "there").exists()
    assert robot.asked == 0
    assert not four.ledger.exists()
    four.publish()
    capsys.readouterr()
    assert four.publish("--dry-run", "--target", "folder", "--target", "dingtalk") == 0
    assert capsys.readouterr() == ("", "note: 5 sent before\n")


def test_a_missing_secret_is_named_and_keeps_no_other_target_from_working(
    four: Project, robot: Robots, authority: Authority, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lacking = toml("feishu", url_env="FEISHU_URL", secret_env="NOT_THERE", ca_file=authority.ca_file)
    four.targets(lacking, toml("folder", path=tmp_path / "there"))
    assert four.publish() == 14
    assert "error: feishu: the environment variable NOT_THERE is not set" in capsys.readouterr().err
    assert len(names(tmp_path / "there")) == 3
    assert robot.asked == 0


def test_only_what_its_manifest_says_is_delivered(
    four: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    four.add(edition("riverside", 2024, forms=FORMS), edition("riverside", 2023), edition("riverside", 2022))
    pdf = {year: four.out / "riverside" / str(year) / f"riverside-{year}-2026-02-01.pdf" for year in (2022, 2023, 2024)}
    changed = four.out / "lakeside" / "2024" / "lakeside-2024-2026-02-01.pdf"
    changed.write_bytes(changed.read_bytes() + b"\n")
    pdf[2024].unlink()
    pdf[2023].with_suffix(".json").unlink()
    manifest = pdf[2022].with_suffix(".json")
    manifest.write_text(manifest.read_text().replace('"pages": 12', '"pages": 13'))
    (four.out / "stray.pdf").write_bytes(b"%PDF-1.7")
    (four.out / "hilltop" / "2024" / "notes.pdf").write_bytes(b"%PDF-1.7")
    four.targets(toml("folder", path=tmp_path / "there"))
    assert four.publish() == 14
    errors = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error")]
    assert len(errors) == 4
    for name, said in {
        "lakeside-2024-2026-02-01.pdf": "is not the file that its manifest describes",
        "riverside-2024-2026-02-01.pdf": "No such file",
        "riverside-2023-2026-02-01.pdf": "has no manifest beside it",
        "riverside-2022-2026-02-01.json": "is damaged",
    }.items():
        assert any(name in line and said in line for line in errors), name
    assert names(tmp_path / "there") == {"lakeside-2023-2026-02-01", "hilltop-2024-2026-02-01"}, (
        "no older edition goes instead"
    )


@pytest.mark.parametrize("change", [{"pdf": 3}, {"pdf": {"sha256": None}}, {"inputs": [1]}, {"inputs": {}}, {"forms": [2]},
                                    {"title": None}, {"options": []}, {"versions": {"x": 1}}, {"forms": None}, {"pages": "12"}, {"year": "2024"}, {"lang": ["zh"]}])  # fmt: skip
def test_a_manifest_that_is_whole_and_makes_no_sense_is_refused(
    change: dict[str, object], four: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = four.out / "hilltop" / "2024" / "hilltop-2024-2026-02-01.json"
    record = {**json.loads(path.read_bytes()), **change}
    del record["seal"]
    sealed = {**record, "seal": sha256(_json(record))}
    path.write_bytes(_json(sealed))
    assert parse_manifest(path.read_bytes()) is None, "though its seal is right"
    four.targets(toml("folder", path=tmp_path / "there", formats=["pdf", "html"]))
    assert four.publish() == 14
    assert "hilltop-2024-2026-02-01.json: is damaged" in capsys.readouterr().err
    assert "hilltop-2024-2026-02-01" not in names(tmp_path / "there")


def _json(record: dict[str, object]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def test_a_new_content_of_the_same_edition_goes_out(four: Project, tmp_path: Path) -> None:
    four.targets(toml("folder", path=tmp_path / "there"))
    assert four.publish() == 0
    again = edition("lakeside", 2024, salt="mended")
    four.add(again)
    assert four.publish() == 0
    assert (tmp_path / "there" / "lakeside" / "2024" / "lakeside-2024-2026-02-01.pdf").read_bytes() == again.pdf


def test_mark_sent_loses_nothing_that_is_known_not_to_have_arrived(
    four: Project, robot: Robots, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    four.targets(toml("slack", url_env="SLACK_URL", ca_file=authority.ca_file), settings="attempts = 1\n")
    robot.script[:] = [Script(404, b"no_service"), Script(kept=True, act="lose"), Script(404, b"no_service")]
    assert four.publish() == 14
    assert four.publish("--mark-sent", "--dry-run") == 14
    capsys.readouterr()
    assert four.publish("--mark-sent") == 14
    printed = capsys.readouterr()
    assert printed.out.count("marked as sent") == 1
    assert printed.err.count("is known not to have arrived, and was not marked") == 2
    assert four.publish() == 0
    titles = [said["blocks"][0]["text"]["text"] for _, said in robot.chats]
    assert len(titles) == len(set(titles)) == 3


def test_mark_sent_begins_from_now_on(four: Project, robot: Robots, authority: Authority) -> None:
    four.targets(toml("slack", url_env="SLACK_URL", ca_file=authority.ca_file))
    assert four.publish("--mark-sent") == 0
    assert four.publish() == 0
    assert robot.asked == 0
    four.add(edition("hilltop", 2023))
    assert four.publish() == 0
    assert len(robot.chats) == 1


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--target", "nobody"], 2, "there is none of that name; there are: folder"),
        (["--resend", "--mark-sent"], 2, "say the opposite"),
        (["--out", "s3://bucket/out"], 2, "publish takes PDFs from a folder"),
        (["--config", "missing.toml"], 12, "missing.toml: No such file"),
    ],
)
def test_what_makes_no_sense_is_said(
    options: list[str], code: int, said: str, four: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    four.targets(toml("folder", path=tmp_path / "there"))
    assert four.publish(*options) == code
    assert said in capsys.readouterr().err
    assert not (tmp_path / "there").exists()


def test_a_town_of_which_there_is_nothing_is_remarked(
    four: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    four.targets(toml("folder", path=tmp_path / "there", towns=["lakeside", "riverside"]))
    assert four.publish() == 0
    assert "warning: target folder wants riverside, of which there is no briefing" in capsys.readouterr().err


def test_a_host_that_is_none_is_said_to_be_none(
    four: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_ssh_key(tmp_path / "key")
    (tmp_path / "known").touch()
    monkeypatch.setenv("SLACK_URL", "https://a..b/services/T000")
    four.targets(
        toml("slack", url_env="SLACK_URL"),
        toml("mail", host="a..b", to=["a@example.org"], **{"from": "b@example.org"}),
        toml("sftp", host="a..b", user="u", path="p", key=tmp_path / "key", known_hosts=tmp_path / "known"),
    )
    assert four.publish() == 14
    assert capsys.readouterr().err.count("a..b: is no host name") == 9


def test_a_real_briefing_goes_out_with_its_sentence(
    project: Path, robot: Robots, authority: Authority, project_folder: Project, tmp_path: Path
) -> None:
    """Built from the tables that come with the program, as `build` does it."""
    four = project_folder.targets(
        toml("feishu", url_env="FEISHU_URL", secret_env="ROBOT_SECRET", ca_file=authority.ca_file)
    )
    town, found = next((town, found) for town, found in sorted(inventory(project / "data").items()) if found.years)
    year = str(found.years[0])
    assert (
        run(["build", "--root", str(project), "--out", str(tmp_path / "out"), "--town", town, "--year", year, "-q"])
        == 0
    )
    assert four.publish("--out", tmp_path / "out") == 0
    ((_, said),) = robot.chats
    (manifest,) = (tmp_path / "out").glob(f"{town}/{year}/{town}-*.json")
    told = json.loads(manifest.read_text(encoding="utf-8"))
    assert len(told["sentence"]) > 10
    assert said["card"]["header"]["title"]["content"] == told["title"]
    assert said["card"]["elements"][0]["text"]["content"] == plain(told["sentence"])


def test_an_empty_folder_is_remarked(
    project_folder: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project_folder.targets(toml("folder", path=tmp_path / "there"))
    assert project_folder.publish() == 0
    said = capsys.readouterr().err.splitlines()
    assert "there are no briefings to deliver" in said[0]
    assert said[-1] == "note: nothing to send"


def test_nothing_to_do_loads_no_library_of_any_channel(four: Project, tmp_path: Path) -> None:
    four.targets(toml("folder", path=tmp_path / "there"))
    code = (
        "import sys; from mjq_report.cli.run import run\n"
        f"run(['publish', '--root', {str(four.folder)!r}])\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=600)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert loaded.isdisjoint(
        {"paramiko", "fsspec", "s3fs", "pandas", "matplotlib", "reportlab", "pikepdf", "jinja2", "rich"}
    )


# --------------------------------------------------------------------------- small parts


def test_waits_double_and_are_cut_by_chance_and_by_the_cap() -> None:
    patience = Patience(attempts=10, first_wait=1.0, longest_wait=20.0)
    for attempt, most in [(1, 1.0), (2, 2.0), (3, 4.0), (6, 20.0), (9, 20.0)]:
        waits = {patience.wait(attempt, None) for _ in range(50)}
        assert len(waits) > 40
        assert all(wait is not None and most / 2 <= wait <= most for wait in waits)
    assert patience.wait(10, None) is None
    assert patience.wait(1, 15.0) == 15.0
    assert patience.wait(1, 21.0) is None


@pytest.mark.parametrize(("header", "seconds"), [(None, None), ("7", 7.0), (" 120 ", 120.0), ("soon", None), ("-1", None),
                                                  ("9" * 40, 999999999.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0)])  # fmt: skip
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    assert retry_after(header) == seconds


def test_a_robot_is_not_asked_more_often_than_it_takes() -> None:
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    pace = Pace(3, 60.0, lambda: now[0], sleep)
    for at in (0.0, 1.0, 2.0, 10.0, 100.0, 200.0, 200.0, 200.0, 200.0):
        now[0] = max(now[0], at)
        pace.wait()
    assert slept == [50.0, 60.0]


def test_texts_are_made_plain_and_short() -> None:
    assert plain("a\r\nb\u2028c\x00\u202ed\u200be") == "a b c de"
    assert without_markup("[a](http://x) <b> `c` *d* _e_ #f") == "［a］(http：//x) ＜b＞ ｀c｀ ＊d＊ ＿e＿ ＃f"
    assert shorten("元元元", 9) == "元元元"
    assert shorten("元元元元", 9) == "元元…"
    assert shorten("元", 2) == ""


def test_a_manifest_that_speaks_of_another_briefing_is_refused(
    four: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = four.out / "lakeside"
    there, other = folder / "2024" / "lakeside-2024-2026-02-01.json", folder / "2023" / "lakeside-2023-2026-02-01.json"
    there.write_bytes(other.read_bytes())
    four.targets(toml("folder", path=tmp_path / "there"))
    assert four.publish() == 14
    assert "lakeside-2024-2026-02-01.json: describes another briefing; build it again" in capsys.readouterr().err
    assert "lakeside-2024-2026-02-01" not in names(tmp_path / "there")


def test_an_earlier_edition_that_is_damaged_or_gone_is_passed_over(tmp_path: Path) -> None:
    project = lay_project(tmp_path / "project")
    for date, salt in (("2026-01-01", "a"), ("2026-01-02", "b"), ("2026-01-03", "c"), ("2026-02-01", "d")):
        project.add(edition("lakeside", 2024, date=date, inputs={"data/claims.csv": salt}))
    folder = project.out / "lakeside" / "2024"
    (folder / "lakeside-2024-2026-01-03.json").write_bytes(b"{")
    (folder / "lakeside-2024-2026-01-02.json").unlink()
    ((briefing,), unfit) = find_briefings(project.out)
    assert (briefing.before["edition"], briefing.changed(), unfit) == ("2026-01-01", ("claims",), [])


def test_a_message_that_is_too_long_loses_of_its_sentence_and_of_nothing_else() -> None:
    from mjq_report.delivery.message import Message

    said = Message("题", "一二三四五", "版", "", "", "", "", "")
    assert said.shorter(3).sentence == "一二三…"
    assert said.shorter(0) == said
    assert said.shorter(100).lines == ("版",)
