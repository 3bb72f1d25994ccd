"""What the audit of claims says of each, with the arithmetic, and of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from mjq_report.lang.zh.numbers import count
from mjq_report.model.codes import Verdict
from mjq_report.model.findings import AuditResult

VERDICTS: Mapping[Verdict, str] = {
    Verdict.CONSISTENT: "成立",
    Verdict.DEPENDS: "取决于读法",
    Verdict.INCONSISTENT: "不成立",
    Verdict.UNCHECKABLE: "无法复算",
}

AUDIT: Mapping[str, str] = {
    # why a claim cannot be recomputed
    "own_basis": "增速{basis}计算，同一口径的基数没有公布，不能用公布的两年总量核算",
    "unpublished": "来源没有公布核算所需的数",
    "no_value": "按公布的数算不出结果",
    "no_row": "表中没有所引的数：{reference}",
    "unlike": "单位不能换算：{one}与{other}",
    # the arithmetic
    "converted": "{text}（{value}{unit}）",
    "result": "{formula} = {result}",
    "average_growth": "{later} ÷ {earlier} = {ratio}；{ratio}^(1/{n}) − 1",
    "share_of_unknown": "总数没有公布；总数为{whole}时，{part} ÷ {whole} × 100% = {share}%",
    "share_of_none": "没有一个总数能使{part}占其{stated}",
    # what rounding and hedges leave open
    "compatible": "计算值{computed}，公布值{stated}，两者相容",
    "computed_below": "计算值最高为{low}{unit}，公布值最低为{high}{unit}",
    "computed_above": "公布值最高为{low}{unit}，计算值最低为{high}{unit}",
    # readings
    "reading": "{number}、{assumed}：{arithmetic}，{verdict}",
    "as_it_stands": "按字面",
    # the command
    "agreement": "前后对照{verdict}",
    "recomputed": "复算：",
    "agreed": "前后对照：",
    # the section
    "table": "逐项核算",
    "missing": "缺：{what}",
    "about": "核对的是：{what}",
    "agreeing": "前后一致（{items}，不计入复算）",
    "group": "{verdict}（{items}）",
    "contradicting": "前后矛盾（{items}）",
    "doubt.inconsistent": "与同一来源的其他数不符",
    "doubt.depends": "是否成立取决于读法",
    # the counts at its head
    "items": "项",
    **{f"name.{verdict}": name for verdict, name in VERDICTS.items()},
    "mark.consistent": "● ",
    "mark.depends": "◐ ",
    "mark.inconsistent": "× ",
    "mark.uncheckable": "○ ",
    "means.consistent": "用来源自己的数复算，结果相符",
    "means.depends": "有的读法成立，有的不成立，都已列出",
    "means.inconsistent": "任何取值、任何读法都不能成立",
    "means.uncheckable": "所缺的数逐一写明",
    # comparisons
    "possible": "{left}与{right}：按修饰词，前者可以 {sign} 后者",
    "not =": "{left} ≠ {right}，两数应相等",
    "not ≤": "{left} > {right}，前者不应大于后者",
    "not ≥": "{left} < {right}，前者不应小于后者",
}


def audit_group(verdict: Verdict, recomputed: bool, number: int) -> str:
    """`成立（四项）`; of figures that were only set beside each other `前后矛盾（一项）`, `前后一致（四项，不计入复算）`."""
    apart = {Verdict.INCONSISTENT: "contradicting", Verdict.CONSISTENT: "agreeing"}
    kind = "group" if recomputed else apart.get(verdict, "group")
    return AUDIT[kind].format(verdict=VERDICTS[verdict], items=_items(number))


def audit_lead(results: Sequence[AuditResult]) -> str:
    """`能复算的六项中，四项成立，两项取决于读法。九项缺少所需的数，无法复算。另有四项只是前后一致，不计入复算。`

    Numbers are numerals in words, since they are of our own counting.
    """
    of = Counter((result.recomputed, result.verdict) for result in results)
    unchecked = of[True, Verdict.UNCHECKABLE] + of[False, Verdict.UNCHECKABLE]
    depends = of[True, Verdict.DEPENDS] + of[False, Verdict.DEPENDS]
    parts = [
        (of[True, Verdict.CONSISTENT], Verdict.CONSISTENT),
        (depends, Verdict.DEPENDS),
        (of[True, Verdict.INCONSISTENT], Verdict.INCONSISTENT),
    ]
    there = [(number, VERDICTS[verdict]) for number, verdict in parts if number]
    total = sum(number for number, _ in there)
    said: list[str] = []
    if len(there) == 1:
        all_of_them = "都" if total > 1 and there[0][1] != VERDICTS[Verdict.DEPENDS] else ""
        said.append(f"能复算的{_items(total)}{all_of_them}{there[0][1]}")
    elif there:
        verdicts = "，".join(f"{_items(number)}{verdict}" for number, verdict in there)
        said.append(f"能复算的{_items(total)}中，{verdicts}")
    if unchecked:
        said.append(f"{'' if there else '来源的'}{_items(unchecked)}{'' if there else '说法'}缺少所需的数，无法复算")
    if contradicting := of[False, Verdict.INCONSISTENT]:
        said.append(f"{_items(contradicting)}与来源的其他数前后矛盾")
    if agreeing := of[False, Verdict.CONSISTENT]:
        said.append(f"{'另有' if said else ''}{_items(agreeing)}只是前后一致，不计入复算")
    return "。".join(said) + "。"


def _items(number: int) -> str:
    """`两项`: 二 is read 两 before a measure word (GB/T 15835 leaves it to usage)."""
    return f"{'两' if number == 2 else count(number)}项"
