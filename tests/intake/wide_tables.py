"""Wide tables as yearbooks and offices have them, with what each figure is: every number that is written says what it is.

All places and figures are invented. A table is laid as rows of cells; `gold` maps a cell's address to value, unit, period, town and
a part of the name that the indicator must have.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.utils import get_column_letter


@dataclass(frozen=True)
class Gold:
    """What a figure is."""

    value: str
    unit: str
    period: str
    town: str
    name: str


@dataclass
class Sheet:
    """A sheet that is being laid, with its gold."""

    title: str
    cells: dict[tuple[int, int], tuple[object, str]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    gold: dict[str, Gold] = field(default_factory=dict)

    def row(self, row: int, *texts: object, column: int = 1) -> None:
        """Words from a column on; None leaves a cell empty."""
        for place, text in enumerate(texts, column):
            if text is not None:
                self.cells[row, place] = (text, "General")

    def put(
        self, row: int, column: int, stored: object, code: str, value: str, unit: str, period: str, town: str, name: str
    ) -> None:
        """A figure with its number format and what it is."""
        self.cells[row, column] = (stored, code)
        self.gold[f"{self.title}!{get_column_letter(column)}{row}"] = Gold(value, unit, period, town, name)


Build = Callable[[], list[Sheet]]


def workbook(sheets: list[Sheet]) -> bytes:
    """The sheets as an .xlsx file."""
    book = Workbook()
    book.remove(book.active)
    for one in sheets:
        sheet = book.create_sheet(one.title)
        for (row, column), (stored, code) in one.cells.items():
            cell = sheet.cell(row, column, stored)
            cell.number_format = code
        for area in one.merged:
            sheet.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _number(seed: int, places: int) -> tuple[float, str]:
    """A number that looks like one of a yearbook, and how it is shown with so many decimals."""
    whole = (seed * 7919) % 90_000 + 11
    number = round(whole / 10**places + seed % 7 / 10 ** (places + 2), places + 2)
    from decimal import ROUND_HALF_UP, Decimal

    shown = Decimal(str(number)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return number, str(shown)


def townships() -> list[Sheet]:
    """A county's yearbook: townships down, heads of three rows with units in brackets, # columns, groups parted by a blank row."""
    s = Sheet("3-12")
    s.row(1, "3-12  各乡镇农业基本情况（2023年）")
    s.merged.append("A1:J1")
    s.row(
        3,
        "乡  镇",
        "村民委员会（个）",
        "乡村户数（户）",
        "乡村人口（人）",
        None,
        "农作物播种面积（公顷）",
        None,
        "粮食产量（吨）",
        None,
        "农林牧渔业总产值（万元）",
    )
    s.row(4, None, None, None, "合计", "#劳动力", "合计", "#粮食作物", "合计", "#稻谷")
    s.merged += ["A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:G3", "H3:I3", "J3:J4"]
    heads = [
        ("村民委员会", "个", 0), ("乡村户数", "户", 0), ("乡村人口", "人", 0), ("劳动力", "人", 0), ("播种面积", "公顷", 1),
        ("粮食作物", "公顷", 1), ("粮食产量", "吨", 0), ("稻谷", "吨", 0), ("农林牧渔业总产值", "万元", 2),
    ]  # fmt: skip
    towns = ["全  县", None, "城关镇", "柏坪镇", "三岔乡", None, "龙王庙乡", "石佛寺镇", "桃林农场"]
    row = 5
    for town in towns:
        row += 1
        if town is None:
            continue
        s.row(row, town)
        for column, (name, unit, places) in enumerate(heads, 2):
            if town == "桃林农场" and column in (2, 9):
                s.row(row, "-" if column == 2 else "…", column=column)
                continue
            number, shown = _number(row * 31 + column, places)
            code = "#,##0" if not places else f"0.{'0' * places}_ "
            s.put(row, column, number, code, shown, unit, "2023", town.replace(" ", ""), name)
    s.row(row + 1, "注：1.本表数据来自农业农村局，2022年起按新口径统计。")
    return [s]


def months() -> list[Sheet]:
    """Months across, cumulated, with growth in every second column; the year stands in the title alone."""
    s = Sheet("月度")
    s.row(1, "2024年桦林镇主要经济指标月度完成情况")
    s.row(2, "指标", "计量单位", "1-2月", None, "1-3月", None, "1-4月", None, "1-12月", None)
    s.row(3, None, None, *("累计", "同比增长%") * 4)
    s.merged += ["A1:J1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:H2", "I2:J2"]
    rows = [
        ("规模以上工业总产值", "万元", 0), ("　其中：高新技术产业", "万元", 0), ("固定资产投资", "亿元", 2), ("社会消费品零售总额", "亿元", 2),
        ("一般公共预算收入", "万元", 0), ("全社会用电量", "万千瓦时", 1),
    ]  # fmt: skip
    for row, (name, unit, places) in enumerate(rows, 4):
        s.row(row, name, unit)
        for n, period in enumerate(("2024-01/2024-02", "2024-01/2024-03", "2024-01/2024-04", "2024")):
            number, shown = _number(row * 17 + n, places)
            plain = name.strip("　").removeprefix("其中：")
            s.put(
                row,
                3 + 2 * n,
                number,
                "#,##0" if not places else f"0.{'0' * places}",
                shown,
                unit,
                period,
                "桦林镇",
                plain,
            )
            growth = (row * 13 + n * 7) % 300 / 10 - 9.97
            s.put(row, 4 + 2 * n, growth, "0.0", f"{growth:.1f}", "%", period, "桦林镇", plain)
    return [s]


def blocks() -> list[Sheet]:
    """Blocks below one another, each with its own title and its unit in the corner; heads over years without merges."""
    s = Sheet("综合")
    s.row(1, "桦林镇统计资料汇编（2025年）")
    row = 3
    for title, unit, items, places in (
        ("一、财政收支情况", "万元", ("财政总收入", "#税收收入", "财政总支出"), 2),
        ("二、主要农产品产量", "吨", ("粮食", "油料", "蔬菜及食用菌", "水果"), 0),
        ("三、居民人均收支", "元", ("人均可支配收入", "　工资性收入", "　经营净收入", "人均生活消费支出"), 0),
    ):
        s.row(row, title)
        s.row(row + 1, f"单位：{unit}", column=4)
        s.row(row + 2, "项  目", "2023年", "2024年", "2025年")
        for n, item in enumerate(items):
            s.row(row + 3 + n, item)
            for column, year in enumerate(("2023", "2024", "2025"), 2):
                number, shown = _number(row * 11 + n * 5 + column, places)
                code = "General" if not places else "#,##0.00"
                stored: object = int(shown) if not places else number
                s.put(row + 3 + n, column, stored, code, shown, unit, year, "桦林镇", item.strip("#　"))
        row += len(items) + 5
    s.row(row, "填报单位：桦林镇经济发展办公室　　填报人：韩松柏　　电话：0431-86021177")
    return [s]


def folded() -> list[Sheet]:
    """A table folded in the middle: labels, units and two years, and the same again to the right; growth is not marked as %."""
    s = Sheet("基本情况")
    s.row(1, "桦林镇社会经济基本情况")
    s.merged.append("A1:J1")
    s.row(2, *("指标名称", "单位", "2024年", "2025年", "比上年增减") * 2)
    left = [("行政区域面积", "平方公里", 1), ("户籍人口", "人", 0), ("企业个数", "个", 0), ("工业总产值", "万元", 1)]
    right = [("村民委员会个数", "个", 0), ("常住户数", "户", 0), ("公路里程", "公里", 1), ("财政收入", "万元", 1)]
    for row, pair in enumerate(zip(left, right, strict=True), 3):
        for column, (name, unit, places) in zip((1, 6), pair, strict=True):
            s.row(row, name, unit, column=column)
            old, new = (round(500 + (row * 997 + column * 131) % 4000 + n * 37.4, places) for n in (0, 1))
            for place, year, value in ((2, "2024", old), (3, "2025", new), (4, "2025", new - old)):
                shown = f"{value:.{places}f}"
                stored: object = int(shown) if not places else round(value, places)
                s.put(
                    row, column + place, stored, "General" if not places else "0.0", shown, unit, year, "桦林镇", name
                )
    return [s]


def years_down() -> list[Sheet]:
    """Years down, indicators across in groups, English below the Chinese heads, the last year preliminary."""
    s = Sheet("1-3")
    s.row(1, "1－3　地区生产总值及构成")
    s.row(2, "Gross Regional Product and Composition")
    s.row(3, "本表按当年价格计算", None, None, None, "单位：亿元")
    s.row(4, "年份", "地区生产总值", None, None, None, "人均地区生产总值（元）", "比上年增长（%）")
    s.row(5, None, None, "第一产业", "第二产业", "第三产业", None, None)
    s.row(6, "Year", "GRP", "Primary", "Secondary", "Tertiary", "Per Capita", "Growth")
    s.merged += ["A1:G1", "A2:G2", "A4:A5", "B4:B5", "C4:E4", "F4:F5", "G4:G5"]
    for row, year in enumerate(range(2016, 2026), 7):
        s.row(row, year)
        for column, (name, unit, places) in enumerate(
            (
                ("地区生产总值", "亿元", 2),
                ("第一产业", "亿元", 2),
                ("第二产业", "亿元", 2),
                ("第三产业", "亿元", 2),
                ("人均地区生产总值", "元", 0),
                ("地区生产总值", "%", 1),
            ),
            2,
        ):
            number, shown = _number(row * 19 + column, places)
            if unit == "%":
                number = (row * 3) % 11 + 0.25
                shown = f"{number + 1e-9:.1f}"
            s.put(row, column, number, f"0.{'0' * places}" if places else "0", shown, unit, str(year), "桦林镇", name)
    return [s]


def form() -> list[Sheet]:
    """A form of the statistical office: 甲 乙 1 2 3 below the heads, this month and so far, this year and the last, lines counted."""
    s = Sheet("B204")
    s.row(1, "规模以上工业主要经济指标")
    s.row(2, "2024年11月")
    s.row(3, "综合单位名称：桦林镇")
    s.row(4, "指标名称", "计量单位", "代码", "本年", None, "上年同期", None, "累计同比增长（%）")
    s.row(5, None, None, None, "本月", "累计", "本月", "累计")
    s.row(6, "甲", "乙", "丙", 1, 2, 3, 4, 5)
    s.merged += ["A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:G4", "H4:H5"]
    for row, (name, unit) in enumerate(
        (("工业总产值（当年价格）", "万元"), ("工业销售产值", "万元"), ("产品销售率", "%"), ("从业人员平均人数", "人")),
        7,
    ):
        s.row(row, name, unit, f"{row - 6:02}")
        plain = name.partition("（")[0]
        for column, period in enumerate(("2024-11", "2024-01/2024-11", "2023-11", "2023-01/2023-11"), 4):
            number, shown = _number(row * 23 + column, 1)
            s.put(row, column, number, "0.0", shown, unit, period, "桦林镇", plain)
        if unit != "%":
            s.put(row, 8, -3.14 + row, "0.0", f"{-3.14 + row:.1f}", "%", "2024-01/2024-11", "桦林镇", plain)
    return [s]


def absolute_and_growth() -> list[Sheet]:
    """A bulletin's table: 绝对额, growth, share; numbers typed as text, full-width, with thousands, with blanks."""
    s = Sheet("Sheet1")
    s.row(1, "表2　2024年分行业固定资产投资及其增长速度")
    s.row(2, "单位：万元")
    s.row(3, "行　业", "投资额", "比上年增长（%）", "占全部投资比重（%）")
    for row, (name, amount, growth, share) in enumerate(
        (
            ("总　计", "１,２３４,５６７", "4.6", "100.0"),
            ("第一产业", "23,400", "-12.5", "1.9"),
            ("第二产业", " 611,167 ", "８.３", "49.5"),
            ("　#制造业", "500,100", "＋11.0", "40.5"),
            ("第三产业", "600000", "－0.7", "48.6"),
        ),
        4,
    ):
        s.row(row, name)
        for column, (typed, unit) in enumerate(((amount, "万元"), (growth, "%"), (share, "%")), 2):
            value = (
                typed.translate(str.maketrans("０１２３４５６７８９－＋", "0123456789-+"))
                .replace(",", "")
                .strip()
                .lstrip("+")
            )
            s.put(row, column, typed, "@", value, unit, "2024", "桦林镇", "投资")
    s.row(9, "注：部分数据因四舍五入，存在与总数不等的情况。2023年数据为最终核实数。")
    return [s]


def towns_across() -> list[Sheet]:
    """Towns across, indicators down with units in brackets; a row of growth below each."""
    s = Sheet("对比")
    s.row(1, "2025年上半年各镇街主要指标对比表")
    towns = ["全区", "桦林镇", "清河街道", "白水乡"]
    s.row(3, "指标", *towns)
    row = 4
    for name, unit, places in (
        ("规上工业总产值（亿元）", "亿元", 2),
        ("固定资产投资（亿元）", "亿元", 2),
        ("实际利用外资（万美元）", "万美元", 0),
    ):
        s.row(row, name)
        s.row(row + 1, "　　同比增长（%）")
        for column, town in enumerate(towns, 2):
            number, shown = _number(row * 7 + column, places)
            s.put(
                row,
                column,
                number,
                f"0.{'0' * places}" if places else "0",
                shown,
                unit,
                "2025-01/2025-06",
                town,
                name.partition("（")[0],
            )
            growth = row * 1.7 - column * 3.3
            s.put(
                row + 1,
                column,
                growth,
                "0.0_);(0.0)",
                f"{growth:.1f}",
                "%",
                "2025-01/2025-06",
                town,
                name.partition("（")[0],
            )
        row += 2
    return [s]


def villages() -> list[Sheet]:
    """A list of villages with telephones, years of building and ranks beside figures; the total last; several units for several columns."""
    s = Sheet("村情")
    s.row(1, "白水乡各村基本情况一览表")
    s.row(2, "（2025年末）　　单位：户、人、亩、万元", column=3)
    s.row(3, "序号", "村名", "户数", "人口", "耕地面积", "村集体收入", "收入排名", "建成年份", "联系电话", "备注")
    names = ["白水村", "松林村", "河口村", "石桥社区", "合  计"]
    for row, village in enumerate(names, 4):
        s.row(row, None if village == "合  计" else row - 3, village)
        for column, (name, unit, places) in enumerate(
            (("户数", "户", 0), ("人口", "人", 0), ("耕地面积", "亩", 1), ("收入", "万元", 2)), 3
        ):
            number, shown = _number(row * 41 + column, places)
            s.put(
                row,
                column,
                number if places else int(shown),
                f"#,##0.{'0' * places}" if places else "#,##0",
                shown,
                unit,
                "2025",
                village.replace(" ", ""),
                name,
            )
        if village != "合  计":
            s.put(row, 7, row - 3, "0", str(row - 3), "", "2025", village, "排名")
            s.row(row, 1990 + row, f"0431-8602{row}177", "2024年更名" if row == 5 else None, column=8)
    return [s]


def compared() -> list[Sheet]:
    """Groups of two years with an index and a span's average growth, footnote marks, the state of the last year in its head."""
    s = Sheet("一、综合")
    s.row(1, "1-2 国民经济主要指标及增长速度")
    s.row(
        3,
        "指　　标",
        "单位",
        "2020年",
        "2024年",
        "2025年（预计）",
        "2025年比2024年±%",
        "2025年为2020年%",
        "2021—2025年年均增长%",
    )
    for row, (name, unit, places) in enumerate(
        (("地区生产总值①", "亿元", 2), ("户籍人口②", "万人", 2), ("人均可支配收入", "元", 0)), 4
    ):
        s.row(row, name, unit)
        plain = name.strip("①②")
        for column, period in enumerate(("2020", "2024", "2025", "2025", "2025", "2021/2025"), 3):
            rate = column > 5
            number, shown = _number(row * 29 + column, 1 if rate else places)
            code = "0.0" if rate else f"0.{'0' * places}" if places else "0"
            s.put(row, column, number, code, shown, "%" if rate else unit, period, "桦林镇", plain)
    s.row(7, "①按不变价格计算。②2025年为11月末数，比2024年减少312人。")
    return [s]


def side_by_side() -> list[Sheet]:
    """Two tables beside one another under a common title, one with months down, one with items; a third below reaches over both."""
    s = Sheet("台账")
    s.row(1, "桦林镇2025年工作台账")
    s.merged.append("A1:I1")
    s.row(2, "表一 用电量（万千瓦时）")
    s.row(3, "月份", "工业", "居民")
    s.row(2, "表二 项目建设", column=6)
    s.row(3, "项目名称", "总投资（亿元）", "当年完成投资（万元）", "进度", column=6)
    for n in range(3):
        s.row(4 + n, f"{n + 1}月")
        for column, name in ((2, "工业"), (3, "居民")):
            number, shown = _number(n * 3 + column, 1)
            s.put(4 + n, column, number, "0.0", shown, "万千瓦时", f"2025-0{n + 1}", "桦林镇", name)
        s.row(4 + n, ("冷链物流园", "污水处理厂二期", "342国道改线")[n], column=6)
        for column, (name, unit, places) in enumerate((("总投资", "亿元", 2), ("完成投资", "万元", 0)), 7):
            number, shown = _number(n * 5 + column, places)
            s.put(
                4 + n,
                column,
                number if places else int(shown),
                "0.00" if places else "General",
                shown,
                unit,
                "2025",
                "桦林镇",
                name,
            )
        s.put(4 + n, 9, 0.25 * (n + 1), "0%", str(25 * (n + 1)), "%", "2025", "桦林镇", "进度")
    s.row(9, "表三 信访情况")
    s.row(10, "类别", "受理件数（件）", "办结率（%）")
    for n, item in enumerate(("来信", "来访", "12345热线")):
        s.row(11 + n, item)
        s.put(11 + n, 2, 31 + n, "0", str(31 + n), "件", "2025", "桦林镇", "受理件数")
        s.put(11 + n, 3, 97.25, "0.0", "97.3", "%", "2025", "桦林镇", "办结率")
    return [s]


def budget() -> list[Sheet]:
    """Streets and towns down; the title alone says what is measured, heads say 年初预算, 实际完成, and changes as amount and as rate."""
    s = Sheet("完成情况")
    s.row(1, "2024年各街镇一般公共预算收入完成情况")
    s.row(2, "单位：万元")
    s.row(3, "街镇", "年初预算", "实际完成", "完成预算%", "同比增减额", "同比增减%", "排名")
    for row, (town, planned, done, change) in enumerate(
        (("城关街道", 1200, 1310, 88), ("桦林镇", 860, 842, -14), ("总计", 2060, 2152, 74)), 4
    ):
        s.row(row, town)
        rates = (f"{done / planned * 100:.1f}", f"{change / (done - change) * 100:.1f}")
        for column, (value, unit, name) in enumerate(
            (
                (str(planned), "万元", "预算收入"),
                (str(done), "万元", "预算收入"),
                (rates[0], "%", "完成预算"),
                (str(change), "万元", "预算收入"),
                (rates[1], "%", "预算收入"),
            ),
            2,
        ):
            s.put(row, column, float(value), "0.0" if unit == "%" else "0", value, unit, "2024", town, name)
        if town != "总计":
            s.put(row, 7, row - 3, "0", str(row - 3), "", "2024", town, "排名")
    return [s]


def sexes() -> list[Sheet]:
    """A whole and its groups below one head, years as one head over the others, a target and its growth beside a result."""
    s = Sheet("人口")
    s.row(1, "桦林镇人口与目标")
    s.row(2, "指标名称", "计量单位", "年    份", None, "2026年目标", "目标增长%")
    s.row(3, None, None, 2024, "2025年快报")
    s.merged += ["C2:D2"]
    for row, (name, unit) in enumerate((("年末总人口", "人"), ("工业总产值", "万元")), 4):
        s.row(row, name, unit)
        for column, period in enumerate(("2024", "2025", "2026"), 3):
            s.put(row, column, 100 * row + column, "0", str(100 * row + column), unit, period, "桦林镇", name)
        s.put(row, 6, 1.3 * row, "0.0", f"{1.3 * row:.1f}", "%", "2026", "桦林镇", name)
    return [s]


TABLES: dict[str, Build] = {
    "townships": townships, "months": months, "blocks": blocks, "folded": folded, "years_down": years_down, "form": form,
    "absolute_and_growth": absolute_and_growth, "towns_across": towns_across, "villages": villages,
    "compared": compared, "side_by_side": side_by_side, "budget": budget, "sexes": sexes,
}  # fmt: skip
