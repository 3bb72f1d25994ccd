"""Random damage to sound tables: always located messages, never a crash, never unnoticed where a rule can see it."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mjq_report.dataset import loading
from mjq_report.errors import DataError
from tests.towns.lakeside import FILES, LAKESIDE, lay

Rows = list[list[str]]
Damage = Callable[[Rows, random.Random], Rows | bytes]


def encode(rows: Rows) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode("utf-8", "surrogatepass")


def put(rows: Rows, column: str, text: str, chance: random.Random) -> Rows:
    rows[chance.randrange(1, len(rows))][rows[0].index(column)] = text
    return rows


def drop_column(rows: Rows, chance: random.Random) -> Rows:
    gone = chance.randrange(len(rows[0]))
    return [row[:gone] + row[gone + 1 :] for row in rows]


def swap_units(rows: Rows, chance: random.Random) -> Rows:
    place = rows[0].index("unit")
    one, other = chance.sample(rows[1:], 2)
    while one[place] == other[place]:
        one, other = chance.sample(rows[1:], 2)
    one[place], other[place] = other[place], one[place]
    return rows


def swap_values(rows: Rows, chance: random.Random) -> Rows:
    place = rows[0].index("value")
    one, other = chance.sample(rows[1:], 2)
    one[place], other[place] = other[place], one[place]
    return rows


def repeat_row(rows: Rows, chance: random.Random) -> Rows:
    return [*rows, chance.choice(rows[1:])]


def cut_row(rows: Rows, chance: random.Random) -> Rows:
    row = chance.choice(rows[1:])
    del row[chance.randrange(1, len(row)) :]
    return rows


def control(rows: Rows, chance: random.Random) -> Rows:
    row, character = chance.choice(rows[1:]), chance.choice("\x00\x07\x1b\x9b\u200b\u202e\ufeff\ufffe\ud800\u2028")
    place = chance.randrange(len(row))
    row[place] = row[place][:1] + character + row[place][1:]
    return rows


def other_encoding(rows: Rows, chance: random.Random) -> bytes:
    return (
        encode(rows)
        .decode()
        .encode(chance.choice(["gb18030", "utf-16", "utf-16-le", "utf-16-be", "big5hkscs"]), "replace")
    )


NUMBERS = ["1,234", "1e5", "inf", "nan", "-", "", "１２", "12.3.4", "0x10", "99999999999999999", "=1+1", "一百"]
PERIODS = [
    "2024-13",
    "2024年",
    "24",
    "2024/2023",
    "2024-02-30",
    "2024-1",
    "2024/2024",
    "2024-01/2024",
    "9999-12",
    "0000",
]
DAMAGES: dict[str, Damage] = {
    "dropped column": drop_column,
    "swapped units": swap_units,
    "swapped values": swap_values,
    "duplicated key": repeat_row,
    "short row": cut_row,
    "control character": control,
    "wrong encoding": other_encoding,
    "bad number": lambda rows, chance: put(rows, "value", chance.choice(NUMBERS), chance),
    "wrong period": lambda rows, chance: put(rows, "period", chance.choice(PERIODS), chance),
    "unknown indicator": lambda rows, chance: put(
        rows, "indicator", chance.choice(["Output", "out put", "nothing", ""]), chance
    ),
    "unknown status": lambda rows, chance: put(rows, "status", chance.choice(["real", "ACTUAL", ""]), chance),
    "shuffled header": lambda rows, chance: [chance.sample(rows[0], len(rows[0])), *rows[1:]],
    "torn file": lambda rows, chance: encode(rows)[: chance.randrange(5, 60)],
}


@pytest.mark.parametrize("kind", DAMAGES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=4)
@given(seed=st.integers(0, 10**9))
def test_damage_ends_in_located_messages(tmp_path: Path, kind: str, seed: int) -> None:
    data = lay(tmp_path / "data")
    chance = random.Random(seed)
    rows = list(csv.reader(io.StringIO(FILES[LAKESIDE])))
    before = encode(rows)
    damaged = DAMAGES[kind](rows, chance)
    content = damaged if isinstance(damaged, bytes) else encode(damaged)
    if content == before:  # shuffled into the same order, or equal values swapped
        return
    (data / LAKESIDE).write_bytes(content)
    with pytest.raises(DataError) as raised:
        loading.load_town(data, "lakeside")
    for problem in raised.value.problems:
        assert problem.file.startswith("data/")
        assert str(problem).isprintable()
    assert any(problem.file == f"data/{LAKESIDE}" for problem in raised.value.problems)
    assert {path: (data / path).read_bytes() for path in FILES if path != LAKESIDE} == {
        path: text.encode() for path, text in FILES.items() if path != LAKESIDE
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(seed=st.integers(0, 10**9))
def test_any_flipped_bytes_anywhere_end_in_a_town_or_in_messages(tmp_path: Path, seed: int) -> None:
    data = lay(tmp_path / "data")
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 6)):
        path = data / chance.choice(sorted(FILES))
        content = bytearray(path.read_bytes())
        content[chance.randrange(len(content))] = chance.choice(b'\x00\n\r,"\\-.0129azZ\x80\xe5\xff')
        path.write_bytes(bytes(content))
    try:
        problems = loading.check(data)
    except DataError as error:
        problems = list(error.problems)
    for problem in problems:
        assert str(problem).isprintable()
        assert problem.file.startswith("data/")
