"""What the audit of claims says of each, with the arithmetic."""

from __future__ import annotations

from collections.abc import Mapping

AUDIT: Mapping[str, str] = {
    # why a claim cannot be recomputed
    "unpublished": "来源没有公布核算所需的数",
    "no_value": "按公布的数算不出结果",
    "unknown": "没有这种运算：{operation}",
    "no_row": "表中没有所引的数：{reference}",
    "unlike": "单位不能换算：{one}与{other}",
    # the arithmetic
    "converted": "{text}（{value}{unit}）",
    "result": "{formula} = {result}；原文称{stated}",
    "average_growth": "{later} ÷ {earlier} = {ratio}；{ratio}^(1/{n}) − 1",
    "share_of_unknown": "总数没有公布；总数为{whole}时，{part} ÷ {whole} × 100% = {share}%；原文称{stated}",
    "share_of_none": "没有一个总数能使{part}占其{stated}",
    # what rounding and hedges leave open
    "compatible": "计入四舍五入和约、超、近等修饰词，计算值{computed}，公布值{stated}，两者相容",
    "computed_below": "即使计入四舍五入和约、超、近等修饰词，计算值最高为{low}{unit}，公布值最低为{high}{unit}",
    "computed_above": "即使计入四舍五入和约、超、近等修饰词，公布值最高为{low}{unit}，计算值最低为{high}{unit}",
    # comparisons
    "possible": "{left}与{right}：按修饰词，前者可以 {sign} 后者",
    "not =": "{left} ≠ {right}，两数应相等",
    "not ≤": "{left} > {right}，前者不应大于后者",
    "not ≥": "{left} < {right}，前者不应小于后者",
}
