"""Random edits of a project: rows, templates, theme, options, and damage to what was built."""

from __future__ import annotations

import csv
import datetime as dt
import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from mjq_report.settings.options import Options

Row = dict[str, str]
WORDS = ("甲", "乙, 丙", '"丁"', "戊己", "1,000")


class Script:
    """A project that is edited step by step; `options` are what the next build is told."""

    def __init__(self, root: Path, out: Path, seed: int) -> None:
        self.root, self.out, self.draw = root, out, random.Random(seed)
        self.options = Options()
        self.serial = 0

    def step(self) -> str:
        """Do one edit and say which."""
        self.serial += 1
        edit = self.draw.choice(EDITS)
        edit(self)
        return edit.__name__

    # ---- tables

    def text(self) -> str:
        """A note that no cell has yet."""
        return f"{self.draw.choice(WORDS)}{self.serial}"

    def rows(self, path: str, change: Callable[[list[Row]], Sequence[Row]]) -> None:
        """Rewrite a table."""
        file = self.root / "data" / path
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            rows, header = list(reader), reader.fieldnames or []
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(change(rows))

    def one_cell(self, path: str, column: str, text: str) -> None:
        """Change a column in one row at random."""

        def change(rows: list[Row]) -> list[Row]:
            if rows:
                self.draw.choice(rows)[column] = text
            return rows

        self.rows(path, change)


def note_of_an_observation(script: Script) -> None:
    town = script.draw.choice(("lakeside", "hilltop"))
    script.one_cell(f"towns/{town}/observations.csv", "note", script.text())


def a_claim(script: Script) -> None:
    script.one_cell("towns/lakeside/claims.csv", "statement_zh", script.text())


def a_programme(script: Script) -> None:
    script.one_cell("towns/lakeside/programmes.csv", "summary_zh", script.text())


def programmes_citing_all_years(script: Script) -> None:
    cited = " ".join(
        script.draw.sample(["output@2024#above_size", "output@2023#above_size", "enterprises@2023#above_size"], 2)
    )
    script.one_cell("towns/lakeside/programmes.csv", "observations", cited)
    script.one_cell("towns/lakeside/programmes.csv", "source", script.draw.choice(("src-1", "src-2")))


def organisations_come_and_go(script: Script) -> None:
    def change(rows: list[Row]) -> list[Row]:
        if rows and script.draw.random() < 0.5:
            return rows[1:]
        new = {
            "organisation": f"firm{script.serial}", "name_zh": "某厂", "name_en": "A firm", "kind": "company",
            "industry": script.draw.choice(("", "cars", "festival")), "role_zh": script.text(), "role_en": "Maker",
            "source": script.draw.choice(("src-1", "src-2")), "locator": "2", "as_published": "汽车", "note": "",
        }  # fmt: skip
        return [*rows, new]

    script.rows("towns/lakeside/organisations.csv", change)


def an_observation_of_a_later_source(script: Script) -> None:
    def change(rows: list[Row]) -> list[Row]:
        value = str(5 + script.serial % 5)
        new = {
            "indicator": "services", "breakdown": "", "period": f"2024-{script.serial % 12 + 1:02d}", "coverage": "above_size", "value": value,
            "unit": "人次", "qualifier": "exact", "status": "planned", "source": "src-2", "locator": str(100 + script.serial),
            "as_published": f"{value}人次", "note": "",
        }  # fmt: skip
        return [*rows, new]

    script.rows("towns/hilltop/observations.csv", change)


def order_of_rows(script: Script) -> None:
    path = script.draw.choice(("towns/lakeside/observations.csv", "sources.csv", "coverages.csv", "indicators.csv"))
    script.rows(path, lambda rows: script.draw.sample(rows, len(rows)))


def an_indicator(script: Script) -> None:
    script.one_cell("indicators.csv", "definition_zh", script.text())


def a_coverage(script: Script) -> None:
    script.one_cell("coverages.csv", "note", script.text())


def a_breakdown(script: Script) -> None:
    script.one_cell("breakdowns.csv", "note", script.text())


def a_source(script: Script) -> None:
    script.one_cell("sources.csv", "note", script.text())


def a_date_of_publication(script: Script) -> None:
    def change(rows: list[Row]) -> list[Row]:
        row = script.draw.choice(rows)
        row["published"] = f"{int(row['year']) + 1}-0{script.draw.randint(1, 3)}"
        return rows

    script.rows("sources.csv", change)


def a_town(script: Script) -> None:
    script.one_cell("towns.csv", "name_zh", script.text())


def a_correction(script: Script) -> None:
    def change(rows: list[Row]) -> list[Row]:
        if rows:
            return []
        key = "output@2023#above_size!actual^src-1:2"
        return [{"key": key, "published": "90.5", "used": "91.50", "reason": script.text(), "expect": "90.500"}]

    script.rows("towns/lakeside/corrections.csv", change)


# ---- templates, theme, options


def a_template(script: Script) -> None:
    lang = script.draw.choice(("zh", "en"))
    (script.root / "templates" / lang / "economy.md.j2").write_text(script.text(), encoding="utf-8")


def templates_come_and_go(script: Script) -> None:
    path = script.root / "templates" / script.draw.choice(("zh", "en")) / "more.md.j2"
    if path.exists():
        path.unlink()
    else:
        path.write_text(script.text(), encoding="utf-8")


def what_a_briefing_holds(script: Script) -> None:
    (script.root / "templates" / "briefing.toml").write_text(f"# {script.serial}\n", encoding="utf-8")


def a_file_that_nobody_reads(script: Script) -> None:
    (script.root / "templates" / "zh" / "economy.md.j2~").write_text(script.text(), encoding="utf-8")
    (script.root / "data" / "towns" / "lakeside" / "notes.txt").write_text(script.text(), encoding="utf-8")


def the_theme(script: Script) -> None:
    theme = script.root / "own.toml"
    theme.write_text(theme.read_text(encoding="utf-8") + f"# {script.serial}\n", encoding="utf-8")


def another_theme(script: Script) -> None:
    choices = ("briefing", "gongwen", str(script.root / "own.toml"))
    script.options = replace(script.options, theme=script.draw.choice(choices))


def another_language(script: Script) -> None:
    script.options = replace(script.options, lang=script.draw.choice(("zh", "en")))


def another_date(script: Script) -> None:
    script.options = replace(script.options, date=script.draw.choice((None, dt.date(2030, 1, 2), dt.date(2031, 1, 2))))


# ---- what was built


def _built(script: Script, pattern: str) -> Path | None:
    found = sorted(path for path in script.out.rglob(pattern) if not path.name.startswith("."))
    return script.draw.choice(found) if found else None


def a_deleted_file(script: Script) -> None:
    if path := _built(script, script.draw.choice(("*.pdf", "*.json"))):
        path.unlink()


def a_flipped_bit(script: Script) -> None:
    if path := _built(script, script.draw.choice(("*.pdf", "*.json"))):
        data = bytearray(path.read_bytes())
        data[script.draw.randrange(len(data))] ^= 1 << script.draw.randrange(8)
        path.write_bytes(data)


def a_truncated_file(script: Script) -> None:
    if path := _built(script, script.draw.choice(("*.pdf", "*.json"))):
        path.write_bytes(path.read_bytes()[: script.draw.randrange(200)])


def a_deleted_town(script: Script) -> None:
    shutil.rmtree(script.out / script.draw.choice(("lakeside", "hilltop")), ignore_errors=True)


def swapped_files(script: Script) -> None:
    """Two PDFs of whole briefings change places, each with the other's manifest left as it was."""
    one, other = _built(script, "*.pdf"), _built(script, "*.pdf")
    if one and other:
        first, second = one.read_bytes(), other.read_bytes()
        one.write_bytes(second)
        other.write_bytes(first)


def remains_of_an_interrupted_run(script: Script) -> None:
    if path := _built(script, "*.pdf"):
        (path.parent / f".{path.name}.0123456789abcdef.part").write_bytes(b"half")


def touched_files(script: Script) -> None:
    for path in [*script.root.rglob("*.csv"), *script.out.rglob("*.pdf")]:
        path.touch()


EDITS: tuple[Callable[[Script], None], ...] = (
    note_of_an_observation, a_claim, a_programme, programmes_citing_all_years, organisations_come_and_go,
    an_observation_of_a_later_source, order_of_rows, an_indicator, a_coverage, a_breakdown, a_source,
    a_date_of_publication, a_town, a_correction, a_template, templates_come_and_go, what_a_briefing_holds,
    a_file_that_nobody_reads, the_theme, another_theme, another_language, another_date, a_deleted_file, a_flipped_bit,
    a_truncated_file, a_deleted_town, swapped_files, remains_of_an_interrupted_run, touched_files,
)  # fmt: skip
