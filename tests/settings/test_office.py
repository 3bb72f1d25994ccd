"""`[office]` of mjq-report.toml: read strictly, laid over each other by town and year, and written so that it reads the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.cli.checking import check_office
from mjq_report.errors import ConfigError
from mjq_report.model.office import NOTHING, Office
from mjq_report.settings.office import parse_office, read_office, written
from mjq_report.settings.paths import Root

BOTH = """
[office]
issuer = "甲镇人民政府"
number = "甲政发〔2026〕1号"
[[office.for]]
town = "yi"
issuer = "乙镇人民政府"
[[office.for]]
town = "yi"
year = 2025
number = "乙政发〔2026〕7号"
[[publish.target]]
name = "shelf"
password_env = "SECRET"
"""


def test_what_names_a_town_and_year_lies_over_what_is_for_all() -> None:
    raw = BOTH.encode()
    assert parse_office(raw, "jia", 2025) == Office(issuer="甲镇人民政府", number="甲政发〔2026〕1号")
    assert parse_office(raw, "yi", 2024) == Office(issuer="乙镇人民政府", number="甲政发〔2026〕1号")
    assert parse_office(raw, "yi", 2025) == Office(issuer="乙镇人民政府", number="乙政发〔2026〕7号")


def test_without_a_file_or_its_table_nothing_is_given(tmp_path: Path) -> None:
    assert read_office(tmp_path, "jia", 2025) is NOTHING
    assert parse_office(b"[publish]\n", "jia", 2025) is NOTHING


def test_what_is_enclosed_has_nothing_of_others() -> None:
    text = written(parse_office(BOTH.encode(), "yi", 2025)).decode()
    assert "乙政发" in text
    assert not [word for word in ("甲", "publish", "SECRET", "shelf") if word in text]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('isuer = "甲"', "isuer: no such key here; did you mean issuer?"),
        ('dated = "2026-02-30"', "dated: is '2026-02-30'"),
        ('printed = "2026年2月"', "printed: is '2026年2月'"),
        ('serial = "12"', "six digits"),
        ('urgency = "急"', "特急, 加急"),
        ('secrecy = "很秘密"', "机密★1年"),
        ('copies = "区政府办"', "copies: is '区政府办'; write a list"),
        ('issuer = "甲\\n乙"', "a text on one line"),
        ('watermark = "一二三四五六七八九十一二三"', "at most 12 characters"),
        ('[[office.for]]\ntwn = "yi"', "for[0].twn: no such key here; did you mean town?"),
    ],
)
def test_a_slip_of_the_pen_is_named_with_its_key(line: str, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse_office(f"[office]\n{line}\n".encode(), "yi", 2025)
    assert message in str(error.value)
    assert str(error.value).startswith("mjq-report.toml: office.")


def test_check_names_a_town_that_there_is_not(project: Path, tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(project / "data")
    root = Root(tmp_path / "data", project / "templates", tmp_path / "out")
    check_office(root)  # without a file there is nothing to say
    (tmp_path / "mjq-report.toml").write_text('[[office.for]]\ntown = "majuqia"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="did you mean majuqiao"):
        check_office(root)
    (tmp_path / "mjq-report.toml").write_text('[[office.for]]\ntown = "xiji"\nyear = 2024\n', encoding="utf-8")
    check_office(root)


PRINTED = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff"), max_size=40)


@given(
    st.builds(
        Office,
        issuer=PRINTED,
        title=PRINTED,
        copies=st.lists(PRINTED, unique=True, max_size=4).map(tuple),
        seal=st.booleans(),
        dated=st.sampled_from(["", "2026-02-28"]),
    )
)
def test_what_is_written_reads_the_same(office: Office) -> None:
    assert parse_office(written(office), "any", 2025) == office
