"""Commands about finished PDFs: extract, trace, verify, sign; and the signing of `build --sign`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mjq_report.cli.messages import note, say
from mjq_report.cli.places import RootOption, root_of

if TYPE_CHECKING:
    from mjq_report.checking import VerificationReport

FileArgument = Annotated[Path, typer.Argument(metavar="FILE.pdf", help="A briefing.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    for command in (extract, trace, verify, sign):
        app.command()(command)


def extract(
    file: FileArgument,
    into: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="An empty or new folder.")],
) -> None:
    """Take out what a PDF carries: its tables, and its inputs as a folder that `build --root` takes."""
    from mjq_report.checking import extract as take_out

    for path in take_out(file, into):
        say(str(path))


def trace(
    where: Annotated[str, typer.Argument(metavar="TOWN|FILE.pdf", show_default=False)],
    wanted: Annotated[str | None, typer.Argument(metavar="INDICATOR|TEXT", show_default=False)] = None,
    year: Annotated[int | None, typer.Option("--year", help="Briefing year, with a town.")] = None,
    page: Annotated[int | None, typer.Option("--page", help="Page number, with a PDF.")] = None,
    breakdown: Annotated[str, typer.Option("--breakdown", help="An id of breakdowns.csv.")] = "",
    period: Annotated[str | None, typer.Option("--period", help="As in the tables: 2024-01/2024-11.")] = None,
    coverage: Annotated[str | None, typer.Option("--coverage", help="An id of coverages.csv.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    root: RootOption = None,
) -> None:
    """Show where a figure comes from: an indicator of a town, or what a PDF prints on a page or anywhere."""
    if where.lower().endswith(".pdf"):
        _trace_pdf(Path(where), page, wanted, as_json)
    else:
        _trace_table(where, wanted, year, (breakdown, period, coverage), as_json, root)


def _trace_pdf(file: Path, page: int | None, text: str | None, as_json: bool) -> None:
    from mjq_report.checking import figures_on
    from mjq_report.errors import UsageError

    found = figures_on(file, page, text)
    if not found:
        place = f"page {page}" if page is not None else "any page"
        raise UsageError(f"{file}: no figure{f' {text}' if text else ''} on {place}; `trace {file.name}` lists all")
    if as_json:
        print(json.dumps([figure.to_dict() for figure in found], ensure_ascii=False, indent=1))
        return
    for figure in found:
        for line in figure.lines():
            say(line)


def _trace_table(
    town: str,
    indicator: str | None,
    year: int | None,
    which: tuple[str, str | None, str | None],
    as_json: bool,
    root: str | None,
) -> None:
    from mjq_report import pipeline
    from mjq_report.analysis import trace as find_origin
    from mjq_report.errors import UsageError

    if indicator is None or year is None:
        raise UsageError("trace a figure of a town with its indicator and --year, or give a PDF")
    breakdown, period, coverage = which
    findings = pipeline.find(root_of(root), town, year)
    found = find_origin(findings, indicator, year, breakdown, period=period, coverage=coverage)
    if as_json:
        print(json.dumps(found.to_dict(), ensure_ascii=False, indent=1))
        return
    for line in found.lines():
        say(line)


def verify(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.pdf...", help="Briefings.", show_default=False)],
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Also build it again and compare the bytes.")] = False,
) -> None:
    """Check PDFs against what they carry: attachments, every figure, computed ones, verdicts, signatures."""
    from mjq_report.errors import VerificationError

    problems = []
    for file in files:
        try:
            report = _checked(file, rebuild)
        except VerificationError as error:  # no briefing at all; the others are checked all the same
            problems += error.lines()
            continue
        for line in report.notes:
            note(f"{file}: {line}")
        problems += [f"{file}: {problem}" for problem in report.problems]
        if report.holds:
            say(f"{file}: everything holds: {report.summary()}")
    if problems:
        raise VerificationError("\n".join(problems))


def _checked(file: Path, rebuild: bool) -> VerificationReport:
    from mjq_report.checking import verify as check

    if not rebuild:
        return check(file)
    from mjq_report.archive.versions import versions

    return check(file, build_again, versions())


def build_again(folder: Path, options: Mapping[str, str], town: str, year: int) -> bytes:
    """A briefing from an extracted project folder, with the options of its manifest. Raises the errors of `build`."""
    from mjq_report.pipeline import compose, render
    from mjq_report.settings.options import Options
    from mjq_report.settings.paths import find_root

    date = dt.date.fromisoformat(options["date"])
    chosen = Options(date, options.get("lang", "zh"), str(folder / "theme.toml"))
    return render(compose(find_root(folder), town, year, chosen))[0]


def sign(
    file: FileArgument,
    key: Annotated[Path, typer.Option("--key", metavar="KEY.p12", help="PKCS#12 file with key and certificate.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="SIGNED.pdf", help="The signed file.")],
    timestamp: Annotated[str | None, typer.Option("--timestamp", metavar="URL", help="A time stamp server.")] = None,
) -> None:
    """Sign a PDF (PAdES B-B, invisible). The password of the key is read from MJQ_SIGN_PASSWORD."""
    from mjq_report.archive.folder import write_whole
    from mjq_report.checking.opening import MAX_FILE
    from mjq_report.errors import VerificationError
    from mjq_report.settings.paths import read_plain
    from mjq_report.signing import signer

    try:
        data = read_plain(file, MAX_FILE)
    except OSError as error:
        raise VerificationError(f"{file}: {error.strerror or error}; give the path of a PDF") from None
    signed = signer(key, timestamp, signing_time())(data)
    say(str(write_whole(output.absolute().parent, output.name, signed)))


def signing_time() -> dt.datetime:
    """A signature claims the time at which it is made; SOURCE_DATE_EPOCH stands in for the clock. Raises UsageError."""
    from mjq_report.settings.dates import source_date_epoch

    return source_date_epoch() or dt.datetime.now(dt.UTC).replace(microsecond=0)
