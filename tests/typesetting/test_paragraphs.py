"""Whole paragraphs, random ones: no rule broken where it can be kept, nothing lost, every full line full."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mjq_report.typesetting import Line, Run, break_lines, min_width
from tests.typesetting.paragraphs import SIZE, paragraphs, random_paragraph
from tests.typesetting.rules import PlainMetrics, company, faults, lonely, piece_around, widest

FONT = PlainMetrics()
MANY = int(os.environ.get("MJQ_PARAGRAPHS", "100000"))
PARTS = 8  # so that several workers share them
NARROWEST, WIDEST, INDENTS = 8 * SIZE, 60 * SIZE, (0.0, 2 * SIZE)
ROOMY = 24 * SIZE  # of a measure from which on nearly all lines can be full
measures, indents = st.floats(NARROWEST, WIDEST), st.sampled_from(INDENTS)


def set_text(line: Line) -> str:
    return "".join(segment.text for segment in line.segments) + line.tail


def check_text_is_whole(runs: list[Run], lines: list[Line]) -> None:
    for line in lines:
        for segment in line.segments:
            assert runs[segment.run].text[segment.start : segment.start + len(segment.text)] == segment.text
            assert len(segment.advances) == len(segment.text)
    assert "".join(map(set_text, lines)) == "".join(run.text for run in runs)


def part(runs: list[Run], start: int, end: int) -> Iterator[Run]:
    """The runs of a stretch of their text."""
    for run in runs:
        if text := run.text[max(start, 0) : max(end, 0)]:
            yield replace(run, text=text)
        start, end = start - len(run.text), end - len(run.text)


def no_line_holds(runs: list[Run], at: int, measure: float) -> bool:
    """Whether what stands around a place is wider than a line, by the rules of a Chinese line or by all (UAX #14 too)."""
    text = "".join(run.text for run in runs)
    around = list(part(runs, at - 30, at + 30))
    return widest(piece_around(text, at), SIZE) > measure or min_width(around, FONT) > measure


def check_breaks(runs: list[Run], lines: list[Line], measure: float) -> None:
    text, at = "".join(run.text for run in runs), 0
    for line in lines[:-1]:
        at += len(set_text(line))
        wrong = faults(text, at)
        assert not wrong or no_line_holds(runs, at, measure), (wrong, text[max(0, at - 12) : at], text[at : at + 12])
    if len(lines) > 1 and lonely(last := set_text(lines[-1])):
        address = re.search(r"https?://[!-~]+$", text[: len(text) - len(last)])  # is not broken for a last line's sake
        with_it = (address[0] if address else "") + last
        assert max(widest(company(text), SIZE), widest(with_it, SIZE)) > measure, last


def check_gaps(runs: list[Run], lines: list[Line]) -> None:
    """No two Han stand farther apart than a quarter of an em; nor does a gap stand at a line's start or end."""
    for line in lines:
        for segment in line.segments:
            if runs[segment.run].rise:
                continue
            for (left, right), advance in zip(pairwise(segment.text), segment.advances, strict=False):
                if left > "\u4dff" and right > "\u4dff" and left.isalpha() and right.isalpha():
                    assert advance <= 1.25 * SIZE, (left, right, advance)
        if line.segments and line.segments[-1].text[-1].isalnum() and not runs[line.segments[-1].run].rise:
            last, bold = line.segments[-1].text[-1], bool(runs[line.segments[-1].run].bold)
            assert line.segments[-1].advances[-1] == FONT.advances(last, SIZE, bold)[0]


def check_widths(lines: list[Line], measure: float, justify: bool) -> tuple[int, int]:
    """Returns how many lines should be full, and how many are."""
    full = [line for line in lines if not line.last] if justify else []
    for line in lines:
        assert line.width <= measure + 0.01
        if line in full and 0 < abs(line.ratio) <= 1:
            assert abs(line.width - measure) <= 0.01
        for left, right in pairwise(line.segments):
            assert abs(left.x + sum(left.advances) - right.x) < 1e-6
        if line.segments:
            assert abs(line.segments[-1].x + sum(line.segments[-1].advances) - line.width) < 1e-6
    return len(full), sum(abs(line.width - measure) <= 0.01 for line in full)


def check(runs: list[Run], measure: float, indent: float, justify: bool) -> tuple[int, int]:
    lines = break_lines(runs, measure, FONT, justify=justify, indent=indent)
    check_text_is_whole(runs, lines)
    check_breaks(runs, lines, measure - indent)
    check_gaps(runs, lines)
    return check_widths(lines, measure, justify)


@settings(max_examples=300)
@given(paragraphs(0, 15) | paragraphs(), measures, indents, st.booleans())
def test_no_rule_is_broken_and_no_character_lost(runs: list[Run], measure: float, indent: float, justify: bool) -> None:
    check(runs, measure, indent, justify)


@given(paragraphs(0, 12), st.floats(10.6, 126.0))
def test_however_narrow_nothing_is_lost_and_nothing_sticks_out(runs: list[Run], measure: float) -> None:
    lines = break_lines(runs, measure, FONT, justify=False)
    check_text_is_whole(runs, lines)
    check_widths(lines, measure, justify=False)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), min_size=1, max_size=60), measures)
def test_any_text_at_all_is_set_whole(text: str, measure: float) -> None:
    runs = [Run(text, SIZE)]
    lines = break_lines(runs, measure, FONT)
    assert "".join(map(set_text, lines)) == text.replace("\u2028", "").replace("\u2029", "")


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_a_hundred_thousand_paragraphs(part: int) -> None:
    full = exact = 0
    for seed in range(part, MANY, PARTS):
        rng = random.Random(seed)
        runs = random_paragraph(rng)
        measure = rng.uniform(NARROWEST, WIDEST)
        wanted, met = check(runs, measure, rng.choice(INDENTS), justify=True)
        if measure >= ROOMY:
            full, exact = full + wanted, exact + met
    assert exact >= 0.96 * full > 0, f"{exact} of {full} full lines fill the measure"
