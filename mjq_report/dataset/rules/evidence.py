"""Does every row stand in its source, and does every figure of the source stand in a row?

The sources are found by the SHA-256 in sources.csv, whatever their files are called. A paragraph is a
non-empty line, counted from 1; of a table each cell that shows something is one. The texts themselves are never copied into
the project.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from mjq_report.dataset import fields, schema, terms
from mjq_report.dataset.csv_reader import Rows
from mjq_report.dataset.rules.printed_words import source_faults
from mjq_report.dataset.store import Store
from mjq_report.dataset.workbook import grid
from mjq_report.errors import UnknownTown, shown

LARGEST_SOURCE = 16 * 1024 * 1024
_LINE_END = re.compile(r"\r\n|\r|\n")
_RUN = re.compile(r"[0-9０-９]+(?:[.．,][0-9０-９]+)*")
_YEAR = r"(?:19|20)[0-9]{2}"
_TO = r"[—–\-~～至到]+"
_DATE = re.compile(
    rf"{_YEAR}(?:{_TO}{_YEAR})?年(?:[0-9]{{1,2}}月?{_TO})?(?:[0-9]{{1,2}}月)?(?:[0-9]{{1,2}}日)?"
    rf"|(?:[0-9]{{1,2}}月?{_TO})?[0-9]{{1,2}}月(?:份|底|末|初)?(?:[0-9]{{1,2}}日)?|{_YEAR}{_TO}{_YEAR}年"
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*[0-9]+|[0-9]+[A-Za-z][A-Za-z0-9-]*")
_MOST_NEAREST = 200  # rows that the nearest place is looked for: it takes a second for a thousand
Read = Callable[[bytes], list[str] | None]
_CITING = ("observations", "claims", "programmes", "organisations", "mentions")


@dataclass(frozen=True, slots=True)
class Missing:
    """A row whose words are not in the paragraph that it names; `found_in` lists where they are, nearest first."""

    file: str
    line: int
    source: str
    locator: str
    words: str
    found_in: tuple[str, ...]
    nearest: str

    def __str__(self) -> str:
        place = self.nearest or "it stands nowhere"
        if self.found_in:
            place = f"it stands in {_called(', '.join(self.found_in))}"
        return (
            f"{self.file}:{self.line}: {shown(self.words)} is not in {_called(self.locator)} of {self.source}; {place}"
        )


@dataclass(frozen=True, slots=True)
class DigitRun:
    """Digits in a source that no row covers, with the words around them; `reason` says why they need none."""

    source: str
    paragraph: str
    digits: str
    words: str
    reason: str = ""

    def __str__(self) -> str:
        reason = f" ({self.reason})" if self.reason else ""
        return f"{self.source}:{self.paragraph}: {self.digits} in {shown(self.words)}{reason}"


@dataclass(frozen=True)
class EvidenceReport:
    """What the check found.

    `absent` are sources whose text is not in the folder. `contradicting` are rows that the words around their figure
    contradict, one line each. `uncovered` digit runs have no row and no reason;
    `explained` ones are dates or parts of names; `left_out` ones are in omissions.csv.
    """

    checked: int
    absent: tuple[str, ...]
    missing: tuple[Missing, ...]
    contradicting: tuple[str, ...]
    uncovered: tuple[DigitRun, ...]
    explained: tuple[DigitRun, ...]
    left_out: tuple[DigitRun, ...]

    def problems(self) -> list[str]:
        """What is wrong, one line each; empty when the evidence is sound."""
        absent = [f"data/sources.csv: no file in the folder has the SHA-256 of {source}" for source in self.absent]
        uncovered = [
            f"{run}: no row covers it; add the row, or say why not in data/omissions.csv" for run in self.uncovered
        ]
        return [*absent, *map(str, self.missing), *self.contradicting, *uncovered]

    def notes(self) -> list[str]:
        """What was held against the texts, and how many digits of theirs need no row, one line each."""
        return [
            f"{self.checked} rows were looked up in their sources",
            f"{len(self.left_out)} digit runs are left out on purpose, for the reasons in data/omissions.csv",
            f"{len(self.explained)} more are dates or parts of names",
        ]


def check_evidence(
    data: Path, evidence: Path, towns: Sequence[str] | None = None, read: Read | None = None
) -> EvidenceReport:
    """Hold the rows of `towns` (all when None) against the source texts in the folder `evidence`.

    `read` gives a file's paragraphs by its bytes, None for what is no source; without it, only plain texts are read.

    Raises UnknownTown, and DataError when a table cannot be read.
    """
    store = Store(data)
    known = sorted(store.rows(schema.TOWNS).keys)
    store.problems.raise_errors()
    for slug in towns or ():
        if slug not in known:
            raise UnknownTown(slug, known)
    rows = {slug: [store.rows(schema.TABLES[name], slug) for name in _CITING] for slug in known}
    sources, omissions = store.rows(schema.SOURCES), store.rows(schema.OMISSIONS)
    store.problems.raise_errors()
    asked = [table for slug in (known if towns is None else towns) for table in rows[slug]]
    cited = {row["source"] for table in asked for row in table}
    hashes = {row["source"]: row["sha256"] for row in sources if row["source"] in cited}
    texts = {
        source: paragraphs
        for source, paragraphs in ((s, _open(evidence, digest, read or decoded)) for s, digest in hashes.items())
        if paragraphs is not None
    }
    missing, checked = _missing(asked, texts)
    covered = _covered([table for tables in rows.values() for table in tables], texts)
    wanted = known if towns is None else towns
    contradicting = [*_contradicting(store, wanted, texts), *_unnamed([rows[slug][0] for slug in wanted], texts)]
    left_out, stale = _omitted(omissions, texts)
    runs = [run for source in texts for run in _runs(source, texts[source], covered, left_out)]
    return EvidenceReport(
        checked=checked,
        absent=tuple(source for source in hashes if source not in texts),
        missing=(*missing, *stale),
        contradicting=tuple(contradicting),
        uncovered=tuple(run for run in runs if not run.reason),
        explained=tuple(run for run in runs if run.reason in (_A_DATE, _A_NAME)),
        left_out=tuple(run for run in runs if run.reason and run.reason not in (_A_DATE, _A_NAME)),
    )


_ADDED = re.compile(r"[（(][^（()）]*[）)]\Z")  # what a curator says of a name behind it
_TOGETHER = 5  # paragraphs within which a source names what it counts
_QUOTES = str.maketrans("", "", '“”‘’「」"')
_A_DATE, _A_NAME = "a date", "part of a name"
Text = Mapping[str, str]  # a source's paragraphs or cells by their locator, in order
Texts = Mapping[str, Text]
Spans = dict[tuple[str, str], list[tuple[int, int, str]]]  # by source and locator: start, end, reason


def _called(locator: str) -> str:
    return f"{'paragraph' if locator[0].isdigit() else 'cell'} {locator}"


def _open(evidence: Path, digest: str, read: Read) -> Text | None:
    """What the file with this SHA-256 says, by locator, or None when the folder has none that can be read."""
    for path in sorted(evidence.rglob("*")):
        if path.is_file() and path.stat().st_size <= LARGEST_SOURCE:
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() == digest:
                return _text(path, content, read)
    return None


def _text(path: Path, content: bytes, read: Read) -> Text | None:
    """The cells of a table as they show, or the paragraphs of a text."""
    if path.suffix.lower() == ".csv":
        one = grid.csv_grid(content, "", grid.encoding_of(content))
        return None if isinstance(one, str) else grid.shown([one])
    if content.startswith(b"PK") and not isinstance(book := grid.read_workbook(content), str):
        return grid.shown(book)
    lines = read(content)
    return None if lines is None else {str(number): line for number, line in enumerate(lines, 1)}


def decoded(content: bytes) -> list[str] | None:
    """A text in UTF-8 or, as older offices save them, GB18030 (GB 18030-2022); UTF-8 is never valid by chance."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return paragraphs(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    return None


def paragraphs(text: str) -> list[str]:
    """The non-empty lines of a text; a locator counts them from 1."""
    return [line for line in _LINE_END.split(text) if line.strip()]


def _occurrences(words: str, paragraph: str) -> Iterator[tuple[int, int]]:
    start = paragraph.find(words)
    while start >= 0:
        yield start, start + len(words)
        start = paragraph.find(words, start + 1)


def _missing(tables: Sequence[Rows], texts: Texts) -> tuple[list[Missing], int]:
    """Rows that their paragraph does not bear out, and how many rows were looked up."""
    missing: list[Missing] = []
    checked = 0
    for table in tables:
        for row, line in zip(table, table.lines, strict=True):
            if row["source"] in texts:
                checked += 1
                text, words, number = texts[row["source"]], row["as_published"], row["locator"]
                if not _stands(words, number, text):
                    found = _elsewhere(words, text, number)
                    nearest = _nearest(words, text) if not found and len(missing) < _MOST_NEAREST else ""
                    missing.append(Missing(table.file, line, row["source"], row["locator"], words, found, nearest))
    return missing, checked


def _unnamed(tables: Sequence[Rows], texts: Texts) -> Iterator[str]:
    """Names behind a count that do not stand in its paragraph, nor all of them within a few paragraphs of the source.

    五大主导产业 may be counted in a heading and named below it, one a paragraph. What stands in brackets behind a name, and
    quotation marks, are the curators'.
    """
    for table in tables:
        for row, line in zip(table, table.lines, strict=True):
            text = texts.get(row["source"], {})
            names = [_ADDED.sub("", name).translate(_QUOTES).strip() for name in row.get("members_zh", "").split("|")]
            names = [name for name in names if name]
            if not names or not text:
                continue
            plain = [paragraph.translate(_QUOTES) for paragraph in text.values()]
            here = text.get(row["locator"], "").translate(_QUOTES)
            near = ["\n".join(plain[place : place + _TOGETHER]) for place in range(len(plain))]
            if not any(all(name in part for name in names) for part in (here, *near)):
                absent = next((name for name in names if name not in here), names[0])
                where = f"{_called(row['locator'])} of {row['source']}"
                yield f"{table.file}:{line}:members_zh: {shown(absent)} is not among what {where} counts"


def _contradicting(store: Store, towns: Sequence[str], texts: Texts) -> Iterator[str]:
    """Observations that the words around their figure contradict."""
    shared = store.shared()
    for town in towns:
        own = store.of_town(town)
        tables, table = terms.merged(shared, own), own["observations"]
        for line, what in source_faults(table, texts, tables):
            yield f"{table.file}:{line}: the source contradicts the row: {what}"


def _stands(words: str, locator: str, text: Text) -> bool:
    """Whether words stand in a paragraph or cell; a cell that shows a figure shows it whole."""
    there = text.get(locator, "")
    if not locator[0].isdigit() and _FIGURE_ALONE.fullmatch(there.strip()):
        return words == there.strip()
    return words in there


_FIGURE_ALONE = re.compile(r"[-+(（]?[0-9０-９.．,，]+[%％)）]*")


def _elsewhere(words: str, text: Text, locator: str) -> tuple[str, ...]:
    """Where else the words stand, nearest first."""
    places = {place: number for number, place in enumerate(text)}
    here = places.get(locator, int(locator) - 1 if locator.isdigit() else 0)
    found = [place for place, paragraph in text.items() if words in paragraph]
    return tuple(sorted(found, key=lambda place: (abs(places[place] - here), places[place]))[:_MOST_ELSEWHERE])


_MOST_ELSEWHERE = 20


def _nearest(words: str, text: Text) -> str:
    """The longest part of the words that stands anywhere, for words that stand nowhere."""
    best, where = "", ""
    for number, paragraph in text.items():
        match = SequenceMatcher(None, paragraph, words, autojunk=False).find_longest_match()
        if match.size > len(best):
            best, where = words[match.b : match.b + match.size], number
    return f"the nearest is {shown(best)} in {_called(where)}" if best else "no part of it stands anywhere"


def _covered(tables: Sequence[Rows], texts: Texts) -> Spans:
    """Where in the sources rows take their words from."""
    spans: Spans = {}
    for table in tables:
        for row in table:
            text, number = texts.get(row["source"], {}), row["locator"]
            if number in text:
                found = [(a, b, "") for a, b in _occurrences(row["as_published"], text[number])]
                spans.setdefault((row["source"], number), []).extend(found)
    return spans


def _omitted(omissions: Rows, texts: Texts) -> tuple[Spans, list[Missing]]:
    """Where the sources are left out on purpose, and omissions whose words do not stand there (any longer)."""
    spans: Spans = {}
    stale = []
    for row, line in zip(omissions, omissions.lines, strict=True):
        source, words = row["source"], row["text"]
        text = texts.get(source)
        if text is None:
            continue
        wanted = fields.locators(row["locator"])
        numbers = [row["locator"]] if isinstance(wanted, str) else [str(number) for number in wanted]
        found = False
        for number in (one for one in numbers if one in text):
            places = _occurrences(words, text[number]) if words else [(0, len(text[number]))]
            for a, b in places:
                spans.setdefault((source, number), []).append((a, b, row["reason"]))
                found = True
        if not found:
            elsewhere = _elsewhere(words, text, numbers[0]) if words else ()
            stale.append(
                Missing(omissions.file, line, source, row["locator"], words, elsewhere, "the omission is not needed")
            )
    return spans, stale


def _runs(source: str, text: Text, covered: Spans, left_out: Spans) -> Iterator[DigitRun]:
    """The digit runs of a source that no row covers, with the reason why not where there is one."""
    for number, paragraph in text.items():
        apart = [(0, len(paragraph), _A_DATE)] if re.fullmatch(rf"\s*{_YEAR}\s*", paragraph) else []
        apart += [(*match.span(), _A_DATE) for match in _DATE.finditer(paragraph)]
        apart += [(*match.span(), _A_NAME) for match in _NAME.finditer(paragraph)]
        key = (source, number)
        for match in _RUN.finditer(paragraph):
            if _reason(match, covered.get(key, ())) is None:
                reason = _reason(match, left_out.get(key, ())) or _reason(match, apart) or ""
                words = paragraph[max(0, match.start() - 10) : match.end() + 10]
                yield DigitRun(source, number, match[0], words, reason)


def _reason(match: re.Match[str], spans: Sequence[tuple[int, int, str]]) -> str | None:
    """The reason of the first span that the match lies in; None when it lies in none."""
    return next((reason for start, end, reason in spans if start <= match.start() and match.end() <= end), None)
