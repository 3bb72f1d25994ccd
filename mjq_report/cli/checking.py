"""`check`: tables, templates, and the tables against the source texts."""

from __future__ import annotations

from pathlib import Path

from mjq_report.cli.messages import note
from mjq_report.dataset.edition_rows import read_shared
from mjq_report.dataset.sources import reader
from mjq_report.errors import ConfigError, DataError, EvidenceError, MissingGlyph, TemplateError, UnknownTown
from mjq_report.settings import office, toml
from mjq_report.settings.options import Options
from mjq_report.settings.paths import Root


def check_templates(root: Root) -> None:
    """Lint the templates and the texts of editions. Raises TemplateError with a line each."""
    from mjq_report import narrative

    problems = narrative.lint(root.templates)
    if not problems:
        problems = narrative.lint_texts(root.data, narrative.load_plan(root.templates))
    if problems:
        raise TemplateError("\n".join(problems))


def check_office(root: Root) -> None:
    """Read what the office gives, for every edition that it names. Raises ConfigError, also for a town that there is not."""
    path = root.data.parent / office.FILE
    if not path.is_file():
        return
    named = office.named_towns(toml.read(path, office.FILE, ConfigError, f"{office.GUIDE} shows every key"))
    shared = read_shared(reader(root.data))
    known = shared.towns() if shared is not None else list(named)
    for town in named:
        if town not in known:
            raise ConfigError(f"{office.FILE}: office.for: {UnknownTown(town, known)}")


def check_data(root: Root, town: str | None) -> None:
    """Check the tables; warnings are printed, errors raised together as a DataError."""
    from mjq_report.dataset.loading import check

    problems = check(root.data, [town] if town else None)
    errors = [p for p in problems if p.rule.severity == "error"]
    for problem in problems:
        if problem.rule.severity == "warning":
            note(str(problem), "warning")
    if errors:
        raise DataError(errors)


def check_glyphs(root: Root, town: str | None, theme: str) -> None:
    """Look every character that is printed up in the theme's fonts. Raises MissingGlyph with a line each.

    A font with the forms of another place (Japanese ones, say) is a warning.
    """
    from mjq_report.runs.glyphs import foreign_faces, missing_glyphs

    for line in foreign_faces(theme):
        note(f"{line}; name a font for the mainland in the theme", "warning")
    missing = missing_glyphs(root, town, Options(None, "zh", theme))
    if missing:
        raise MissingGlyph("\n".join(missing))


def check_evidence(root: Root, evidence: Path, town: str | None) -> None:
    """Find every published figure in its source text. Raises EvidenceError with what was not found."""
    from mjq_report.intake.sources import hold

    report = hold(root.data, evidence, [town] if town else None)
    for line in report.notes():
        note(line)
    problems = report.problems()
    if problems:
        raise EvidenceError("\n".join(problems))
