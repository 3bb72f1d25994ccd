"""Coverage-guided fuzzing of what reads input: `python -m tests.fuzz.guided [--seconds N] [--corpus FOLDER] [target …]`.

Needs atheris (tests/fuzz/guided/requirements.txt); without it this says so and ends well. Each target runs in a process
of its own, within a gigabyte and ten seconds an input. An input that breaks one is kept in the corpus folder as
`<target>.crash-…`, and named; put it into `found/<target>/` as base64, with the fix.
"""

from __future__ import annotations

import argparse
import base64
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent.parent
FOUND = Path(__file__).resolve().parent / "found"  # what once broke a target: <target>/<name>.b64
TARGETS = (
    "table", "records", "settings", "theme", "plan", "words", "template", "manifest", "workbook", "sheet", "link",
)  # fmt: skip


def main() -> int:
    """Run the targets one after another; 1 when one was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.guided", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="target", help=f"of {', '.join(TARGETS)}; all by default")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (default 60)")
    parser.add_argument("--corpus", type=Path, help="where inputs are kept from run to run; else nowhere")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if unknown := sorted(set(given.targets) - {*TARGETS}):
        parser.error(f"there is no target {unknown[0]}; there are {', '.join(TARGETS)}")
    if find_spec("atheris") is None:
        print(
            "note: atheris is not installed, so nothing is fuzzed by coverage; tests/fuzz/guided/requirements.txt has it"
        )
        return 0
    if given.inside:
        _fuzz(given.targets[0], given.seconds, given.corpus)
    with tempfile.TemporaryDirectory(prefix="mjq-fuzz-") as scratch:
        home = given.corpus or Path(scratch)
        broken = [name for name in given.targets or TARGETS if not _run(name, given.seconds, home.absolute())]
    for name in broken:
        print(f"error: {name} was broken; its input and the traceback are above", file=sys.stderr)
    return 1 if broken else 0


def _run(name: str, seconds: int, home: Path) -> bool:
    """One target in a process of its own; says how many inputs it tried."""
    from tests.fuzz.guided import targets

    corpus = home / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate([*targets.TARGETS[name].seeds(), *found(name).values()]):
        (corpus / f"seed-{number}").write_bytes(seed)
    command = [sys.executable, "-m", "tests.fuzz.guided", "--inside", f"--seconds={seconds}", f"--corpus={home}", name]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, timeout=seconds + 120, check=False)
    said = done.stderr.decode("utf-8", "replace")
    tried = [line for line in said.splitlines() if line.startswith(("#", "stat::number_of_executed_units", "Done "))]
    print(f"{name}: {tried[-1] if tried else 'did not begin'}", flush=True)
    if done.returncode:
        print(done.stdout.decode("utf-8", "replace")[-6000:], said[-6000:], sep="\n", file=sys.stderr)
    return done.returncode == 0


def found(name: str) -> dict[str, bytes]:
    """What once broke a target."""
    return {path.stem: base64.b64decode(path.read_bytes()) for path in sorted((FOUND / name).glob("*.b64"))}


def _fuzz(name: str, seconds: int, home: Path) -> None:
    """Never returns: the fuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["mjq_report", "tomllib", "jinja2"]):  # imported here for the first time
        from tests.fuzz.guided import targets
    target = targets.TARGETS[name]
    atheris.Setup(
        [
            name, str(home / name), f"-max_total_time={seconds}", f"-max_len={target.size}", "-rss_limit_mb=1024", "-timeout=10",
            f"-artifact_prefix={home / name}.", "-print_final_stats=1",
        ],
        target.run,
    )  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
