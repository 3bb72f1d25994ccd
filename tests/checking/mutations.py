"""Ways in which somebody could change a finished briefing, with or without making the manifest fit again.

A mutation changes one thing that has a meaning: a digit, a sign, a unit, a hedge, a word of direction, a
link, a source, a row. Drawn at random from a seed, so that a run can be repeated.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from mjq_report.fingerprint import fingerprints

_SHOWN = re.compile(rb"/(F[RBTK]\d?) [\d.]+ Tf|<([0-9A-F]+)>")
_SWAPS = {
    "unit": [
        ("亿元", "万元"),
        ("万元", "亿元"),
        ("家", "个"),
        ("个", "家"),
        ("%", "倍"),
        ("万亩", "亿亩"),
        ("平方公里", "平方万里"),
    ],
    "direction": [("增长", "下降"), ("提高", "下降"), ("下降", "增长")],
    "hedge": [("超", "近"), ("超", "约"), ("余", "多"), ("约", "超"), ("近", "超"), ("以上", "以下")],
    "status": [("预计", "计划"), ("计划", "预计"), ("目标", "计划")],
    "sign": [("−", "+"), ("≥", "≤"), ("≤", "≥"), ("=", "≥"), ("÷", "×"), ("×", "÷")],
}
_COLUMNS = {
    "data.csv": [
        "value",
        "printed",
        "unit",
        "qualifier",
        "status",
        "sources",
        "locator",
        "period",
        "coverage",
        "anchor",
    ],
    "claims.csv": ["verdict", "stated_low", "computed_high", "arithmetic", "source", "locator", "operands", "result"],
    "sources.csv": ["year", "title", "published", "publisher", "sha256"],
    "observations": ["value", "unit", "qualifier", "status", "source", "locator", "period", "coverage", "as_published"],
    "claims": ["operation", "operands", "source", "locator", "as_published"],
    "sources": ["year", "title", "published"],
}
_OTHER = {
    "unit": {"亿元": "万元", "万元": "亿元", "家": "个", "个": "家", "%": "个百分点", "人": "户"},
    "qualifier": {
        "exact": "about",
        "about": "exact",
        "more_than": "exact",
        "nearly": "more_than",
        "at_least": "exact",
        "at_most": "exact",
    },
    "status": {
        "actual": "estimated",
        "estimated": "actual",
        "planned": "actual",
        "target": "planned",
        "preliminary": "actual",
    },
    "verdict": {"consistent": "inconsistent", "inconsistent": "consistent", "uncheckable": "consistent"},
}


@dataclass(frozen=True)
class Mutation:
    """A changed file, and in words what was changed."""

    what: str
    data: bytes


@dataclass(frozen=True)
class Glyph:
    """A character in a page's content: where its code stands, and in which font."""

    page: int
    at: int
    font: str
    char: str


def mutations(data: bytes, seed: int, count: int) -> Iterator[Mutation]:
    """So many changed copies of a briefing; about half of them with a manifest that was made to fit."""
    chance = random.Random(seed)
    mutator = Mutator(data)
    made = 0
    while made < count:
        adapted = chance.random() < 0.5
        with pikepdf.open(io.BytesIO(data)) as pdf:
            what = chance.choice(mutator.kinds)(pdf, chance)
            if what is None:
                continue
            if adapted:
                adapt(pdf)
            out = io.BytesIO()
            pdf.save(out, fix_metadata_version=False, compress_streams=False)
        made += 1
        yield Mutation(f"{what}{', manifest adapted' if adapted else ''}", out.getvalue())


def _chars(unicode_map: bytes) -> dict[int, str]:
    """A font's codes, each with its character; a character has one more for each gap that it is drawn with."""
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>", unicode_map)
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace") for code, text in pairs}


class Mutator:
    """Knows the characters of one briefing, and changes copies of it."""

    def __init__(self, data: bytes) -> None:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            fonts = pdf.pages[0].obj.Resources.Font
            self.chars = {name[1:]: _chars(font.ToUnicode.read_bytes()) for name, font in fonts.items()}
            self.codes = {name: {char: code for code, char in known.items()} for name, known in self.chars.items()}
            self.glyphs = [glyph for number, page in enumerate(pdf.pages) for glyph in self._glyphs(number, page)]
        self.text = "".join(glyph.char for glyph in self.glyphs)
        self.kinds: list[Callable[[pikepdf.Pdf, random.Random], str | None]] = [
            *[self.digit] * 6, *[self.words] * 6, self.link, self.alt, self.contents,
            *[self.cell] * 6, *[self.removed] * 2, self.manifest,
        ]  # fmt: skip

    def _glyphs(self, number: int, page: pikepdf.Page) -> Iterator[Glyph]:
        font = ""
        for match in _SHOWN.finditer(page.obj.Contents.read_bytes()):
            if match[1]:
                font = match[1].decode()
            else:
                for at in range(match.start(2), match.end(2), 4):
                    code = int(match[2][at - match.start(2) : at - match.start(2) + 4], 16)
                    yield Glyph(number, at, font, self.chars[font][code])

    # ------------------------------------------------------------------ pages

    def digit(self, pdf: pikepdf.Pdf, chance: random.Random) -> str | None:
        """Another digit in the text."""
        glyph = chance.choice([g for g in self.glyphs if g.char.isdecimal()])
        other = chance.choice([d for d in "0123456789" if d != glyph.char and d in self.codes[glyph.font]])
        return self._set(pdf, [glyph], other)

    def words(self, pdf: pikepdf.Pdf, chance: random.Random) -> str | None:
        """Another unit, hedge, status, sign or direction in the text."""
        old, new = chance.choice(_SWAPS[chance.choice(list(_SWAPS))])
        places = [match.start() for match in re.finditer(re.escape(old), self.text)]
        if not places:
            return None
        return self.swap(pdf, chance.choice(places), old, new)

    def swap(self, pdf: pikepdf.Pdf, start: int, old: str, new: str) -> str | None:
        """Other characters for those at a place of the text, if the page's fonts have them."""
        found = self.glyphs[start : start + len(old)]
        if any(char not in self.codes[g.font] for g, char in zip(found, new, strict=True)):
            return None
        return self._set(pdf, found, new)

    def _set(self, pdf: pikepdf.Pdf, glyphs: list[Glyph], chars: str) -> str:
        for glyph, char in zip(glyphs, chars, strict=True):
            page = pdf.pages[glyph.page].obj
            content = bytearray(page.Contents.read_bytes())
            content[glyph.at : glyph.at + 4] = f"{self.codes[glyph.font][char]:04X}".encode()
            page.Contents = pdf.make_stream(bytes(content))
        index = self.glyphs.index(glyphs[0])
        before, after = self.text[max(index - 8, 0) : index], self.text[index + len(chars) : index + len(chars) + 8]
        return f"page {glyphs[0].page + 1}: {before}[{''.join(g.char for g in glyphs)}→{chars}]{after}"

    def link(self, pdf: pikepdf.Pdf, chance: random.Random) -> str | None:
        """A figure or source that leads elsewhere."""
        links = [a for page in pdf.pages for a in page.obj.get("/Annots", []) if "/Dest" in a]
        link = chance.choice(links)
        others = sorted({str(a.Dest) for a in links if str(a.Dest)[0] == str(link.Dest)[0]} - {str(link.Dest)})
        if not others:
            return None
        old, link.Dest = str(link.Dest), String(chance.choice(others))
        return f"link to {old} leads to {link.Dest}"

    def contents(self, pdf: pikepdf.Pdf, chance: random.Random) -> str | None:
        """Another digit in what a screen reader says of a link."""
        links = [a for page in pdf.pages for a in page.obj.get("/Annots", []) if re.search(r"\d", str(a.Contents))]
        link = chance.choice(links)
        link.Contents = String(_other_digit(str(link.Contents), chance))
        return f"a link says {link.Contents}"

    def alt(self, pdf: pikepdf.Pdf, chance: random.Random) -> str | None:
        """Another digit in a chart's alternative text."""
        figures = [e for e in _elements(pdf.Root.StructTreeRoot) if "/Alt" in e]
        if not figures:
            return None
        figure = chance.choice(figures)
        figure.Alt = String(_other_digit(str(figure.Alt), chance))
        return f"alternative text {figure.Alt}"

    # ------------------------------------------------------------------ attachments

    def cell(self, pdf: pikepdf.Pdf, chance: random.Random) -> str | None:
        """Another value in a table that is attached."""
        kind = chance.choice(list(_COLUMNS))
        name, rows = self._table(pdf, kind)
        row, column = chance.choice(self._printed(pdf, kind, rows)), chance.choice(_COLUMNS[kind])
        old = row[column]
        if column == "operation" or not old:
            return None
        if column in _OTHER:
            row[column] = _OTHER[column].get(old, old + "？")
        elif column in ("sources", "source"):
            others = [s for s in sorted({r.get(column, "") for r in rows} - {old}) if s]
            row[column] = chance.choice(others) if others else old + "x"
        elif re.search(r"\d", old):
            row[column] = _other_digit(old, chance)
        else:
            row[column] = old + "甲"
        self._put(pdf, name, rows)
        return f"{name}: {column}: {old} → {row[column]}"

    def removed(self, pdf: pikepdf.Pdf, chance: random.Random) -> str | None:
        """A row of a table that is attached, taken out."""
        kind = chance.choice(["data.csv", "claims.csv", "sources.csv", "observations", "claims"])
        name, rows = self._table(pdf, kind)
        row = chance.choice(self._printed(pdf, kind, rows))
        rows.remove(row)
        self._put(pdf, name, rows)
        return f"{name}: row removed: {'·'.join(list(row.values())[:6])}"

    def manifest(self, pdf: pikepdf.Pdf, chance: random.Random) -> str | None:
        """Another digit of a date, year or digest in the manifest."""
        record = json.loads(pdf.attachments["manifest.json"].get_file().read_bytes())
        kind = chance.choice(["edition", "year", "title", "sha256"])
        if kind == "sha256":
            entry = record["files"][chance.choice(sorted(record["files"]))]
            entry["sha256"] = _other_digit(entry["sha256"], chance)
        elif kind == "year":
            record["year"] += chance.choice([-1, 1])
        else:
            record[kind] = _other_digit(record[kind], chance)
        put(pdf, "manifest.json", json.dumps(record, ensure_ascii=False).encode())
        return f"manifest.json: {kind}" if kind != "sha256" else None

    def _table(self, pdf: pikepdf.Pdf, kind: str) -> tuple[str, list[dict[str, str]]]:
        """A table's name and its rows."""
        name = kind if kind.endswith(".csv") else next(n for n in pdf.attachments if n.endswith(f"-{kind}.csv"))
        return name, read(pdf, name)

    def _printed(self, pdf: pikepdf.Pdf, kind: str, rows: list[dict[str, str]]) -> list[dict[str, str]]:
        """The rows of a table that have to do with what is printed: of earlier years only what is cited is."""
        if kind == "claims":
            names = {row["claim"] for row in read(pdf, "claims.csv")}
            return [row for row in rows if row["claim"] in names]
        if kind == "observations":
            keys = {row["id"] for row in read(pdf, "data.csv")}
            return [row for row in rows if _key(row) in keys]
        return rows

    def _put(self, pdf: pikepdf.Pdf, name: str, rows: list[dict[str, str]]) -> None:
        header = list(read(pdf, name)[0])
        text = io.StringIO()
        writer = csv.DictWriter(text, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        put(pdf, name, text.getvalue().encode())


def _key(row: dict[str, str]) -> str:
    breakdown = f"/{row['breakdown']}" if row["breakdown"] else ""
    place = f"!{row['status']}^{row['source']}:{row['locator']}"
    return f"{row['indicator']}{breakdown}@{row['period']}#{row['coverage']}{place}"


def _other_digit(text: str, chance: random.Random) -> str:
    places = [index for index, char in enumerate(text) if char in "0123456789"]
    place = chance.choice(places)
    return text[:place] + chance.choice([d for d in "0123456789" if d != text[place]]) + text[place + 1 :]


def _elements(node: Any) -> Iterator[Any]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


# ---------------------------------------------------------------------- what somebody who knows how would do


def read(pdf: pikepdf.Pdf, name: str) -> list[dict[str, str]]:
    """The rows of an attached table."""
    return list(csv.DictReader(io.StringIO(pdf.attachments[name].get_file().read_bytes().decode(), newline="")))


def put(pdf: pikepdf.Pdf, name: str, data: bytes) -> None:
    """Put other bytes in the place of an attachment."""
    tree = pikepdf.NameTree(pdf.Root.Names.EmbeddedFiles)
    stream = pdf.make_stream(data)
    stream.Type, stream.Subtype = Name.EmbeddedFile, tree[name].EF.F.Subtype
    tree[name].EF = Dictionary(F=stream, UF=stream)


def adapt(pdf: pikepdf.Pdf) -> None:
    """Make data package and manifest fit what the file now holds."""
    held = {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}
    package = json.loads(held["datapackage.json"])
    for resource in package["resources"]:
        data = held[resource["path"]]
        resource["hash"], resource["bytes"] = "sha256:" + hashlib.sha256(data).hexdigest(), len(data)
    held["datapackage.json"] = json.dumps(package, ensure_ascii=False).encode()
    put(pdf, "datapackage.json", held["datapackage.json"])
    record = json.loads(held["manifest.json"])
    for name, entry in record["files"].items():
        entry["sha256"], entry["bytes"] = hashlib.sha256(held[name]).hexdigest(), len(held[name])
    record["content"] = fingerprints(pdf)
    put(pdf, "manifest.json", json.dumps(record, ensure_ascii=False).encode())
