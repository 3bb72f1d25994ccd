"""Where sentences and clauses of a text end, for rules that look at the words beside a figure."""

from __future__ import annotations

import re

CLAUSE = re.compile(r"[，；：、,;:]|——")
COMMA = re.compile(r"[，；：,;:]|——")  # 、 parts names that share a figure
GOVERNED = re.compile(r"[；;]|——")  # as far as a word of status, or a name a clause before, reaches
SENTENCE_END = re.compile(r"[。！？]")


def start(text: str, mark: re.Pattern[str] = CLAUSE) -> int:
    """Where the last part of a text begins: behind the last mark, or at 0."""
    return max((match.end() for match in mark.finditer(text)), default=0)


def clause_start(text: str) -> int:
    """Where the last clause of a text begins."""
    return start(text)
