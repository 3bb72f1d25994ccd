"""The document as HTML, which WeasyPrint, Chromium and fullbleed print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from benchmarks.peers.content import FAMILY, Document, Part, Setup, cells_of, heads, parts, shares

Picture = Callable[[Mapping[str, Any]], str]


def page(document: Document, setup: Setup, picture: Picture) -> str:
    """The whole page; `picture` gives a chart as markup."""
    body = "".join(_part(part, picture) for part in parts(document))
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(document["title"])}</title>'
        f"<style>{style(setup)}</style></head><body>{body}</body></html>"
    )


def style(setup: Setup) -> str:
    """The look in CSS: the theme's page, margins, sizes and colours."""
    theme = setup.theme
    top, right, bottom, left = theme.margins
    sizes = "".join(
        f".{name}{{font-size:{kind.size}pt;line-height:{kind.leading}pt}}" for name, kind in theme.types.items()
    )
    return (
        f"@font-face{{font-family:'{FAMILY}';font-weight:400;src:url('{setup.regular.as_uri()}')}}"
        f"@font-face{{font-family:'{FAMILY}';font-weight:700;src:url('{setup.bold.as_uri()}')}}"
        f"@page{{size:{theme.page[0]}pt {theme.page[1]}pt;margin:{top}pt {right}pt {bottom}pt {left}pt;"
        f"@bottom-center{{content:counter(page);font:8pt '{FAMILY}'}}}}"
        f"body{{margin:0;font-family:'{FAMILY}';font-size:10.5pt;line-height:17pt;color:#1B2430}}{sizes}"
        "p{margin:0 0 4pt;text-align:justify;text-indent:2em}p.lead,p.note,p.source,p.caption,li p{text-indent:0}"
        ".cover{break-after:page;padding-top:160pt}.cards{display:flex;flex-wrap:wrap}.card{width:33%;margin:6pt 0}"
        "h1,h2,h3{margin:12pt 0 6pt;break-after:avoid}figure{margin:8pt 0;break-inside:avoid}svg,img{width:100%;height:auto}"
        "table{width:100%;border-collapse:collapse;table-layout:fixed;margin:4pt 0;border-top:1pt solid;border-bottom:1pt solid}"
        "th,td{text-align:left;vertical-align:top;padding:2pt 4pt;font-size:9pt;line-height:14pt}"
        "thead th{border-bottom:.5pt solid}tr{break-inside:avoid}.decimal{text-align:right}.warning{color:#C8452E}"
    )


def _part(part: Part, picture: Picture) -> str:
    block = part.block
    match part.kind:
        case "cover":
            return _cover(block)
        case "section":
            return f'<h1 class="h1">{escape(block["title"])}</h1>'
        case "heading":
            level = min(int(block["level"]), 3)
            return f'<h{level} class="h{level}">{_runs(block["spans"])}</h{level}>'
        case "paragraph":
            return f'<p class="{block["role"]}">{_runs(block["spans"])}</p>'
        case "list":
            kind = "ol" if block["ordered"] else "ul"
            return f"<{kind}>{''.join(f'<li><p>{_runs(item)}</p></li>' for item in block['items'])}</{kind}>"
        case "cards":
            return _cards(block["cards"])
        case "entries":
            rows = "".join(
                f"<p><b>{escape(e['name'])}</b>（{escape(e['label'])}）{_runs(e['spans'])}</p>"
                for e in block["entries"]
            )
            return f'<h3 class="h3">{escape(block["title"])}</h3>{rows}'
        case "table":
            return _table(part)
        case "chart":
            return (
                f'<figure><p class="caption"><b>{escape(part.caption)}</b></p><p class="source">{escape(block["subtitle"])}'
                f'</p>{picture(block)}<p class="source">{_runs(block["source"])}{escape(block["remark"])}</p></figure>'
            )
    raise ValueError(part.kind)


def _cover(cover: Mapping[str, Any]) -> str:
    return (
        f'<div class="cover"><p class="lead">{escape(cover["place"])}</p><h1 class="cover_title">{escape(cover["town"])}'
        f'{escape(cover["year"])}{escape(cover["kind"])}</h1><p class="cover_sentence">{_runs(cover["sentence"])}</p>'
        f"{_cards(cover['cards'])}<p>{escape(cover['edition'])}</p></div>"
    )


def _cards(cards: Iterable[Mapping[str, Any]]) -> str:
    return '<div class="cards">' + "".join(
        f'<div class="card"><div class="small">{escape(c["name"])}</div><b class="card_value">{escape(c["value"])}</b> '
        f'{escape(c["unit"])}<div class="small">{_runs(c["change"])}</div><div class="source">{escape(c["coverage"])}</div></div>'
        for c in cards
    ) + "</div>"  # fmt: skip


def _table(part: Part) -> str:
    table = part.block
    columns = "".join(f'<col style="width:{100 * share:.2f}%">' for share in shares(table))
    head = "".join(f"<th>{escape(name)}</th>" for name in heads(table))
    kinds = [column["align"] for column in table["columns"]]
    rows = "".join(
        f'<tr><th colspan="{len(kinds)}">{_runs(row["cells"][0])}</th></tr>'
        if row["group"]
        else "<tr>"
        + "".join(
            f'<td class="{k}">{_runs(cell)}</td>' for k, cell in zip(kinds, cells_of(row, len(kinds)), strict=True)
        )
        + "</tr>"
        for row in table["rows"]
    )
    return (
        f'<p class="caption"><b>{escape(part.caption)}</b></p><table><colgroup>{columns}</colgroup><thead><tr>{head}</tr>'
        f'</thead><tbody>{rows}</tbody></table><p class="source">{_runs(table["note"])}</p>'
    )


def _runs(spans: Iterable[Mapping[str, Any]]) -> str:
    out = []
    for span in spans:
        text = escape(span["text"])
        text = f"<b>{text}</b>" if span.get("bold") else text
        out.append(f"<sup>{text}</sup>" if span.get("superscript") else text)
    return "".join(out)
