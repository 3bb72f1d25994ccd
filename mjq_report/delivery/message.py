"""What a mail or a chat message says of a briefing: its title, its one sentence, what changed, where to find it.

All of it comes out of the tables, so it is text and never markup: one line a field, no control characters, no marks
that turn the direction of writing; each robot's own module keeps it from being read as markup there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mjq_report.archive.editions import Briefing

_WORDS = {
    "zh": {
        "edition": "{date} 版，共 {pages} 页", "changed": "与 {date} 版相比有变动：{what}", "same": "与 {date} 版相比，输入没有变动",
        "open": "打开简报", "attached": "PDF 见附件。", "comma": "、", "digest": "PDF 的 SHA-256：{digest}",
    },
    "en": {
        "edition": "Edition of {date}, {pages} pages", "changed": "Changed since the edition of {date}: {what}",
        "same": "Same inputs as the edition of {date}", "open": "Open the briefing", "attached": "The PDF is attached.",
        "comma": ", ", "digest": "SHA-256 of the PDF: {digest}",
    },
}  # fmt: skip
_INPUTS = {
    "zh": {
        "observations": "指标数据", "claims": "公布的说法", "sources": "来源", "programmes": "项目", "organisations": "单位",
        "indicators": "指标定义", "coverages": "口径", "towns": "镇", "breakdowns": "分组", "templates": "文字模板", "theme": "版式",
    },
    "en": {
        "observations": "figures", "claims": "published claims", "programmes": "programmes", "templates": "wording", "theme": "layout",
    },
}  # fmt: skip
_LONGEST = {"title": 120, "sentence": 700, "changed": 200}  # characters


@dataclass(frozen=True, slots=True)
class Message:
    """Each field one line of plain text, "" where there is nothing to say. `link` is an address or ""."""

    title: str
    sentence: str
    edition: str
    changed: str
    link: str
    link_text: str
    attached: str
    digest: str

    @property
    def lines(self) -> tuple[str, ...]:
        """What follows the title."""
        return tuple(line for line in (self.sentence, self.edition, self.changed) if line)

    def shorter(self, over: int) -> Message:
        """The same with a sentence that is so many bytes shorter in UTF-8."""
        return replace(self, sentence=shorten(self.sentence, max(0, len(self.sentence.encode("utf-8")) - over)))


def message(briefing: Briefing, link: str) -> Message:
    """The message on a briefing; `link` may have places to fill in, or is the folder above `town/year/name.pdf`."""
    record = briefing.record
    lang = str(record["lang"])
    words = _WORDS.get(lang, _WORDS["en"])
    return Message(
        title=_cut(plain(str(record["title"])), _LONGEST["title"]),
        sentence=_cut(plain(str(record.get("sentence", ""))), _LONGEST["sentence"]),
        edition=words["edition"].format(date=_dated(record), pages=record["pages"]),
        changed=_cut(_changed(briefing, lang), _LONGEST["changed"]),
        link=_filled(link, briefing),
        link_text=words["open"],
        attached=words["attached"],
        digest=words["digest"].format(digest=record["pdf"]["sha256"]),
    )


def plain(text: str) -> str:
    """Text on one line, without characters that are obeyed rather than read."""
    kept = (" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text)
    return " ".join("".join(c for c in kept if unicodedata.category(c) != "Cf").split())


def without_markup(text: str) -> str:
    """Text in which Markdown sees none, for robots that know no escapes: the wide form of each character stands in."""
    wide = {ord(c): chr(ord(c) + 0xFEE0) for c in "[]<>*_`~#|\\"}
    return re.sub(r":(?=//)", "：", text).translate(wide)


def shorten(text: str, size: int) -> str:
    """Text of at most so many bytes in UTF-8, ending in "…" where some is missing; "" where not even that fits."""
    data = text.encode("utf-8")
    if len(data) <= size:
        return text
    kept = data[: max(0, size - 3)].decode("utf-8", "ignore").rstrip()
    return f"{kept}…" if kept else ""


def _cut(text: str, characters: int) -> str:
    return text if len(text) <= characters else f"{text[: characters - 1].rstrip()}…"


def _changed(briefing: Briefing, lang: str) -> str:
    names = briefing.changed()
    if names is None:
        return ""
    words, inputs = _WORDS.get(lang, _WORDS["en"]), _INPUTS.get(lang, _INPUTS["en"])
    what = words["comma"].join(_distinct(inputs.get(name, plain(name)) for name in names))
    return words["changed" if names else "same"].format(date=_dated(briefing.before), what=what)


def _dated(record: Mapping[str, Any]) -> str:
    """An edition's date, no finer than it is known."""
    return plain(str(record.get("dated") or record["edition"]))


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _filled(link: str, briefing: Briefing) -> str:
    if link and "{" not in link:
        link = link.rstrip("/") + "/{town}/{year}/{name}.pdf"
    places = {"town": briefing.town, "year": str(briefing.year), "date": briefing.date, "name": briefing.name}
    places["lang"] = str(briefing.record["lang"])
    return re.sub(r"\{(\w+)\}", lambda place: places[place[1]], link)
