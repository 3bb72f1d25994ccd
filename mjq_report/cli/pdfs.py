"""Commands about finished PDFs: extract, trace, verify, sign; and the signing of `build --sign`."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated

import typer

from mjq_report.archive.folder import write_whole
from mjq_report.cli.messages import say
from mjq_report.cli.places import RootOption, root_of, town_of
from mjq_report.errors import Unproven, UsageError, VerificationError
from mjq_report.settings.dates import source_date_epoch
from mjq_report.settings.paths import read_plain

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

    if indicator is None or year is None:
        raise UsageError("trace a figure of a town with its indicator and --year, or give a PDF")
    breakdown, period, coverage = which
    place = root_of(root)
    findings = pipeline.find(place, town_of(place, town), year)
    found = find_origin(findings, indicator, year, breakdown, period=period, coverage=coverage)
    if as_json:
        print(json.dumps(found.to_dict(), ensure_ascii=False, indent=1))
        return
    for line in found.lines():
        say(line)


def verify(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.pdf...", help="Briefings.", show_default=False)],
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Only digests and published figures against their rows; build nothing again."),
    ] = False,
    trust: Annotated[
        Path | None, typer.Option("--trust", metavar="CERT.pem", help="Demand a signature by this certificate.")
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="SITE|DIR", help="Demand that its register of published editions lists them."
        ),
    ] = None,
    theme: Annotated[
        Path | None,
        typer.Option("--theme", metavar="FILE.toml", help="Your own, for files built with its fonts or logo."),
    ] = None,
) -> None:
    """Prove PDFs: build each again from what it encloses, compare, and say what differs. Exit codes: docs/errors.md."""
    from mjq_report.checking import Demands
    from mjq_report.runs.proof import prove_apart, register_of

    certificate = _read(trust, "give a certificate in PEM form") if trust else b""
    demands = Demands(certificate, register_of(against) if against else None)
    wrong, open_ = [], []
    for file, answer in prove_apart(files, demands, quick, theme):
        report = answer.report
        wrong += [f"{file}: {line}" for line in (report.problems if report else answer.error)]
        if report is None:
            continue
        open_ += [f"{file}: {line}" for line in report.unproven]
        open_ += [f"{file}: compared: {report.compared}"] if report.unproven else []
        if report.holds:
            said = "nothing is wrong in what --quick looks at" if quick else "everything holds"
            say(f"{file}: {said}: {report.summary()}")
    if wrong:
        raise VerificationError("\n".join(wrong + open_))
    if open_:
        raise Unproven("\n".join(open_))


def _read(file: Path, remedy: str) -> bytes:
    from mjq_report.checking.opening import MAX_FILE

    try:
        return read_plain(file, MAX_FILE)
    except OSError as error:
        raise VerificationError(f"{file}: {error.strerror or error}; {remedy}") from None


def sign(
    file: FileArgument,
    key: Annotated[Path, typer.Option("--key", metavar="KEY.p12", help="PKCS#12 file with key and certificate.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="SIGNED.pdf", help="The signed file.")],
    timestamp: Annotated[str | None, typer.Option("--timestamp", metavar="URL", help="A time stamp server.")] = None,
) -> None:
    """Sign a PDF (PAdES B-B, invisible). The password of the key is read from MJQ_SIGN_PASSWORD."""
    from mjq_report.signing import signer

    signed = signer(key, timestamp, signing_time())(_read(file, "give the path of a PDF"))
    say(str(write_whole(output.absolute().parent, output.name, signed)))


def signing_time() -> dt.datetime:
    """A signature claims the time at which it is made; SOURCE_DATE_EPOCH stands in for the clock. Raises UsageError."""

    return source_date_epoch() or dt.datetime.now(dt.UTC).replace(microsecond=0)
