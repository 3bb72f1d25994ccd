"""Our line breaker beside Typst's on the same paragraphs, font, size and measure.

    python benchmarks/linebreak_typst.py [PARAGRAPHS]

Needs the package `typst`. Typst's lines are read from its PDF with pypdfium2, glyph by glyph. Reported for each:
line ends that break a rule of `tests/typesetting/rules.py`; full lines that fill the measure; the mean stretch or
compression of a line, as measure less natural width (em); the mean stretch of the gap between two Han characters
(thousandths of an em, over all pairs in full lines); the time. Typst sets the paragraphs twice: as they are, and with
word joiners wherever our rules forbid a break, so that both keep the same rules. Prints a Markdown table.
"""

from __future__ import annotations

import ctypes
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from statistics import mean

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pypdfium2  # noqa: E402
import pypdfium2.raw as pdfium  # noqa: E402
import typst  # noqa: E402

from mjq_report.pdf.fontbook import FontBook  # noqa: E402
from mjq_report.pdf.fonts import cut, default_font  # noqa: E402
from mjq_report.typesetting import Run, break_lines, natural_width  # noqa: E402
from mjq_report.typesetting.paragraph import paragraphs as measured  # noqa: E402
from tests.typesetting.rules import faults  # noqa: E402

SIZE, MEASURE, INDENT = 10.5, 470.55, 21.0
JOINER = "\u2060"
Glyph = tuple[str, float]  # character, distance from the left edge in points

CLAUSES = (
    "{year}年，全镇规模以上工业企业达到{n}家，实现产值{d}亿元，比上年增长{d}%",
    "固定资产投资完成{d}亿元，同比增长{d}%，其中建筑安装投资占{d}%",
    "社会消费品零售额{d}亿元，增速比上年同期提高{d}个百分点",
    "“专精特新”企业增至{n}家，国家高新技术企业约{n}家，每百家企业拥有发明专利{n}件",
    "新能源汽车、集成电路、生物医药、智能制造与智慧物流五大产业集群加快成形（见表{m}）",
    "{year}年1—{m}月，累计办理接诉即办诉求{n}余件，办结率达到{d}%",
    "新增绿化面积{d}万亩，林木养护面积近{d}平方公里，空气中PM2.5平均浓度降至{n}微克/立方米",
    "《镇域国土空间规划（2020—2035年）》获得批复，规划建设用地规模约{d}平方公里",
    "引入社会资本{d}万元，完成{n}户居民的供暖改造——其中{n}户为低收入家庭",
    "举办文化活动{n}余场，惠及群众{d}万人次；建成农家书屋{n}个",
    "依托AI、5G与IoT平台，打造“1+2+N”治理体系，网格员由{n}名增加到{n}名",
    "截至{year}年{m}月底，Xiaomi SU7系列交付量超过{n}万台，带动上下游企业{n}家",
    "坚持党建引领，持续优化营商环境，让企业愿意来、留得住、发展好",
    "村集体经济收入全部超过{n}万元，人均可支配收入达到{n}元，增长{d}%",
    "道路、管网、学校与医院等民生工程同步推进，居民步行15分钟可达公共服务设施",
)


def paragraphs(count: int) -> Iterator[str]:
    """Paragraphs of three to nine clauses with random figures."""
    rng = random.Random(20261121)
    for _ in range(count):
        clauses = rng.sample(CLAUSES, rng.randint(3, 9))
        yield (
            "".join(_filled(clause, rng) + rng.choice("，，；。") for clause in clauses[:-1])
            + _filled(clauses[-1], rng)
            + "。"
        )


def _filled(clause: str, rng: random.Random) -> str:
    out = clause
    for key in ("year", "n", "d", "m"):
        while f"{{{key}}}" in out:
            value = {
                "year": str(rng.randint(2016, 2026)),
                "n": str(rng.randint(2, 4000)),
                "d": f"{rng.uniform(0.1, 1500):.{rng.randint(0, 2)}f}",
                "m": str(rng.randint(2, 12)),
            }[key]
            out = out.replace(f"{{{key}}}", value, 1)
    return out


def ours(texts: Sequence[str], font: FontBook) -> list[list[list[Glyph]]]:
    """Lines of glyphs of each paragraph as we set it."""
    result = []
    for text in texts:
        lines = []
        for line in break_lines([Run(text, SIZE)], MEASURE, font, indent=INDENT):
            glyphs = []
            for segment in line.segments:
                x = segment.x
                for char, advance in zip(segment.text, segment.advances, strict=True):
                    glyphs.append((char, x))
                    x += advance
            lines.append(glyphs)
        result.append(lines)
    return result


def typsts(texts: Sequence[str]) -> tuple[list[list[list[Glyph]]], float]:
    """The same as Typst sets it, one paragraph a page, and the seconds it took."""
    source = (
        f'#set page(width: {MEASURE + 100}pt, height: 800pt, margin: 50pt)\n#set text(font: "Noto Sans SC", '
        f'size: {SIZE}pt, lang: "zh", region: "cn")\n'
        "#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n"
    )
    source += "\n#pagebreak()\n".join(f'#"{text}"' for text in texts)
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder, "lines.typ"), Path(folder, "lines.pdf")
        path.write_text(source, encoding="utf-8")
        began = time.process_time()
        typst.compile(
            str(path), output=str(out), font_paths=[str(Path(default_font()).parent)], ignore_system_fonts=True
        )
        took = time.process_time() - began
        document = pypdfium2.PdfDocument(str(out))
        lines = [[list(line) for line in _page_lines(page)] for page in document]
        document.close()
    return lines, took


def _page_lines(page: pypdfium2.PdfPage) -> Iterator[Iterator[Glyph]]:
    text = page.get_textpage()
    found = []
    for index in range(text.count_chars()):
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        char = chr(pdfium.FPDFText_GetUnicode(text, index))
        if char != JOINER and not pdfium.FPDFText_IsGenerated(text, index):
            found.append((round(-y.value, 1), char, x.value - 50))
    for _, line in groupby(found, key=lambda glyph: glyph[0]):
        yield ((char, x) for _, char, x in line)


def report(lines: list[list[list[Glyph]]], texts: Sequence[str], font: FontBook) -> list[str]:
    """One row of the table but for its name and time."""
    broken = ends = exact = 0
    gaps: list[float] = []
    slacks: list[float] = []
    for text, paragraph in zip(texts, lines, strict=True):
        at = 0
        for number, line in enumerate(paragraph[:-1]):
            at = _after(text, at, line)
            ends += 1
            broken += bool(faults(text, at))
            words = "".join(char for char, _ in line)
            room = MEASURE - (0 if number else INDENT)
            slacks.append(abs(room - natural_width([Run(words, SIZE)], font)) / SIZE)
            last = _inked(line[-1][0], font)
            exact += abs(line[-1][1] + last - MEASURE) < 0.05
            gaps += [abs(b - a - SIZE) / SIZE for (left, a), (right, b) in pairwise(line) if _han(left) and _han(right)]
    return [
        str(ends),
        f"{1000 * broken / ends:.1f}",
        f"{100 * exact / ends:.1f} %",
        f"{mean(slacks):.3f}",
        f"{1000 * mean(gaps):.2f}",
    ]


def _after(text: str, at: int, line: list[Glyph]) -> int:
    """Where a line that starts at a position ends, spaces that were dropped counted in."""
    for char, _ in line:
        at = text.index(char, at) + 1
    while text[at] == " ":
        at += 1
    return at


def _inked(char: str, font: FontBook) -> float:
    """What a character takes up at a line's end: full-width marks keep half their width."""
    return font.width(char, SIZE) * (0.5 if char in "，。、；：！？”’）》〉】」』" else 1.0)


def _han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def ruled(text: str, font: FontBook) -> str:
    """The text with a word joiner wherever our rules forbid a break."""
    (paragraph,) = measured([Run(text, SIZE)], font)
    return "".join(
        ("" if not at or paragraph.allowed[at] or text[at - 1] == " " else JOINER) + char
        for at, char in enumerate(text)
    )


def main() -> None:
    """Set the paragraphs all three ways and print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    texts = list(paragraphs(count))
    hundreds = sum(map(len, texts)) / 100
    font = FontBook(cut(default_font(), 400), cut(default_font(), 700))
    ours(texts[:20], font)
    began = time.process_time()
    our_lines = ours(texts, font)
    took = time.process_time() - began
    rows = [("mjq-report", our_lines, took)]
    for name, words in (("", texts), (", same rules", [ruled(text, font) for text in texts])):
        rows.append((f"Typst {typst.__version__}{name}", *typsts(words)))
    heads = ("", "line ends", "faults per 1,000", "lines full", "line off by, em", "Han gap off by, ‰ em", "ms per 100")
    print(f"| {' | '.join(heads)} |\n{'| --- ' * len(heads)}|")
    for name, lines, seconds in rows:
        print(f"| {' | '.join([name, *report(lines, texts, font), f'{1000 * seconds / hundreds:.2f}'])} |")


if __name__ == "__main__":
    main()
