"""Whole numbers in Chinese numerals, and the numbers of headings."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"


def numeral(number: int) -> str:
    """1–99 in Chinese numerals: 一, 十, 十二, 二十. ValueError for others."""
    if not 1 <= number <= 99:
        raise ValueError(f"{number} is outside 1–99")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def count(number: int) -> str:
    """How many there are of something that a briefing itself counts, in numerals as far as they are short."""
    return numeral(number) if 1 <= number <= 99 else str(number)


def section_number(number: int, official: bool) -> str:
    """What stands before a section's title: 一、 in official documents (GB/T 9704-2012, 7.3.3), 一 and a space else."""
    return f"{numeral(number)}{'、' if official else '　'}"


def heading_number(level: int, number: int) -> str:
    """What stands before a heading inside a section of an official document: （一） and 1."""
    return f"（{numeral(number)}）" if level == 2 else f"{number}."
