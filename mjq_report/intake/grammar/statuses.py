"""How sure a figure is: 初步核算, 预计, 计划, 力争, 到2030年; a word of it holds to the end of its sentence, in a chapter of plans for all."""

from __future__ import annotations

import re

from mjq_report.model.codes import Status

_WORDS: tuple[tuple[Status, str], ...] = (
    (Status.PRELIMINARY, r"初步核算|初步统计|初步测算|快报数|经初步|初步预计"),
    (Status.TARGET, r"力争|目标|争取(?!到|了|上级|专项|各类|资金|中央|省)|确保|预期|努力实现|要达到|奋力|务必|稳定在(?=.*目标)|不低于预期|计划目标"),
    (Status.PLANNED, r"计划(?!的通知|生育|单列)|拟(?=[建投新定在引实开征])|将(?=[^，。；]{0,12}(?:达|建|增|投|新|完|实|引|开|提|启))(?![^，。；]{0,20}(?:划分|分为|作为|转变|变为|纳入|视为|列为))|规划(?=[建总投面用])|打算|准备(?=[建投新])|方案(?!已)|筹划"),
    (Status.ESTIMATED, r"预计|预估|有望|估计|估算|可望|预测|料将"),
    (Status.ACTUAL, r"实际(?!控制|利用)|已经?(?=[建完达实有投引形落完累])|现已|现有|截至目前|累计完成|圆满完成|实现了|完成了"),
)  # fmt: skip
_WORD = re.compile("|".join(f"(?P<{status.value}>{words})" for status, words in _WORDS))
_PLANS = re.compile(
    r"(?:下一步|今后|未来|20[0-9]{2}年|明年|本年|今年|来年|新的一年|下阶段|“[一二三十]+五”)[^，。；]{0,14}(?:安排|打算|目标|任务|计划|设想|思路|展望|重点|要求|建议|部署|规划)"
)
_REVIEW = re.compile(r"回顾|总结|完成情况|主要成绩|发展情况|工作情况|运行情况|成效")
_NO_PLAN = re.compile(
    r"(?:完成|超额完成|占|为)(?:了)?(?:全年|年度|年初|既定|预定|全部)?[^，。；]{0,6}(?:计划|目标|任务)|计划[^，。；]{0,4}的[0-9]|目标考核|目标责任|目标导向|行动计划|规划图|年度计划|目标任务数"
)


def status(before: str, current: Status) -> Status:
    """What the last word of status says in the part of a sentence in front of a figure; without one, `current`."""
    plain = _NO_PLAN.sub(lambda match: "、" * len(match[0]), before)
    last = max(_WORD.finditer(plain), key=lambda match: match.start(), default=None)
    if last is None or last.lastgroup is None:
        return current
    found = Status(last.lastgroup)
    if found is Status.ESTIMATED and not all(_GOES_ON.match(part) for part in plain[last.end() :].split("；")[1:]):
        return current
    if found is Status.ACTUAL and current in (Status.PLANNED, Status.TARGET):
        return current
    return found


_GOES_ON = re.compile(r"(?:全年|同时|累计)?(?:实现|完成|达到?|为)")  # 预计实现产值31.6亿元；实现总收入50亿元


def of_heading(heading: str) -> Status | None:
    """What a chapter's heading says of the figures below: planned, or actual; None where it says nothing."""
    if _REVIEW.search(heading):
        return Status.ACTUAL
    return Status.PLANNED if _PLANS.search(heading) else None
