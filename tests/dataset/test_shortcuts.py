"""The ways that are fast say what the slow ones say."""

from __future__ import annotations

import csv
import io
import os
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.dataset import csv_reader, schema
from mjq_report.dataset.edition_rows import read_shared
from mjq_report.dataset.rules import words as printed
from mjq_report.dataset.sources import file_reader
from mjq_report.narrative.templates import functions
from mjq_report.settings.paths import read_plain
from tests.towns.lakeside import FILES, lay

CELL = st.text(st.sampled_from('ab,"\n 镇1.-'), max_size=6)


@given(
    rows=st.lists(st.lists(CELL, min_size=1, max_size=3), max_size=5),
    tail=st.sampled_from(("", 'x"', '"x"y', 'a,b"c\n')),
)
def test_where_csv_ends(rows: list[list[str]], tail: str) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    whole = out.getvalue()
    assert csv_reader._end_of_csv(whole) == len(whole)
    if tail:
        assert csv_reader._end_of_csv(whole + tail) < len(whole + tail)


@given(
    value=st.sampled_from(("1", "12", "1.5", "-3", "0.50")),
    unit=st.sampled_from(("亿元", "%", "家", "万亩")),
    qualifier=st.sampled_from(("exact", "about", "more_than", "nearly", "at_least", "at_most")),
    words=st.text(st.sampled_from("约超近余以上0123.5-亿元万亩%家为增长，"), max_size=14),
)
def test_the_first_look_at_the_words_agrees_with_the_second(value: str, unit: str, qualifier: str, words: str) -> None:
    for text in (words, f"{words}{value}{unit}{words}", f"{value}{unit}"):
        short = printed.fault(value, unit, qualifier, text)
        plain = printed._SEPARATED.sub("", text.translate(printed._WIDTHS))
        digits = value.removeprefix("-")
        full = printed._fault_in(text, digits, unit, qualifier)
        if full is not None and plain != text:
            full = printed._fault_in(plain, digits, unit, qualifier)
        assert short == full


@given(
    texts=st.lists(
        st.text(st.sampled_from("0123456789.-\n e"), max_size=5)
        | st.from_regex(r"-?[0-9]{1,15}(\.[0-9]{1,12})?", fullmatch=True),
        min_size=1,
        max_size=8,
    )
)
def test_numbers_that_are_cleared_together_are_each_sound(texts: list[str]) -> None:
    column = schema.OBSERVATIONS.column("value")
    suspects = {code for code, _ in csv_reader._suspects(column, texts)}
    for code, text in enumerate(texts):
        assert code in suspects or csv_reader._fault(column, text) is None


def test_rows_of_another_length_make_a_table_unreadable_for_the_plan(tmp_path: Path) -> None:
    data = lay(tmp_path / "data")
    assert read_shared(file_reader(data)) is not None
    for text in (FILES["towns.csv"] + "x\n", FILES["towns.csv"].replace("\n", "\r"), FILES["towns.csv"] + "\n"):
        (data / "towns.csv").write_text(text, encoding="utf-8", newline="")
        assert read_shared(file_reader(data)) is None


def test_what_is_no_plain_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path(os.devnull)):
        with pytest.raises(OSError, match=r"it is (a folder|no plain file)"):
            read_plain(path, 10)
    (tmp_path / "file").write_bytes(b"x" * 20)
    assert len(read_plain(tmp_path / "file", 10)) == 11


def test_the_lint_knows_the_values_that_templates_are_given() -> None:
    import ast
    import inspect
    import textwrap

    tree = ast.parse(textwrap.dedent(inspect.getsource(functions.Functions.values)))
    keys = {
        key.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }
    assert keys == import_module("mjq_report.narrative.templates.lint").VALUES
