"""Tables broken in every way that was thought of: the bytes of a CSV file, or what stands in its place."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

Spoil = Callable[[bytes, Random], bytes]
FILES = (
    "data/towns.csv", "data/indicators.csv", "data/breakdowns.csv", "data/coverages.csv", "data/sources.csv", "data/omissions.csv",
    "data/towns/lakeside/observations.csv", "data/towns/lakeside/claims.csv", "data/towns/lakeside/programmes.csv",
    "data/towns/lakeside/organisations.csv",
)  # fmt: skip
# What no cell may hold, each by what it is.
UNSEEN = (
    "\0", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b[2J", "\x7f", "\x85", "\x9b31m", "\u00ad", "\u061c", "\u180e", "\u200b",
    "\u200d", "\u200e", "\u200f", "\u2028", "\u2029", "\u202e", "\u2060", "\u2066", "\u2069", "\ufeff", "\ufff9", "\ufffd", "\ufffe",
    "\uffff", "\ufdd0", "\U0001ffff", "\U000e0041", "\U0010fffe",
)  # fmt: skip


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def _put(data: bytes, draw: Random, piece: bytes) -> bytes:
    """A piece put into a cell somewhere behind the header."""
    lines = _lines(data)
    if len(lines) < 2:
        return data + piece + b"\n"
    number = draw.randrange(1, len(lines))
    cells = lines[number].rstrip(b"\n").split(b",")
    which = draw.randrange(len(cells))
    cells[which] = cells[which] + piece
    lines[number] = b",".join(cells) + b"\n"
    return b"".join(lines)


def _header(data: bytes, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    first, _, rest = data.partition(b"\n")
    return b",".join(change(first.split(b","))) + b"\n" + rest


def _text(data: bytes) -> str:
    return data.decode("utf-8")


def _swapped(names: list[bytes]) -> list[bytes]:
    return [names[1], names[0], *names[2:]]


# Each makes a table that must be refused, whatever table it is.
SPOILS: dict[str, Spoil] = {
    "empty": lambda data, draw: b"",
    "only commas": lambda data, draw: b"," * draw.randrange(1, 100_000),
    "nul": lambda data, draw: _put(data, draw, b"\0"),
    "unseen": lambda data, draw: _put(data, draw, draw.choice(UNSEEN).encode()),
    "surrogate": lambda data, draw: _put(data, draw, "\ud800".encode("utf-8", "surrogatepass")),
    "not utf-8": lambda data, draw: _put(data, draw, bytes([draw.randrange(0x80, 0x100)])),
    "cut character": lambda data, draw: data + "马".encode()[:2],
    "utf-16": lambda data, draw: _text(data).encode("utf-16"),
    "two marks": lambda data, draw: b"\xef\xbb\xbf" * 2 + data,
    "carriage returns only": lambda data, draw: data.replace(b"\n", b"\r"),
    "mixed line ends": lambda data, draw: data.replace(b"\n", b"\r", 2).replace(b"\r", b"\n", 1),
    "semicolons": lambda data, draw: data.replace(b",", b";"),
    "full-width commas": lambda data, draw: data.replace(b",", "，".encode()),
    "lone quote": lambda data, draw: _put(data, draw, b'"'),
    "open quote at the end": lambda data, draw: data + b'"',
    "open quote before all": lambda data, draw: b'"' + data,
    "quote in the header": lambda data, draw: _header(data, lambda names: [b'"' + names[0], *names[1:]]),
    "line end in a cell": lambda data, draw: _put(data, draw, b"\n"),
    "quoted line end": lambda data, draw: _header(data, lambda names: [b'"' + names[0] + b'\n"', *names[1:]]),
    "no header": lambda data, draw: b"".join(_lines(data)[1:]),
    "header twice": lambda data, draw: _lines(data)[0] + data,
    "header in capitals": lambda data, draw: _header(data, lambda names: [name.upper() for name in names]),
    "header in disorder": lambda data, draw: _header(data, _swapped),
    "column twice": lambda data, draw: _header(data, lambda names: [*names[:-1], names[0]]),
    "blank column": lambda data, draw: _header(data, lambda names: [*names[:-1], b""]),
    "column missing": lambda data, draw: _header(data, lambda names: names[:-1]),
    "column too many": lambda data, draw: _header(data, lambda names: [*names, b"more"]),
    "hundred thousand columns": lambda data, draw: _header(data, lambda names: names * 10_000),
    "control in the header": lambda data, draw: _header(data, lambda names: [names[0] + b"\x1b[31m", *names[1:]]),
    "lookalike in the header": lambda data, draw: _header(data, lambda names: [names[0].replace(b"o", "о".encode()) + b"_", *names[1:]]),
    "field too many": lambda data, draw: data + b"x" + b"," * (data.split(b"\n")[0].count(b",") + 2) + b"\n",
    "field too few": lambda data, draw: data + b"x\n",
    "field too many in all": lambda data, draw: data.replace(b"\n", b",x\n").replace(b",x\n", b"\n", 1),
    "long cell": lambda data, draw: _put(data, draw, b"x" * draw.randrange(10_100, 131_000)),
    "cell of megabytes": lambda data, draw: _put(data, draw, b"x" * 10_000_000),
    "quoted cell of megabytes": lambda data, draw: data + b'"' + b"x\n" * 5_000_000 + b'"\n',
    "open quote and megabytes": lambda data, draw: data + b'"' + b"a,b\n" * 2_000_000,
    "row of megabytes": lambda data, draw: data + b"a," * 5_000_000 + b"\n",
    "million blank lines": lambda data, draw: data + b"\n" * 1_000_000,
    "million short rows": lambda data, draw: data + b"a,b\n" * 1_000_000,
    "row twice": lambda data, draw: data + _lines(data)[-1],
    "white space": lambda data, draw: _put(data, draw, draw.choice((" ", "\u3000", "\u00a0", "\u2003")).encode()),
    "gzip": lambda data, draw: b"\x1f\x8b\x08\x00" + draw.randbytes(200),
    "noise": lambda data, draw: draw.randbytes(draw.randrange(1, 100_000)),
    "json": lambda data, draw: b'[{"town": "x"}]',
    "separator line": lambda data, draw: b"sep=;\n" + data,
    "comment": lambda data, draw: b"# tables\n" + data,
    "conflict": lambda data, draw: data + b"<<<<<<< HEAD\n" + _lines(data)[-1] + b"=======\n>>>>>>> other\n",
    "formula": lambda data, draw: data + b"=1+1\n",
    "ends in the middle": lambda data, draw: data[: len(data) - draw.randrange(6, 20)] + b"\xff",
    "a bit": lambda data, draw: _put(data, draw, bytes([draw.choice((0x00, 0x08, 0x1B, 0x80, 0xFF))])),
}  # fmt: skip

# A cell of the observations, by column, that no reading makes right.
CELLS = {
    "value": (
        "", "x", "1,234", "１２", "1e5", "inf", "-inf", "nan", "NaN", "NA", "None", "null", "1e400", "0x10", "1_000", "+1", ".5", "5.",
        "1.2.3", "--1", "1 2", "1000000000000000", "9" * 30, "9" * 5000, "1." + "0" * 13, "½", "Ⅻ", "一百", "$1", "=1", "1%", "٣", "१",
        "-", "∞", "1/2", "1\u00a0000",
    ),
    "period": (
        "", "x", "24", "2024-13", "2024-00", "2024-02-30", "2024/2023", "2024-01/2024", "2024-01/2024-12", "2024-1", "0000",
        "9999999", "２０２４", "2024年", "2024-06-01/2024-06-30", "2024/2024", "/2024", "2024/", "2024//2025", "-2024", "2024-12-32",
    ),
    "indicator": ("", "X", "nope", "../x", "a b", "output\t", "ｏutput", "x" * 200, "__proto__", "output;"),
    "unit": ("", " ", "亿", "元", "%", "x" * 10_001, "亿元\u200b"),
    "qualifier": ("", "EXACT", "exactly", "约", "nan"),
    "status": ("", "Actual", "done", "true"),
    "source": ("", "src-9", "../src-1", "SRC-1"),
    "locator": ("", "0", "-1", "1.0", "01", "1e3", "9999999", "２", "1-3", "x", "9" * 6000),
    "coverage": ("", "whole", "WHOLE_TOWN", "whole_town,above_size"[:5]),
    "breakdown": ("nope", "a b", "CARS"),
    "as_published": ("", "x", "=1", "99.9亿元"),
}  # fmt: skip


def with_cell(data: bytes, number: int, column: str, text: str) -> bytes:
    """A table with another text in one cell of a row that has no quotes."""
    lines = _text(data).splitlines()
    cells = lines[number].split(",")
    cells[lines[0].split(",").index(column)] = text
    lines[number] = ",".join(cells)
    return ("\n".join(lines) + "\n").encode()


def fifo(path: Path) -> None:
    """A pipe that nobody writes to."""
    path.unlink()
    os.mkfifo(path)


def folder(path: Path) -> None:
    """A folder of the file's name."""
    path.unlink()
    path.mkdir()


def device(path: Path) -> None:
    """A link to a device that never ends."""
    path.unlink()
    path.symlink_to("/dev/zero")


def circle(path: Path) -> None:
    """A link to itself."""
    path.unlink()
    path.symlink_to(path.name)


def dangling(path: Path) -> None:
    """A link to nothing."""
    path.unlink()
    path.symlink_to("nothing-here")


def sparse(path: Path) -> None:
    """A file of terabytes that takes no room."""
    with path.open("r+b") as file:
        file.truncate(1 << 40)


def socket(path: Path) -> None:
    """A socket."""
    import socket as sockets

    path.unlink()
    here = Path.cwd()
    os.chdir(path.parent)  # the address of a socket has no room for a long path
    try:
        with sockets.socket(sockets.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


PLACES = {made.__name__: made for made in (fifo, folder, device, circle, dangling, sparse, socket)}
