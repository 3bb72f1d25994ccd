"""Files made to cost time or memory: each ends in one line, cheaply, whatever digests were made to fit.

The promise is 5 s of processor and 512 MiB. Both are measured on the process that verifies and on its child, each of
them fresh; a processor that is shared counts more seconds for the same work, so twice as many are allowed here.
"""

from __future__ import annotations

import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from pikepdf import Array, Dictionary, Name

from .forging import Copy, row_of

SECONDS, MEMORY = 2 * 5.0, 512 * 2**20
VERIFICATION_FAILED = 11
OBSERVATIONS = "-observations.csv"


class Ended(NamedTuple):
    """How a verification ended."""

    code: int
    lines: list[str]
    seconds: float
    memory: int


_MEASURED = """
import resource, sys
from mjq_report.__main__ import main
try:
    main()
finally:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(sum(u.ru_utime + u.ru_stime for u in used), used[1].ru_maxrss)
"""


def verified(path: Path) -> Ended:
    """Run `verify` in a fresh process that says at its end what it and its child have used.

    The memory is the child's, which does the work: a process inherits the largest memory of the one that starts it, and
    that is here the small process that measures, not the one that runs the tests.
    """
    command = [sys.executable, "-c", _MEASURED, "verify", str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    seconds, memory = done.stdout.split()[-2:]
    return Ended(done.returncode, done.stderr.splitlines(), float(seconds), int(memory) * 1024)


# ---------------------------------------------------------------------- pages and streams


def marks(copy: Copy) -> None:
    copy.lines[2].append(b"0 0 m 9 9 l S\n" * (60 * 2**20 // 14))


def many_pages_on_one_content(copy: Copy) -> None:
    page = copy.pdf.pages[2].obj
    page.Contents = copy.pdf.make_stream(b"q 1 1 1 rg 0 0 9 9 re f Q\n" * 50_000)
    copy.lines = []
    kids = [copy.pdf.make_indirect(Dictionary(dict(page.items()))) for _ in range(5_000)]
    copy.pdf.Root.Pages = copy.pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array(kids), Count=len(kids)))


def huge_page(copy: Copy) -> None:
    copy.pdf.pages[2].obj.MediaBox = Array([0, 0, 10**7, 10**7])


def huge_picture(copy: Copy) -> None:
    image = copy.pdf.make_stream(zlib.compress(bytes(2**26), 9))
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 2**14, 2**15
    image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceGray, 1, Name.FlateDecode
    copy.pdf.pages[2].obj.Resources.XObject = Dictionary(X=image)
    copy.draw(2, "q 500 0 0 500 0 0 cm /X Do Q")


def forms_in_forms(copy: Copy) -> None:
    """Each draws the one below it ten times."""
    below = copy.pdf.make_stream(b"0 0 9 9 re f")
    below.Subtype, below.BBox = Name.Form, Array([0, 0, 9, 9])
    for _ in range(12):
        form = copy.pdf.make_stream(b"/X Do " * 10)
        form.Subtype, form.BBox, form.Resources = (
            Name.Form,
            Array([0, 0, 9, 9]),
            Dictionary(XObject=Dictionary(X=below)),
        )
        below = form
    copy.pdf.pages[2].obj.Resources.XObject = Dictionary(X=below)
    copy.draw(2, "/X Do")


def many_links(copy: Copy) -> None:
    page = copy.pdf.pages[2].obj
    page.Annots = Array([*page.Annots, *[page.Annots[0]] * 300_000])


# ---------------------------------------------------------------------- fonts


def _to_unicode(body: bytes) -> Callable[[Copy], None]:
    return lambda copy: copy.fonts["FR"].ToUnicode.write(body)


# ---------------------------------------------------------------------- what is enclosed


def _cell(column: str, value: str, ending: str = OBSERVATIONS) -> Callable[[Copy], None]:
    return lambda copy: copy.rewrite(ending, lambda rows: row_of(rows, value="400.19").update({column: value}))


def _input(ending: str, text: bytes) -> Callable[[Copy], None]:
    return lambda copy: copy.put(copy.named(ending), text)


CHANGES: dict[str, Callable[[Copy], object]] = {
    "60 MiB of marks in a page": marks,
    "5,000 pages on one content": many_pages_on_one_content,
    "a page as large as a town": huge_page,
    "a picture of half a billion dots": huge_picture,
    "forms in forms": forms_in_forms,
    "300,000 links on a page": many_links,
    "a map that begins a million times": _to_unicode(b"beginbfchar " * 10**6),
    "a map of a million ranges": _to_unicode(b"1 beginbfrange <0000> <FFFF> <0020> endbfrange\n" * 10**5),
    "a map of one million strings": _to_unicode(b"beginbfchar " + b"<0001> <" * 10**6 + b"endbfchar"),
    "a number of a million digits": _cell("value", "9" * 10**6),
    "columns without end": _input(OBSERVATIONS, b"," * 10**6 + b"\n"),
}


@pytest.mark.parametrize(
    "what", [pytest.param(what, marks=[pytest.mark.slow] if n % 2 else []) for n, what in enumerate(CHANGES)]
)
def test_a_hostile_file_costs_little_and_ends_in_a_line(what: str, briefing: bytes, tmp_path: Path) -> None:
    copy = Copy(briefing)
    CHANGES[what](copy)
    path = tmp_path / "hostile.pdf"
    path.write_bytes(copy.sealed(pages=False))
    check(path)


def check(path: Path) -> None:
    """It fails as a verification, in one line, within the bounds."""
    ended = verified(path)
    assert ended.code == VERIFICATION_FAILED, ended
    assert len(ended.lines) == 1 and ended.lines[0].startswith("error: "), ended
    assert ended.seconds <= SECONDS, ended
    assert ended.memory <= MEMORY, ended
