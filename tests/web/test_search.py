"""The search index: cut as the reader's script cuts, complete, and in scripts that carry nothing but lists."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.web.search import Index, Passage, terms

from .making import HOSTILE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("工业总产值", ["工业", "业总", "总产", "产值", "值"]),
        ("镇", ["镇"]),
        ("Majuqiao Town", ["majuqiao", "town"]),
        ("增长41.9%，达1,200亿元", ["增长", "长", "41.9", "达", "1", "200", "亿元", "元"]),
        ("ＡＢＣ１２", ["abc12"]),
        ("小米SU7", ["小米", "米", "su7"]),
        ("2021—2025年", ["2021", "2025", "年"]),
        ("𠀀𠀁", ["𠀀𠀁", "𠀁"]),
        ("，。、 \n", []),
    ],
)
def test_text_is_cut_into_pairs_of_han_and_words(text: str, expected: list[str]) -> None:
    assert list(terms(text)) == expected


def handed(data: bytes) -> tuple[str, int, Any]:
    """What a script of the index hands over."""
    match = re.fullmatch(r'mjqSearch\("(\w+)",(\d+),(.*)\);\n', data.decode("utf-8"), re.DOTALL)
    assert match, data[:80]
    return match[1], int(match[2]), json.loads(match[3])


def lookup(files: dict[str, bytes], term: str) -> dict[int, int]:
    """Passages with a term and how often, found as the script finds them."""
    _, _, directory = handed(files["index.js"])
    firsts = directory["firsts"]
    block = max(
        (i for i, first in enumerate(firsts) if first.encode("utf-16-be") <= term.encode("utf-16-be")), default=0
    )
    found: dict[int, int] = {}
    for word, flat in handed(files[f"terms-{block}.js"])[2]:
        if word == term:
            at = 0
            for step, count in zip(flat[::2], flat[1::2], strict=True):
                at += step
                found[at] = count
    return found


def made(*texts: str) -> dict[str, bytes]:
    index = Index()
    for number, text in enumerate(texts):
        index.add(f"town-{number}", 2020 + number, [Passage("题目", f"p{number}.html", text, "Alpha")])
    return dict(index.files())


def test_every_term_is_found_in_every_passage_that_has_it() -> None:
    texts = [f"第{n}篇写工业总产值和{chr(0x4E00 + n)}{chr(0x5E00 + n)}，Word{n} {n}.5" for n in range(400)]
    files = made(*texts)
    assert sum(name.startswith("terms-") for name in files) > 3
    assert len(lookup(files, "工业")) == 400
    for number, text in enumerate(texts):
        for term in terms(text):
            assert number in lookup(files, term), (number, term)
    assert len(lookup(files, "alpha")) == 400
    assert lookup(files, "不在") == {}


def test_what_stands_in_the_title_counts_more() -> None:
    files = made("题目只在正文", "没有")
    assert lookup(files, "题目") == {0: 5, 1: 4}


def test_texts_lie_where_the_script_looks_for_them() -> None:
    files = made(*(f"文{n}" for n in range(60)))
    directory = handed(files["index.js"])[2]
    for number in range(60):
        shelf = handed(files[f"texts-{number // directory['shelf']}.js"])[2]
        assert shelf[number % directory["shelf"]][:3] == ["题目", f"p{number}.html", f"文{number}"]
    assert directory["groups"] == [[f"town-{n}", 2020 + n, n] for n in range(60)]
    assert directory["passages"] == 60


@pytest.mark.guards("H1")
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:30]))
def test_hostile_text_stays_a_text_in_a_list(text: str) -> None:
    files = made(text)
    for data in files.values():
        handed(data)
        assert b"<" not in data and "\u2028" not in data.decode("utf-8")
    shown = text.encode("utf-8", "replace").decode("utf-8")
    assert handed(files["texts-0.js"])[2][0][2] == shown


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), min_size=1, max_size=5))
def test_any_text_can_be_indexed_and_the_index_is_always_the_same(texts: list[str]) -> None:
    files = made(*texts)
    assert files == made(*texts)
    for number, text in enumerate(texts):
        for term in terms(text):
            assert number in lookup(files, term)


def test_an_empty_site_has_an_index_too() -> None:
    assert handed(dict(Index().files())["index.js"])[2] == {"passages": 0, "shelf": 24, "groups": [], "firsts": []}
