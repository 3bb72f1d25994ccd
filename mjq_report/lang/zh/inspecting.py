"""What `inspect` says of set pages: a title for each measure, what is asked of it, and how its value is written."""

from __future__ import annotations

from collections.abc import Mapping

VERDICTS: Mapping[str, str] = {"passed": "通过", "failed": "未通过", "noted": "提示", "unmeasured": "不适用"}
HEAD = ("判定", "项目", "测得", "要求", "页", "最差处")
ACROSS = "项目"
FILE = "文件"
UNTAGGED = "文件没有标签，无法测量"
PLACES = "{n}处"
SAID = "{name}：{pages}页，样式{style}，{problems}个问题"
FAULT, PLACE = "{title}：{measured}，要求{asked}", "；第{page}页：{text}"
OFFICIAL, OFFICIAL_ASKED = "GB/T 9704-2012 各条", "主题自定纸张或字号时不查"
NO_STYLE = "未知"

MEASURES: Mapping[str, tuple[str, str, str]] = {
    "wide-gap": ("汉字之间的空隙", "不超过0.25字宽", "{:.2f}字宽"),
    "empty-page": ("一页中连续的空白", "不超过版心的1/5，末页除外", "{:.0%}"),
    "search": ("数值连单位查得到", "全部查得到", "{}"),
    "false-blank": ("复制出的假空格", "没有", ""),
    "contrast": ("文字与底色的对比度", "不低于4.5:1", "{:.1f}:1"),
    "small-cover": ("封面最小字号", "不小于9磅", "{:g}磅"),
    "small-type": ("全文最小字号", "不小于7磅", "{:g}磅"),
    "cut-text": ("文字被切掉、遮住或省略", "没有", ""),
    "overlap": ("文字相互重叠", "没有", ""),
    "outside-margins": ("文字超出版心和边栏", "没有", ""),
    "forbidden-start": ("行首禁用的标点", "没有", ""),
    "forbidden-end": ("行尾禁用的标点", "没有", ""),
    "split-number": ("数字断行，或与符号、单位分家", "没有", ""),
    "split-word": ("西文单词断行而无连字符", "没有", ""),
    "split-mark": ("破折号、省略号断开", "没有", ""),
    "lone-character": ("末行只有一个字", "没有", ""),
    "orphan": ("段落首行孤立于页底", "没有", ""),
    "widow": ("段落末行孤立于页首", "没有", ""),
    "stranded-heading": ("标题下面没有正文", "没有", ""),
    "stranded-caption": ("图题、表题与图表分页", "没有", ""),
    "missing-glyph": ("缺字", "没有", ""),
    "raster": ("点阵图表", "没有", ""),
    "no-alt": ("图没有替代文字", "没有", ""),
    "untagged": ("文字没有标签", "没有", ""),
    "font-not-embedded": ("字体未嵌入", "没有", ""),
    "parted-qualifier": ("约、超等与数字分行", "尽量没有", ""),
    "broken-address": ("网址断行", "尽量没有", ""),
    "small-image": ("点阵小图", "尽量没有", ""),
}  # fmt: skip
