"""What a source proposes: a figure with all that its row would say, and the numbers that are none."""

from __future__ import annotations

from dataclasses import dataclass, field

from mjq_report.lang.zh.tables import ASKED, AXES, NOTHING, QUESTION


@dataclass(frozen=True, slots=True)
class Proposal:
    """One figure of a source, as a row of observations would hold it. Fields are the columns of the file, in its order.

    `locator` is a paragraph's number, or a cell (`表1!C6`); `as_published` stands there verbatim. `value`, `unit`, `qualifier`,
    `status` and `period` are as in observations.csv. `kind` is what a figure says: level, growth, average_growth, share,
    rank, count, difference, ratio, multiple.
    `indicator` and `breakdown` are ids of the dictionary where a name is exactly one of its names, else empty: then the name is a
    new term, and `new_id`, `new_kind`, `new_unit` and `domain` are suggested for it.
    """

    locator: str
    as_published: str
    value: str
    unit: str
    qualifier: str
    status: str
    period: str
    indicator: str
    indicator_name: str
    breakdown: str = ""
    breakdown_name: str = ""
    coverage: str = ""
    coverage_name: str = ""
    kind: str = ""
    upper: str = ""  # of a range, its high end
    town: str = ""  # of a table with a line for each town, the town's name
    new_id: str = ""
    new_kind: str = ""
    new_unit: str = ""
    domain: str = ""
    part_of_name: str = ""  # behind 其中: what it is a part of
    movement: str = ""
    note_public_zh: str = ""
    standing: str = ""  # how it stands to a row of the record: the same, contradicts, supersedes
    reason: str = ""  # what a person should look at
    words: str = ""  # the sentence around it
    source: str = ""  # the file's name


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Digits or a numeral of a source that are no figure, and why.

    `value` and `unit` are what it would be, for a person who enters it all the same: an ordinal, a count in a name.
    """

    locator: str
    text: str
    reason: str
    value: str = ""
    unit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a table does not say of a column or a row, and what is taken unless somebody answers.

    `axis` is column or row, `key` its heads or labels, `what` the thing that is asked, `form` the heads of the table.
    """

    axis: str
    key: str
    what: str
    guess: str
    form: tuple[str, ...] = ()

    def __str__(self) -> str:
        return QUESTION.format(axis=AXES[self.axis], key=self.key, what=ASKED[self.what], guess=self.guess or NOTHING)


@dataclass(frozen=True, slots=True)
class Mention:
    """A programme or an organisation that a paragraph names; `entity` is its id where the town's tables have the name."""

    locator: str
    name: str
    entity: str
    as_published: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class OfferedClaim:
    """A tie between proposed figures that holds: a sum, a share, a growth."""

    locator: str
    operation: str
    statement_zh: str
    result: str
    operands: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """All that was found in one source, or in several one behind the other."""

    proposals: tuple[Proposal, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    claims: tuple[OfferedClaim, ...] = ()
    mentions: tuple[Mention, ...] = ()
    questions: tuple[Question, ...] = field(default=())  # what a person has to decide before it can be read further

    def __add__(self, other: Proposed) -> Proposed:
        return Proposed(
            self.proposals + other.proposals, self.left_out + other.left_out, self.claims + other.claims,
            self.mentions + other.mentions, self.questions + other.questions,
        )  # fmt: skip
