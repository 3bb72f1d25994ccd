"""Texts that have broken programs of this kind: sixty and more, for every field and every output."""

from __future__ import annotations

# May stand in a table, and must then be shown as they are.
SHOWN = (
    "<b>粗</b>", "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- x -->", "]]>",
    "<![CDATA[x]]>", "<?xml version='1.0'?>", "<!DOCTYPE x>", "&amp;", "&lt;b&gt;", "&#60;b&#62;", "a<b", "AT&T", "a>b", '" onclick="x', "' or 1=1 --",
    "<para>x</para>", "<font color='red'>x</font>", "<font size='99'>x</font>", "<unichar code='65'/>", "<onDraw name='x'/>", "<seqreset/>", "<a href='x'>y</a>",
    "<font color=\"[[[getattr(pow, Word('__globals__'))['os'].system('touch x')]]]\">x</font>", "<img src='/etc/passwd'/>", "<a href='javascript:alert(1)'>x</a>",
    "<link href='file:///etc/passwd'>x</link>", "<para size='99'>x</para>", "<font color='white'>x</font>",
    "[x](javascript:alert(1))", "[x](file:///etc/passwd)", "![x](http://127.0.0.1/x.png)", "**粗**", "_斜_", "`码`", "# 标题", "> 引", "| a | b |", "~~x~~",
    "{{7*7}}", "{% raw %}", "{# x #}", "${7*7}", "#{7*7}", "%(x)s", "{0}", "{town}", "%s%n", "$x^2$", "$\\frac{1}{2}$", "\\LaTeX", "_滨", "^x", "\\n",
    "::error::x", "::set-output name=x::y", "../../etc/passwd", "..\\x", "a;b",
    "javascript:alert(1)", "data:text/html,x", "__proto__", "constructor", "NaN", "null", "true", "1e5", "001", "O'Brien", '"quoted"', "a,b", "/Artifact BMC ET", "(x) Tj", "endstream", "%PDF-1.7", "_x0041_",
)  # fmt: skip

# Must be refused where they are read, with their place.
REFUSED = (
    "a\x00b", "a\x07b", "a\x08b", "a\x1b[31mb", "a\x1b]8;;http://x\x07b", "a\x7fb", "a\x85b", "a\x9bb", "a\u00adb", "a\u200bb", "a\u200db", "a\u200eb", "a\u2028b", "a\u2029b",
    "a\u202eb", "a\u2066b", "a\ufeffb", "a\ufffdb", "a\ufffeb", "a\uffffb", "a\U0001fffeb", "a\U000e0041b", "a\ud800b", "a\udc80b", "a\rb",
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "＝1", "=HYPERLINK(\"http://x\")", "- 项",
)  # fmt: skip
