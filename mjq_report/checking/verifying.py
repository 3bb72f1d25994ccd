"""The whole verification of a briefing, from the file alone; and, if asked, by building it again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from mjq_report.checking.annexed import Annexes
from mjq_report.checking.blocks import Block, Card, Entry, Grid, Picture, Prose, blocks
from mjq_report.checking.extraction import extract
from mjq_report.checking.furnishings import Furnishings
from mjq_report.checking.integrity import check_integrity
from mjq_report.checking.lexicon import Lexicon
from mjq_report.checking.listed import Lists
from mjq_report.checking.opening import Opened, opened, structure_of
from mjq_report.checking.pictures import Pictures
from mjq_report.checking.prose import Sentences
from mjq_report.checking.recomputing import check_claims, check_derived
from mjq_report.checking.records import Records, read_records
from mjq_report.checking.report import VerificationReport
from mjq_report.checking.spelling import Spelling
from mjq_report.checking.tables import check_tables
from mjq_report.checking.tree import Element, Reading, read
from mjq_report.signing import check_signatures

Rebuild = Callable[[Path, Mapping[str, str], str, int], bytes]
"""Builds from a project folder with the manifest's options, for a town and a year."""


def verify(
    source: bytes | Path, rebuild: Rebuild | None = None, versions: Mapping[str, str] | None = None
) -> VerificationReport:
    """Check a finished PDF against what it carries. Raises VerificationError if it cannot be read at all.

    With `rebuild` it is built again from its own inputs and compared byte by byte; `versions` are those of
    the libraries that this would use, so that a difference can be told from a change.
    """
    with opened(source) as briefing:
        with structure_of(briefing.name):
            reading = read(briefing.pdf)
            problems = [*check_integrity(briefing), *reading.strange]
        records = read_records(briefing)
        problems += [*check_tables(records), *check_derived(records), *check_claims(records)]
        problems += _check_pages(briefing, records, reading)
        signatures = check_signatures(briefing.data)
        problems += [problem for signature in signatures for problem in signature.problems]
        notes = [signature.line for signature in signatures if not signature.problems]
        checked = {
            "pages": len(briefing.pdf.pages),
            "figures": len(records.rows),
            "links": len(reading.root.find("Link")),
            "claims": len(records.claims),
            "attachments": len(briefing.attachments),
            "signatures": len(signatures),
        }
        if rebuild is not None:
            unbroken = bool(signatures) and not any(signature.problems for signature in signatures)
            problems += _rebuilt(briefing, rebuild, versions or {}, unbroken)
    return VerificationReport(tuple(dict.fromkeys(problems)), checked, tuple(notes))


def _check_pages(briefing: Opened, records: Records, reading: Reading) -> Iterator[str]:
    """Everything that is printed."""
    found = list(blocks(reading.root))
    grids = [block for block in found if isinstance(block, Grid)]
    prose = [block for block in found if isinstance(block, Prose)]
    spelling, lexicon = Spelling(records), Lexicon(records, briefing.manifest["edition"])
    annexes = Annexes(records, spelling, reading)
    yield from annexes.find_sources(grids)
    yield from annexes.check_annex(grids)
    yield from annexes.check_audit(grids, prose)
    yield from annexes.check_lists(grids)
    sentences = Sentences(records, spelling, lexicon, annexes)
    pictures, lists = Pictures(records, spelling, lexicon, annexes.numbers), Lists(records, spelling, sentences)
    for block in found:
        yield from (
            f"page {at.page + 1}: {problem}" for at, problem in _block(block, annexes, sentences, pictures, lists)
        )
    yield from Furnishings(briefing, records, reading, lexicon, annexes).check(found)


def _block(
    block: Block, annexes: Annexes, sentences: Sentences, pictures: Pictures, lists: Lists
) -> Iterator[tuple[Element, str]]:
    """What does not hold in a block, and where it stands."""
    match block:
        case Prose(element=element):
            yield from ((element, problem) for problem in sentences.check(element))
        case Picture(element=element):
            yield from ((element, problem) for problem in pictures.check(block))
        case Card(name=element):
            yield from ((element, problem) for problem in lists.check_card(block))
        case Entry(name=element):
            yield from ((element, problem) for problem in lists.check_entry(block))
        case Grid() if not annexes.is_known(block):
            yield from lists.check_table(block)
        case _:
            return


def _rebuilt(briefing: Opened, rebuild: Rebuild, versions: Mapping[str, str], signed: bool) -> Iterator[str]:
    """Build from the extracted inputs; of a signed file only what the signature was added to is compared."""
    manifest = briefing.manifest
    other = [
        f"{name} {made} (here {versions.get(name, 'missing')})"
        for name, made in manifest["versions"].items()
        if versions.get(name) != made
    ]
    with tempfile.TemporaryDirectory() as folder:
        extract(briefing.data, Path(folder) / "inputs")
        data = rebuild(Path(folder) / "inputs", manifest["options"], manifest["town"], manifest["year"])
    if briefing.data == data or (signed and briefing.data.startswith(data)):
        return
    if other:
        yield f"built again it has other bytes; it was made with other versions: {', '.join(other)}"
    else:
        yield "built again from its own inputs it has other bytes"
