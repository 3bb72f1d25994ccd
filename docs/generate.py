"""Write the generated pages: `python -m docs.generate`, or `make docs`. A test holds them to the code."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
GUARANTEES = "guarantees.md"
_ROW = re.compile(r"^(\| ([A-Z]\d+[a-z]?) \|.*\|)[^|]*\|$", re.MULTILINE)
_NAMED = 2  # tests that a row of guarantees names; the others are counted


def pages() -> dict[str, str]:
    """Every generated page by file name."""
    from docs import number
    from mjq_report.dataset.catalogue import as_markdown
    from mjq_report.dataset.reference import tables_page

    return {
        "cli.md": cli_page(),
        "errors.md": errors_page(),
        "data-rules.md": as_markdown(),
        "tables.md": tables_page(),
        "architecture.md": number.section((HERE / "architecture.md").read_text(encoding="utf-8")),
        GUARANTEES: guarantees_page((HERE / GUARANTEES).read_text(encoding="utf-8")),
    }


def guards() -> dict[str, list[str]]:
    """The tests that hold each guarantee, by its code: those marked `@pytest.mark.guards("P8", …)`."""
    found: dict[str, list[str]] = {}
    for path in sorted((HERE.parent / "tests").rglob("test_*.py")):
        for test in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(test, ast.FunctionDef):
                for code in _codes(test):
                    found.setdefault(code, []).append(test.name)
    return found


def _codes(test: ast.FunctionDef) -> Iterator[str]:
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.guards":
            yield from (str(ast.literal_eval(code)) for code in mark.args)


def guarantees_page(text: str) -> str:
    """The page of guarantees with the tests of each row; the words in it are written by hand."""
    held = guards()

    def row(match: re.Match[str]) -> str:
        tests = held.pop(match[2], [])
        more = [f"and {len(tests) - _NAMED} more"] if len(tests) > _NAMED else []
        return f"{match[1]} {', '.join([*(f'`{name}`' for name in tests[:_NAMED]), *more])} |"

    made = _ROW.sub(row, text)
    if held:
        raise ValueError(f"tests guard {', '.join(sorted(held))}, which {GUARANTEES} does not know")
    return made


def errors_page() -> str:
    """Exit codes and what they mean, out of mjq_report/errors.py."""
    from mjq_report import errors

    kinds = [k for _, k in inspect.getmembers(errors, inspect.isclass) if issubclass(k, errors.ReportError)]
    rows = sorted(
        (k.exit_code, k.__name__, " ".join((k.__doc__ or "").split("\n\n")[0].split()))
        for k in kinds
        if k is not errors.ReportError
    )
    table = "\n".join(f"| {code} | {name} | {what} |" for code, name, what in rows)
    return (
        "# Errors\n\nGenerated from `mjq_report/errors.py`. Every way to fail ends in `error: …` lines on standard error, an exit "
        "code, and\nno traceback; finished files are left intact. Problems in the tables are listed in\n"
        f"[data-rules.md](data-rules.md).\n\n| Exit code | Error | Meaning |\n|---|---|---|\n| 0 | | All went well. |\n{table}\n"
    )


def cli_page() -> str:
    """Commands and options, out of the program itself."""
    import typer

    from mjq_report.cli.app import program

    parts = ["# The command line\n\nGenerated from the program. `mjq-report COMMAND --help` says the same.\n"]
    for path, command in _commands("mjq-report", typer.main.get_command(program())):
        parts.append(_command(path, command))
    return "\n".join(parts)


def _commands(path: str, command: Any) -> list[tuple[str, Any]]:
    below = getattr(command, "commands", {})
    if not below:
        return [(path, command)]
    return [item for name, sub in sorted(below.items()) for item in _commands(f"{path} {name}", sub)]


def _command(path: str, command: Any) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    usage = " ".join([path, *((a.metavar or a.name.upper()) for a in arguments)])
    rows = [f"| `{(a.metavar or a.name.upper())}` | {a.help or ''} |" for a in arguments]
    rows += [f"| `{', '.join([*o.opts, *o.secondary_opts])}` | {o.help or ''} |" for o in options]
    table = "\n| Option | Meaning |\n|---|---|\n" + "\n".join(rows) + "\n" if rows else ""
    return f"## `{usage}`\n\n{inspect.cleandoc(command.help or '')}\n{table}"


def main() -> None:
    """Write the pages that differ."""
    for name, text in pages().items():
        path = HERE / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
