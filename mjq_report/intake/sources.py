"""A source, whatever its kind, into proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mjq_report.dataset.rules.evidence import EvidenceReport, check_evidence
from mjq_report.dataset.workbook.kinds import ENDINGS
from mjq_report.errors import UsageError
from mjq_report.intake import texts
from mjq_report.intake.proposal import Proposed
from mjq_report.intake.reading import paragraphs_of, readable
from mjq_report.intake.setting import Setting, setting
from mjq_report.intake.tables.mapping import (
    MAPPINGS,
    Answers,
    asked,
    file_name,
    from_options,
    read_all,
    read_if_there,
    written,
)
from mjq_report.intake.tables.reading import read_table
from mjq_report.settings.paths import read_plain

__all__ = ["MAPPINGS", "asked", "file_name", "from_options", "hold", "propose", "proposed", "read_if_there", "written"]
LARGEST = 16 * 1024 * 1024
TABLES = (".xlsx", ".csv", *ENDINGS)  # the last are of kinds that a message says how to save


def proposed(
    paths: Sequence[Path], data: Path, town: str, year: int | None, mappings: tuple[Answers, ...] = ()
) -> Proposed:
    """What several sources propose, one behind the other. Raises UnknownTown and DataError beside what `propose` does."""
    known = replace(setting(data, town, year), mappings=(*mappings, *read_all(data / MAPPINGS)))
    return sum((propose(path, known) for path in paths), Proposed())


def propose(path: Path, setting: Setting) -> Proposed:
    """What one source proposes. Raises UsageError, in one line, for what cannot be read."""
    try:
        content = read_plain(path, LARGEST)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; give the path of a source") from None
    if len(content) > LARGEST:
        raise UsageError(f"{path}: is larger than {LARGEST // 2**20} MiB; give the part that is about the town")
    if path.suffix.lower() in TABLES:
        return read_table(path.name, content, setting)
    return texts.read(paragraphs_of(path.name, content), setting, path.name)


def hold(data: Path, evidence: Path, towns: Sequence[str] | None) -> EvidenceReport:
    """The rows of towns against the sources in a folder, of every kind that `propose` reads."""
    return check_evidence(data, evidence, towns, readable)
