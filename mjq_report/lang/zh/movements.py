"""Changes of which no size was published, and how exactly a plan is dated."""

from __future__ import annotations

from mjq_report.lang.zh.telling import MOVEMENTS
from mjq_report.model.codes import Movement

_PRECISIONS = (("前", "before"), ("底", "end"), ("末", "end"), ("起", "from"))


def unmeasured(movement: Movement, whole_year: bool) -> str:
    """`仍低于上年同期，降幅收窄（幅度未公布）`: a change that a source states without its size."""
    said = MOVEMENTS[movement]
    if whole_year:
        said = said.replace("上年同期", "上年")
    return (
        said if movement in (Movement.LEVEL, Movement.TURNED_PROFIT, Movement.TURNED_LOSS) else f"{said}（幅度未公布）"
    )


def manner(movement: Movement) -> str:
    """`降幅收窄`: what a movement adds to a published growth rate; empty where it only repeats the direction."""
    _, comma, rest = MOVEMENTS[movement].partition("，")
    return rest if comma else ""


def due_precision(words: str) -> str:
    """How a source dates a plan: `before` 2026年底前, `end` 年底, `from` 起, `on` a date; `open` for no words."""
    if not words:
        return "open"
    return next((precision for word, precision in _PRECISIONS if word in words), "on")
