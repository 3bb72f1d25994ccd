"""Hostile texts in every text field of every table, to every output: shown as they are, or refused with their place."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pytest
from openpyxl import load_workbook

from mjq_report.cli.run import run
from mjq_report.dataset import schema
from mjq_report.dataset.fields import TEXT
from mjq_report.dataset.workbook.exporting import export_xlsx
from mjq_report.lang.zh import tables as zh
from tests.defences.strings import REFUSED, SHOWN
from tests.defences.test_pdf_rows import acts, packed
from tests.fuzz.cases import lay_project
from tests.pdf.conftest import words

HELD = {"unit", "as_published"}  # which the rules hold against other cells
FIELDS = [(table, column.name) for table in schema.TABLES.values() for column in table.columns if column.type is TEXT and column.name not in HELD and table.name not in ("corrections", "omissions")]  # fmt: skip


MORE = {  # a row of each table that a town need not have
    "names": "since,name_zh,name_en\n2020,湖畔镇,Lakeside\n2030,湖城,Lake City\n",
    "mentions": "entity,stage,role_zh,role_en,source,locator,as_published\nfactory,running,制造,Makes cars,src-2,2,汽车制造业\n",
    "own_indicators": "indicator,name_zh,name_en,domain,unit,kind,decimals\nduck_eggs,咸鸭蛋产量,Duck eggs,agriculture,万枚,flow,0\n",
    "own_breakdowns": "breakdown,name_zh,name_en,group\nred_yolk,红心,Red yolk,group\n",
    "own_coverages": "coverage,name_zh,name_en,entity\neast,镇东部,East,area\n",
}


def fill(root: Path, table: schema.Table, column: str, texts: tuple[str, ...]) -> int:
    """Put a text into each row of a column, one after the other; gives how many there was room for."""
    path = root / "data" / table.path.format(town="lakeside")
    if not path.exists():
        path.write_text(MORE[table.name], encoding="utf-8")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, text in zip(rows, texts, strict=False):
        row[column] = text
    out = io.StringIO()
    writer = csv.DictWriter(out, table.header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode("utf-8", "surrogatepass"))
    return min(len(rows), len(texts))


@pytest.mark.guards("R11", "P2")
@pytest.mark.parametrize(("table", "column"), FIELDS, ids=lambda one: getattr(one, "name", one))
def test_what_cannot_be_shown_is_refused_in_every_field(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], table: schema.Table, column: str
) -> None:
    root = lay_project(tmp_path / "root")
    first = FIELDS.index((table, column)) * 2 % len(REFUSED)  # so that all fields together have seen all texts
    done = fill(root, table, column, (REFUSED * 2)[first:])
    assert done
    assert run(["check", "--root", str(root)]) == 5
    told = capsys.readouterr().err
    assert told.count(f"data/{table.path.format(town='lakeside')}:") >= done, told
    assert all(char.isprintable() or char == "\n" for char in told)


class Page(HTMLParser):
    """Elements, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def looked(data: bytes) -> Page:
    page = Page()
    page.feed(data.decode("utf-8"))
    return page


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The scripts and handlers of a page of harmless data: none may be added to them."""
    root = lay_project(tmp_path_factory.mktemp("plain") / "root")
    assert (
        run(["build", "--town", "lakeside", "--year", "2024", "--force", "--format", "html", "--root", str(root), "-q"])
        == 0
    )
    return active(looked(next((root / "out").rglob("*.html")).read_bytes()))


def active(page: Page) -> list[str]:
    found = [
        tag for tag, _ in page.elements if tag in ("script", "iframe", "object", "embed", "base", "form", "svg:script")
    ]
    found += [f"{tag} {key}" for tag, attributes in page.elements for key in attributes if key.startswith("on")]
    links = [
        value
        for _, attributes in page.elements
        for key, value in attributes.items()
        if key in ("href", "src", "xlink:href", "action")
    ]
    return found + [
        link for link in links if re.match(r"\s*(?!https:|mailto:|data:image/|#)[a-z]+:", link, re.IGNORECASE)
    ]


def enclosed_text(pdf: bytes) -> str:
    """All tables that a PDF carries, one behind the other."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return "".join(
            file.get_file().read_bytes().decode("utf-8")
            for name, file in opened.attachments.items()
            if name.endswith(".csv")
        )


def cell(text: str) -> str:
    """A text as a cell of CSV."""
    return '"' + text.replace('"', '""') + '"' if set(text) & set('",') else text


FEW = 13  # rows of observations, so many texts at a time


@pytest.mark.guards("R5", "J9", "H1", "P10")
@pytest.mark.parametrize("start", range(0, len(SHOWN), FEW))
def test_what_can_be_shown_is_shown_and_never_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], plain: list[str], start: int
) -> None:
    texts = SHOWN[start : start + FEW]
    root = lay_project(tmp_path / "root")
    asked: dict[str, tuple[str, ...]] = {}
    for table, column in FIELDS:
        braced = table.name.endswith("coverages")  # in whose names {place} stands for something, and {{x}} is refused
        may = tuple(text for text in texts if not braced or "{" not in text)
        asked[f"{table.name}.{column}"] = may[: fill(root, table, column, may)]
    command = [
        "build",
        "--town",
        "lakeside",
        "--year",
        "2024",
        "--force",
        "--root",
        str(root),
        "--format",
        "html",
        "--format",
        "json",
    ]
    code = run(command)
    told = capsys.readouterr()
    assert code == 0, told.err
    assert all(char.isprintable() or char == "\n" for char in told.err + told.out)
    assert all(re.match("(warning|note): ", line) for line in told.err.splitlines())
    pdf = next(path for path in (root / "out").rglob("*.pdf") if path.stat().st_size > 1000).read_bytes()
    assert acts(pdf) == []
    page = looked(next((root / "out").rglob("*.html")).read_bytes())
    assert active(page) == plain
    document = json.loads(next((root / "out").rglob("*.document.json")).read_text(encoding="utf-8"))
    assert isinstance(document, dict)
    printed, shown = words(pdf), packed("".join(page.words))
    (title,) = asked["towns.name_zh"][:1]
    for where, text in (("PDF", printed), ("page", shown), ("JSON", packed(json.dumps(document, ensure_ascii=False)))):
        wanted = packed(title) if where != "JSON" else packed(json.dumps(title, ensure_ascii=False)[1:-1])
        assert wanted in text, f"{where}: {title!r} was dropped"
    enclosed = enclosed_text(pdf)
    for note in asked["observations.note"][5:]:  # of the year's own figures
        assert cell(note) in enclosed, f"{note!r} was dropped"
    sheets = load_workbook(io.BytesIO(export_xlsx(root / "data", "lakeside")))
    for where, wanted_texts in asked.items():
        name, _, column = where.partition(".")
        cells = next(
            iter(
                sheets[zh.SHEETS[name][0]].iter_cols(
                    min_col=schema.TABLES[name].header.index(column) + 1,
                    max_col=schema.TABLES[name].header.index(column) + 1,
                )
            )
        )[1:]
        assert all(cell.data_type == "s" for cell in cells if cell.value is not None), where
        held = {str(cell.value).replace("_x005F_", "_") for cell in cells}
        assert {one for one in wanted_texts if "_x00" not in one} <= held, where
