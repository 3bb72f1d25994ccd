"""A finished PDF opened: its pages for reading, its attachments as bytes, its manifest as values.

The file may come from anywhere, so everything is bounded, and each limit is looked at before the work that it bounds.
What unpacks is bounded by the size of the file: ours unpack to about three times their size.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream

from mjq_report.errors import VerificationError
from mjq_report.settings.paths import read_plain
from mjq_report.settings.pictures import held

MAX_FILE = 64 * 2**20
MAX_ATTACHMENT = 16 * 2**20
MAX_UNPACKED = 256 * 2**20
MAX_ATTACHMENTS = 200
MAX_PAGES = 501  # a cover, and as many as `pdf` sets
MAX_ENTRIES = 1_000  # of a table in the manifest
MAX_ROWS = 200_000  # of all attached tables together
MAX_UNICODE_MAP = 2**20
FORMAT = 1
MANIFEST = "manifest.json"
LANGUAGES = ("zh", "en")
_ROOM, _RATIO = 8 * 2**20, 16  # bytes that any file may unpack to, and how many more for each byte of its own
_MAX_PAGE = 2**20  # bytes of drawing on a page; ours have 30,000
_END = re.compile(rb"startxref\s+\d{1,10}\s+%%EOF(?:\r\n|\n|\r)?")
_OBJECT = re.compile(r"(?:stream )?<[\w.]+ object at 0x[0-9a-f]+>:? ?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SLUG = re.compile(r"[a-z0-9-]{1,64}", re.ASCII)
_VERSION = re.compile(r"[0-9A-Za-z.+!_-]{1,64}", re.ASCII)
_OPTIONS = {"date", "lang", "theme"}
_NOT_OURS = "is not a briefing of mjq-report"


@dataclass(frozen=True)
class Opened:
    """A briefing. `name` is what to call it in messages, `data` are its bytes up to its first end, `update` those behind:
    a signature, if anything. `pdf` is the file without them; `attachments` maps names to bytes."""

    name: str
    data: bytes
    update: bytes
    pdf: pikepdf.Pdf
    attachments: Mapping[str, bytes]
    manifest: Mapping[str, Any]

    def inputs(self) -> dict[str, bytes]:
        """The files that it was made from, by their path in a project folder."""
        return {
            path: self.attachments[name] for name, path in self.manifest["inputs"].items() if name in self.attachments
        }


@contextmanager
def opened(source: bytes | Path) -> Iterator[Opened]:
    """Open a briefing. Raises VerificationError, in one line, for a file that is damaged, locked or not of ours."""
    whole, name = _bytes(source)
    ends = [match.end() for match in _END.finditer(whole)]
    linear = len(ends) > 1 and b"/Linearized" in whole[:1024]  # such a file has an end behind its first page, too
    end = ends[linear] if ends else len(whole)
    data, update = whole[:end], whole[end:]
    with open_pdf(data, name) as pdf:
        with structure_of(name):
            _bounded(pdf, len(data), name)
            attachments = _attachments(pdf, name)
        yield Opened(name, data, update, pdf, attachments, _manifest(attachments, name))


def open_pdf(data: bytes, name: str) -> pikepdf.Pdf:
    """The file by its own index: one that has to be repaired may show each reader something else."""
    limit = getattr(pikepdf.settings, "set_qpdf_limits", None)
    if limit is not None:  # newer releases; object streams are unpacked while the file is being opened
        limit(flate_max_memory=MAX_ATTACHMENT)
    try:
        return pikepdf.open(io.BytesIO(data), attempt_recovery=False)
    except pikepdf.PasswordError:
        raise VerificationError(f"{name}: is locked with a password; give the file as it was published") from None
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise VerificationError(f"{name}: is not a PDF that can be read: {_one_line(error)}") from None


@contextmanager
def structure_of(name: str) -> Iterator[None]:
    """Around reading a PDF's objects: in a damaged or foreign file any of them may be of another kind.

    Raises VerificationError then. Only what touches those objects belongs inside, so that no fault of ours hides here.
    """
    try:
        yield
    except (pikepdf.PdfError, pikepdf.DependencyError, RecursionError, OverflowError) as error:
        raise VerificationError(f"{name}: is damaged: {_one_line(error)}") from None
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
        raise VerificationError(
            f"{name}: is damaged, its parts are not what they should be: {_one_line(error)}"
        ) from None


def _bytes(source: bytes | Path) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        data, name = source, "the PDF"
    else:
        name = str(source)
        try:
            data = read_plain(source, MAX_FILE)
        except OSError as error:
            raise VerificationError(f"{name}: {error.strerror or error}; give the path of a PDF") from None
    if len(data) > MAX_FILE:
        raise VerificationError(f"{name}: is larger than {MAX_FILE // 2**20} MiB; {_NOT_OURS}")
    return data, name


def _one_line(error: BaseException) -> str:
    """What a library says, without the addresses of its objects."""
    return " ".join(_OBJECT.sub("", str(error)).split())[:200]


def _bounded(pdf: pikepdf.Pdf, size: int, name: str) -> None:
    """Refuse what would take long or fill the memory, before anything reads it.

    What a page draws is counted for each page that draws it, and again as a stream.
    """
    if pdf.is_encrypted:
        raise VerificationError(f"{name}: is encrypted; {_NOT_OURS}")
    if len(pdf.objects) > 4_000 + size // 40:  # ours have one for every 120 bytes
        raise VerificationError(f"{name}: has {len(pdf.objects)} objects, too many for its size; it {_NOT_OURS}")
    room = left = min(MAX_UNPACKED, _ROOM + _RATIO * size)
    sizes: dict[tuple[int, int], int] = {}
    for item in pdf.objects:
        if isinstance(item, Stream):
            sizes[item.objgen] = len(unpacked(item, left, name))
            left -= sizes[item.objgen]
        elif isinstance(item, Dictionary) and isinstance(item.get("/ToUnicode"), Stream):
            unpacked(item.ToUnicode, MAX_UNICODE_MAP, name)
    if len(pdf.pages) > MAX_PAGES:
        raise VerificationError(f"{name}: has {len(pdf.pages)} pages, more than {MAX_PAGES}; it {_NOT_OURS}")
    for number, page in enumerate(pdf.pages, 1):
        contents = page.obj.get("/Contents", Array([]))
        drawn = sum(sizes[part.objgen] for part in (contents if isinstance(contents, Array) else [contents]))
        room -= drawn
        if drawn > _MAX_PAGE or room < 0:
            raise VerificationError(f"{name}: page {number} draws more than a page can hold; it {_NOT_OURS}")


def unpacked(stream: Any, most: int, name: str) -> bytes:
    """The bytes of a stream, at most so many. Raises VerificationError."""
    raw = bytes(stream.read_raw_bytes())
    filters = stream.get("/Filter")
    if filters is None or (isinstance(filters, Array) and len(filters) == 0):
        plain = raw
    elif _is_plain_flate(stream, filters):
        try:
            decoder = zlib.decompressobj()
            plain = decoder.decompress(raw, most + 1)
        except zlib.error as error:
            raise VerificationError(f"{name}: is damaged: {error}") from None
    elif _is_photograph(stream, raw):
        plain = raw
    elif stream.get("/Type") in ("/XRef", "/ObjStm"):
        plain = b""  # the file's own index; qpdf has read it within its limits
    else:
        raise VerificationError(f"{name}: holds a stream of a kind that mjq-report never writes; it {_NOT_OURS}")
    if len(plain) > most:
        raise VerificationError(f"{name}: unpacks to far more than its size; it {_NOT_OURS}")
    return plain


def _is_plain_flate(stream: Any, filters: Any) -> bool:
    names = list(filters) if isinstance(filters, Array) else [filters]
    rows = stream.get("/Subtype") == "/Image" and stream.get("/DecodeParms", {}).get("/Predictor") == 15  # PNG's own
    return [str(n) for n in names] == ["/FlateDecode"] and ("/DecodeParms" not in stream or bool(rows))


def _is_photograph(stream: Any, raw: bytes) -> bool:
    """A JPEG in the form that a briefing holds, whatever else a file calls one."""
    found = held(raw) if stream.get("/Filter") == "/DCTDecode" and stream.get("/Subtype") == "/Image" else None
    return found is not None and (found.width, found.height) == (stream.get("/Width"), stream.get("/Height"))


def _attachments(pdf: pikepdf.Pdf, name: str) -> dict[str, bytes]:
    tree = pdf.Root.get("/Names", Dictionary()).get("/EmbeddedFiles")
    if tree is None:
        return {}
    found: dict[str, bytes] = {}
    rows = 0
    for key, spec in pikepdf.NameTree(tree).items():
        stream = spec.get("/EF", Dictionary()).get("/F") if isinstance(spec, Dictionary) else None
        if not isinstance(stream, Stream):
            raise VerificationError(f"{name}: attachment {key!r} has no content; the file is damaged")
        if len(found) == MAX_ATTACHMENTS:
            raise VerificationError(f"{name}: has more than {MAX_ATTACHMENTS} attachments; it {_NOT_OURS}")
        data = unpacked(stream, MAX_ATTACHMENT, name)
        rows += data.count(b"\n") if str(key).endswith(".csv") else 0
        if rows > MAX_ROWS:
            raise VerificationError(f"{name}: its tables have more than {MAX_ROWS} rows; it {_NOT_OURS}")
        if found.setdefault(str(key), data) is not data:
            raise VerificationError(f"{name}: has two attachments {key!r}; it was changed after it was made")
    return found


def _manifest(attachments: Mapping[str, bytes], name: str) -> dict[str, Any]:
    if MANIFEST not in attachments:
        raise VerificationError(f"{name}: carries no {MANIFEST}; it {_NOT_OURS}")
    try:
        record = json.loads(attachments[MANIFEST])
    except (ValueError, RecursionError) as error:
        raise VerificationError(f"{name}: its {MANIFEST} is damaged: {_one_line(error)}") from None
    if isinstance(record, dict) and isinstance(record.get("format"), int) and record["format"] != FORMAT:
        raise VerificationError(
            f"{name}: its {MANIFEST} has format {record['format']}, this version reads {FORMAT}; use a newer mjq-report"
        )
    wrong = _ill_formed(record)
    if wrong:
        raise VerificationError(f"{name}: its {MANIFEST} is damaged: {wrong}")
    return dict(record)


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return _DATE.fullmatch(text) is not None


def _ill_formed(record: object) -> str:
    """What keeps a manifest from being read at all; empty if nothing does."""
    if not isinstance(record, dict):
        return "it is not an object"
    kinds = {"format": int, "year": int, "town": str, "edition": str, "title": str, "files": dict, "inputs": dict}
    kinds |= {"options": dict, "versions": dict}
    for key, kind in kinds.items():
        if not isinstance(record.get(key), kind):
            return f"{key} is missing or of the wrong kind"
        if kind is dict and len(record[key]) > MAX_ENTRIES:
            return f"{key} has {len(record[key])} entries, more than {MAX_ENTRIES}"
    texts = [*record["inputs"].items(), *record["options"].items(), *record["versions"].items()]
    if not all(isinstance(value, str) for _, value in texts):
        return "inputs, options and versions are texts"
    if not all(isinstance(entry, dict) for entry in record["files"].values()):
        return "an entry of files is not an object"
    if not 1 <= record["year"] <= 9999 or not _is_date(record["edition"]):
        return "year or edition is none"
    if not _SLUG.fullmatch(record["town"]):
        return "its town is no slug"
    options = record["options"]
    if options.keys() != _OPTIONS or options["date"] != record["edition"] or options["lang"] not in LANGUAGES:
        return "its options are not the date of the edition, a language and a theme"
    if "mjq-report" not in record["versions"] or not all(map(_VERSION.fullmatch, record["versions"].values())):
        return "it does not say with which versions it was made"
    return ""
