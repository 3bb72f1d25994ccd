"""What an official document says of itself (GB/T 9704-2012). `×` stands for what the office has not given."""

from __future__ import annotations

from collections.abc import Mapping

OFFICIAL: Mapping[str, str] = {
    "kind": "通报",
    "title": "关于{town}{year}经济社会发展情况的{kind}",
    "opening": "现将{town}{year}经济社会发展情况{kind}如下。",
    "mark": "{issuer}文件",
    "issuer": "××××××",
    "number": "×××〔××××〕×号",
    "addressees": "×××、×××",
    "dated": "××××年×月×日",
    "printed": "{date}印发",
    "signer": "签发人：",
    "copies": "抄送：",
    "colon": "：",
    "comma": "，",
    "stop": "。",
    "list": "附件：",
    "attachment": "附件{number}",
    "see": "详见{attachment}。",
    "remarks": "需要说明的问题",
    "annex": "主要指标明细",
    "entries": "重点项目、机制和单位",
    "figures": "图表",
    "audit": "数据核算结果",
    "sources": "口径说明和资料来源",
    "notes": "正文有关数字的说明",
}
