"""TOML broken in every way that was thought of: as TOML, and in what its keys hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Spoil = Callable[[bytes, Random], bytes]

SPOILS: dict[str, Spoil] = {
    "nul": lambda data, draw: data + b"\0",
    "control": lambda data, draw: data + b'x = "\x07"\n',
    "not utf-8": lambda data, draw: data + b"x = '\xff'\n",
    "utf-16": lambda data, draw: data.decode().encode("utf-16"),
    "gb18030": lambda data, draw: ("# 中\n" + data.decode() + '\nx = "字"').encode("gb18030"),
    "two marks": lambda data, draw: b"\xef\xbb\xbf" * 2 + data,
    "long dotted key": lambda data, draw: data + b"\n" + b".".join([b"a"] * draw.randrange(40, 20_000)) + b" = 1\n",
    "long key with blanks": lambda data, draw: data + b"\n" + b" . ".join([b"a"] * 9_000) + b" = 1\n",
    "many dotted lines": lambda data, draw: data + b"".join(b"\n" + b".".join([b"a%d" % n] * 30) + b"=1" for n in range(2500)),
    "deep array": lambda data, draw: data + b"\nx = " + b"[" * draw.randrange(70, 50_000),
    "closed deep array": lambda data, draw: data + b"\nx = " + b"[" * 5_000 + b"]" * 5_000,
    "deep array over lines": lambda data, draw: data + b"\nx = " + b"[\n" * 50_000,
    "deep tables": lambda data, draw: data + b"\nx = " + b"{a=" * 20_000 + b"1" + b"}" * 20_000,
    "huge integer": lambda data, draw: data + b"\nx = " + b"9" * 100_000,
    "huge": lambda data, draw: data + b"\n#" + b"x" * 300_000,
    "huge string": lambda data, draw: data + b'\nx = "' + b"x" * 280_000 + b'"',
    "open string": lambda data, draw: data + b'\nx = "abc\n',
    "a bad escape": lambda data, draw: data + b'\nx = "\\q"\n',
    "a surrogate": lambda data, draw: data + b'\nx = "\\ud800"\n',
    "beyond all characters": lambda data, draw: data + b'\nx = "\\UFFFFFFFF"\n',
    "a key twice": lambda data, draw: data + b"\nx = 1\nx = 2\n",
    "a table twice": lambda data, draw: data + b"\n[x.y]\n[x]\n[x]\n",
    "a table over a value": lambda data, draw: data + b"\nx = 1\n[x.y]\nz = 2\n",
    "no value": lambda data, draw: data + b"\nx =\n",
    "no key": lambda data, draw: data + b"\n = 1\n",
    "two values": lambda data, draw: data + b"\nx = 1 2\n",
    "json": lambda data, draw: b'{"name": "x"}',
    "noise": lambda data, draw: b"\x80" + draw.randbytes(draw.randrange(1, 5000)),
    "carriage returns": lambda data, draw: data.replace(b"\n", b"\r"),
    "full-width": lambda data, draw: data.replace(b"=", "＝".encode()),
    "cut": lambda data, draw: data[: draw.randrange(len(data) // 3, len(data))] + b'"\x80',
    "an unknown key": lambda data, draw: b"unknown_key = 1\n" + data,
    "an unknown table": lambda data, draw: data + b"\n[unknown_table]\nx = 1\n",
}  # fmt: skip

# What stands where something else was meant. No key of ours takes any of them.
WRONG = (
    "inf", "-inf", "nan", "1e308", "-1e308", "-1", "99999999999999999999", "1979-05-27T07:32:00Z", "07:32:00", "1979-05-27",
    "[]", "[[]]", "[inf]", "{}", "{x = 1}", "[1, 'x']", "[[[[[[[[[[1]]]]]]]]]]",
)  # fmt: skip
_PAIR = re.compile(r"^( *[A-Za-z0-9_.\"-]+ *= *)(\S.*)$", re.MULTILINE)


def wrong_value(data: bytes, draw: Random) -> bytes:
    """The value of some key replaced by one of another type or far out of range."""
    text = data.decode()
    pairs = [match for match in _PAIR.finditer(text) if match[2].count("[") == match[2].count("]")]
    chosen = draw.choice(pairs)
    choices = [wrong for wrong in WRONG if not (chosen[2].startswith("{") and wrong.startswith("{"))]
    if chosen[2].startswith("["):
        choices = [wrong for wrong in choices if wrong != "[]"]
    return (text[: chosen.start(2)] + draw.choice(choices) + text[chosen.end(2) :]).encode()
