"""The holes that are known, and what closes each: the rows of docs/defences.md, which is written by this module.

    python -m tests.defences.rows

A row is held by the tests that have its code in their names (`test_p8_p8b_p9_…`); `test_rows` sees that there is one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
PAGE = PROJECT / "docs" / "defences.md"

ROWS: Mapping[str, tuple[str, str]] = {
    "R1": ("expressions evaluated out of colours and markup", "no markup of ReportLab is parsed: its flowables are not imported; a floor on the version"),
    "R2": ("code in `<unichar>`", "the same"),
    "R3": ("an address in `<img>` is fetched", "pictures are never loaded, from nowhere"),
    "R3b": ("a redirect leads the fetch elsewhere", "the same"),
    "R3c": ("a local picture is shown by its path", "the same"),
    "R4": ("`<onDraw>` calls a method", "the same as R1"),
    "R4b": ("a pickle in its label", "the same"),
    "R5": ("markup in data changes size, colour, links", "data is drawn glyph by glyph; links come from declared fields only"),
    "R6": ("`a<b` and `AT&T` raise or change", "the same"),
    "R6b": ("any text at all", "the same, tried with random texts"),
    "R8": ("a long table costs the square of its rows", "our own pages; rows are laid one by one"),
    "R9": ("a cell taller than a page; an empty table", "cells break over pages; an empty table is a sentence"),
    "R10": ("a paragraph of 100,000 characters costs minutes", "a cell has at most 10,000"),
    "R11": ("metadata with a lone surrogate raises", "refused where it is read"),
    "R12": ("a missing glyph prints a box", "it is an error that names the character, and no file is made"),
    "R13": ("`RL_*`, `reportlab_settings.py`, a file in the home folder", "a clean start"),
    "R14": ("other bytes each time", "an invariant canvas, dates as inputs"),
    "R15": ("a pickle cache of fonts with a name that can be guessed", "fonts by path and hash only"),
    "L1": ("time of a long table", "as R8"),
    "L2": ("pages without end", "at most 500"),
    "J1": ("a template that runs code", "an allow-list of what a template may say, in the sandbox"),
    "J2": ("published ways out of the sandbox", "the same; a floor on the version"),
    "J3": ("objects with methods in the context", "plain JSON values only"),
    "J4": ("loops without end", "50,000 steps a document"),
    "J5": ("powers", "no arithmetic"),
    "J6": ("texts that multiply", "no building of texts"),
    "J7": ("files outside the folder, also over a link", "places are resolved first"),
    "J8": ("text that is not escaped", "escaped wherever it is printed"),
    "J9": ("`javascript:` links, attributes without quotes", "checked schemes, quoted attributes"),
    "J10": ("an undefined name prints nothing", "it is an error; `check` finds it before a build does"),
    "J11": ("data that is rendered again", "rendered once"),
    "J12": ("output without end", "256 KiB"),
    "J13": ("templates that include themselves, deep nesting", "a message"),
    "J14": ("errors without a place", "file and line"),
    "P1": ("wrong encodings that go unnoticed", "UTF-8, or one that is named; every wrong byte by row and column"),
    "P2": ("characters that cannot be seen", "refused by row and column"),
    "P3": ("rows of another length shift columns", "an exact count"),
    "P4": ("headers that are renamed", "the exact header"),
    "P5": ("guessed types", "text until our own parser has read it whole"),
    "P6": ("addresses in the place of paths", "files are opened, and nothing else"),
    "P7": ("compressed tables", "taken for bytes like any others"),
    "P8": ("a small workbook that asks for gigabytes", "a guard on the zip, then a child with limits"),
    "P8b": ("cells that lie far out", "the same"),
    "P8c": ("what passes the guard", "limits on the child's memory and time"),
    "P9": ("entities in a workbook's XML", "refused before parsing; defusedxml"),
    "P10": ("formulas in exports", "cells are text, marked as such"),
    "P11": ("formulas, merged, hidden, scaled cells on import", "refused with their place"),
    "P12": ("unpickling, `eval`, `query`", "banned"),
    "P13": ("cells of megabytes", "10,000 characters"),
    "P14": ("errors without a place", "file, row and column"),
    "M1": ("`$` in a label is taken for mathematics", "labels are drawn by us"),
    "M2": ("a label with `_` vanishes from the key", "the same"),
    "M3": ("a missing glyph is a warning", "an error"),
    "M4": ("SVG that is not well-formed", "refused characters, one escaping"),
    "M5": ("a link in a chart out of data", "charts have none"),
    "M6": ("settings of the folder or the machine run code", "put aside while drawing"),
    "M7": ("numbers, ticks and sizes without bounds", "below 1e15, at most 50 marks, fixed sizes"),
    "M8": ("other bytes each time", "the same bytes in other zones, locales and hash seeds"),
    "M9": ("a font cache torn by many first runs", "no font of the machine is looked at"),
    "S1": ("SVG from outside: entities", "no SVG is read"),
    "S2": ("SVG from outside: references to files and addresses", "the same"),
    "S3": ("SVG from outside: loops", "the same"),
    "S4": ("SVG from outside: size", "the same"),
    "S5": ("a parser that resolves entities", "none is used but openpyxl's, behind a guard"),
    "T1": ("a town that is a path", "a town is a row of towns.csv"),
    "T2": ("titles as file names", "names are slugs"),
    "T3": ("writing through a link", "written aside, exclusively, and renamed; links as folders are refused"),
    "T4": ("temporary names that can be guessed; modes of temporary files", "random names, the mode that the umask leaves"),
    "T5": ("archives that unpack outside", "none is unpacked"),
    "K1": ("pickle in caches; damaged entries", "JSON with a digest; damage is noticed and made anew"),
    "K2": ("YAML", "TOML only"),
    "K3": ("TOML that takes seconds and gigabytes", "limits on size, dots and brackets before it is parsed"),
    "K4": ("a scheduler that runs anyone's code", "loopback only, no dashboard"),
    "E1": ("headers injected by a title", "refused characters, one message class"),
    "E2": ("headers injected by a file name", "the same"),
    "E3": ("an address that is two", "one strict address an entry"),
    "W1": ("a redirect takes the secret along", "no redirect is followed"),
    "W2": ("addresses that are no https", "refused"),
    "H1": ("data in scripts", "data files, not scripts"),
    "H2": ("raw HTML in Markdown", "none is taken"),
    "A1": ("active content of an appended PDF", "none is appended"),
    "A2": ("active content in ours", "looked for in what is built, and by `verify`"),
    "A3": ("links of any scheme", "https:, mailto: and places of the document"),
    "C1": ("tracebacks", "one handler; lines of text"),
    "C2": ("escape sequences in messages", "shown, not obeyed"),
    "C3": ("lines that a log reader obeys", "one line a message, behind `error:`"),
    "C4": ("usage errors in boxes", "one line"),
}  # fmt: skip


@cache
def tests() -> dict[str, str]:
    """Every test of the project: its name, and the file below tests/ that it is in."""
    found = {}
    for path in sorted((PROJECT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found[node.name] = path.relative_to(PROJECT).as_posix()
    return found


def holding(code: str) -> list[str]:
    """The tests that hold a row: its code is among the first words of their names."""
    found = []
    for name in tests():
        codes = re.match(r"test_((?:[a-z]\d{1,2}[a-c]?_)+)", name)
        if codes and code.lower() in codes[1].split("_"):
            found.append(name)
    return found


def page() -> str:
    """docs/defences.md."""
    lines = [
        "# Holes, and what closes them", "",
        "Written by `python -m tests.defences.rows`. Each row was tried against the libraries that we stand on. A test that holds",
        "a row has its code in its name. What it means for you is in [SECURITY.md](../SECURITY.md) and [reliability.md](reliability.md).", "",
        "| row | hole | what closes it | held by |", "|---|---|---|---|",
    ]  # fmt: skip
    for code, (hole, closed) in ROWS.items():
        lines.append(f"| {code} | {hole} | {closed} | {', '.join(f'`{name}`' for name in holding(code)[:2])} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
