"""matplotlib SVG + Typst, which tags what it sets by itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from benchmarks.peers.content import FAMILY, Document, Part, Setup, cells_of, heads, parts, shares


class Typst:
    """One compiler a process, its fonts loaded once; the source is written anew for each document."""

    def __init__(self, setup: Setup) -> None:
        import typst

        self._setup = setup
        self._source = setup.folder / "main.typ"
        self._source.write_text("", encoding="utf-8")
        self._compiler = typst.Compiler(
            str(self._source), root=str(setup.folder), font_paths=[str(setup.regular.parent)], ignore_system_fonts=True
        )

    def make(self, document: Document) -> bytes:
        """The PDF."""
        source = self._head(document) + "".join(self._part(part) for part in parts(document))
        self._source.write_text(source, encoding="utf-8")
        data: bytes = self._compiler.compile(str(self._source), format="pdf")
        return data

    def close(self) -> None:
        """Nothing is held."""

    def _head(self, document: Document) -> str:
        theme = self._setup.theme
        top, right, bottom, left = theme.margins
        return (
            f"#set document(title: {_text(document['title'])}, date: none)\n"
            f"#set page(width: {theme.page[0]}pt, height: {theme.page[1]}pt, margin: (top: {top}pt, right: {right}pt, "
            f'bottom: {bottom}pt, left: {left}pt), numbering: "1")\n'
            f'#set text(font: "{FAMILY}", size: 10.5pt, lang: "zh", region: "cn", fill: rgb("#1B2430"))\n'
            "#set par(justify: true, leading: 6.5pt, first-line-indent: (amount: 2em, all: true))\n"
            "#set table(stroke: (_, y) => if y == 0 { (y: 0.6pt) }, inset: 3pt)\n"
            "#let flush(body) = par(first-line-indent: 0pt, body)\n"
            "#let small(body) = { set text(size: 7.5pt); flush(body) }\n"
        )

    def _part(self, part: Part) -> str:
        block = part.block
        match part.kind:
            case "cover":
                return self._cover(block)
            case "section":
                return f"#heading(level: 1, {_text(block['title'])})\n"
            case "heading":
                return f"#heading(level: {block['level']}, [{_runs(block['spans'])}])\n"
            case "paragraph":
                size = {"lead": 12.5, "note": 9.0}.get(block["role"], 10.5)
                return f"#text(size: {size}pt)[#par[{_runs(block['spans'])}]]\n"
            case "list":
                kind = "enum" if block["ordered"] else "list"
                return f"#{kind}({''.join(f'[{_runs(item)}], ' for item in block['items'])})\n"
            case "cards":
                return _cards(block["cards"])
            case "entries":
                rows = "".join(
                    f"#flush[#strong({_text(e['name'])})#{_text('（' + e['label'] + '）')}{_runs(e['spans'])}]\n"
                    for e in block["entries"]
                )
                return f"#heading(level: 3, {_text(block['title'])})\n{rows}"
            case "table":
                return _table(part)
            case "chart":
                return self._chart(part)
        raise ValueError(part.kind)

    def _cover(self, cover: Mapping[str, Any]) -> str:
        return (
            f"#v(160pt)\n#text(size: 15pt, {_text(cover['place'])})\n\n"
            f"#text(size: 40pt, weight: 700, {_text(cover['town'] + cover['year'] + cover['kind'])})\n\n"
            f"#text(size: 15pt)[#flush[{_runs(cover['sentence'])}]]\n{_cards(cover['cards'])}"
            f"#flush({_text(cover['edition'])})\n#pagebreak()\n"
        )

    def _chart(self, part: Part) -> str:
        block = part.block
        picture = _text(self._setup.svg(block))
        return (
            f"#block(breakable: false)[#flush[#strong({_text(part.caption)})]#small({_text(block['subtitle'])})\n"
            f'#image(bytes({picture}), format: "svg", width: 100%, alt: {_text(block["alt"])})\n'
            f"#small[{_runs(block['source'])}#{_text(block['remark'])}]]\n"
        )


def _cards(cards: Iterable[Mapping[str, Any]]) -> str:
    cells = "".join(
        f"[#small({_text(c['name'])})#text(size: 24pt, weight: 700, {_text(c['value'])}) #{_text(c['unit'])}"
        f"#small[{_runs(c['change'])}]#small({_text(c['coverage'])})], "
        for c in cards
    )
    return f"#grid(columns: (1fr, 1fr, 1fr), gutter: 8pt, {cells})\n"


def _table(part: Part) -> str:
    table = part.block
    columns = ", ".join(f"{share:.4f}fr" for share in shares(table))
    align = ", ".join("right" if column["align"] == "decimal" else "left" for column in table["columns"])
    head = "".join(f"{_text(name)}, " for name in heads(table))
    count = len(table["columns"])
    rows = "".join(
        f"table.cell(colspan: {count})[{_runs(row['cells'][0])}], "
        if row["group"]
        else "".join(f"[{_runs(cell)}], " for cell in cells_of(row, count))
        for row in table["rows"]
    )
    return (
        f"#flush[#strong({_text(part.caption)})]\n#[#set text(size: 9pt)\n#set par(first-line-indent: 0pt)\n"
        f"#table(columns: ({columns},), align: ({align},), table.header({head}), {rows})]\n#small[{_runs(table['note'])}]\n"
    )


def _runs(spans: Iterable[Mapping[str, Any]]) -> str:
    """Spans as markup; the words are string literals, so nothing in them is markup."""
    out = []
    for span in spans:
        text = _text(span["text"])
        if span.get("superscript"):
            out.append(f"#super({text})")
        else:
            out.append(f"#strong({text})" if span.get("bold") else f"#{text}")
    return "".join(f"{piece};" for piece in out)


def _text(words: str) -> str:
    """A string literal; Typst's escapes are among JSON's but for the form of code points, which is not needed here."""
    return json.dumps(words, ensure_ascii=False)
