"""Towns and indicators by the names that people call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mjq_report.cli.places import town_of
from mjq_report.errors import UnknownTown, UsageError
from mjq_report.settings.paths import find_root

from .conftest import Run


@pytest.mark.parametrize(
    "called", ["majuqiao", "马驹桥", "马驹桥镇", "Majuqiao Town", "Majuqiao", "MAJUQIAO", " 马驹桥 镇"]
)
def test_a_town_answers_to_its_names(project: Path, called: str) -> None:
    assert town_of(find_root(str(project)), called) == "majuqiao"


def test_what_no_town_is_called_is_refused_with_the_nearest(project: Path) -> None:
    with pytest.raises(UnknownTown, match="did you mean 马驹桥镇"):
        town_of(find_root(str(project)), "马居桥镇")


def test_a_name_of_two_towns_asks_which(copy: Path) -> None:
    towns = copy / "data" / "towns.csv"
    with towns.open("a", encoding="utf-8") as file:
        file.write("xiji-jz,西集镇,Xiji Town,,山亭区,Shanting District,\n")
    with pytest.raises(UsageError, match=r"xiji \(西集镇, 通州区\), xiji-jz \(西集镇, 山亭区\)"):
        town_of(find_root(str(copy)), "西集")


def test_a_figure_is_traced_by_its_chinese_names(run: Run, project: Path) -> None:
    by_name = run("trace", "马驹桥", "工业总产值", "--year", "2025", "--root", project)
    by_id = run("trace", "majuqiao", "gross_industrial_output", "--year", "2025", "--root", project)
    assert by_name.returncode == 0
    assert by_name.stdout == by_id.stdout
    part = run(
        "trace",
        "马驹桥",
        "工业总产值",
        "--year",
        "2025",
        "--breakdown",
        "新能源汽车",
        "--coverage",
        "全镇",
        "--root",
        project,
    )
    assert "超1000亿元" in part.stdout


def test_an_indicator_without_a_figure_leads_to_those_that_have_one(run: Run, project: Path) -> None:
    near = run("trace", "xiji", "工业产值总", "--year", "2024", "--root", project)
    far = run("trace", "xiji", "zzz", "--year", "2024", "--root", project)
    assert "did you mean 工业总产值" in near.stderr
    assert "there are figures of: " in far.stderr
    assert "固定资产投资" in far.stderr
