"""What a source says beside its figures: readers' notes, movements without a figure, programmes and organisations with their paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mjq_report.intake.proposal import Mention, Proposal
from mjq_report.intake.setting import Setting
from mjq_report.lang.zh.intake import NOTES, ROUND
from mjq_report.model.codes import Movement, Qualifier

_MOVES: tuple[tuple[Movement, str], ...] = (
    (Movement.FALL_NARROWED, r"(?:降|跌)幅[^，。；]{0,8}收窄"),
    (Movement.FALL_WIDENED, r"(?:降|跌)幅[^，。；]{0,8}扩大"),
    (Movement.RISE_SLOWED, r"(?:增[速幅]|涨幅)[^，。；]{0,8}(?:回落|放缓|收窄)"),
    (Movement.RISE_QUICKENED, r"(?:增[速幅]|涨幅)[^，。；]{0,8}(?:加快|提高|扩大)"),
    (Movement.LOSS_NARROWED, r"减亏|亏损[^，。；]{0,6}收窄"),
    (Movement.TURNED_PROFIT, r"扭亏为盈"),
    (Movement.LEVEL, r"持平"),
    (Movement.SLIGHT_RISE, r"(?:小幅|略有|稳中有)(?:增长|上升|提高|升)"),
    (Movement.SLIGHT_FALL, r"(?:小幅|略有|稳中有)(?:下降|回落|降)"),
)
_ORGANISATION = re.compile(
    r"[一-鿿（）()]{2,18}?(?:有限责任公司|股份有限公司|有限公司|集团|研究院|科学院|合作社|医院|学院|大学|协会|商会|管理局|开发区|产业园|示范区)"
)
_QUOTED = re.compile(r"“([^“”，。；！？]{2,14})”(?=工程|行动|计划|项目|品牌|活动|平台|模式|机制|服务|示范|战略)")
_LEADING = re.compile(
    r"\A(?:.*[，。；、：]|引进|位于|以及|包括|依托|由|在|与|和|对|向|为|至|到|的|了|其中|总部|走进|联合|携手|支持)+"
)
MOST = 2_000  # mentions of one source


def remarked(found: Sequence[Proposal]) -> Iterator[Proposal]:
    """Proposals with the note that a reader should have, and the movement that their sentence names of them."""
    for one in found:
        clause = _around(one)
        notes = [text.format(words=match[0]) for pattern, text in NOTES if (match := re.search(pattern, clause))]
        if one.qualifier == Qualifier.ABOUT and not notes:
            notes = [ROUND]
        moves = [
            move
            for move, pattern in _MOVES
            if one.kind in ("level", "growth", "count", "difference") and re.search(pattern, clause)
        ]
        yield replace(one, note_public_zh="；".join(dict.fromkeys(notes)), movement=moves[0].value if moves else "")


def _around(one: Proposal) -> str:
    """The clause of a figure with the one in front, as far as no other figure stands between."""
    place = one.words.find(one.as_published)
    if place < 0:
        return ""
    before = re.split(r"[0-9][^，。；、]*[，。；、]", one.words[:place])[-1]
    behind = re.split(r"[。；]|[，、][^，、]*[0-9]", one.words[place + len(one.as_published) :])[0]
    return before[-60:] + one.as_published + behind[:30]


def mentions(paragraphs: Sequence[str], setting: Setting, source: str) -> Iterator[Mention]:
    """Programmes and organisations: those whose names the town's tables have, and names that look like new ones."""
    known = _known(setting)
    pattern = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True)))) if known else None
    count = 0
    for number, text in enumerate(paragraphs, 1):
        seen: set[str] = set()
        for match in pattern.finditer(text) if pattern else ():
            if known[match[0]] not in seen and count < MOST:
                seen.add(known[match[0]])
                count += 1
                yield Mention(str(number), match[0], known[match[0]], match[0], source)
        for name in _new(text, known):
            if name not in seen and count < MOST:
                seen.add(name)
                count += 1
                yield Mention(str(number), name, "", name, source)


def _known(setting: Setting) -> dict[str, str]:
    """Names of the town's programmes and organisations with their ids."""
    found: dict[str, str] = {}
    for table, key in (("programmes", "programme"), ("organisations", "organisation")):
        for row in setting.tables[table]:
            for name in (row["name_zh"], *row.get("aliases_zh", "").split("|")):
                if len(name) > 1:
                    found.setdefault(name, row[key])
    return found


def _new(text: str, known: dict[str, str]) -> Iterator[str]:
    for match in _QUOTED.finditer(text):
        if match[1] not in known and not re.search(r"[0-9]", match[1]):
            yield match[1]
    for match in _ORGANISATION.finditer(text):
        name = _LEADING.sub("", match[0])
        if len(name) > 4 and not any(name in other or other in name for other in known):
            yield name
