"""The one way in: what is read, what is refused, and where each fault is said to be (guarantees P1 to P7, P13, P14)."""

from __future__ import annotations

import csv
import gzip
import io
import os
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mjq_report.dataset import catalogue, csv_reader, parquet, schema, sources
from mjq_report.dataset.problems import MOST, Problems
from mjq_report.errors import Problem

TABLE = schema.BREAKDOWNS
HEADER = "breakdown,name_zh,name_en,group,note\n"
ROW = "cars,汽车,Cars,industry,\n"


def read(data: bytes | str, encoding: str = "utf-8") -> tuple[csv_reader.Rows, list[Problem]]:
    problems = Problems()
    content = data.encode() if isinstance(data, str) else data
    rows = csv_reader.parse_table(TABLE, "data/breakdowns.csv", content, problems, encoding)
    return rows, problems.sorted()


def places(problems: list[Problem]) -> list[tuple[str, int, str]]:
    return [(problem.rule.code, problem.line, problem.column) for problem in problems]


def test_rows_are_read_as_text_with_their_lines() -> None:
    rows, problems = read(HEADER + ROW + '"village:a","甲,乙","say ""a""",village,001\n')
    assert problems == []
    assert [row["note"] for row in rows] == ["", "001"]
    assert rows.row(1)["name_zh"] == "甲,乙"
    assert rows.row(1)["name_en"] == 'say "a"'
    assert list(rows.lines) == [2, 3]
    assert rows.keys == {"cars", "village:a"}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("last", [True, False])
def test_a_byte_order_mark_and_either_line_end_are_taken(end: str, mark: bytes, last: bool) -> None:
    text = (HEADER + ROW).replace("\n", end)
    content = mark + (text if last else text.removesuffix(end)).encode()
    rows, problems = read(content)
    assert problems == []
    assert [row["name_zh"] for row in rows] == ["汽车"]


# --------------------------------------------------------------------------- P1: encodings


@pytest.mark.guards("P1")
def test_bytes_that_are_not_utf8_are_named_with_row_and_column() -> None:
    _, problems = read(HEADER.encode() + ROW.encode() + "steel,钢铁,Steel,industry,\n".encode("gb18030"))
    assert places(problems) == [("encoding", 3, "name_zh")]
    assert "byte 0xB8 at character 1" in problems[0].what
    assert "--encoding gb18030" in str(problems[0])


@pytest.mark.guards("P1")
def test_gb18030_is_read_when_it_is_asked_for() -> None:
    rows, problems = read((HEADER + "steel,镕𠮷,Steel,industry,\n").encode("gb18030"), "gb18030")
    assert problems == []
    assert rows.row(0)["name_zh"] == "镕𠮷"


@pytest.mark.guards("P1")
def test_what_gb18030_cannot_mean_is_named() -> None:
    _, problems = read(HEADER.encode() + b"steel,\x81\xff,Steel,industry,\n", "gb18030")
    assert places(problems) == [("encoding", 2, "name_zh")]


@pytest.mark.guards("P1")
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf16_is_said_to_be_that(encoding: str) -> None:
    content = (b"\xfe\xff" if encoding == "utf-16-be" else b"") + (HEADER + ROW).encode(encoding)
    rows, problems = read(content)
    assert not rows.usable
    assert [problem.what for problem in problems] == ["the file is UTF-16"]


@pytest.mark.guards("P1")
def test_a_second_byte_order_mark_is_a_refused_character_of_the_header() -> None:
    _, problems = read("\ufeff\ufeff" + HEADER + ROW)
    assert {problem.rule.code for problem in problems} == {"header"}


def test_a_whole_file_in_the_wrong_encoding_gives_a_few_messages_and_a_count() -> None:
    _, problems = read((HEADER + "".join(f"b{n},钢铁,Steel,industry,钢\n" for n in range(100))).encode("gb18030"))
    assert len(problems) < 30
    assert problems[-1].what.endswith("more cells or rows break this rule")


# --------------------------------------------------------------------------- P2: characters


@pytest.mark.guards("P2")
@pytest.mark.parametrize(
    ("character", "named"),
    [
        ("\x00", "control character U+0000"),
        ("\t", "control character U+0009"),
        ("\x1b", "control character U+001B"),
        ("\x7f", "control character U+007F"),
        ("\x85", "control character U+0085"),
        ("\u200b", "zero-width character U+200B"),
        ("\u00ad", "zero-width character U+00AD"),
        ("\ufeff", "zero-width character U+FEFF"),
        ("\u202e", "direction mark U+202E"),
        ("\u2066", "direction mark U+2066"),
        ("\u2028", "line separator U+2028"),
        ("\ufdd0", "noncharacter U+FDD0"),
        ("\uffff", "noncharacter U+FFFF"),
        ("\U0010fffe", "noncharacter U+10FFFE"),
        ("\U000e0041", "formatting character U+E0041"),
    ],
)
def test_a_character_that_cannot_be_seen_is_named_with_row_and_column(character: str, named: str) -> None:
    _, problems = read(f"{HEADER}{ROW}steel,钢{character}铁,Steel,industry,\n")
    assert places(problems) == [("refused-character", 3, "name_zh")]
    assert named in problems[0].what
    assert "at character 2" in problems[0].what


@pytest.mark.guards("P2")
def test_a_lone_surrogate_in_utf8_bytes_is_refused() -> None:
    _, problems = read(f"{HEADER}steel,钢\ud800,Steel,industry,\n".encode("utf-8", "surrogatepass"))
    assert places(problems) == [("encoding", 2, "name_zh")]


@pytest.mark.parametrize("text", ["镕𠮷堃", "a\u00a0b", "中\u3000文", "é", "①—“”·", "👍", "葛\U000e0100"])
def test_what_can_be_seen_is_kept(text: str) -> None:
    rows, problems = read(f"{HEADER}steel,{text},Steel,industry,\n")
    assert problems == []
    assert rows.row(0)["name_zh"] == text


def test_a_line_break_inside_a_cell_is_refused_and_later_lines_keep_their_numbers() -> None:
    rows, problems = read(HEADER + '"a","x\ny",Steel,industry,\nb,,B,industry,\n')
    assert places(problems) == [("refused-character", 2, "name_zh"), ("required", 4, "name_zh")]
    assert list(rows.lines) == [2, 4]


# --------------------------------------------------------------------------- P3, P4: rows and headers


@pytest.mark.guards("P3")
@pytest.mark.parametrize(
    ("row", "count"), [("cars,汽车,Cars,industry\n", 4), ("cars,汽车,Cars,industry,,\n", 6), ("cars\n", 1)]
)
def test_rows_of_another_length_are_neither_padded_nor_shifted(row: str, count: int) -> None:
    rows, problems = read(HEADER + row + ROW)
    assert places(problems) == [("field-count", 2, "")]
    assert f"the row has {count} fields, the header 5" in problems[0].what
    assert [row["breakdown"] for row in rows] == ["cars"]


@pytest.mark.guards("P3")
def test_a_short_and_a_long_row_do_not_make_up_for_each_other() -> None:
    _, problems = read(HEADER + "a,甲,A,industry\n" + "b,乙,B,industry,,\n")
    assert places(problems) == [("field-count", 2, ""), ("field-count", 3, "")]


@pytest.mark.guards("P3")
def test_an_empty_line_is_a_fault() -> None:
    _, problems = read(HEADER + "\n" + ROW)
    assert places(problems) == [("field-count", 2, "")]
    assert "empty" in problems[0].what


@pytest.mark.guards("P4")
@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("breakdown,name_zh,name_en,group", ["data/breakdowns.csv:1:note: the column is missing"]),
        ("breakdown,name_zh,name_en,group,note,x", ["unknown column 'x'"]),
        ("breakdown,name_zh,name_en,group,note,note", ["column 'note' stands twice"]),
        ("breakdown,name_en,name_zh,group,note", ["not in the order breakdown,name_zh,name_en,group,note"]),
        ("breakdown,name_zh,name_en,,note", ["unknown column ''", ":group: the column is missing"]),
        ("Breakdown,name_zh,name_en,group,note ", ["unknown column 'Breakdown'", ":note: the column is missing"]),
    ],
)
def test_the_header_is_exact(header: str, said: list[str]) -> None:
    _, problems = read(header + "\n" + ",".join("aaaaaa"[: header.count(",") + 1]) + "\n")
    text = "\n".join(str(problem) for problem in problems if problem.rule is catalogue.HEADER)
    for words in said:
        assert words in text


def test_an_empty_file_has_no_header() -> None:
    rows, problems = read(b"")
    assert not rows.usable
    assert {problem.rule.code for problem in problems} == {"header"}
    assert len(rows) == 0
    assert list(rows) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEADER + '"cars"x,汽车,Cars,industry,\n' + ROW, 2),
        (HEADER + ROW + '"cars,汽车,Cars,industry,\n', 3),
        ('"' + HEADER + ROW, 1),
    ],
)
def test_quotation_marks_that_do_not_close_are_named_by_line(text: str, line: int) -> None:
    _, problems = read(text)
    assert ("csv-syntax", line, "") in places(problems)


def test_a_quotation_mark_that_is_never_closed_does_not_take_the_file_s_length_squared() -> None:
    text = HEADER + '"' + ROW * 200_000
    started = time.process_time()
    _, problems = read(text)
    assert time.process_time() - started < 20
    assert problems


def test_a_carriage_return_alone_ends_no_line() -> None:
    _, problems = read(HEADER + ROW.replace("\n", "\r") + ROW)
    assert ("csv-syntax", 2, "") in places(problems)
    _, problems = read((HEADER + ROW).replace("\n", "\r"))
    assert problems


# --------------------------------------------------------------------------- cells


def test_a_cell_is_required_spaced_coded_and_typed() -> None:
    _, problems = read(HEADER + ",汽车,Cars,industry,\nA B, 汽车,Cars,branch,\n")
    assert places(problems) == [
        ("required", 2, "breakdown"),
        ("bad-id", 3, "breakdown"),
        ("surrounding-space", 3, "name_zh"),
        ("bad-code", 3, "group"),
    ]
    assert "industry, village" in problems[3].what


@pytest.mark.guards("P13")
def test_a_long_cell_and_the_csv_field_limit() -> None:
    rows, problems = read(f"{HEADER}a,{'长' * 10_000},A,industry,\nb,{'长' * 10_001},B,industry,\n")
    assert places(problems) == [("cell-too-long", 3, "name_zh")]
    assert len(rows.row(0)["name_zh"]) == 10_000
    _, problems = read(f'{HEADER}a,"{"x" * 200_000}",A,industry,\n{ROW}')
    assert ("cell-too-long", 2, "") in places(problems)


@pytest.mark.guards("P14")
def test_many_faults_are_all_found_in_one_run_and_not_more_listed_than_helps() -> None:
    text = HEADER + "".join(f"b{n},,B,industry,\n" for n in range(MOST + 234))
    _, problems = read(text)
    assert len(problems) == MOST + 1
    assert "234 more cells or rows" in problems[-1].what
    assert [problem.line for problem in problems[:3]] == [2, 3, 4]


# --------------------------------------------------------------------------- files


def read_file(data: Path) -> list[Problem]:
    problems = Problems()
    csv_reader.read_table(TABLE, TABLE.path, "data/breakdowns.csv", sources.file_reader(data), problems)
    return problems.sorted()


def test_a_missing_table_a_folder_and_a_pipe_are_refused_without_hanging(tmp_path: Path) -> None:
    assert [problem.rule.code for problem in read_file(tmp_path)] == ["file-missing"]
    (tmp_path / TABLE.path).mkdir()
    assert [problem.rule.code for problem in read_file(tmp_path)] == ["file-unreadable"]
    (tmp_path / TABLE.path).rmdir()
    os.mkfifo(tmp_path / TABLE.path)
    assert [problem.rule.code for problem in read_file(tmp_path)] == ["file-unreadable"]


@pytest.mark.guards("P6", "P7")
def test_a_compressed_table_is_bytes_like_any_other(tmp_path: Path) -> None:
    (tmp_path / TABLE.path).write_bytes(gzip.compress((HEADER + ROW).encode() * 1000))
    assert {problem.rule.code for problem in read_file(tmp_path)} >= {"header"}


def test_a_link_that_leads_nowhere_is_no_missing_file(tmp_path: Path) -> None:
    (tmp_path / TABLE.path).symlink_to("nothing.csv")
    (problem,) = read_file(tmp_path)
    assert (problem.rule.code, problem.what) == ("file-unreadable", "is a link that leads nowhere")


def test_what_is_said_of_a_table_that_cannot_be_read(tmp_path: Path) -> None:
    (problem,) = read_file(tmp_path)
    assert (problem.file, problem.line, problem.column, problem.what) == (
        "data/breakdowns.csv",
        0,
        "",
        "there is no such file",
    )
    (tmp_path / TABLE.path).symlink_to(TABLE.path)
    (problem,) = read_file(tmp_path)
    assert (problem.file, problem.line, problem.column) == ("data/breakdowns.csv", 0, "")
    assert problem.what == "Too many levels of symbolic links"
    assert str(problem).startswith("data/breakdowns.csv: Too many levels of symbolic links; ")


@pytest.mark.guards("P14")
def test_rows_of_another_length_are_listed_up_to_a_number_and_then_counted() -> None:
    _, problems = read(HEADER + '"a",b\n' * (MOST + 7))
    assert len(problems) == MOST + 1
    assert "7 more" in problems[-1].what


@pytest.mark.guards("P14")
def test_a_header_of_thousands_of_columns_is_one_problem() -> None:
    rows, problems = read(",".join(f"c{n}" for n in range(5000)) + "\n")
    assert not rows.usable
    assert [problem.what for problem in problems] == ["there are 5000 columns; the table has 10"]


def test_rows_with_a_faulty_cell_are_not_sound_and_columns_that_lack_are_blank() -> None:
    rows, _ = read(HEADER + ROW + "A B,汽,X,industry,\n" + "steel,钢,Steel,industry,\n")
    assert [(number, row["breakdown"]) for number, row in rows.sound()] == [(0, "cars"), (2, "steel")]
    rows, _ = read("breakdown,name_zh,name_en,group\ncars,汽车,Cars,industry\n")
    assert not rows.usable
    assert {*rows.row(0).values()} == {""}


@pytest.mark.parametrize("text", ["1\n2", "1\n", "\n", "", "x", "1e5", "-"])
def test_one_bad_number_among_thousands_of_good_ones_is_found(text: str) -> None:
    good = [str(n) for n in range(5000)]
    column = next(column for column in schema.OBSERVATIONS.columns if column.name == "value")
    assert [*csv_reader._suspects(column, good)] == []
    at = 3000
    suspected = dict(csv_reader._suspects(column, [*good[:at], text, *good[at:]]))
    assert suspected[at] == text
    assert len(suspected) <= csv_reader._CHUNK


# --------------------------------------------------------------------------- properties

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=12)


@given(st.lists(st.lists(CELL, min_size=5, max_size=5), max_size=30), st.sampled_from(["\n", "\r\n"]))
@example([["a", "", "", "", ""]], "\n")
def test_what_the_csv_module_writes_is_read_cell_by_cell(table: list[list[str]], end: str) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator=end)
    writer.writerow(TABLE.mandatory)
    writer.writerows(table)
    rows, _ = read(stream.getvalue())
    assert [[row[name] for name in TABLE.mandatory] for row in rows] == table


@given(st.text('ab,"\n\r 甲', max_size=60))
def test_any_text_is_read_as_the_csv_module_reads_it(text: str) -> None:
    rows, _ = read(HEADER + text)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    expected = []
    reader = csv.reader(io.StringIO(plain), strict=True)
    while True:
        try:
            expected.append(next(reader))
        except StopIteration:
            break
        except csv.Error:
            continue
    columns = HEADER.strip().split(",")  # a row has the optional columns too
    assert [[row[name] for name in columns] for row in rows] == [record for record in expected if len(record) == 5]


@given(st.binary(max_size=300))
def test_any_bytes_end_in_rows_and_located_problems(content: bytes) -> None:
    _, problems = read(HEADER.encode() + content)
    for problem in problems:
        assert str(problem).startswith("data/breakdowns.csv")
        assert str(problem).isprintable()
    read(content)


@pytest.mark.parametrize("size", [csv_reader._BLOCK - 1, csv_reader._BLOCK, csv_reader._BLOCK * 2 + 17])
def test_blocks_cut_no_row_and_no_quoted_cell(size: int) -> None:
    """The file is read in blocks; rows and quoted cells that lie across their borders come out whole."""
    rows_text = ""
    number = 0
    while len(rows_text) < size:
        number += 1
        rows_text += (
            f'b{number},"甲,{number}",B,industry,"say ""{number}"""\n' if number % 3 else f"b{number},甲,B,industry,\n"
        )
    rows, problems = read(HEADER + rows_text)
    assert problems == []
    assert len(rows) == number
    assert [row["breakdown"] for row in rows] == [f"b{n}" for n in range(1, number + 1)]
    assert list(rows.lines) == list(range(2, number + 2))


def test_a_header_that_stands_again_between_the_rows_is_no_row() -> None:
    _, problems = read(f"{HEADER}{ROW}{HEADER}")
    assert [(problem.rule.code, problem.line) for problem in problems] == [("header", 3)]


def test_a_table_as_large_as_may_be_is_read_and_what_is_no_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "LARGEST_FILE", 5)
    (tmp_path / "a.csv").write_bytes(b"12345")
    (tmp_path / "b.csv").write_bytes(b"123456")
    os.mkfifo(tmp_path / "c.csv")
    take = sources.file_reader(tmp_path)
    assert take("a.csv") == b"12345"
    with pytest.raises(ValueError, match=r"^is 6 bytes long$"):
        take("b.csv")
    with pytest.raises(ValueError, match=r"^is not a regular file$"):
        take("c.csv")


@pytest.mark.parametrize(
    ("files", "compiled"),
    [([], False), (["towns.csv"], False), (["towns.parquet"], True), (["towns.csv", "towns.parquet"], False)],
)
def test_tables_are_compiled_when_there_are_no_others(tmp_path: Path, files: list[str], compiled: bool) -> None:
    for name in files:
        (tmp_path / name).touch()
    assert parquet.is_compiled(tmp_path) is compiled


def test_records_of_any_table_have_their_lines_in_every_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_reader, "_BLOCK", 32)
    rows = [[f"k{number}", "two\nlines" if number % 7 == 0 else "one"] for number in range(60)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    problems = Problems()
    found = list(csv_reader.read_records(out.getvalue().encode(), "utf-8", "t.csv", problems))
    assert [record for _, record in found] == rows
    lines = [1]
    for row in rows:
        lines.append(lines[-1] + 1 + row[1].count("\n"))
    assert [line for line, _ in found] == lines[:-1]
    assert list(csv_reader.read_records("甲,乙\n".encode("utf-16"), "utf-8", "t.csv", problems)) == []
    assert [problem.what for problem in problems.sorted()] == ["the file is UTF-16"]


def test_what_is_said_of_a_row_or_a_cell() -> None:
    _, problems = read(HEADER + '"a",b\n\n' + ",汽车,Cars,industry,\n" + 'ships, 船,Ships,industry,"x"\n')
    assert [(problem.line, problem.column, problem.what) for problem in problems] == [
        (2, "", "the row has 2 fields, the header 5"),
        (3, "", "the line is empty"),
        (4, "breakdown", "the cell is blank"),
        (5, "name_zh", "white space around ' 船'"),
    ]


def test_a_cell_as_long_as_may_be_is_clear_at_once() -> None:
    longest = "字" * csv_reader.LONGEST_CELL
    assert [*csv_reader._suspects(TABLE.column("note"), [longest, "a"])] == []
    assert [code for code, _ in csv_reader._suspects(TABLE.column("note"), ["a", longest + "字"])] == [0, 1]
