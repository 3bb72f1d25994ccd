"""The editor's texts for an edition: where they stand, what they may say, and that nothing is told twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mjq_report.errors import TemplateError
from mjq_report.model.document import Aside, Document, Paragraph, Section, plain_text
from mjq_report.model.period import Period
from mjq_report.narrative import lint_texts, load_plan, write
from mjq_report.pipeline import build, compose
from mjq_report.runs.plan import plan
from mjq_report.runs.proof import prove
from mjq_report.settings.options import Options, Selection
from mjq_report.settings.paths import Root
from tests.towns.rows import TEMPLATES, findings, row, usual

DAY = Period.parse("2026-02-09")
STORY = "towns/hexi/2024/story.zh.md"
X = "gross_industrial_output"


def written(**texts: str) -> Document:
    files = {f"towns/hexi/2024/{name}.zh.md": text.encode() for name, text in texts.items()}
    return write(usual(), TEMPLATES, DAY, texts=files)


def section(document: Document, name: str) -> Section:
    return next(section for section in document.sections if section.id == name)


def told(part: Section) -> list[tuple[str, str]]:
    return [(block.role, plain_text(block.spans)) for block in part.blocks if isinstance(block, Paragraph)]


def test_a_story_opens_the_summary_and_what_it_tells_is_not_told_again() -> None:
    plain = told(section(written(), "summary"))
    paragraphs = told(section(written(story=f"渡口之年。产值{{{{ fact('{X}') }}}}。\n\n第二段。\n"), "summary"))
    assert paragraphs[:2] == [("lead", "渡口之年。产值200亿元。"), ("body", "第二段。")]
    assert any("工业总产值200亿元" in text for _, text in plain)
    assert not any("工业总产值200亿元" in text for _, text in paragraphs[2:])
    assert [role for role, _ in paragraphs].count("lead") == 1


def left_open(document: Document) -> list[Aside]:
    return [b for b in section(document, "summary").blocks if isinstance(b, Aside) and b.kind == "open"]


def test_what_the_editor_does_not_know_stands_behind_what_the_tables_leave_open() -> None:
    text = f"企业何时投产，来源没有说。\n\n- {{{{ fact('{X}') }}}}怎样构成。\n- 渡口何日通车。\n"
    before, after = left_open(written()), left_open(written(unknown=text))
    assert [box.title for box in after] == ["尚不清楚"]
    had = [plain_text(line) for box in before for line in box.items]
    lines = [plain_text(line) for line in after[0].items]
    assert lines == [*had, "企业何时投产，来源没有说。", "200亿元怎样构成。", "渡口何日通车。"]
    assert any(span.fact for span in after[0].items[len(had) + 1])


def test_what_cannot_be_a_line_is_refused() -> None:
    with pytest.raises(TemplateError, match=r"^data/towns/hexi/2024/unknown\.zh\.md: only paragraphs and lists"):
        written(unknown="## 渡口\n\n何日通车。\n")


def test_a_sections_text_opens_its_chapter() -> None:
    paragraphs = told(
        section(written(industry="丝绸{{ fact('gross_industrial_output', breakdown='silk') }}。"), "industry")
    )
    assert paragraphs[0] == ("lead", "丝绸超20亿元。")
    assert [role for role, _ in paragraphs].count("lead") == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("好。\n\n产值1200亿元。", r"^data/towns/hexi/2024/story\.zh\.md:3: the digit '1'"),
        ("产值增长{{ fact('x') }}。", r"^data/towns/hexi/2024/story\.zh\.md:1: the direction word '增长'"),
        ("{{ nonsense() }}", r"^data/towns/hexi/2024/story\.zh\.md:1: there is no function nonsense"),
    ],
)
def test_figures_and_directions_are_the_datas(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=message):
        written(story=text)
    file = tmp_path / STORY
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    assert lint_texts(tmp_path, load_plan(TEMPLATES))


def test_a_text_that_belongs_to_nothing_is_an_error_and_a_name_is_none(tmp_path: Path) -> None:
    with pytest.raises(
        TemplateError, match=r"industri\.zh\.md:1: no text of this name is printed; briefing\.toml has the"
    ):
        written(industri="好。")
    folder = tmp_path / "towns/hexi/2024"
    folder.mkdir(parents=True)
    (folder / "story.zh.md").write_text("河西镇这里。", encoding="utf-8")
    assert lint_texts(tmp_path, load_plan(TEMPLATES)) == []
    (folder / "industri.zh.md").write_text("好。", encoding="utf-8")
    (folder / "Story.md").write_text("好。", encoding="utf-8")
    (folder / "land.zh.md").write_bytes(b"\xff")
    found = lint_texts(tmp_path, load_plan(TEMPLATES))
    assert [line.split(": ")[0] for line in found] == [
        f"data/towns/hexi/2024/{name}:1" for name in ("Story.md", "industri.zh.md", "land.zh.md", "land.zh.md")
    ]


def test_an_edition_without_texts_is_as_before() -> None:
    assert write(usual(), TEMPLATES, DAY) == written()
    few = findings(row(f"{X}@2024#whole_town", "200"))
    assert told(section(write(few, TEMPLATES, DAY, texts={STORY: b""}), "summary"))


def test_a_text_is_enclosed_compared_and_makes_its_briefing_due(tmp_path: Path) -> None:
    project = Path(__file__).resolve().parents[2]
    for folder in ("data", "templates"):
        shutil.copytree(project / folder, tmp_path / folder, ignore=shutil.ignore_patterns("site", "[0-9]*"))
    root = Root(tmp_path / "data", tmp_path / "templates", tmp_path / "out")
    story = root.data / "towns/xiji/2024/story.zh.md"
    story.parent.mkdir(exist_ok=True)
    story.write_text("樱桃红了。总收入{{ fact('total_revenue') }}。\n", encoding="utf-8")
    composed = compose(root, "xiji", 2024, Options())
    assert ("data/towns/xiji/2024/story.zh.md", story.read_bytes()) in composed.inputs
    built = build(root, "xiji", 2024, Options())
    report = prove(Path(built.path))
    assert report.holds, report.problems
    selection = Selection(("xiji",), 2024)
    assert [task.reason for task in plan(root, selection, Options())] == [""]
    story.write_text("樱桃又红了。\n", encoding="utf-8")
    assert [task.reason for task in plan(root, selection, Options())] == ["changed: data/towns/xiji/2024/story.zh.md"]
