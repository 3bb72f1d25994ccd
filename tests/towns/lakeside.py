"""A small data folder about two towns that do not exist, and the texts that it is taken from."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

from mjq_report.dataset.schema import of_path

TEXTS = {
    "first.txt": """
湖畔镇：稳中求进

去年，湖畔镇规模以上工业企业20家，实现工业总产值90.50亿元，其中汽车制造业30.1亿元。
 \t
镇域面积82平方公里，其中林地3.7万亩。
""",
    "second.txt": """湖畔镇交出新答卷

2024年，湖畔镇规模以上工业企业25家，实现工业总产值约120亿元，同比增长32.60%，其中汽车制造业61.25亿元。
打造四大产业，预计明年突破千亿元，近百名技术人员到岗，SU7车型热销，服务7600余人次。

山顶镇种植面积近万亩，工业总产值增速降幅3.2%。2024年12月28日，第十九届文化节开幕，来客5万人次。
""",
}


def digest(name: str) -> str:
    """The SHA-256 of a source text."""
    return hashlib.sha256(TEXTS[name].encode()).hexdigest()


FILES = {
    "towns.csv": """town,name_zh,name_en,code,district_zh,district_en,note
lakeside,湖畔镇,Lakeside,110112105,水乡区,Waterland,
hilltop,山顶镇,Hilltop,,水乡区,Waterland,没有代码
""",
    "indicators.csv": """indicator,name_zh,name_en,domain,unit,kind,decimals,part_of,definition_zh,definition_en
output,工业总产值,Gross output,industry,亿元,flow,2,,,"Output, gross"
output_growth,工业总产值增速,Growth of output,industry,%,rate,2,,,
enterprises,企业数,Enterprises,enterprises,家,stock,0,,,
land_area,土地面积,Land area,land,平方公里,stock,2,,,
forest_area,林地面积,Forest,land,万亩,stock,2,land_area,,
planted_area,种植面积,Planted area,agriculture,亩,stock,0,,,
leading_industries,主导产业数,Leading industries,industry,个,count,0,,,
festival_edition,文化节届数,Edition of the festival,culture,届,count,0,,,
services,服务人次,Services,services,人次,count,0,,,
staff,技术人员,Technical staff,services,人,stock,0,,,
""",
    "breakdowns.csv": """breakdown,name_zh,name_en,group,note
cars,汽车制造业,Cars,industry,
village:east,东村,East village,village,
festival,文化节,Festival,programme,
""",
    "coverages.csv": """coverage,name_zh,name_en,entity,note
whole_town,全镇,Whole town,town,
above_size,全镇规模以上,Above designated size,town,
""",
    "sources.csv": f"""source,year,title,author,publisher,published,published_note,file,sha256,note
src-1,2023,稳中求进,,水乡报,2023-12,推断,first.txt,{digest("first.txt")},
src-2,2024,新答卷,甲,水乡报,2025-01-03,推断,second.txt,{digest("second.txt")},
""",
    "omissions.csv": """source,locator,text,reason
src-2,4,5万人次,留待下次
""",
    "towns/lakeside/observations.csv": """\
indicator,breakdown,period,coverage,value,unit,qualifier,status,source,locator,as_published,note
enterprises,,2023,above_size,20,家,exact,actual,src-1,2,工业企业20家,
output,,2023,above_size,90.50,亿元,exact,actual,src-1,2,90.50亿元,
output,cars,2023,above_size,30.1,亿元,exact,actual,src-1,2,30.1亿元,
land_area,,2023,whole_town,82,平方公里,exact,actual,src-1,3,82平方公里,
forest_area,,2023,whole_town,3.7,万亩,exact,actual,src-1,3,3.7万亩,
enterprises,,2024,above_size,25,家,exact,actual,src-2,2,工业企业25家,
output,,2024,above_size,120,亿元,about,actual,src-2,2,约120亿元,"印作约数, 未核"
output_growth,,2024,above_size,32.60,%,exact,actual,src-2,2,增长32.60%,
output,cars,2024,above_size,61.25,亿元,exact,actual,src-2,2,61.25亿元,
leading_industries,,2024,whole_town,4,个,exact,actual,src-2,3,四大产业,
output,,2025,above_size,1000,亿元,more_than,estimated,src-2,3,突破千亿元,
staff,,2024,whole_town,100,名,nearly,actual,src-2,3,近百名,
services,,2024,whole_town,7600,人次,more_than,actual,src-2,3,7600余人次,
""",
    "towns/lakeside/claims.csv": """\
claim,period,statement_zh,statement_en,operation,result,operands,source,locator,as_published,note
growth,2024,产值增速,Growth of output,growth_rate,output_growth@2024#above_size,output@2024#above_size output@2023#above_size,src-2,2,增长32.60%,
cars_in_output,2024,汽车不大于全部,Cars within output,at_most,output/cars@2024#above_size,output@2024#above_size^src-2:2 n=1,src-2,2,61.25亿元,
""",
    "towns/lakeside/programmes.csv": """\
programme,name_zh,name_en,kind,parent,domain,since,operator,summary_zh,summary_en,observations,source,locator,as_published,note
four_industries,四大产业,Four industries,plan,,industry,2024,,四个方向,Four directions,leading_industries@2024#whole_town,src-2,3,四大产业,
su7,车型,A model,brand,four_industries,industry,,,一种车型,A model,,src-2,3,SU7车型,
""",
    "towns/lakeside/organisations.csv": """\
organisation,name_zh,name_en,kind,industry,role_zh,role_en,source,locator,as_published,note
factory,某厂,A factory,company,cars,制造,Makes cars,src-2,2,汽车制造业,
""",
    "towns/lakeside/corrections.csv": "key,published,used,reason,expect\n",
    "towns/hilltop/observations.csv": """\
indicator,breakdown,period,coverage,value,unit,qualifier,status,source,locator,as_published,note
planted_area,,2024,whole_town,1,万亩,nearly,actual,src-2,4,近万亩,
output_growth,,2024,whole_town,-3.2,%,exact,actual,src-2,4,降幅3.2%,
festival_edition,festival,2024-12-28,whole_town,19,届,exact,actual,src-2,4,第十九届,
""",
}
LAKESIDE = "towns/lakeside/observations.csv"
CLAIMS = "towns/lakeside/claims.csv"
PROGRAMMES = "towns/lakeside/programmes.csv"
CORRECTIONS = "towns/lakeside/corrections.csv"
NAMES = "towns/lakeside/names.csv"
MENTIONS = "towns/lakeside/mentions.csv"


def lay(folder: Path) -> Path:
    """Write the tables below `folder` and return it."""
    for path, text in FILES.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
    return folder


def lay_texts(folder: Path) -> Path:
    """Write the source texts, under names that sources.csv does not know."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(TEXTS.values()):
        (folder / f"{number}.bin").write_bytes(text.encode())
    (folder / "README.md").write_text("nothing", encoding="utf-8")
    return folder


def change(data: Path, path: str, old: str, new: str) -> None:
    """Replace text in a table; the text must stand there."""
    target = data / path
    before = target.read_bytes()
    assert old.encode() in before, f"{old!r} is not in {path}"
    target.write_bytes(before.replace(old.encode(), new.encode("utf-8", "surrogatepass")))


def append(data: Path, path: str, *cells: str) -> None:
    """Add a row at the end of a table."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(cells)
    with (data / path).open("ab") as file:
        file.write(stream.getvalue().encode())


def widen(data: Path, path: str, line: int = 2, **cells: str) -> None:
    """Give a table all its optional columns, blank but for some cells of one line."""
    table = of_path(path)
    assert table is not None
    with (data / path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[line - 2] |= cells
    with (data / path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table.header, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


def observation(**cells: str) -> tuple[str, ...]:
    """The cells of an observation that breaks no rule, with some of them changed."""
    row = {
        "indicator": "enterprises",
        "breakdown": "",
        "period": "2022",
        "coverage": "whole_town",
        "value": "7",
        "unit": "家",
        "qualifier": "exact",
        "status": "actual",
        "source": "src-1",
        "locator": "2",
        "as_published": "",
        "note": "",
    }
    row |= cells
    row["as_published"] = row["as_published"] or row["value"].removeprefix("-") + row["unit"]
    return tuple(row.values())
