"""The whole verification of a briefing: opened within bounds, built again from what it encloses, and compared.

Equal bytes prove all that a briefing says. Where they differ, what differs is named. No verdict claims more than was
compared: `compared` of the report says what that was.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf

from mjq_report.archive.register import Register
from mjq_report.checking import differences, drawn
from mjq_report.checking.differences import Difference
from mjq_report.checking.extraction import extract
from mjq_report.checking.faces import check_faces
from mjq_report.checking.figures import check_figures
from mjq_report.checking.opening import Opened, opened, structure_of
from mjq_report.checking.reader import read
from mjq_report.checking.records import Records, check_rows, read_records
from mjq_report.checking.report import VerificationReport
from mjq_report.checking.seals import changed_parts, check_seals
from mjq_report.checking.update import check_update
from mjq_report.errors import ReportError, Unproven
from mjq_report.fingerprint import fingerprints
from mjq_report.signing import Signature, check_signatures

Rebuild = Callable[[Path, Mapping[str, Any]], bytes]
"""Builds from a project folder, as a manifest says, with the versions that it records. Raises the errors of a build, and
Unproven for a briefing that needs more than it encloses."""

_MOST_LINES = 60
_MOST_PLACES = 5  # pages whose picture differs and where
_EQUAL = "built again, it has the same bytes, and so the same text, pictures and attachments"
_SAVED = "built again, it has the same objects, and so the same text, pictures and attachments; other bytes: it was saved anew"
_QUICK = "digests, and published figures against their rows; not built again, so nothing else was compared"
_COVERS = {  # parts that have a digest, and the differences that already speak of them
    "fonts": {"text", "picture"},
    "structure": {"text", "alternative text", "strange", "link"},
    "metadata": {"metadata"},
    "document": {"bookmark", "place", "entry"},
}
# What another version may word or draw otherwise, and what such a change moves; all else a forger would have changed.
_WORDED = {"text", "alternative text", "edge of the page", "page", "picture", "pages", "fonts"}
_FOLLOWING = {"link", "place", "bookmark", "attachment", "structure", "document"}


@dataclass(frozen=True)
class Demands:
    """What is asked beyond the file itself: a signature by a certificate (PEM), a listing in a register."""

    trust: bytes = b""
    register: Register | None = None


@dataclass
class _Found:
    """What gathers while a file is looked at."""

    problems: list[str] = field(default_factory=list)
    unproven: list[str] = field(default_factory=list)
    compared: str = _QUICK


def verify(
    source: bytes | Path,
    rebuild: Rebuild | None,
    versions: Mapping[str, str] | None = None,
    demands: Demands | None = None,
) -> VerificationReport:
    """Check a finished PDF. Raises VerificationError if it cannot be read at all.

    `rebuild` composes it again; with None only digests and published figures are looked at. `versions` are those of
    the program and the libraries here, so that a difference can be told from a change.
    """
    demands = demands or Demands()
    found = _Found()
    with opened(source) as briefing:
        with structure_of(briefing.name):
            found.problems += check_faces(briefing)
        records = read_records(briefing)
        if found.problems:  # it is none of ours, and is not read any further
            found.compared = "what no briefing may hold; nothing else was looked at"
        elif rebuild is None:
            found.problems += _quick(briefing, records)
        else:
            _again(briefing, records, rebuild, versions or {}, found)
        found.problems += check_update(briefing)
        signed = check_signatures(briefing.data + briefing.update, demands.trust)
        checked = {
            "pages": len(briefing.pdf.pages),
            "figures": len(records.rows),
            "claims": records.claims,
            "attachments": len(briefing.attachments),
        }
        _vouched(briefing, signed, demands, found)
    problems = tuple(dict.fromkeys(found.problems))
    return VerificationReport(problems, tuple(found.unproven), checked, found.compared)


def _vouched(briefing: Opened, signed: list[Signature], demands: Demands, found: _Found) -> None:
    """Signatures and the register: what they say of who made the file."""
    found.problems += [problem for signature in signed for problem in signature.problems]
    if demands.trust and not signed:
        found.problems.append("it is not signed, and a signature was demanded")
    by = "; ".join(signature.line for signature in signed if not signature.problems)
    found.compared += f"; {by or 'not signed'}"
    if demands.register is None:
        found.compared += "; no register of editions was asked"
        return
    problem, line = demands.register.look_up(
        hashlib.sha256(briefing.data + briefing.update).hexdigest(),
        briefing.manifest["town"],
        briefing.manifest["year"],
    )
    found.problems += filter(None, [problem])
    found.compared += f"; {line}" if line else ""


def _quick(briefing: Opened, records: Records) -> Iterable[str]:
    """Digests of all parts, published figures against the enclosed rows, printed figures against both."""
    with structure_of(briefing.name):
        yield from check_seals(briefing)
        reading = read(briefing.pdf, briefing.data)
        yield from reading.strange
    yield from check_rows(records)
    yield from check_figures(reading, records)


# --------------------------------------------------------------------------- built again


def _again(briefing: Opened, records: Records, rebuild: Rebuild, versions: Mapping[str, str], found: _Found) -> None:
    """Build it again, and say what differs."""
    made = briefing.manifest["versions"]
    other = [
        f"{name} {made[name]} (here {versions.get(name, 'none')})"
        for name in sorted(made)
        if made[name] != versions.get(name)
    ]
    try:
        with tempfile.TemporaryDirectory() as folder:
            extract(briefing, Path(folder))
            data = rebuild(Path(folder), briefing.manifest)
    except Unproven as error:
        found.unproven += error.lines()
        found.problems += _quick(briefing, records)
        return
    except ReportError as error:
        line = f"what it encloses gives no briefing: {error.lines()[0].removeprefix(f'{briefing.name}: ')}"
        if other:
            found.problems += _quick(briefing, records)
            found.unproven.append(f"{line}; it was made with {', '.join(other)}")
        else:
            found.problems.append(line)
        return
    if data == briefing.data:
        found.compared = _EQUAL
    elif _normal(data) == _normal(briefing.data):
        found.compared = _SAVED
    else:
        _compare(briefing, records, data, other, found)


def _normal(data: bytes) -> bytes:
    """SHA-256 of a file written in one way, whatever way it was written: the same for the same objects."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/ID" in pdf.trailer:
            del pdf.trailer["/ID"]
        out = io.BytesIO()
        pdf.save(
            out,
            static_id=True,
            force_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
            fix_metadata_version=False,
        )
    return hashlib.sha256(out.getbuffer()).digest()


def _compare(briefing: Opened, records: Records, data: bytes, other: list[str], found: _Found) -> None:
    """Name what differs. All of it is a problem, but for words and drawings that other versions may have made."""
    found.compared = "text, links, attachments, pictures and entries, with the same briefing built again"
    with opened(data) as ours:
        seen = _differences(ours, briefing)
    if not other:
        found.problems += [*check_seals(briefing), *_lines(seen)]
        return
    found.problems += _quick(briefing, records)
    worded = any(difference.kind in _WORDED for difference in seen)
    allowed = _WORDED | _FOLLOWING if worded else set()
    wrong = [difference for difference in seen if difference.kind not in allowed]
    made = ", ".join(other)
    found.problems += [f"{line}; that it was made with {made} does not explain it" for line in _lines(wrong)]
    if worded:
        texts = sum(difference.kind == "text" for difference in seen)
        what = f"{texts} texts would now read otherwise" if texts else "this version would make it otherwise"
        found.unproven += [f"made with {made}; {what}:", *_lines([d for d in seen if d.kind in allowed])]


def _lines(seen: list[Difference]) -> list[str]:
    """The differences in words, the many of a file that differs everywhere cut short."""
    pictures = [difference for difference in seen if difference.kind == "picture"]
    beyond = {difference.line for difference in pictures[_MOST_PLACES:]}
    lines = [difference.line for difference in seen if difference.line not in beyond]
    lines += [f"{len(beyond)} more pages look otherwise, up to page {pictures[-1].page}"] if beyond else []
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES:] = [f"and {len(lines) - _MOST_LINES} more differences"]
    return lines


def _differences(ours: Opened, theirs: Opened) -> list[Difference]:
    """All differences, also those that neither text nor picture shows, so that there is at least one."""
    with structure_of(theirs.name):
        prints = [fingerprints(briefing.pdf) for briefing in (ours, theirs)]
        readings = [read(briefing.pdf, briefing.data) for briefing in (ours, theirs)]
        found = [*differences.texts(*readings), *differences.attachments(ours, theirs)]
        leads = list(differences.leads(*readings))  # a sentence less moves hundreds of links, so they come last
        leads += differences.furnishings(ours.pdf, theirs.pdf)
    pages = [n for n, (a, b) in enumerate(zip(prints[0]["pages"], prints[1]["pages"], strict=False)) if a != b]
    if prints[0]["fonts"] != prints[1]["fonts"]:
        pages = list(range(min(len(ours.pdf.pages), len(theirs.pdf.pages))))
    found += [*drawn.pictures(ours.data, theirs.data, pages), *leads]
    if len(ours.pdf.pages) != len(theirs.pdf.pages):
        count = f"there are {len(theirs.pdf.pages)} pages instead of {len(ours.pdf.pages)}"
        found.insert(0, Difference("page", count))
    return found + _unseen(prints[1], prints[0], found)


def _unseen(theirs: Mapping[str, Any], ours: Mapping[str, Any], found: list[Difference]) -> list[Difference]:
    """Parts that differ though no difference speaks of them."""
    named = {difference.page for difference in found}
    kinds = {difference.kind for difference in found}
    quiet = dict(theirs)
    quiet["pages"] = [
        ours["pages"][n] if n < len(ours["pages"]) and n + 1 in named else page
        for n, page in enumerate(theirs["pages"])
    ]
    for part, covers in _COVERS.items():
        if kinds & covers:
            quiet[part] = ours[part]
    parts = changed_parts(quiet, ours, "not what its own tables and templates give")
    missed = [Difference(part, line) for part, line in parts]
    if not missed and not found:
        missed = [Difference("unseen", "its bytes are not those that its own tables and templates give")]
    return missed
