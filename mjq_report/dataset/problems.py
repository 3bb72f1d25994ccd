"""Collecting problems: all of them in one run, in file order, without drowning anyone in a million lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from mjq_report.dataset import catalogue
from mjq_report.dataset.schema import TABLES
from mjq_report.errors import DataError, Problem, Rule

MOST = 1000  # problems of one rule in one file that are listed one by one
FEW = 20  # of wrong encoding, which as a rule befalls a whole file
_FOLLOWING = (catalogue.UNKNOWN_ID, catalogue.UNRESOLVED_REFERENCE)  # often of a fault in the other table
_ORDER = {column.name: place for table in TABLES.values() for place, column in enumerate(table.columns)}


class Problems:
    """A growing list of problems; past `MOST` of a kind in a file they are only counted."""

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self._counts: Counter[tuple[str, str]] = Counter()  # by the rule's code and the file
        self._rules: dict[str, Rule] = {}

    def add(self, rule: Rule, file: str, line: int, column: str, what: str) -> None:
        """Note a breach; `line` 0 and `column` "" stand for the whole file or row."""
        self.count(rule, file)
        if self._counts[rule.code, file] <= _most(rule):
            self._found.append(Problem(rule, file, line, column, what))

    def count(self, rule: Rule, file: str, times: int = 1) -> None:
        """Note breaches that would not be listed."""
        self._rules[rule.code] = rule
        self._counts[rule.code, file] += times

    def is_full(self, rule: Rule, file: str) -> bool:
        """Whether further breaches of `rule` in `file` would not be listed."""
        return self._counts[rule.code, file] >= _most(rule)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add problems found elsewhere."""
        for problem in problems:
            self.add(problem.rule, problem.file, problem.line, problem.column, problem.what)

    def sorted(self) -> list[Problem]:
        """All problems by file, line and column, then how many more there are of what was only counted.

        A file with nothing but references that lead nowhere comes behind those that may be the reason.
        """
        at_fault = {problem.file for problem in self._found if problem.rule not in _FOLLOWING}
        found = sorted(set(self._found), key=lambda problem: (problem.file not in at_fault, _place(problem)))
        for (code, file), count in self._counts.items():
            rule = self._rules[code]
            if count > _most(rule):
                found.append(Problem(rule, file, 0, "", f"{count - _most(rule)} more cells or rows break this rule"))
        return found

    def errors(self) -> list[Problem]:
        """The problems that stop a briefing."""
        return errors(self.sorted())

    def raise_errors(self) -> None:
        """Raise DataError with every error; warnings alone pass."""
        found = self.errors()
        if found:
            raise DataError(found)


def _most(rule: Rule) -> int:
    return FEW if rule is catalogue.ENCODING else MOST


def errors(problems: Sequence[Problem]) -> list[Problem]:
    """Those of error severity."""
    return [problem for problem in problems if problem.rule.severity == "error"]


def _place(problem: Problem) -> tuple[str, int, int, str, str]:
    return problem.file, problem.line, _ORDER.get(problem.column, -1), problem.rule.code, problem.what
