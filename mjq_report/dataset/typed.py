"""What people type, and what a table says for it: full-width digits, thousands, 2024年1—11月. What has no one meaning stays.

An import takes these forms in; `check` takes only what a table says, and tells for each what to write.
"""

from __future__ import annotations

import re

_WIDE = str.maketrans("０１２３４５６７８９．，％－＋−﹣–／：", "0123456789.,%-+---/:")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_POWER = re.compile(r"[-+]?[0-9.]+E[-+]?[0-9]+", re.IGNORECASE)
_RANGE = re.compile(r"(-?[0-9.,]+)%?\s*[-—–~～至到]+\s*(-?[0-9.,]+)%?")
_UNIT = re.compile(r"(-?[0-9.,]+)\s*([^0-9.,\s][^0-9]*)")
_HEDGED = re.compile(r"(?:约|近|超|逾|破|达|>|<|≥|≤)\s*(.+)")
NO_FIGURE = frozenset(
    {"-", "--", "—", "——", "－", "–", "…", "……", "...", "/", "N/A", "n/a", "NA", "#N/A", "无", "空", "*", "×", "Х"}
)


def narrow(text: str) -> str:
    """Full-width digits and signs in their usual width, without space around."""
    return text.translate(_WIDE).strip()


def number(text: str) -> str:
    """A figure as people type it, in the form that a table takes; a text that is no plain figure stays as it is."""
    plain = narrow(text).removeprefix("+")
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    return plain if _NUMBER.fullmatch(plain) else text


def number_hint(text: str) -> str:
    """What to write in place of a text that is no number; "" where nothing better can be said."""
    plain = narrow(text)
    if number(text) != text:
        return f"write {number(text)}"
    if plain in NO_FIGURE:
        return "it means that there is no figure: leave the row out, or say in movement how it changed"
    if _POWER.fullmatch(plain):
        return "a spreadsheet has cut digits off: format the cell as text and type the whole number"
    if match := _RANGE.fullmatch(plain):
        low, high = (number(end) for end in match.groups())
        return f"of a range write {low} here and {high} in the column upper"
    if match := _HEDGED.fullmatch(plain):
        return f"write {number(match[1])} here, and the word before it in the column qualifier"
    return _digits_hint(plain)


def _digits_hint(plain: str) -> str:
    if re.fullmatch(r"-?\.[0-9]+", plain):
        return f"write {plain.replace('.', '0.', 1)}"
    if re.fullmatch(r"-?[0-9]+\.", plain):
        return f"write {plain[:-1]}"
    if re.fullmatch(r"-?0+[0-9]+(?:\.[0-9]+)?", plain):
        sign = "-" if plain.startswith("-") else ""
        return f"write {sign}{re.sub('^-?0+(?=[0-9])', '', plain)}"
    if match := _UNIT.fullmatch(plain):
        return f"write {number(match[1])} here and {match[2].strip()} in the column unit"
    return ""


_Y = r"((?:19|20|21)[0-9]{2})"
_M = r"(1[0-2]|0?[1-9])"
_TO = r"[-—~～至到]+"
_PERIODS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (rf"{_Y}年?(?:全年|度|底|末|年末|年底)?", "{0}"),
        (rf"{_Y}[-年/]{_M}月?(?:份|末|底)?", "{0}-{1}"),
        (rf"{_Y}\.(1[0-2]|0[1-9])", "{0}-{1}"),  # 2024.1 may have been 2024.10
        (rf"{_Y}年{_M}月?{_TO}{_M}月(?:份|末|底)?", "{0}-{1}/{0}-{2}"),
        (rf"{_Y}年?{_TO}{_Y}年?", "{0}/{1}"),
        (rf"{_Y}[-年./]{_M}[-月./](3[01]|[12][0-9]|0?[1-9])日?", "{0}-{1}-{2}"),
        (rf"{_Y}年{_M}月{_TO}{_Y}年{_M}月", "{0}-{1}/{2}-{3}"),
        (rf"{_Y}年?上半年", "{0}-01/{0}-06"),
        (rf"{_Y}年?下半年", "{0}-07/{0}-12"),
        (rf"{_Y}年?(?:前三季度|前3季度|1{_TO}3季度|一至三季度)", "{0}-01/{0}-09"),
        (rf"{_Y}年?第?[一1]季度", "{0}-01/{0}-03"),
        (rf"{_Y}年?第?[二2]季度", "{0}-04/{0}-06"),
        (rf"{_Y}年?第?[三3]季度", "{0}-07/{0}-09"),
        (rf"{_Y}年?第?[四4]季度", "{0}-10/{0}-12"),
    )
)


def period(text: str) -> str:
    """A period as people write it (2024年1—11月, 2024年上半年) in ISO 8601; a text that is none stays as it is."""
    plain = re.sub(r"\s", "", narrow(text))
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?|[0-9]{4}", plain):
        return plain
    for pattern, form in _PERIODS:
        if match := pattern.fullmatch(plain):
            return _shortest(form.format(*(part.zfill(2) for part in match.groups())))
    return text


def _shortest(text: str) -> str:
    first, _, last = text.partition("/")
    if first[4:] == "-01" and last == f"{first[:4]}-12":
        return first[:4]
    return first if first == last else text
