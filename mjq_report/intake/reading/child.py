"""Run as a program of its own, with limits on memory and time: bytes of a page, a DOCX or a PDF on stdin, its paragraphs as JSON on stdout.

It imports nothing of mjq_report, so that it starts fast and a crash takes nothing with it. Whatever goes wrong ends this
process; its parent tells the user.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from html.parser import HTMLParser

MEMORY = 480 * 1024 * 1024
SECONDS = 4
MOST_PAGES, MOST_MEMBERS = 500, 2_000
LARGEST_PART, LARGEST_UNPACKED, LARGEST_PAGE = 24 * 2**20, 96 * 2**20, 4 * 2**20
_BLOCKS = frozenset(
    "p div li ul ol tr table h1 h2 h3 h4 h5 h6 br hr section article header footer main nav aside blockquote pre dd dt dl title form".split()
)
_HIDDEN = frozenset("script style noscript template svg math select option textarea button iframe object".split())
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class Page(HTMLParser):
    """The blocks of a web page as lines; what a browser does not show is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line; what is hidden is counted until it ends."""
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _BLOCKS:
            self.end()
        elif tag in ("td", "th"):
            self._parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """A block ends its line."""
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self.end()

    def handle_data(self, data: str) -> None:
        """Text that is shown."""
        if not self._hidden:
            self._parts.append(data)

    def end(self) -> None:
        """What has been gathered is a line."""
        line = re.sub(r"[ \t\r\n\xa0]+", " ", "".join(self._parts)).strip()
        self._parts = []
        if line.strip():
            self.lines.append(line)


def html(content: bytes) -> list[str]:
    """The lines of a web page in the encoding that it names, else UTF-8 or GB18030."""
    if len(content) > LARGEST_PAGE:
        raise ValueError(f"the page is larger than {LARGEST_PAGE // 2**20} MiB")
    named = re.search(rb"""charset\s*=\s*["']?([A-Za-z0-9_-]{2,20})""", content[:2048])
    encodings = [named[1].decode("ascii").lower() if named else "utf-8", "utf-8-sig", "gb18030"]
    for encoding in ("gb18030" if e in ("gb2312", "gbk") else e for e in encodings):
        try:
            text = content.decode(encoding)
            break
        except (UnicodeDecodeError, LookupError):
            continue
    else:
        raise ValueError("its encoding is none that is known")
    if text.count("<") > 4 * text.count(">") + 1000:
        raise ValueError("its tags do not end")  # the parser would look for their ends again and again
    page = Page()
    page.feed(text)
    page.close()
    page.end()
    return page.lines


def docx(content: bytes) -> list[str]:
    """The paragraphs of a DOCX in their order, those of tables and text boxes too."""
    from defusedxml.ElementTree import iterparse

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
            raise ValueError("it unpacks to far more than a text")
        part = archive.getinfo("word/document.xml")
        if part.file_size > LARGEST_PART or part.flag_bits & 0x1:
            raise ValueError("its text is too large, or locked with a password")
        stream = io.BytesIO(archive.open(part).read(LARGEST_PART + 1))
    lines: list[str] = []
    open_: list[list[str]] = []
    fallback = 0
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        tag = element.tag
        if event == "start":
            fallback += tag == _FALLBACK
            if tag == _W + "p":
                open_.append([])
            continue
        if tag == _FALLBACK:
            fallback -= 1
        elif tag == _W + "t" and open_ and not fallback:
            open_[-1].append(element.text or "")
        elif tag in (_W + "tab", _W + "br") and open_:
            open_[-1].append(" ")
        elif tag == _W + "p":
            line = "".join(open_.pop())
            if line.strip() and not fallback:
                lines.append(line)
            element.clear()
    return lines


def pdf(content: bytes) -> list[str]:
    """The paragraphs of a PDF with text: lines that reach the right edge go on in the next one."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    if len(document) > MOST_PAGES:
        raise ValueError(f"it has more than {MOST_PAGES} pages")
    lines: list[str] = []
    for number in range(len(document)):
        lines += _of_page(document[number])
    return lines


def _of_page(page: object) -> list[str]:
    text = page.get_textpage()  # type: ignore[attr-defined]
    rows = []
    for place in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(place)
        words = (
            text.get_text_bounded(left, bottom, right, top).replace("\r", "").replace("\n", "").replace("\ufffe", "")
        )
        if words.strip():
            rows.append((left, bottom, right, top, words))
    return _joined(_same_line(rows))


Row = tuple[float, float, float, float, str]


def _same_line(rows: list[Row]) -> list[Row]:
    """Pieces that stand side by side are one line."""
    done: list[Row] = []
    for row in rows:
        left, bottom, right, top, words = row
        if done:
            a, b, c, d, before = done[-1]
            overlap = min(d, top) - max(b, bottom)
            if overlap > 0.5 * min(d - b, top - bottom) and left >= c - 2:
                gap = " " if left - c > 0.6 * (top - bottom) and words[:1].isascii() and before[-1:].isascii() else ""
                done[-1] = (a, min(b, bottom), max(c, right), max(d, top), before + gap + words)
                continue
        done.append(row)
    return done


def _joined(rows: list[Row]) -> list[str]:
    """A line that ends short of the edge, or whose next is indented or set in another size, ends its paragraph."""
    lines: list[str] = []
    if not rows:
        return lines
    edge, margin = max(row[2] for row in rows), min(row[0] for row in rows)
    goes_on = False
    size = 0.0
    for left, bottom, right, top, words in rows:
        height = top - bottom
        fits = goes_on and left < margin + 1.2 * height and abs(height - size) < 0.35 * max(height, size)
        text = words.strip()
        if fits and lines:
            joint = (
                " "
                if lines[-1][-1:].isascii() and lines[-1][-1:].isalnum() and text[:1].isascii() and text[:1].isalpha()
                else ""
            )
            lines[-1] += joint + text
        elif text:
            lines.append(text)
        goes_on, size = right > edge - 2.2 * height, height
    return lines


def _limit() -> None:
    """Cap memory and time, and forbid writing files and dumping core, where the system can."""
    try:
        import resource
    except ImportError:  # not POSIX: the limits on sizes and the parent's on time remain
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


READERS = {"html": html, "docx": docx, "pdf": pdf}

if __name__ == "__main__":
    _limit()
    json.dump(READERS[sys.argv[1]](sys.stdin.buffer.read()), sys.stdout)
