"""Briefings falsified on purpose: every way that `verify` must see through, each with what it must then name.

A forger knows the program. Whatever can be computed again is: digests of attachments, of the data package, of pages and
fonts, and the file is saved as the program saves it. Three benches: a finished file is edited (`edits`), a document or
its findings are changed before the program sets and seals them (`sets`), bytes are put before or behind (`patches`).
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import hashlib
import io
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils.generic import ArrayObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import SimpleSigner

from mjq_report import narrative
from mjq_report.fingerprint import fingerprints
from mjq_report.model.document import Document, Section
from mjq_report.pipeline import Composed, compose, render
from mjq_report.settings.options import Options
from mjq_report.settings.paths import find_root
from mjq_report.signing import sign
from tests.keys import PASSWORD

WHEN = dt.datetime(2026, 11, 21, 8, tzinfo=dt.UTC)
_SHOWN = re.compile(rb"/(F[A-Z]+\d?) [\d.]+ Tf|<([0-9A-F]+)>")
_SPOT = re.compile(rb"([\d.]+) ([\d.]+) Td /F[A-Z]+ ([\d.]+) Tf")
_KEYS = {"anchor", "fact", "facts", "href", "id"}
_BFCHAR = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")


@dataclass(frozen=True)
class Workshop:
    """What a forger has: an honest briefing, how it was composed, an earlier one, and two keys, of which one is ours."""

    project: Path
    data: bytes
    composed: Composed
    earlier: Composed
    our_key: Path
    own_key: Path

    def written(self, findings: Any) -> Composed:
        """The briefing that the program writes from other findings, with the honest inputs."""
        document = narrative.write(findings, self.project / "templates", self.composed.document.edition, "zh")
        return replace(self.composed, document=document, findings=findings)

    def altered(self, ending: str, old: str, new: str) -> Composed:
        """The briefing that the program composes from a project with another text in one file."""
        with tempfile.TemporaryDirectory() as place:
            root = alter(self.project, Path(place) / "root", ending, old, new)
            return compose(find_root(root), "majuqiao", 2024, Options())

    def bent(self, ending: str, old: str, new: str) -> Composed:
        """What a program without our refusals makes of one input that is another: pages and inputs say the same."""
        path, text = next((path, data.decode()) for path, data in self.composed.inputs if path.endswith(ending))
        assert old in text, old
        text = text.replace(old, new)
        inputs = tuple((name, text.encode() if name == path else data) for name, data in self.composed.inputs)
        bent = replace(self.composed, inputs=inputs)
        if path == "theme.toml":
            name, shade = re.findall(r'(\w+) = "#(\w+)"', new)[0]
            colour = tuple(int(shade[n : n + 2], 16) / 255 for n in (0, 2, 4))
            theme = bent.theme
            return replace(bent, theme=replace(theme, text=text, colours={**theme.colours, name: colour}))
        was, now = (_word(text) for text in (old, new))
        findings = bent.findings
        facts = {key: replace(fact, wording=fact.wording.replace(was, now)) for key, fact in findings.facts.items()}
        names = {key: respelt(coverage, was, now) for key, coverage in findings.data.coverages.items()}
        findings = replace(findings, facts=facts, data=replace(findings.data, coverages=names))
        return replace(bent, document=respelt(bent.document, was, now), findings=findings)

    def signed(self, data: bytes, key: Path) -> bytes:
        return sign(data, key, PASSWORD, when=WHEN)

    def dressed(self, change: Callable[[IncrementalPdfFileWriter], object] = lambda _: None, **look: Any) -> bytes:
        """Signed by a forger with pyHanko alone: the signature's update may change more, its field may show something."""
        writer = IncrementalPdfFileWriter(io.BytesIO(self.data))
        change(writer)
        signer = SimpleSigner.load_pkcs12(str(self.own_key), passphrase=PASSWORD.encode())
        meta = PdfSignatureMetadata(field_name="Signature", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
        out = io.BytesIO()
        PdfSigner(meta, signer, new_field_spec=SigFieldSpec("Signature", **look)).sign_pdf(writer, output=out)
        return out.getvalue()


def _word(text: str) -> str:
    """The word that a line of a settings file or table gives."""
    return re.sub(r"^\w*(,| = )|[\",]|\{\w+\}", "", text)


def alter(project: Path, root: Path, ending: str, old: str, new: str) -> Path:
    """A copy of a project's inputs with another text in the one file whose path has an ending."""
    for folder in ("data", "templates"):
        shutil.copytree(project / folder, root / folder)
    (path,) = (path for path in root.rglob("*") if path.as_posix().endswith(ending) and "xiji" not in path.parts)
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new), encoding="utf-8", newline="")
    return root


def updated(data: bytes, change: Callable[[IncrementalPdfFileWriter], object]) -> bytes:
    """The bytes with an incremental update behind them."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def repainted(writer: IncrementalPdfFileWriter) -> None:
    """A box over the text of page 3, as part of an update."""
    reference, _ = writer.find_page_for_modification(2)
    page = reference.get_object()
    box = writer.add_object(StreamObject(stream_data=b"/Artifact BMC q 1 1 1 rg 60 600 480 90 re f Q EMC"))
    page["/Contents"] = ArrayObject([page.raw_get("/Contents"), box])
    writer.update_container(page)


@dataclass(frozen=True)
class Forgery:
    """One falsified file. `names` is a pattern that the answer must match; `trusted`: it is asked for our signature."""

    kind: str
    name: str
    names: str
    make: Callable[[Workshop], bytes]
    trusted: bool = False


FORGERIES: list[Forgery] = []
Entry = tuple[str, str, Callable[[Any], Any]]


def patched(kind: str, *entries: Entry, trusted: bool = False) -> None:
    """Register forgeries whose bytes are made straight from the workshop."""
    FORGERIES.extend(Forgery(kind, *entry, trusted) for entry in entries)


def edited(kind: str, *entries: Entry) -> None:
    """Register forgeries that change an open copy, which is then sealed and saved."""

    def maker(change: Callable[[Copy], object]) -> Callable[[Workshop], bytes]:
        def make(shop: Workshop) -> bytes:
            copy = Copy(shop.data)
            change(copy)
            return copy.sealed()

        return make

    patched(kind, *((name, names, maker(change)) for name, names, change in entries))


def composed(kind: str, *entries: Entry) -> None:
    """Register forgeries that the program itself sets and seals, from something else than it should."""
    made = [(name, names, lambda shop, change=change: render(change(shop))[0]) for name, names, change in entries]
    patched(kind, *made)


def retold(kind: str, *entries: Entry) -> None:
    """Register forgeries of which only the document is another."""

    def maker(change: Callable[[Document], Document]) -> Callable[[Workshop], Composed]:
        return lambda shop: replace(shop.composed, document=change(shop.composed.document))

    composed(kind, *((name, names, maker(change)) for name, names, change in entries))


# ---------------------------------------------------------------------- an open copy


class Copy:
    """A copy of a briefing: its pages as lines of operators, its text as glyphs, its tables as rows."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.last: Callable[[dict[str, Any]], object] = lambda record: None  # what becomes of the manifest at the end
        self.lines = [page.obj.Contents.read_bytes().split(b"\n") for page in self.pdf.pages]
        fonts = {name[1:]: font for page in self.pdf.pages for name, font in page.obj.Resources.Font.items()}
        self.fonts = fonts
        maps = {name: _BFCHAR.findall(font.ToUnicode.read_bytes().decode()) for name, font in fonts.items()}
        chars = {name: {c: bytes.fromhex(u).decode("utf-16-be") for c, u in pairs} for name, pairs in maps.items()}
        self.codes = {name: {char: code for code, char in known.items()} for name, known in chars.items()}
        self.glyphs = list(self._glyphs(chars))  # (page, line, offset, font)
        self.text = "".join(char for *_, char in self.glyphs)

    def _glyphs(self, chars: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[int, int, int, str, str]]:
        for page, lines in enumerate(self.lines):
            for number, line in enumerate(lines):
                font = ""
                for match in _SHOWN.finditer(line):
                    font = match[1].decode() if match[1] else font
                    for at in range(match.start(2), match.end(2), 4) if match[2] and font else ():
                        yield page, number, at, font, chars[font][line[at : at + 4].decode()]

    def find(self, text: str, nth: int = 0) -> int:
        """Where a text begins; `nth` counts from 0, or from the end."""
        places = [match.start() for match in re.finditer(re.escape(text), self.text)]
        assert places, f"the briefing does not say {text}"
        return places[nth]

    def write(self, old: str, new: str, nth: int = 0) -> None:
        """Other characters in the place of as many, with the codes that the font has for them."""
        start = self.find(old, nth)
        for (page, line, at, font, _), char in zip(self.glyphs[start : start + len(old)], new, strict=True):
            code = self.codes[font][char].encode()
            self.lines[page][line] = self.lines[page][line][:at] + code + self.lines[page][line][at + 4 :]

    def redraw(self, text: str, edit: Callable[[bytes], bytes], nth: int = 0) -> None:
        """Change the operators that show a text."""
        start = self.find(text, nth)
        for page, line in {glyph[:2] for glyph in self.glyphs[start : start + len(text)]}:
            self.lines[page][line] = edit(self.lines[page][line])

    def cover(self, text: str, nth: int = 0) -> None:
        """Paint a box of paper over the first characters of a run."""
        page, line, *_ = self.glyphs[self.find(text, nth)]
        spot = _SPOT.search(self.lines[page][line])
        assert spot
        x, y, size = (float(value) for value in spot.groups())
        box = f"{x:.2f} {y - size / 4:.2f} {size * len(text):.2f} {size * 1.2:.2f} re f"
        self.draw(page, f"q 1 1 1 rg {box} Q")

    def draw(self, page: int, operators: str) -> None:
        """Draw more on a page, as an artefact."""
        self.lines[page] += [b"/Artifact BMC", operators.encode(), b"EMC"]

    def bars(self) -> list[tuple[int, int]]:
        """The page and line of each filled shape of the first chart that has two bars or more."""
        for page, lines in enumerate(self.lines):
            for first, line in enumerate(lines):
                if line.startswith(b"/Figure"):
                    last = lines.index(b"EMC", first)
                    found = [
                        n for n in range(first, last) if lines[n].endswith(b"h f Q") and b" 1 1 1 rg" not in lines[n]
                    ]
                    if len(found) > 1:
                        return [(page, number) for number in found]
        raise AssertionError("no chart with bars")

    def reshape(self, bar: tuple[int, int], share: float, shift: float = 0) -> None:
        """A bar of another height, or moved to the right."""
        page, number = bar
        points = re.findall(rb"([\d.]+) ([\d.]+) ([ml])\b", self.lines[page][number])
        foot = min(float(y) for _, y, _ in points)
        moved = [f"{float(x) + shift:.3f} {foot + (float(y) - foot) * share:.3f} {op.decode()}" for x, y, op in points]
        head = self.lines[page][number].split(points[0][0])[0]
        self.lines[page][number] = head + " ".join(moved).encode() + b" h f Q"

    # -- attachments and structure

    def held(self, name: str) -> bytes:
        return bytes(self.pdf.attachments[name].get_file().read_bytes())

    def named(self, ending: str) -> str:
        """The name of the attachment with an ending."""
        if ending in self.pdf.attachments:
            return ending
        return next(name for name in sorted(self.pdf.attachments) if name.endswith(ending))

    def put(self, name: str, data: bytes) -> None:
        """Put other bytes in the place of an attachment, with their size and checksum."""
        spec = pikepdf.NameTree(self.pdf.Root.Names.EmbeddedFiles)[name]
        spec.EF = Dictionary(F=self.stream(data, spec.EF.F), UF=None)
        spec.EF.UF = spec.EF.F

    def stream(self, data: bytes, like: Any) -> Any:
        made = self.pdf.make_stream(data)
        made.Type, made.Subtype, made.Params = like.Type, like.Subtype, Dictionary(like.Params)
        made.Params.Size, made.Params.CheckSum = len(data), String(hashlib.md5(data).digest())
        return made

    def rewrite(self, ending: str, change: Callable[[list[dict[str, str]]], object]) -> None:
        """Change the rows of an attached table."""
        name = self.named(ending)
        rows = list(csv.DictReader(io.StringIO(self.held(name).decode(), newline="")))
        head = list(rows[0])
        change(rows)
        text = io.StringIO()
        writer = csv.DictWriter(text, head, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        self.put(name, text.getvalue().encode())

    def substitute(self, ending: str, old: str, new: str) -> None:
        """Another text in an attachment."""
        name = self.named(ending)
        assert old.encode() in self.held(name), old
        self.put(name, self.held(name).replace(old.encode(), new.encode()))

    def elements(self, kind: str) -> list[Any]:
        """Structure elements of a kind, in reading order."""
        return [element for element in _below(self.pdf.Root.StructTreeRoot) if element.get("/S") == kind]

    def annotate(self, page: int, **entries: Any) -> None:
        note = Dictionary(Type=Name.Annot, Rect=Array([60, 60, 300, 300]), F=4, **entries)
        self.pdf.pages[page].obj.Annots.append(self.pdf.make_indirect(note))

    def sealed(self, *, pages: bool = True) -> bytes:
        """The file, with everything that the program would compute computed again."""
        for page, lines in zip(self.pdf.pages, self.lines, strict=False):
            if page.obj.Contents.read_bytes() != b"\n".join(lines):
                page.obj.Contents = self.pdf.make_stream(b"\n".join(lines))
        held = {name: self.held(name) for name in self.pdf.attachments}
        package = json.loads(held["datapackage.json"])
        for resource in package["resources"]:
            data = held.get(resource["path"], b"")
            resource["hash"], resource["bytes"] = "sha256:" + hashlib.sha256(data).hexdigest(), len(data)
        self._put_json("datapackage.json", package)
        record = json.loads(held["manifest.json"])
        record["files"] = {
            name: {"sha256": hashlib.sha256(self.held(name)).hexdigest(), "bytes": len(self.held(name))}
            for name in held
            if name != "manifest.json"
        }
        if pages:
            record["content"] = fingerprints(self.pdf)
        self.last(record)
        self._put_json("manifest.json", record)
        return saved(self.pdf)

    def _put_json(self, name: str, value: object) -> None:
        data = (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
        if data != self.held(name):
            self.put(name, data)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of a file, saved as the program saves it."""
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        min_version="1.7",
        fix_metadata_version=False,
    )
    return out.getvalue()


def _below(node: Any) -> Iterator[Any]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid)


def respelt(value: Any, old: str, new: str) -> Any:
    """A document (or any part of it) with a text replaced wherever it stands, its own numbers and anchors aside."""
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, tuple):
        return tuple(respelt(item, old, new) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = {field.name for field in dataclasses.fields(value) if field.init} - _KEYS
        return replace(value, **{name: respelt(getattr(value, name), old, new) for name in names})
    return value


def in_sections(document: Document, change: Callable[[list[Section]], object]) -> Document:
    """A document with its list of sections changed."""
    sections = list(document.sections)
    change(sections)
    return replace(document, sections=tuple(sections))


def in_blocks(document: Document, section: str, change: Callable[[list[Any]], object]) -> Document:
    """A document with the list of blocks of one section changed."""

    def within(sections: list[Section]) -> None:
        index = next(n for n, item in enumerate(sections) if item.id == section or item.role == section)
        blocks = list(sections[index].blocks)
        change(blocks)
        sections[index] = replace(sections[index], blocks=tuple(blocks))

    return in_sections(document, within)


def swap(items: Any, first: int, second: int) -> None:
    items[first], items[second] = items[second], items[first]


def row_of(rows: Sequence[dict[str, str]], **wanted: str) -> dict[str, str]:
    return next(row for row in rows if all(row[key] == value for key, value in wanted.items()))
