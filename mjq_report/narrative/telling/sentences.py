"""Clauses as sentences, sentences as paragraphs: what stands together, where a sentence ends, and what it begins with.

A sentence has 30 to 80 characters and at most four figures where the clauses allow it. Clauses join within one
period, coverage and intention; one with a comma inside is parted by ；, bare ones by ，. A fall behind a rise of the
same chapter begins with 但. Nothing is drawn by lot: the same rows give the same text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mjq_report.model.codes import IndicatorKind, Status
from mjq_report.narrative.phrases import Mention, Part, Phrase
from mjq_report.narrative.telling.clauses import Clause, Teller
from mjq_report.narrative.telling.groups import Group

MOST_CHARACTERS, MOST_FIGURES, PARAGRAPH = 72, 4, 4  # of a sentence; sentences of a paragraph
LONG = 16  # characters from which clauses are parted by ；


def paragraphs(teller: Teller, groups: Sequence[Group]) -> list[Phrase]:
    """The groups as paragraphs: results in their order, then what is planned and aimed at."""
    results = [group for group in groups if not group.intended]
    made = _paragraphs(teller, sentences(teller, results))
    return made + _paragraphs(teller, goals(teller, [group for group in groups if group.intended]))


def _paragraphs(teller: Teller, told: Sequence[Sequence[Clause]]) -> list[Phrase]:
    """Sentences cut into paragraphs, where the domain changes or after so many."""
    made, current, domain = list[Phrase](), list[Part](), ""
    count = before = 0
    for sentence in told:
        here = teller.lookup.domain(sentence[0].group.head)
        if current and (count >= PARAGRAPH or (here != domain and count >= 2)):
            made.append(Phrase(tuple(current)))
            current, count, before = [], 0, 0
        current += joined(sentence, teller, before)
        domain, count, before = here, count + 1, teller.direction(sentence[-1].group)
    return [*made, Phrase(tuple(current))] if current else made


def sentences(teller: Teller, groups: Sequence[Group]) -> list[list[Clause]]:
    """Clauses in their order, gathered into sentences."""
    found, current = list[list[Clause]](), list[Clause]()
    for group in groups:
        clause = teller.clause(group)
        if current and not belongs(clause, current):
            found.append(current)
            current = []
        if current and _is_one_thing(group, current[-1].group):
            clause = replace(teller, subject=teller.full_name(group)).clause(group)
        elif current and (front := shared_front(teller, current[-1].group, group)):
            clause = replace(teller, front=front).clause(group)
        elif current and group.breakdown and group.breakdown == current[-1].group.breakdown:
            clause = replace(teller, said=group.breakdown).clause(group)
        current.append(clause)
    return [*found, current] if current else found


def shared_front(teller: Teller, one: Group, other: Group) -> str:
    """What the names of two rates begin with that are the same figure: 诉求办结率为100%，满意率同样为100%; else empty."""
    facts, language = (one.level, other.level), teller.lookup.language
    if None in facts or one.breakdown != other.breakdown or one.parts or other.parts or one.earlier or other.earlier:
        return ""
    first, second = (fact for fact in facts if fact is not None)
    names = [teller.name(fact) for fact in (first, second)]
    alike = language.figure(first).text == language.figure(second).text
    plain = teller.frame(second) in ("", names[1] + teller.word("is") + "{}")
    if not alike or not plain or not language.is_rate(names[1], second.unit):
        return ""
    return language.shared_front(*names)


def belongs(clause: Clause, sentence: Sequence[Clause]) -> bool:
    """Whether a clause may join a sentence that has been begun."""
    last = sentence[-1].group.head
    head = clause.group.head
    if _is_one_thing(clause.group, sentence[-1].group):
        return sum(c.figures for c in sentence) + clause.figures <= MOST_FIGURES
    if (head.period, head.coverage, head.status) != (last.period, last.coverage, last.status):
        return False
    if sentence[-1].group.parts or clause.group.parts:
        return False
    length = sum(c.length for c in sentence) + clause.length
    return length <= MOST_CHARACTERS and sum(c.figures for c in sentence) + clause.figures <= MOST_FIGURES


def _is_one_thing(one: Group, other: Group) -> bool:
    """Whether two groups are one figure of two periods, so that the second need not name it again."""
    a, b = one.head, other.head
    same = (a.indicator, a.breakdown, a.coverage, a.status) == (b.indicator, b.breakdown, b.coverage, b.status)
    return same and not (one.parts or other.parts or one.earlier or one.is_list or other.is_list)


def joined(clauses: Sequence[Clause], teller: Teller, before: int = 0) -> list[Part]:
    """One sentence from its clauses; 但 before a change for the worse behind one for the better (`before`: see `direction`)."""
    intended = clauses[0].group.intended  # the words that say so hold as far as the next ；
    long = any(clause.is_compound or clause.length > LONG for clause in clauses)
    mark = "；" if long and not intended else "，"
    parts = list[Part]()
    for number, clause in enumerate(clauses):
        if number:
            parts.append(mark)
        direction = teller.direction(clause.group)
        if before > 0 > direction:
            parts.append(teller.lookup.language.TELLING["but"])
        before = direction
        parts += clause.parts
    return [*parts, "。"]


# --------------------------------------------------------------------------- what comes next


def goals(teller: Teller, groups: Sequence[Group]) -> list[list[Clause]]:
    """Plans and targets, a sentence or two for each period: 2026年的目标是：地区生产总值增长6%左右，…"""
    found = list[list[Clause]]()
    for setting in dict.fromkeys(_setting(group) for group in groups):
        same = [group for group in groups if _setting(group) == setting]
        current = list[Clause]()
        for group in same:
            clause = teller.clause(group, bare=True)
            if current and sum(c.length for c in current) + clause.length > MOST_CHARACTERS:
                found.append(_headed(teller, current))
                current = []
            current.append(clause)
        if current:
            found.append(_headed(teller, current))
    return found


def _setting(group: Group) -> tuple[object, ...]:
    return group.period, group.coverage, group.head.status


def _headed(teller: Teller, clauses: Sequence[Clause]) -> list[Clause]:
    """Clauses of one plan behind the words that say whose, when and that it is one."""
    fact, words = clauses[0].group.head, teller.lookup.language.TELLING
    period = teller.lookup.language.plan_period(fact.period)
    first, *others = clauses
    setting = [part for part in teller.setting(first.group) if isinstance(part, Mention) and part.coverage]
    if fact.status is Status.TARGET:
        head = Mention(words["goals"].format(period=period), period=fact.period.text, status=fact.status)
        return [Clause(first.group, (head, *setting, *first.parts)), *others]
    said = "" if fact.kind is IndicatorKind.DATE else teller.when(fact)  # a day itself says when
    when, plan = Mention(said, period=fact.period.text), Mention(words["plans"], status=fact.status)
    return [Clause(first.group, (when, *setting, plan, *first.parts)), *others]


def ordered(groups: Iterable[Group], teller: Teller, domains: Sequence[str]) -> list[Group]:
    """Groups by domain; in it the town as a whole before others, the year before its parts, and these before earlier years.

    What is of one coverage and period stands together, and in it what is of one breakdown, in the order of the rows.
    """
    groups, lookup = list(groups), teller.lookup
    settings = list(dict.fromkeys((group.coverage, group.period) for group in groups))
    place = {domain: number for number, domain in enumerate(domains)}
    year = lookup.home_period()

    firsts: dict[tuple[object, ...], int] = {}
    numbers = {id(group): number for number, group in enumerate(groups)}
    for number, group in enumerate(groups):
        firsts.setdefault((group.coverage, group.period, group.breakdown or number), number)

    def key(group: Group) -> tuple[int, bool, int, int, int]:
        period = group.period
        when = 0 if period == year else 1 if period.first >= year.first else 2 if period.last >= year.first else 3
        domain = place.get(lookup.domain(group.head), len(place))
        town = lookup.is_about_town(group.head)
        like = firsts[group.coverage, period, group.breakdown or numbers[id(group)]]
        return domain, not town, when, settings.index((group.coverage, period)), like

    return sorted(groups, key=key)
