"""mjq-report.toml: read strictly, every fault named with its key; the sample in the documentation is a good one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mjq_report.delivery.targets import parse_settings, read_settings
from mjq_report.errors import ConfigError

HERE = Path("/srv/project")


def settings(text: str) -> str:
    """What is said of a file, "" when it is good."""
    try:
        parse_settings(text.encode(), "mjq-report.toml", HERE)
    except ConfigError as error:
        return str(error)
    return ""


FOLDER = '[[publish.target]]\nname = "a"\nkind = "folder"\ntowns = ["lakeside"]\npath = "there"\n'
MAIL = (
    '[[publish.target]]\nname = "m"\nkind = "mail"\ntowns = ["*"]\nhost = "mail.example.org"\nfrom = "a@example.org"\n'
    'to = ["b@example.org"]\n'
)
SFTP = (
    '[[publish.target]]\nname = "s"\nkind = "sftp"\ntowns = ["*"]\nhost = "h"\nuser = "u"\npath = "/p"\nknown_hosts = "k"\n'
    'key = "id"\n'
)


@pytest.mark.parametrize("text", [FOLDER, MAIL, SFTP, FOLDER + MAIL + SFTP, "[other]\nx = 1\n" + FOLDER])
def test_good_ones(text: str) -> None:
    assert settings(text) == ""


WRONG = {
    "nothing in it": ("", "has no [[publish.target]]"),
    "a slip in the table's name": (FOLDER.replace("publish.target", "publish.targets"), "publish.targets: no such key"),
    "twice the same name": (FOLDER + FOLDER, "'a' is there twice"),
    "no kind": (FOLDER.replace('kind = "folder"\n', ""), "publish.target[0].kind: is missing"),
    "unknown kind": (FOLDER.replace("folder", "fax"), "publish.target[0].kind: is 'fax'; write one of folder, sftp"),
    "unknown key": (FOLDER + 'pth = "x"\n', "publish.target[0].pth: no such key"),
    "no towns": (FOLDER.replace('["lakeside"]', "[]"), "publish.target[0].towns: is empty"),
    "town above the folder": (FOLDER.replace("lakeside", "../evil"), "towns[0]: is '../evil'; write a town's slug"),
    "years": (FOLDER + 'years = "some"\n', "is 'some'; write one of all, newest"),
    "number as text": (
        '[publish]\nattempts = "3"\n' + FOLDER,
        "publish.attempts: is '3'; write a whole number from 1 to 20",
    ),
    "not finite": ("[publish]\ntimeout = inf\n" + FOLDER, "publish.timeout: is inf; write a number from 0.1 to 3600"),
    "truth as number": ("[publish]\nattempts = true\n" + FOLDER, "publish.attempts: is true; write a whole number"),
    "not a table": ("publish = 3\n", "publish: is 3; write a table"),
    "secret instead of its name": (
        MAIL + 'user = "u"\npassword_env = "s3cret!"\n',
        "the name of an environment variable",
    ),
    "password without user": (MAIL + 'password_env = "P"\n', "`user` and `password_env` go together"),
    "in the clear": (MAIL + 'security = "none"\n', "is 'none'; write one of starttls, tls"),
    "no way to the PDF": (MAIL + "attach = false\n", "nothing is attached"),
    "no recipients": (MAIL.replace('to = ["b@example.org"]\n', ""), "name the recipients"),
    "link to anything": (MAIL + 'link = "javascript:alert(1)"\n', "write an address"),
    "unknown place in the link": (MAIL + 'link = "https://example.org/{secret}"\n', "takes {town}, {year}"),
    "no key and no password": (SFTP.replace('key = "id"\n', ""), "give the path of a private key"),
    "no known_hosts": (SFTP.replace('known_hosts = "k"\n', ""), "known_hosts: is missing"),
    "a town twice": (
        FOLDER.replace('["lakeside"]', '["lakeside", "lakeside"]'),
        "publish.target[0].towns: names one twice",
    ),
    "nobody's home": (
        FOLDER.replace('"there"', '"~nobody-of-this-name/x"'),
        "target[0].path: is '~nobody-of-this-name/x'; no user",
    ),
    "an endless path": (FOLDER.replace('"there"', f'"{"x" * 5000}"'), "xxx…'; write a path"),
    "400 digits": (
        "[publish]\nattempts = 1" + "0" * 400 + "\n" + FOLDER,
        "publish.attempts: a whole number beyond 64 bits",
    ),
    "not TOML": ("[publish", "mjq-report.toml:1: not valid TOML"),
    "k3 dots": ("a" + ".a" * 40 + " = 1\n", "mjq-report.toml:1: too many dots"),
    "k3 brackets": ("a = " + "[" * 100 + "]" * 100, "too many dots or brackets"),
    "k3 size": ("#" * 300_000, "larger than 262144 bytes"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named_with_its_key(name: str) -> None:
    text, said = WRONG[name]
    assert said in settings(text)
    assert settings(text).startswith("mjq-report.toml")
    assert "s3cret!" not in settings(text) or name == "secret instead of its name"


def test_paths_start_at_the_file(tmp_path: Path) -> None:
    (tmp_path / "mjq-report.toml").write_text('[publish]\nledger = "sent.sqlite"\n' + FOLDER + SFTP, encoding="utf-8")
    read = read_settings(tmp_path / "mjq-report.toml")
    assert read.ledger == tmp_path / "sent.sqlite"
    assert read.targets[0].options["path"] == str(tmp_path / "there")
    assert read.targets[1].options["known_hosts"] == str(tmp_path / "k")
    assert read.targets[1].options["path"] == "/p"


def test_the_sample_in_the_documentation_has_every_kind_and_is_good(project: Path) -> None:
    page = (project / "docs" / "publish.md").read_text(encoding="utf-8")
    (sample,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    read = parse_settings(sample.encode(), "sample", HERE)
    assert {target.kind for target in read.targets} == {
        "folder",
        "sftp",
        "s3",
        "mail",
        "wecom",
        "dingtalk",
        "feishu",
        "slack",
    }
