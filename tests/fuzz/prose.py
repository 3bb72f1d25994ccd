"""Templates broken in every way that was thought of; each must be refused with its file and line."""

from __future__ import annotations

from random import Random

# What a template must not hold. Each stands on a line of its own at the end of a sound template.
TEMPLATES: dict[str, str | bytes] = {
    "range": "{% for i in range(10 ** 9) %}{% endfor %}",
    "nested range": "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
    "power": "{{ 9 ** (9 ** 9) }}", "power chain": "{{ 9**9**9**9 }}", "shift": "{{ 1 << 99999999 }}",
    "product": "{{ 'x' * 10000000000 }}", "list product": "{{ [0] * 10000000000 }}", "sum": "{{ 1 + 1 }}", "join": "{{ 'a' ~ 'b' }}",
    "pad": "{{ 'x'|center(9999999999) }}", "format": "{{ '%9999999999d'|format(1) }}", "method format": "{{ '{:>9999999999}'.format(1) }}",
    "indent": "{{ 'x'|indent(9999999999) }}", "batch": "{{ []|batch(9999999999) }}", "replace": "{{ 'x'|replace('x', 'xx') }}",
    "lipsum": "{{ lipsum(n=100000) }}", "cycler": "{{ cycler('a') }}", "joiner": "{{ joiner(',')() }}", "namespace": "{% set n = namespace(a=1) %}",
    "macro": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "call": "{% call m() %}{% endcall %}", "block": "{% block a %}{% endblock %}",
    "extends": "{% extends 'zh/cover.md.j2' %}", "import": "{% import 'zh/cover.md.j2' as x %}", "from": "{% from 'zh/cover.md.j2' import x %}",
    "include of nothing": "{% include 'zh/nothing.md.j2' %}", "include upwards": "{% include '../../data/towns.csv' %}",
    "include of the root": "{% include '/etc/passwd' %}", "include of a name": "{% include town %}", "include ignoring": "{% include ['a', 'b'] ignore missing %}",
    "include of a device": "{% include '/dev/zero' %}", "include of home": "{% include '~/.ssh/id_rsa' %}", "include of a URL": "{% include 'http://localhost/' %}",
    "include of nul": "{% include 'a\0b' %}", "include of a backslash": "{% include '..\\\\..\\\\x' %}", "include of a long name": "{% include '" + "x" * 5000 + "' %}",
    "do": "{% do [].append(1) %}", "set block": "{% set x %}y{% endset %}", "filter block": "{% filter upper %}x{% endfilter %}",
    "with": "{% with a = 1 %}{% endwith %}", "raw not closed": "{% raw %} x", "autoescape": "{% autoescape false %}<b>{% endautoescape %}",
    "trans": "{% trans %}x{% endtrans %}", "debug": "{% debug %}", "break": "{% for x in [] %}{% break %}{% endfor %}",
    "not closed": "{{ town", "statement not closed": "{% if town", "comment not closed": "{# town", "if not ended": "{% if town %}x", "for not ended": "{% for x in [] %}",
    "end of nothing": "{% endif %}", "else of nothing": "{% else %}", "end of another": "{% if town %}{% endfor %}", "empty tag": "{{ }}", "empty statement": "{% %}",
    "unknown statement": "{% nonsense %}", "unknown filter": "{{ town|nonsense }}", "unknown test": "{% if town is nonsense %}x{% endif %}", "unknown function": "{{ nonsense() }}",
    "undefined": "{{ nonsense }}", "undefined attribute": "{{ town.nonsense }}", "undefined of undefined": "{{ a.b.c }}", "undefined in if": "{% if nonsense %}x{% endif %}",
    "undefined in for": "{% for x in nonsense %}x{% endfor %}", "undefined argument": "{{ fact(nonsense) }}", "undefined is defined": "{{ nonsense is defined }}",
    "class": "{{ ''.__class__.__mro__ }}", "globals": "{{ fact.__globals__ }}", "self": "{{ self.__init__ }}", "attr": "{{ ''|attr('__class__') }}", "subscript": "{{ town['__class__'] }}",
    "escaped class": "{{ ''['\\x5f\\x5fclass\\x5f\\x5f'] }}", "map attribute": "{{ [town]|map(attribute='__class__')|list }}", "request": "{{ request.application }}", "config": "{{ config }}",
    "caller": "{{ caller() }}", "loop": "{{ loop.index }}", "super": "{{ super() }}", "varargs": "{{ varargs }}", "private": "{{ _each }}", "get_or_select": "{{ [fact]|select|list }}",
    "wrong arguments": "{{ fact(1, 2, 3, 4, 5) }}", "keyword": "{{ fact('output', nonsense='x') }}", "spread": "{{ fact(*[1]) }}", "spread keywords": "{{ fact(**{}) }}",
    "call of a text": "{{ 'x'() }}", "call of a call": "{{ fact('output')() }}", "call of a method": "{{ town.upper() }}", "number": "{{ 12 }}", "negative": "{{ -1 }}", "literal": "{{ 'x' }}",
    "digit": "增长5个百分点", "full-width digit": "增长５个百分点", "Chinese quantity": "增长五个百分点", "year": "2024年", "claim": "全区第一", "other digits": "٣ २ 𝟓 ①",
    "lambda": "{{ lambda: 1 }}", "assignment": "{{ a := 1 }}", "comprehension": "{{ [x for x in []] }}", "slice": "{{ town[::2] }}", "dict": "{{ {'a': 1} }}", "statement in print": "{{ import os }}",
    "deep brackets": "{{ " + "(" * 3000 + "town" + ")" * 3000 + " }}", "deep not": "{{ " + "not " * 5000 + "town }}", "deep if": "{% if town %}" * 200 + "{% endif %}" * 200,
    "deep lists": "{{ " + "[" * 3000 + "]" * 3000 + " }}", "long and": "{% if " + " and ".join(["town"] * 9000) + " %}{% endif %}", "long filters": "{{ town" + "|first" * 5000 + " }}",
    "deep attributes": "{{ town" + ".a" * 5000 + " }}", "many tags": "{{ nonsense }}" * 4000, "deep else": "{% if town %}{% else %}" * 60 + "{% endif %}" * 60, "minus": "{{ " + "-" * 5000 + "1 }}",
    "nul": b"a\0b", "escape": b"a\x1b[2Jb", "not utf-8": b"\xff\xfe", "gb18030": "增长".encode("gb18030"), "utf-16": "增长".encode("utf-16"), "marker": "\ufdd0", "noncharacter": "\uffff",
    "direction": "a\u202eb", "two megabytes": "字" * 700_000, "unknown escape": "{{ '\\ud800' }}", "division": "{{ 1 / 0 }}", "modulo": "{{ '%s' % town }}", "compare": "{{ 1 < 'x' }}",
    "set of a function": "{% set fact = 1 %}{{ fact('output') }}", "set of private": "{% set _x = 1 %}", "loop over a text": "{% for a in town %}{% for b in town %}{{ nonsense }}{% endfor %}{% endfor %}",
    "recursive loop": "{% for a in [] recursive %}{{ loop([]) }}{% endfor %}", "filtered loop": "{% for a in [] if a %}{% endfor %}", "line statement": "{%- if -%}", "bare percent": "{% % }",
    "wrong quotes": "{{ fact(“output”) }}", "full-width brackets": "{{ fact（'output'） }}", "html": "<script>alert(1)</script>", "javascript": "[x](javascript:alert(1))", "file link": "[x](file:///etc/passwd)", "image": "![x](/etc/passwd)",
}  # fmt: skip

PIECES = (
    "{{ ", " }}", "{% ", " %}", "{# ", " #}", "for x in [] ", "if town ", "endif ", "endfor ", "else ", "elif ", "town", "fact('output')", "'", '"', "(", ")", "[", "]",
    "|", "length", ".", "__class__", "\n", "字", "set x = ", "include ", "1", "*", "**", "~", "-", "\\", "\t", "{", "}", "%", "loop", "\u2028", "is defined ", "not ", "and ",
)  # fmt: skip


def pieces(draw: Random) -> str:
    """Pieces of the language in any order, then something that is surely wrong."""
    return (
        "".join(draw.choice(PIECES) for _ in range(draw.randrange(1, 30)))
        + "\n"
        + draw.choice(("{{ nonsense }}", "{% nonsense %}", "{{ 9**9 }}"))
    )
