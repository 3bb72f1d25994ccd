"""Charts made up for tests: a few with known values, and any number of odd ones from a seed."""

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from mjq_report.model.document import Chart, ChartKind, Mark, Nature, Series, Span

HAN = "新能源汽车智慧物流高端装备制造生物医药集成电路规模以上工业企业固定资产投资社会消费品零售总额"
LATIN = ("New-energy", "vehicles", "logistics", "and", "R&D", "manufacturing", "IC", "5G")
KINDS: tuple[ChartKind, ...] = (
    "trend", "trend_line", "change", "ranked", "composition", "multiples", "bullet", "slope", "dumbbell",
    "waterfall", "nested", "timeline", "steps", "flow", "months",
)  # fmt: skip

NATURES: tuple[Nature, ...] = ("published", "derived", "expected", "unknown")


def mark(position: str, value: object, label: str | None = None, differs: str = "", emphasis: bool = False) -> Mark:
    """A mark labelled with its value as written."""
    number = None if value is None else Decimal(str(value))
    text = label if label is not None else "" if number is None else f"{number:f}".replace("-", "\u2212")
    return Mark(position, number, text, differs=differs, emphasis=emphasis)


def series(name: str, *pairs: tuple[str, object]) -> Series:
    """A series of plain marks."""
    return Series(name, tuple(mark(position, value) for position, value in pairs))


def chart(kind: ChartKind, *rows: Series, unit: str = "亿元", title: str = "产值五年翻两番") -> Chart:
    """A chart with a title and a unit."""
    return Chart("sample", kind, (Span(title),), f"单位：{unit}" if unit else "", unit, rows)


class Odd:
    """Makes odd charts: long and mixed names, negative, tiny, huge, equal and missing values, one mark or many."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def chart(self, kind: ChartKind) -> Chart:
        """One chart of the kind."""
        return chart(kind, *getattr(self, f"_{kind}")(), unit=self.random.choice(("亿元", "%", "")))

    def _trend(self) -> list[Series]:
        count = self.random.choice((1, 1, 1, 2, 3, 4))
        return self._aligned(count, self._periods(self._most(50 // count)))

    def _trend_line(self) -> list[Series]:
        count = self.random.choice((1, 1, 2, 3, 5))
        return self._aligned(count, self._periods(self._most(50 // count)))

    def _change(self) -> list[Series]:
        count = self.random.choice((1, 2, 2, 2))
        return self._aligned(count, self._periods(self._most(24)))

    def _ranked(self) -> list[Series]:
        return self._aligned(1, self._names(self._most(45)))

    def _composition(self) -> list[Series]:
        count = self.random.choice((1, 1, 1, 2, 3, 5))
        return self._aligned(count, self._names(self._most(10)))

    def _multiples(self) -> list[Series]:
        count = self.random.randint(1, 8)
        marks = [self.random.randint(1, 24 // count) for _ in range(count)]
        return [s for n in marks for s in self._aligned(1, self._periods(n, short=count > 4))]

    def _bullet(self) -> list[Series]:
        return self._aligned(2, self._names(self._most(10)))

    def _slope(self) -> list[Series]:
        return self._aligned(self.random.randint(1, 12), self._periods(2))

    def _dumbbell(self) -> list[Series]:
        before, now = self._aligned(2, self._names(self._most(12)))
        sided = [
            replace(m, side=self.random.choice((-1, 1)), note="上年更高，未公布", nature="unknown")
            if m.value is None
            else m
            for m in before.marks
        ]
        noted = [replace(m, note=self.random.choice(("", "", "+7.9%", "来源称，未能复核"))) for m in now.marks]
        return [Series(before.name, tuple(sided)), Series(now.name, tuple(noted))]

    def _waterfall(self) -> list[Series]:
        steps = self._aligned(1, self._names(self._most(10)))
        return self._noted([*steps, *(self._aligned(1, self._names(1)) if self.random.random() < 0.7 else [])])

    def _nested(self) -> list[Series]:
        made = self._aligned(self.random.randint(2, 4), self._names(self._most(6)))
        return [*made[:-1], *self._noted(made[-1:])]

    def _timeline(self) -> list[Series]:
        dates = self._periods(self._most(16), short=True)
        names = self._names(len(dates))
        marks = [self._mark(date, Decimal(n) if self.random.random() < 0.8 else None) for n, date in enumerate(dates)]
        told = [replace(m, label=name) for m, name in zip(marks, names, strict=True)]
        return self._noted([Series("", tuple(told))])

    def _steps(self) -> list[Series]:
        years = self._periods(self._most(8), short=True)
        levels = [Series("", tuple(self._mark(y, Decimal(self.random.randint(-99, 99999))) for y in years))]
        part = Series(
            self._names(1)[0], (self._mark(levels[0].marks[-1].position, Decimal(self.random.randint(0, 99))),)
        )
        return [*self._noted(levels), *([part] if self.random.random() < 0.6 else [])]

    def _flow(self) -> list[Series]:
        counts = [self._most(6), 1, *([self._most(6)] if self.random.random() < 0.7 else [])]
        made = [self._aligned(1, self._names(count))[0] for count in counts]
        return self._noted([Series("", tuple(replace(m, value=abs(m.value or 0)) for m in s.marks)) for s in made])

    def _months(self) -> list[Series]:
        names = [f"{month}月" for month in range(1, self._most(12) + 1)]
        return [
            Series(
                "", tuple(replace(self._mark(name, Decimal(self.random.randint(0, 9999))), note="") for name in names)
            )
        ]

    def _noted(self, rows: Sequence[Series]) -> list[Series]:
        notes = ("", "", "", "推算", "来源称，未能复核", "+7.9%")
        return [replace(s, marks=tuple(replace(m, note=self.random.choice(notes)) for m in s.marks)) for s in rows]

    def _most(self, most: int) -> int:
        return self.random.choice((1, 2, 3, 5, self.random.randint(1, most), most))

    def _aligned(self, count: int, positions: Sequence[str]) -> list[Series]:
        draw = self._values()
        return [
            Series(name, tuple(self._mark(position, draw()) for position in positions)) for name in self._names(count)
        ]

    def _mark(self, position: str, value: Decimal | None) -> Mark:
        if value is None:
            return mark(position, None, self.random.choice(("", "无数据", "—")))
        label = f"{value:f}".replace("-", "\u2212")
        label = self.random.choice(("", "", "", "约", "超")) + label
        differs = self.random.choice(("", "", "", "口径不同", "预计数", "1—11月"))
        nature = self.random.choice(NATURES) if self.random.random() < 0.3 else "published"
        return replace(mark(position, value, label, differs, self.random.random() < 0.15), nature=nature)

    def _values(self):  # type: ignore[no-untyped-def]
        """A way to draw values, one for a chart."""
        pick, places = self.random, self.random.randint(0, 2)
        same = Decimal(pick.randint(1, 999))

        def plain() -> Decimal:
            return Decimal(pick.randint(0, 10 ** pick.randint(1, 6))).scaleb(-places)

        ways = (
            plain,
            plain,
            lambda: plain() * pick.choice((1, -1)),
            lambda: -plain(),
            lambda: Decimal(pick.randint(1, 99)).scaleb(-9),
            lambda: Decimal(pick.randint(10**13, 10**14)) * pick.choice((1, 1, -1)),
            lambda: pick.choice((plain(), Decimal(10) ** 14, Decimal("0.000001"))),
            lambda: same,
            lambda: Decimal(0),
            lambda: None,
        )
        way = pick.choice(ways)
        return lambda: None if pick.random() < 0.12 else way()

    def _periods(self, count: int, short: bool = False) -> list[str]:
        first = self.random.randint(1990, 2020)
        forms = ("{}", "{}", "{}年", "{}.1—11", "{}—2049", "{}.1.1—{}.12.28")
        form = self.random.choice(forms[:4] if short else forms)
        return [form.format(first + i, first + i) for i in range(count)]

    def _names(self, count: int) -> list[str]:
        longest = self.random.choice((4, 8, 14, 30))
        return [self._name(longest) for _ in range(count)]

    def _name(self, longest: int) -> str:
        if self.random.random() < 0.15:
            return " ".join(self.random.choices(LATIN, k=max(1, longest // 6)))
        name = "".join(self.random.choices(HAN, k=self.random.randint(1, longest)))
        return self.random.choice((name, name, f"{name}（2024年1—11月）", f"$_{name}"))
