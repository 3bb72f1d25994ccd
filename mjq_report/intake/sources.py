"""A source, whatever its kind, into proposals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from mjq_report.dataset.rules.evidence import EvidenceReport, check_evidence
from mjq_report.errors import UsageError
from mjq_report.intake import texts
from mjq_report.intake.proposal import Proposed
from mjq_report.intake.reading import paragraphs_of, readable
from mjq_report.intake.setting import Setting, setting
from mjq_report.settings.paths import read_plain

LARGEST = 16 * 1024 * 1024
READERS_OF_TABLES: Mapping[
    str, Callable[[str, bytes, Setting], Proposed]
] = {}  # by ending, for sources that are tables


def proposed(paths: Sequence[Path], data: Path, town: str, year: int | None) -> Proposed:
    """What several sources propose, one behind the other. Raises UnknownTown and DataError beside what `propose` does."""
    known = setting(data, town, year)
    return sum((propose(path, known) for path in paths), Proposed())


def propose(path: Path, setting: Setting) -> Proposed:
    """What one source proposes. Raises UsageError, in one line, for what cannot be read."""
    try:
        content = read_plain(path, LARGEST)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; give the path of a source") from None
    if len(content) > LARGEST:
        raise UsageError(f"{path}: is larger than {LARGEST // 2**20} MiB; give the part that is about the town")
    table = READERS_OF_TABLES.get(path.suffix.lower())
    if table is not None:
        return table(path.name, content, setting)
    return texts.read(paragraphs_of(path.name, content), setting, path.name)


def hold(data: Path, evidence: Path, towns: Sequence[str] | None) -> EvidenceReport:
    """The rows of towns against the sources in a folder, of every kind that `propose` reads."""
    return check_evidence(data, evidence, towns, readable)
