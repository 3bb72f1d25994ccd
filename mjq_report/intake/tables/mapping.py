"""What a person answered about a table of some form, kept as a TOML file, so that next year's table asks nothing.

A mapping knows columns and rows by their heads and labels, with years left out of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path

from mjq_report.errors import ConfigError, UsageError, shown
from mjq_report.intake.proposal import Question
from mjq_report.intake.tables.words import YEAR
from mjq_report.settings import toml
from mjq_report.settings.toml import MAX_KEY
from mjq_report.settings.visibility import is_visible

MAPPINGS = "mappings"  # the folder below data/


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a column or a row: each thing goes before what the table seems to say."""

    unit: str = ""
    period: str = ""
    name: str = ""
    breakdown: str = ""
    status: str = ""
    skip: bool = False


@dataclass(frozen=True)
class Answers:
    """The answers for a form of table. `form` are the heads by which next year's table is known to be of it."""

    columns: Mapping[str, Answer] = field(default_factory=dict)
    rows: Mapping[str, Answer] = field(default_factory=dict)
    form: tuple[str, ...] = ()

    @property
    def is_some(self) -> bool:
        """Whether anything was answered."""
        return bool(self.columns or self.rows)

    def column(self, key: str) -> Answer:
        """What is known of the column with these heads."""
        return self.columns.get(timeless(key), Answer())

    def row(self, key: str) -> Answer:
        """What is known of the row with these labels."""
        return self.rows.get(timeless(key), Answer())

    def answered(self, axis: str, key: str, what: str, text: str) -> Answers:
        """With one more answer."""
        known = dict(self.columns if axis == "column" else self.rows)
        key = timeless(key)
        said = {"skip": True} if what == "skip" else {what: text}
        known[key] = replace(known.get(key, Answer()), **said)
        return replace(self, columns=known) if axis == "column" else replace(self, rows=known)

    def over(self, other: Answers) -> Answers:
        """These answers where they say something, else the other's."""
        return Answers({**other.columns, **self.columns}, {**other.rows, **self.rows}, self.form or other.form)

    def fits(self, form: Sequence[str]) -> bool:
        """Whether a table with these heads is of the form: all heads that the mapping knows stand in it."""
        return bool(self.form) and set(self.form) <= set(map(timeless, form))


@lru_cache(maxsize=4096)
def timeless(key: str) -> str:
    """Heads or labels without the years in them, as long as a key may be, and with what can be seen."""
    return "".join(filter(is_visible, _A_YEAR.sub("#", key)))[:MAX_KEY]


_A_YEAR = re.compile(rf"(?<![0-9]){YEAR}(?![0-9])")


def read(path: Path) -> Answers:
    """A mapping's file. Raises ConfigError for one that is none."""
    content = toml.parse(toml.read(path, path.name, ConfigError, "give the path of a mapping"), path.name, ConfigError)
    unknown = set(content) - {"form", "columns", "rows"}
    form = content.get("form", [])
    if unknown or not isinstance(form, list) or not all(isinstance(text, str) for text in form):
        raise ConfigError(
            f"{path}: a mapping has form (a list of heads), columns and rows; {shown(sorted(unknown))} is unknown"
        )
    return Answers(_answers(path, content, "columns"), _answers(path, content, "rows"), tuple(form))


def _answers(path: Path, content: Mapping[str, object], name: str) -> dict[str, Answer]:
    tables = content.get(name, {})
    found = {}
    for key, one in (tables if isinstance(tables, dict) else {name: None}).items():
        kinds = {f.name: bool if f.name == "skip" else str for f in fields(Answer)}
        if not isinstance(one, dict) or not all(isinstance(v, kinds.get(k, type(None))) for k, v in one.items()):
            raise ConfigError(f"{path}: [{name}.{shown(key)}] may say {', '.join(kinds)}; texts, and skip = true")
        found[str(key)] = Answer(**one)
    return found


def written(answers: Answers) -> bytes:
    """A mapping as TOML."""
    lines = [f"form = [{', '.join(map(_quoted, answers.form))}]"]
    for name, known in (("columns", answers.columns), ("rows", answers.rows)):
        for key, answer in known.items():
            lines += ["", f"[{name}.{_quoted(key)}]"]
            lines += [f"{f.name} = {_value(v)}" for f in fields(Answer) if (v := getattr(answer, f.name))]
    return ("\n".join(lines) + "\n").encode()


def _value(value: object) -> str:
    return "true" if value is True else _quoted(str(value))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'


def from_options(texts: Sequence[str]) -> Answers:
    """The answers of --answer options: `column:HEADS:unit=亩`, `row:LABEL:period=2024`. Raises UsageError."""
    found = Answers()
    for text in texts:
        match = _OPTION.fullmatch(text)
        if match is None:
            raise UsageError(f"--answer {text}: write column:HEADS:unit=亩, or row:LABEL:period=2024")
        found = found.answered(match[1], match[2], match[3], match[4])
    return found


_OPTION = re.compile(rf"(column|row):(.+):({'|'.join(one.name for one in fields(Answer))})=(.*)", re.DOTALL)


def asked(questions: Sequence[Question], ask: Callable[[Question], str]) -> Answers:
    """The answers that somebody gives to questions, each asked once."""
    found = Answers()
    for question in questions:
        found = found.answered(question.axis, question.key, question.what, ask(question))
    return replace(found, form=tuple(dict.fromkeys(timeless(text) for q in questions for text in q.form)))


def file_name(source: Path) -> str:
    """What the mapping of a source is called: as the source, without its year."""
    return re.sub(r"[^\w-]+", "-", timeless(source.stem).replace("#", "")).strip("-") + ".toml"


def read_if_there(path: Path | None) -> tuple[Answers, ...]:
    """The mapping of a file that may not be there yet."""
    return (read(path),) if path and path.exists() else ()


def read_all(folder: Path) -> tuple[Answers, ...]:
    """The mappings of a folder, by name."""
    return tuple(read(path) for path in sorted(folder.glob("*.toml")))
