"""The forgeries: every way to falsify a briefing that `verify` must see through, each with what it must then name."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from mjq_report.model.document import Chart, ListBlock, Table
from mjq_report.model.period import Period
from mjq_report.pipeline import Composed

from .forging import (
    Copy,
    Entry,
    Workshop,
    composed,
    edited,
    in_blocks,
    in_sections,
    patched,
    repainted,
    respelt,
    retold,
    row_of,
    swap,
    updated,
)  # fmt: skip

OBSERVATIONS, CLAIMS = "-observations.csv", "-claims.csv"


def write(name: str, old: str, new: str, nth: int = 0) -> Entry:
    """Other characters in the pages; the answer must quote them with what stands around."""
    spot = next(n for n, (a, b) in enumerate(zip(old, new, strict=True)) if a != b)
    return name, re.escape(new[max(spot - 1, 0) : spot + 2]), partial(Copy.write, old=old, new=new, nth=nth)


def cell(name: str, ending: str, key: dict[str, str], **values: str) -> Entry:
    """Other values in a row of an attached table; the answer must name the table."""
    return name, ending.strip("-"), lambda copy: copy.rewrite(ending, lambda rows: row_of(rows, **key).update(values))


def redraw(name: str, text: str, pattern: bytes, new: bytes, nth: int = 0) -> Entry:
    """The operators that show a text changed; the answer must name a page."""
    return name, r"page \d", partial(Copy.redraw, text=text, edit=partial(re.sub, pattern, new), nth=nth)


def mark(get: Callable[[Copy], Any], **values: Any) -> Callable[[Copy], None]:
    """Entries of a dictionary of the file set, or taken away with None."""

    def change(copy: Copy) -> None:
        for key, value in values.items():
            if value is None:
                del get(copy)[f"/{key}"]
            else:
                get(copy)[f"/{key}"] = value

    return change


def page(number: int) -> Callable[[Copy], Any]:
    return lambda copy: copy.pdf.pages[number - 1].obj


def root(copy: Copy) -> Any:
    return copy.pdf.Root


# ---------------------------------------------------------------------- digits and words

edited(
    "digits in content",
    write("figure of a lead", "400.19亿元，同比", "500.19亿元，同比", 2),
    write("figure on the cover", "4681家", "4981家"),
    write("figure in the annex", "269.20", "296.20", -1),
    write("figure in a chart", "276.1", "216.1", 1),
    write("unit", "400.19亿元", "400.19万元", 2),
    write("year", "预计84.6亿元（2020年）", "预计84.6亿元（2022年）"),
    write("number of a source", "来源：[1]", "来源：[2]"),
)
edited(
    "digits in enclosed tables",
    cell("an input", OBSERVATIONS, {"value": "400.19"}, value="500.19"),
    cell("a row for readers", "data.csv", {"value": "400.19"}, value="500.19"),
    cell("what is printed", "data.csv", {"value": "400.19"}, printed="500.19亿元"),
    cell("a verdict", "claims.csv", {"verdict": "inconsistent"}, verdict="consistent"),
    cell("a year of a source", "sources.csv", {"source": "tz-2024"}, year="2023"),
    ("a status", "预计", cell("", OBSERVATIONS, {"status": "estimated"}, status="actual")[2]),
)


def _all_but_what_was_published(copy: Copy) -> None:
    for nth in range(copy.text.count("551")):
        copy.write("551", "651", nth)
    for table, more in ((OBSERVATIONS, {}), ("data.csv", {"printed": "651场"})):
        copy.rewrite(table, lambda rows, more=more: row_of(rows, value="551").update(value="651", **more))


def _all_but_what_is_computed(copy: Copy) -> None:
    for nth in range(copy.text.count("4681")):
        copy.write("4681", "6681", nth)
    for table in (OBSERVATIONS, "data.csv", "claims.csv", CLAIMS):
        copy.substitute(table, "4681", "6681")


def _old_inputs(shop: Workshop) -> Composed:
    return replace(shop.altered("majuqiao/observations.csv", "400.19", "500.19"), inputs=shop.composed.inputs)


edited("digits in both", ("all but what was published", "651|observations", _all_but_what_was_published))
edited("digits in both", ("all but what is computed", "6681|observations", _all_but_what_is_computed))
composed("digits in both", ("pages and tables for readers, old inputs", "500.19|data.csv", _old_inputs))

# ---------------------------------------------------------------------- fonts


def _inside(copy: Copy, *chars: str) -> tuple[Any, list[int], list[int]]:
    """The regular font; codes and glyphs of some characters."""
    inner = copy.fonts["FR"].DescendantFonts[0]
    codes = [int(copy.codes["FR"][char], 16) for char in chars]
    gids = inner.CIDToGIDMap.read_bytes()
    return inner, codes, [int.from_bytes(gids[2 * code : 2 * code + 2], "big") for code in codes]


def _outlines(copy: Copy) -> None:
    inner, _, gids = _inside(copy, "4", "9")
    file = inner.FontDescriptor.FontFile2
    font = TTFont(io.BytesIO(file.read_bytes()), recalcTimestamp=False)
    glyf, (four, nine) = font["glyf"], [font.getGlyphOrder()[gid] for gid in gids]
    glyf[four], glyf[nine] = glyf[nine], glyf[four]
    out = io.BytesIO()
    font.save(out)
    file.write(out.getvalue())
    file.Length1 = len(out.getvalue())


def _map(copy: Copy) -> None:
    inner, (four, _), (_, nine) = _inside(copy, "4", "9")
    data = bytearray(inner.CIDToGIDMap.read_bytes())
    data[2 * four : 2 * four + 2] = nine.to_bytes(2, "big")
    inner.CIDToGIDMap.write(bytes(data))


def _to_unicode(copy: Copy) -> None:
    table, code = copy.fonts["FB"].ToUnicode, copy.codes["FB"]["4"]
    table.write(table.read_bytes().replace(f"<{code}> <0034>".encode(), f"<{code}> <0039>".encode()))


def _widths(copy: Copy) -> None:
    inner, (code,), _ = _inside(copy, "0")
    inner.W[1][code] = 0


edited(
    "glyph outlines, CID maps, ToUnicode",
    ("outlines of two digits exchanged", "page|font", _outlines),
    ("a code leads to another glyph", "page|font", _map),
    ("another digit is copied", "page|font|text", _to_unicode),
    ("digits laid over one another", "page|font", _widths),
)

# ---------------------------------------------------------------------- what is there and cannot be seen, or the reverse

INK = rb"BT [\d.]+ [\d.]+ [\d.]+ rg"


def _form(copy: Copy, operators: bytes) -> Any:
    form = copy.pdf.make_stream(operators)
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    return form


def _picture(copy: Copy) -> None:
    copy.pdf.pages[2].obj.Resources.XObject = Dictionary(X=_form(copy, b"1 1 1 rg 60 640 480 60 re f"))
    copy.draw(2, "/X Do")


def _actual_text(copy: Copy) -> None:
    number, line, *_ = copy.glyphs[copy.find("400.19亿元", 2)]
    copy.lines[number][line - 1] = copy.lines[number][line - 1].replace(b">> BDC", b"/ActualText <FEFF0039>>> BDC")


edited(
    "white, tiny, clipped, covered",
    redraw("white", "不计入复算", INK, b"BT 1 1 1 rg"),
    redraw("light grey", "口径提示", INK, b"BT .93 .93 .93 rg"),
    redraw("tiny", "口径提示", rb"/F([A-Z]+) [\d.]+ Tf", rb"/F\1 .01 Tf"),
    redraw("clipped", "不计入复算", rb"^(.*)$", rb"q 0 0 1 1 re W n \1 Q"),
    redraw("not painted", "净流入企业3312家", rb"^BT(.*)ET$", rb"BT 3 Tr\1 0 Tr ET"),
    redraw("off the page", "口径提示", rb"Tf [\d.]+", b"Tf 2000"),
    redraw("behind other words", "这一公布数与同一来源", rb"Tf ([\d.]+) [\d.]+", rb"Tf \1 38.031"),
    ("a box over a figure", r"page \d looks otherwise", partial(Copy.cover, text="净流入企业3312", nth=-1)),
    ("a crop box", "page 9|CropBox", mark(page(9), CropBox=Array([0, 0, 595, 700]))),
    ("a smaller page", "page 9|MediaBox", mark(page(9), MediaBox=Array([0, 0, 595, 560]))),
    ("a picture over the text", "page 3", _picture),
    (
        "words that only a search finds",
        "page 3",
        lambda copy: copy.draw(2, "BT 1 g /FR 1 Tf 70 60 Td <00070007> Tj ET"),
    ),
    ("another text to be copied", "page 3", _actual_text),
)

# ---------------------------------------------------------------------- charts


def _solid(copy: Copy) -> None:
    lines = copy.lines[2]
    hollow = next(n for n, line in enumerate(lines) if line.startswith(b"q 1 1 1 rg"))
    lines[hollow : hollow + 2] = [lines[hollow].replace(b"1 1 1 rg", b"0.122 0.306 0.474 rg"), b""]


def _labels(copy: Copy) -> None:
    (number, first, *_), (_, second, *_) = (copy.glyphs[copy.find(text, 1)] for text in ("276.1", "33.95"))
    lines = copy.lines[number]
    spots = [re.search(rb"Tf ([\d. ]+) Td", lines[n])[1] for n in (first, second)]  # type: ignore[index]
    lines[first] = lines[first].replace(spots[0], spots[1])
    lines[second] = lines[second].replace(spots[1], spots[0])


def _values(blocks: list[Any]) -> None:
    """Labels and texts stay, the program draws the bars of other values."""
    index = [n for n, block in enumerate(blocks) if isinstance(block, Chart)][1]
    (series,) = blocks[index].series
    values = [mark.value for mark in series.marks]
    marks = tuple(replace(mark, value=value) for mark, value in zip(series.marks, values[::-1], strict=True))
    blocks[index] = replace(blocks[index], series=(replace(series, marks=marks),))


edited(
    "bars and marks moved",
    ("a bar made shorter", "page 1", lambda copy: copy.reshape(copy.bars()[0], 0.6)),
    ("a bar a little higher", "page 1", lambda copy: copy.reshape(copy.bars()[1], 1.25)),
    ("a bar beside its label", "page 3", lambda copy: copy.reshape(copy.bars()[1], 1, 40)),
    ("an estimate drawn like a fact", "page 3", _solid),
    ("labels of two bars exchanged", "page 3", _labels),
)
retold(
    "bars and marks moved", ("bars of other values", "page 3", lambda document: in_blocks(document, "economy", _values))
)

# ---------------------------------------------------------------------- sentences, sections and rows


def _rows(kind: str, change: Callable[[list[Any]], object]) -> Callable[[list[Any]], None]:
    """Changes the list of rows of the first table of a kind."""

    def within(blocks: list[Any]) -> None:
        index = next(n for n, block in enumerate(blocks) if isinstance(block, Table) and block.kind == kind)
        rows = list(blocks[index].rows)
        change(rows)
        blocks[index] = replace(blocks[index], rows=tuple(rows))

    return within


def _bullets(change: Callable[[list[Any]], object]) -> Callable[[list[Any]], None]:
    def within(blocks: list[Any]) -> None:
        items = list(blocks[0].items)
        change(items)
        blocks[0] = ListBlock(tuple(items))

    return within


def _figures(rows: list[Any]) -> None:
    """The figures of two rows exchanged, each with its link."""
    first, second = rows[1], rows[2]
    rows[1] = replace(first, cells=(first.cells[0], *second.cells[1:]))
    rows[2] = replace(second, cells=(second.cells[0], *first.cells[1:]))


def blocks(name: str, section: str, names: str, change: Callable[[list[Any]], object]) -> Entry:
    return name, names, lambda document: in_blocks(document, section, change)


def sections(name: str, names: str, change: Callable[[list[Any]], object]) -> Entry:
    return name, names, lambda document: in_sections(document, change)


retold(
    "figures, sentences, sections exchanged, repeated, removed",
    blocks("two sentences exchanged", "investment", "社会消费品零售总额94.45", lambda items: swap(items, 0, 2)),
    blocks("a sentence repeated", "governance", "7600余人次", lambda items: items.insert(2, items[0])),
    blocks("a sentence removed", "enterprises", "净流入企业3312家", lambda items: items.pop(1)),
    blocks("a remark removed", "industry", "口径提示", lambda items: items.pop(2)),
    blocks("a bullet removed", "summary", "居民议事协商300余场", _bullets(lambda items: items.pop())),
    blocks("a bullet said twice", "summary", "400.19亿元", _bullets(lambda items: items.append(items[0]))),
    blocks("figures of two rows exchanged", "economy", "400.19", _rows("data", _figures)),
    blocks("a row of the annex removed", "annex", r"page 1\d|annex", _rows("annex", lambda rows: rows.pop(4))),
    blocks("a source removed", "sources", r"page 1\d|source", _rows("sources", lambda rows: rows.pop())),
    sections("two sections exchanged", "投资与消费", lambda items: swap(items, 3, 4)),
    sections("a section removed", "空间与规划", lambda items: items.pop(8)),
    sections("a section twice", "民生与生态", lambda items: items.insert(7, replace(items[6], id="again"))),
)

# ---------------------------------------------------------------------- reproaches, qualifiers, status

REPROACH = "reproach taken out or added"
REMARK = "；这一公布数与同一来源的其他数不符，算式见“数据核算”"


def _audit(change: Callable[[list[Any], int, int], object]) -> Callable[[Workshop], Composed]:
    """Written by the program from other verdicts: `change` is given the first that is in doubt, and one that holds."""

    def make(shop: Workshop) -> Composed:
        audit = list(shop.composed.findings.audit)
        verdicts = [result.verdict.value for result in audit]
        change(audit, verdicts.index("inconsistent"), verdicts.index("consistent"))
        return shop.written(replace(shop.composed.findings, audit=tuple(audit)))

    return make


def _judge(audit: list[Any], one: int, like: int) -> None:
    audit[one] = replace(audit[one], verdict=audit[like].verdict)


composed(
    REPROACH,
    (
        "left out of everything",
        "净流入企业 ?3312|claims.csv",
        _audit(lambda audit, wrong, _: audit.pop(wrong)),
    ),
    (
        "taken back",
        "净流入企业 ?3312|claims.csv",
        _audit(lambda audit, wrong, right: _judge(audit, wrong, right)),
    ),
    ("made up", "不成立|前后矛盾|claims.csv", _audit(lambda audit, wrong, right: _judge(audit, right, wrong))),
)
retold(
    REPROACH,
    ("left out of a sentence", "这一公布数与同一来源的其他数不符", lambda document: respelt(document, REMARK, "")),
    sections("the audit removed", "数据核算", lambda items: items.pop(9)),
)
edited(REPROACH, write("count", "十二项缺少", "十一项缺少"), write("verdict", "其他数前后矛盾", "其他数前后一致"))

QUALIFIER = "qualifier or status painted over"
edited(
    QUALIFIER,
    write("plan for estimate", "预计84.6亿元", "计划84.6亿元"),
    write("another hedge", "290余家", "290多家"),
    write("direction", "增长230.08%", "下降230.08%"),
    ("a hedge painted over", r"page \d looks otherwise", partial(Copy.cover, text="约28.2%", nth=1)),
    redraw("status under a chart", "年口径为全镇", INK, b"BT 1 1 1 rg"),
)
retold(
    QUALIFIER,
    ("status left out everywhere", "预计|84.6", lambda document: respelt(document, "预计", "")),
    ("scope left out", "规模以上", lambda document: respelt(document, "全镇规模以上工业总产值", "全镇工业总产值")),
)

# ---------------------------------------------------------------------- links, and what is read aloud


def link(copy: Copy) -> Any:
    return next(a for p in copy.pdf.pages for a in p.obj.get("/Annots", []) if "/Dest" in a)


def _place(copy: Copy) -> None:
    places = pikepdf.NameTree(copy.pdf.Root.Names.Dests)
    places["f001"] = places["f030"]


def _bookmarks(copy: Copy) -> None:
    first = copy.pdf.Root.Outlines.First.Next
    first.Title, first.Next.Title = first.Next.Title, first.Title


def _alternative(copy: Copy) -> None:
    figure = copy.elements("/Figure")[0]
    figure.Alt = String(str(figure.Alt).replace("400.19", "599.99"))


WEB = Dictionary(S=Name.URI, URI=String("https://example.org/"))
FILE = Dictionary(S=Name.GoToR, F=String("other.pdf"), D=Array([0, Name.Fit]))
edited(
    "links led elsewhere",
    ("a link to another row", "page 1|link|f030", mark(link, Dest=String("f030"))),
    ("a link to the web", "example.org|page 1", mark(link, A=WEB, Dest=None)),
    ("a link to another file", "GoToR", mark(link, A=FILE, Dest=None)),
    ("a link over other words", "page 1|link", mark(link, Rect=Array([62, 500, 200, 520]))),
    ("a place of another row", "f001|place|destination", _place),
    ("two bookmarks exchanged", "bookmark|总体经济", _bookmarks),
    ("what is read aloud of a link", "999 亿元|page 1", mark(link, Contents=String("999 亿元"))),
    ("what is read aloud of a chart", "599.99|alternative", _alternative),
)

# ---------------------------------------------------------------------- attachments with two faces


def spec(name: str) -> Callable[[Copy], Any]:
    return lambda copy: pikepdf.NameTree(copy.pdf.Root.Names.EmbeddedFiles)[name]


def _other(copy: Copy) -> Any:
    return copy.stream(copy.held("data.csv").replace(b"400.19", b"500.19"), spec("data.csv")(copy).EF.F)


def _associated(copy: Copy) -> None:
    specs, stream = copy.pdf.Root.AF, _other(copy)
    index = next(n for n, item in enumerate(specs) if str(item.UF) == "data.csv")
    specs[index] = copy.pdf.make_indirect(Dictionary(dict(specs[index].items())))
    specs[index].EF = Dictionary(F=stream, UF=stream)


def _more(copy: Copy) -> None:
    copy.pdf.attachments["more.csv"] = pikepdf.AttachedFileSpec(copy.pdf, b"a,b\n1,2\n", filename="more.csv")


edited(
    "two-faced attachments",
    ("another stream under UF", "data.csv", lambda copy: mark(lambda c: spec("data.csv")(c).EF, UF=_other(copy))(copy)),
    ("another stream under Unix", "data.csv", lambda copy: mark(lambda c: spec("data.csv")(c).EF, Unix=_other(copy))(copy)),
    ("another file associated", "data.csv|associated", _associated),
    ("a file under the name of another", "claims.csv|data.csv", mark(spec("claims.csv"), UF=String("data.csv"))),
    ("a file described as another", "data.csv", mark(spec("data.csv"), Desc=String("2025 年数据"))),
    ("one more file", "more.csv", _more),
    ("a file pinned to a page", "FileAttachment",
     lambda copy: copy.annotate(2, Subtype=Name.FileAttachment, FS=spec("data.csv")(copy))),
)  # fmt: skip

# ---------------------------------------------------------------------- what acts, layers, updates

SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
LAUNCH = Dictionary(O=Dictionary(S=Name.Launch, F=String("a.exe")))


def _field(copy: Copy, kind: Name, form: bool) -> None:
    """A widget that paints a white square on page 3."""
    look = Dictionary(N=_form(copy, b"1 1 1 rg 0 0 595 842 re f"))
    copy.annotate(2, Subtype=Name.Widget, FT=kind, T=String("Signature"), AP=look)
    if form:
        copy.pdf.Root.AcroForm = Dictionary(Fields=Array([copy.pdf.pages[2].obj.Annots[-1]]))


def _layer(copy: Copy) -> None:
    layer = copy.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("a")))
    copy.pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    copy.pdf.pages[8].obj.Resources.Properties = Dictionary(L=layer)
    copy.redraw("不计入复算", lambda line: b"/OC /L BDC " + line + b" EMC")


ACTS = "widgets, actions, layers, incremental updates"
edited(
    ACTS,
    ("a script at the start", "OpenAction|JavaScript", mark(root, OpenAction=SCRIPT)),
    ("an action of a page", "page 2|/AA|Launch", mark(page(2), AA=LAUNCH)),
    ("a script of a bookmark", "JavaScript|bookmark", mark(lambda copy: root(copy).Outlines.First, A=SCRIPT, Dest=None)),
    ("a script behind a link", "JavaScript|Next",
     mark(link, A=Dictionary(S=Name.GoTo, D=String("f001"), Next=SCRIPT), Dest=None)),
    ("a field over a figure", "Widget|AcroForm|page 3", lambda copy: _field(copy, Name.Tx, True)),
    ("a stray signature field that paints", "Widget|signature|page 3", lambda copy: _field(copy, Name.Sig, False)),
    ("a note on a page", "page 3|FreeText", lambda copy: copy.annotate(2, Subtype=Name.FreeText, Contents=String("5"))),
    ("a layer switched off", "OCProperties|/OC|layer", _layer),
)  # fmt: skip
patched(
    ACTS,
    ("an update that repaints a page", "page 3|update|EOF", lambda shop: updated(shop.data, repainted)),
    ("words behind the end", "EOF|behind|bytes", lambda shop: shop.data + b"% 500.19\n%%EOF\n"),
    (
        "a page of the web in front",
        "begin and end",
        lambda shop: b"<html><script>1</script>\n" + shop.data,
    ),
)

# ---------------------------------------------------------------------- signatures


def _own_figure(shop: Workshop) -> bytes:
    copy = Copy(shop.data)
    copy.write("400.19", "500.19", 2)
    return shop.signed(copy.sealed(), shop.own_key)


def _no_signature(copy: Copy) -> None:
    """A dictionary that looks like one, over no bytes at all."""
    value = Dictionary(
        Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), SubFilter=Name("/ETSI.CAdES.detached"),
        ByteRange=Array([0, 0, 0, 0]), Contents=String("none"), Name=String("马驹桥镇政府"),
    )  # fmt: skip
    copy.annotate(0, Subtype=Name.Widget, FT=Name.Sig, T=String("Signature"), V=copy.pdf.make_indirect(value))
    field = copy.pdf.pages[0].obj.Annots[-1]
    field.Rect = Array([-1, -1, -1, -1])
    copy.pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)


SIGNED = "self-made signatures, signature cut off and replaced"
patched(
    SIGNED,
    ("cut off", "signed|signature|trust", lambda shop: shop.signed(shop.data, shop.our_key)[: len(shop.data)]),
    ("replaced by a forger's", "trust|certificate|signed by", lambda shop: shop.signed(shop.data, shop.own_key)),
    trusted=True,
)
patched(
    SIGNED,
    ("another figure under a forger's", "500.19|page", _own_figure),
    ("an update behind it", "page 3|update|added|behind", lambda shop: updated(shop.signed(shop.data, shop.our_key), repainted)),
    ("an update below it", "page 3|update|added|behind", lambda shop: shop.signed(updated(shop.data, repainted), shop.own_key)),
    ("an update within it", "page 3|update|added|behind", lambda shop: shop.dressed(repainted)),
    ("a picture on a page", "appearance|page 3|field|signature",
     lambda shop: shop.dressed(on_page=2, box=(60, 600, 540, 690))),
)  # fmt: skip
edited(SIGNED, ("one that is none", "signature", _no_signature))

# ---------------------------------------------------------------------- pages


def _exchanged(copy: Copy) -> None:
    swap(copy.pdf.Root.Pages.Kids, 2, 3)
    swap(copy.lines, 2, 3)


def _taken_out(copy: Copy) -> None:
    del copy.pdf.pages[8], copy.lines[8]


edited(
    "pages added, turned",
    ("a page twice", "page", lambda copy: copy.pdf.pages.append(copy.pdf.pages[2])),
    ("a page taken out", "page", _taken_out),
    ("two pages exchanged", "page", _exchanged),
    ("a page turned", "page 9|Rotate", mark(page(9), Rotate=180)),
    ("a page enlarged", "page 3|UserUnit", mark(page(3), UserUnit=10)),
)

# ---------------------------------------------------------------------- inputs left out, or of another edition


def without(name: str, ending: str, names: str) -> Entry:
    def make(shop: Workshop) -> Composed:
        kept = tuple(item for item in shop.composed.inputs if not item[0].endswith(ending))
        return replace(shop.composed, inputs=kept)

    return name, names, make


def _claims(copy: Copy) -> None:
    for table in (CLAIMS, "claims.csv"):
        copy.rewrite(table, lambda rows: rows.pop(next(n for n, row in enumerate(rows) if "净流入" in str(row))))


def _dated(shop: Workshop) -> Composed:
    document = replace(shop.composed.document, edition=Period.parse("2025-06-01"))
    return replace(shop.composed, document=document, options={**shop.composed.options, "date": "2025-06-01"})


LEFT = "words.toml, coverages, themes, claims rows left out"
composed(
    LEFT,
    without("words", "zh/words.toml", "words|templates"),
    without("coverages", "coverages.csv", "coverages"),
    without("theme", "theme.toml", "theme"),
    without("claims", "claims.csv", "claims|复算"),
    without("a template", "economy.md.j2", "economy|pages instead of"),
)
edited(
    LEFT,
    ("rows of claims", "claims.csv|净流入", _claims),
    ("a row of an earlier year", "observations.csv|84.6",
     lambda copy: copy.rewrite(OBSERVATIONS, lambda rows: rows.remove(row_of(rows, status="estimated", value="84.6")))),
)  # fmt: skip
composed(
    "old edition's tables with new pages",
    ("inputs of an earlier edition", "no source covers|observations.csv", lambda shop: replace(shop.composed, inputs=shop.earlier.inputs)),
    ("pages of an earlier edition", "indicators.csv", lambda shop: replace(shop.earlier, inputs=shop.composed.inputs)),
    ("the date of another edition", "2025", _dated),
)  # fmt: skip

# ---------------------------------------------------------------------- by a program without our refusals


def bent(name: str, ending: str, old: str, new: str) -> Entry:
    return name, re.escape(ending.split("/")[-1]), lambda shop: shop.bent(ending, old, new)


composed(
    "made with the program itself",
    bent("fact for estimate", "zh/words.toml", 'estimated = "预计"', 'estimated = "已达"'),
    bent("right for wrong", "zh/words.toml", "才判为不成立", "才判为成立"),
    bent("no hedge", "zh/words.toml", 'about = "约"', 'about = "共"'),
    bent("another scope", "data/coverages.csv", ",全镇", ",全区"),
    bent("white ink", "theme.toml", 'ink = "#1B2430"', 'ink = "#FEFEFE"'),
    bent("faint remarks", "theme.toml", 'muted = "#5B6673"', 'muted = "#F0F0F0"'),
)

# ---------------------------------------------------------------------- what stands beside the pages


def _stream(get: Callable[[Copy], Any], old: bytes, new: bytes) -> Callable[[Copy], None]:
    return lambda copy: get(copy).write(get(copy).read_bytes().replace(old, new))


def _version(copy: Copy) -> None:
    copy.write("400.19", "500.19", 2)
    copy.substitute("manifest.json", '"mjq-report": "', '"mjq-report": "9')


def _headings(copy: Copy) -> None:
    for element in copy.elements("/H1"):
        element.S = Name.P


edited(
    "metadata and shadows",
    ("another title", "title|Title|metadata", lambda copy: mark(lambda c: c.pdf.docinfo, Title=String("2025年简报"))(copy)),
    ("another author", "metadata|Metadata|author",
     _stream(lambda copy: root(copy).Metadata, "镇域发展简报".encode(), "国家统计局简报".encode())),
    ("another colour profile", "OutputIntents",
     _stream(lambda copy: root(copy).OutputIntents[0].DestOutputProfile, b"IEC", b"XYZ")),
    ("another language", "/Lang", mark(root, Lang=String("en"))),
    ("other numbers of pages", "PageLabels", mark(root, PageLabels=Dictionary(Nums=Array([0, Dictionary(St=5)])))),
    ("headings that are none", "structure|H1|heading", _headings),
    ("a newer program as the reason", "500.19|page 3", _version),
)  # fmt: skip
