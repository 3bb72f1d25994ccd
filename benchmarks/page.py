"""Figures go into a page between two comments, so that whoever measures anew changes no words around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "scale.md"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def put(name: str, text: str) -> None:
    """Replace what stands between `<!-- name -->` and `<!-- /name -->` in docs/scale.md."""
    page = PAGE.read_text(encoding="utf-8")
    head, start, rest = page.partition(f"<!-- {name} -->\n")
    _, end, tail = rest.partition(f"<!-- /{name} -->")
    if not start or not end:
        raise SystemExit(f"{PAGE.name}: there is no place for {name}")
    PAGE.write_text(f"{head}{start}{text}\n{end}{tail}", encoding="utf-8")
