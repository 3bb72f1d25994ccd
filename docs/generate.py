"""Write the generated pages: `python -m docs.generate`, or `make docs`. A test holds them to the code."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def pages() -> dict[str, str]:
    """Every generated page by file name."""
    from mjq_report.dataset.catalogue import as_markdown
    from mjq_report.dataset.reference import tables_page

    return {
        "cli.md": cli_page(),
        "errors.md": errors_page(),
        "data-rules.md": as_markdown(),
        "tables.md": tables_page(),
    }


def errors_page() -> str:
    """Exit codes and what they mean, out of mjq_report/errors.py."""
    from mjq_report import errors

    kinds = [k for _, k in inspect.getmembers(errors, inspect.isclass) if issubclass(k, errors.ReportError)]
    rows = sorted(
        (k.exit_code, k.__name__, (k.__doc__ or "").split("\n")[0]) for k in kinds if k is not errors.ReportError
    )
    table = "\n".join(f"| {code} | {name} | {what} |" for code, name, what in rows)
    return (
        "# Errors\n\nGenerated from `mjq_report/errors.py`. Every way to fail ends in `error: …` lines on standard error, an exit "
        "code, and\nno traceback; what was whole before is whole still. Problems in the tables are listed in\n"
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
