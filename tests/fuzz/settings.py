"""TOML broken in every way that was thought of: as TOML, and in what its keys hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Spoil = Callable[[str, Random], bytes]

SPOILS: dict[str, Spoil] = {
    "nul": lambda text, draw: text.encode() + b"\0",
    "control": lambda text, draw: text.encode() + b'x = "\x07"\n',
    "not utf-8": lambda text, draw: text.encode() + b"x = '\xff'\n",
    "utf-16": lambda text, draw: text.encode("utf-16"),
    "gb18030": lambda text, draw: ("# 中\n" + text + '\nx = "字"').encode("gb18030"),
    "two marks": lambda text, draw: b"\xef\xbb\xbf" * 2 + text.encode(),
    "long dotted key": lambda text, draw: text.encode() + b"\n" + b".".join([b"a"] * draw.randrange(40, 20_000)) + b" = 1\n",
    "long dotted table": lambda text, draw: text.encode() + b"\n[" + b".".join([b"a"] * 20_000) + b"]\n",
    "long key with blanks": lambda text, draw: text.encode() + b"\n" + b" . ".join([b"a"] * 9_000) + b" = 1\n",
    "many dotted lines": lambda text, draw: text.encode() + b"".join(b"\n" + b".".join([b"a%d" % n] * 30) + b"=1" for n in range(2500)),
    "deep array": lambda text, draw: text.encode() + b"\nx = " + b"[" * draw.randrange(70, 50_000),
    "closed deep array": lambda text, draw: text.encode() + b"\nx = " + b"[" * 5_000 + b"]" * 5_000,
    "deep array over lines": lambda text, draw: text.encode() + b"\nx = " + b"[\n" * 50_000,
    "deep tables": lambda text, draw: text.encode() + b"\nx = " + b"{a=" * 20_000 + b"1" + b"}" * 20_000,
    "deep tables in strings": lambda text, draw: text.encode() + b'\nx = [""' + b',["",""' * 60 + b"\n" + b"[\n" * 20_000,
    "huge integer": lambda text, draw: text.encode() + b"\nx = " + b"9" * 100_000,
    "huge hexadecimal": lambda text, draw: text.encode() + b"\nx = 0x" + b"F" * 200_000 + b"\nx = 1",
    "huge": lambda text, draw: text.encode() + b"\n#" + b"x" * 300_000,
    "huge string": lambda text, draw: text.encode() + b'\nx = "' + b"x" * 280_000 + b'"',
    "open string": lambda text, draw: text.encode() + b'\nx = "abc\n',
    "open long string": lambda text, draw: text.encode() + b'\nx = """abc\n' * 3,
    "a bad escape": lambda text, draw: text.encode() + b'\nx = "\\q"\n',
    "a surrogate": lambda text, draw: text.encode() + b'\nx = "\\ud800"\n',
    "beyond all characters": lambda text, draw: text.encode() + b'\nx = "\\UFFFFFFFF"\n',
    "a key twice": lambda text, draw: text.encode() + b"\nx = 1\nx = 2\n",
    "a table twice": lambda text, draw: text.encode() + b"\n[x.y]\n[x]\n[x]\n",
    "a table over a value": lambda text, draw: text.encode() + b"\nx = 1\n[x.y]\nz = 2\n",
    "no value": lambda text, draw: text.encode() + b"\nx =\n",
    "no key": lambda text, draw: text.encode() + b"\n = 1\n",
    "two values": lambda text, draw: text.encode() + b"\nx = 1 2\n",
    "yaml": lambda text, draw: b"name: x\npage:\n  - 1\n",
    "json": lambda text, draw: b'{"name": "x"}',
    "ini": lambda text, draw: b"[page\nwidth 210\n",
    "noise": lambda text, draw: b"\x80" + draw.randbytes(draw.randrange(1, 5000)),
    "carriage returns": lambda text, draw: text.replace("\n", "\r").encode(),
    "full-width": lambda text, draw: text.replace("=", "＝").encode(),
    "cut": lambda text, draw: text[: draw.randrange(len(text) // 3, len(text))].encode() + b'"\x80',
    "an unknown key": lambda text, draw: b"unknown_key = 1\n" + text.encode(),
    "an unknown table": lambda text, draw: text.encode() + b"\n[unknown_table]\nx = 1\n",
}  # fmt: skip

# What stands where something else was meant. No key of ours takes any of them.
WRONG = (
    "inf", "-inf", "nan", "1e308", "-1e308", "-1", "99999999999999999999", "1979-05-27T07:32:00Z", "07:32:00", "1979-05-27",
    "[]", "[[]]", "[inf]", "{}", "{x = 1}", "[1, 'x']", "[[[[[[[[[[1]]]]]]]]]]",
)  # fmt: skip
_PAIR = re.compile(r"^( *[A-Za-z0-9_.\"-]+ *= *)(\S.*)$", re.MULTILINE)


def wrong_value(text: str, draw: Random) -> bytes:
    """The value of some key replaced by one of another type or far out of range."""
    pairs = [match for match in _PAIR.finditer(text) if match[2].count("[") == match[2].count("]")]
    chosen = draw.choice(pairs)
    choices = [wrong for wrong in WRONG if not (chosen[2].startswith("{") and wrong.startswith("{"))]
    if chosen[2].startswith("["):
        choices = [wrong for wrong in choices if wrong != "[]"]
    return (text[: chosen.start(2)] + draw.choice(choices) + text[chosen.end(2) :]).encode()


def keys(text: str) -> list[tuple[int, int]]:
    """Where the value of each key stands, for trying every one."""
    return [match.span(2) for match in _PAIR.finditer(text)]
