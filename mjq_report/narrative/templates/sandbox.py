"""Templates run here: a small part of Jinja, compiled under an allow-list and run on a budget.

Jinja's immutable sandbox alone leaves CPU and memory bombs open (`range`, `**`, filters that pad).
So templates may only do what an editor needs: print what functions give, test, and loop over what they
give. Everything else is refused when a template is compiled, with its file and line. There is no
arithmetic, no string building, no macro, and nothing can be called but the declared functions.
The limits are counts, never seconds, so that the same input always gives the same answer: 64 KiB a
template, 256 KiB of text from it, and 50,000 steps (calls, what they list, rounds of loops) a document.
"""

from __future__ import annotations

import functools
import json
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, nodes
from jinja2 import TemplateError as JinjaError
from jinja2.nativetypes import NativeCodeGenerator
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mjq_report.errors import TemplateError
from mjq_report.narrative.phrases import Id, Part, Phrase, plain
from mjq_report.narrative.templates import banned_words
from mjq_report.settings.paths import read_plain

MAX_BYTES = 64 * 1024
MAX_STEPS = 50_000
MAX_OUTPUT = 256 * 1024
MAX_DEPTH = 40
_LONGEST_NAME = 200  # of a template file, with its folders

_RAW = re.compile(r"\{%[-+]?\s*raw\b")
_EACH = "_each"  # wraps every loop; a template cannot say it, names with an underscore are refused
_ALLOWED = frozenset({
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name, nodes.Getattr, nodes.Call,
    nodes.Keyword, nodes.Filter, nodes.Test, nodes.If, nodes.For, nodes.Not, nodes.And, nodes.Or,
    nodes.Compare, nodes.Operand, nodes.CondExpr, nodes.Assign, nodes.List, nodes.Tuple, nodes.Include,
})  # fmt: skip
_TESTS = frozenset({"defined", "none"})

Function = Callable[..., Any]


class Budget:
    """How many steps a document's templates have taken."""

    def __init__(self) -> None:
        self.steps = 0

    def step(self, count: int = 1) -> None:
        """Count steps; a document may take so many."""
        self.steps += count
        if self.steps > MAX_STEPS:
            raise _RefusedError(f"takes more than {MAX_STEPS} steps; loop over less")

    def each(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items, a step each."""
        for item in _list(items):
            self.step()
            yield item


class _RefusedError(Exception):
    """Something a template may not do when it runs; becomes a TemplateError where the line is known."""


class UnreadableError(TemplateError):
    """There is no reading the file of a name; whoever includes it is to blame."""


class Loader(BaseLoader):
    """Reads templates below one folder, whatever links point elsewhere, and compiles them under the allow-list."""

    def __init__(self, root: Path, functions: frozenset[str], terms: tuple[str, ...] = ()) -> None:
        self._root = root.resolve()
        self._functions, self._terms = functions, terms

    def source(self, name: str) -> str:
        """The text of a template. TemplateError when it is missing, too large, not UTF-8 or outside the folder."""
        if len(name) > _LONGEST_NAME or not name.isprintable():
            raise UnreadableError(f"{name[:40]!r}… is no name of a template file")
        try:
            path = (self._root / name).resolve()
            if not path.is_relative_to(self._root):
                raise UnreadableError(f"{name}: is outside the template folder; put the file in {self._root.name}/")
            raw = read_plain(path, MAX_BYTES)
        except (OSError, ValueError, RuntimeError) as error:  # a nul in the name; a link that leads to itself
            what = getattr(error, "strerror", None) or str(error)
            raise UnreadableError(f"{name}: {what}; briefing.toml names it, or a template includes it") from None
        if len(raw) > MAX_BYTES:
            raise UnreadableError(f"{name}: larger than {MAX_BYTES} bytes; split it")
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            raise TemplateError(f"{name}:{line}: not UTF-8; save the file as UTF-8") from None

    def load(self, environment: Environment, name: str, globals: Any = None) -> Template:  # noqa: A002 (Jinja's name)
        """Compile a template, once for each text."""
        code = runnable(name, self.source(name), self._functions, self._terms)
        return Template.from_code(environment, code, environment.globals if globals is None else globals)


@functools.lru_cache(maxsize=256)
def runnable(name: str, source: str, functions: frozenset[str], terms: tuple[str, ...] = ()) -> CodeType:
    """The code of a template that says nothing by itself which only the data may say. TemplateError for the first.

    `terms` are words of the data that the template may say.
    """
    code = compiled(name, source, functions)
    for line, what in banned_words.findings(source, parsed(source, name), name, terms):
        raise TemplateError(f"{name}:{line}: {what}")
    return code


@functools.lru_cache(maxsize=256)
def compiled(name: str, source: str, functions: frozenset[str]) -> CodeType:
    """The code of a template, checked against the allow-list. TemplateError says `name:line: what`."""
    environment = _compiler()
    if hole := banned_words.HOLES.search(source):
        line = source.count("\n", 0, hole.start()) + 1
        raise TemplateError(f"{name}:{line}: the character U+{ord(hole[0]):04X} is no text; take it out")
    if raw := _RAW.search(source):  # what stands in it would be text for Jinja, and tags for whoever looks for figures
        raise TemplateError(
            f"{name}:{source.count(chr(10), 0, raw.start()) + 1}: raw is not for templates; take it out"
        )
    try:
        tree = environment.parse(source, name, name)
        _check(tree, name, functions)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Call(nodes.Name(_EACH, "load"), [loop.iter], [], None, None, lineno=loop.lineno)
        return environment.compile(tree, name, name)
    except JinjaError as error:
        line = getattr(error, "lineno", None) or 1
        raise TemplateError(f"{name}:{line}: {_said(error)}; see docs/templates.md") from None
    except (RecursionError, SyntaxError, MemoryError, ValueError, OverflowError):
        raise TemplateError(f"{name}:1: nested too deeply; write it flatter") from None


def parsed(source: str, name: str) -> nodes.Template:
    """A template's tree as it was written, for the lint."""
    return _compiler().parse(source, name, name)


@functools.cache
def _compiler() -> _Environment:
    """One for all compiling; what is rendered has an environment of its own."""
    return _environment()


class _Environment(ImmutableSandboxedEnvironment):
    """Prints values as they are, instead of turning them into text, and shows of them only the rows of loops."""

    code_generator_class = NativeCodeGenerator

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may see an attribute; what is in a row it finds by itself."""
        return isinstance(obj, LoopContext) and super().is_safe_attribute(obj, attr, value)


def _environment() -> _Environment:
    environment = _Environment(
        undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True, finalize=_printable
    )
    environment.globals.clear()
    environment.filters = dict(_FILTERS)
    environment.tests = {name: environment.tests[name] for name in _TESTS}
    return environment


def _list(items: Any) -> Any:
    """A list as it is. A text is refused: taken apart, it could print any figure that shares a digit with it."""
    if isinstance(items, str | Phrase):
        raise _RefusedError("takes a text apart; `for`, first and last are for lists")
    return items


def _first(items: Any) -> Any:
    return _list(items)[0]


def _last(items: Any) -> Any:
    return _list(items)[-1]


_FILTERS: Mapping[str, Function] = {"length": len, "first": _first, "last": _last}


def _check(tree: nodes.Template, name: str, functions: frozenset[str]) -> None:
    """Refuse what is not on the allow-list."""
    waiting: list[tuple[nodes.Node, int, bool]] = [(tree, 0, False)]
    while waiting:
        node, depth, printed = waiting.pop()
        said = _refusal(node, functions) if depth <= MAX_DEPTH else "nested too deeply; write it flatter"
        if printed and any(_is_literal(value) for value in _values(node)):
            said = "a literal inside {{ }}; figures come from fact(), words stand outside"
        if said:
            raise TemplateError(f"{name}:{node.lineno or 1}: {said}")
        waiting.extend((child, depth + 1, isinstance(node, nodes.Output)) for child in node.iter_child_nodes())


def _refusal(node: nodes.Node, functions: frozenset[str]) -> str:
    kind = type(node)
    if kind not in _ALLOWED:
        return f"{kind.__name__} is not for templates; they print, test and loop over what functions give"
    if isinstance(node, nodes.Name) and node.name.startswith("_"):
        return f"{node.name} is not a name for templates"
    if isinstance(node, nodes.Name) and node.ctx == "store" and node.name in functions:
        return f"{node.name} is a function; choose another name"
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        return f".{node.attr} is not for templates"
    if isinstance(node, nodes.Call):
        if not isinstance(node.node, nodes.Name) or node.dyn_args is not None or node.dyn_kwargs is not None:
            return "only the declared functions can be called"
        if node.node.name not in functions:
            return f"there is no function {node.node.name}; there are {', '.join(sorted(functions))}"
    if isinstance(node, nodes.For) and (node.recursive or node.test is not None):
        return "a loop has neither `recursive` nor `if`; put an {% if %} inside"
    if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        return f"there is no filter {node.name}; there are {', '.join(sorted(_FILTERS))}"
    if isinstance(node, nodes.Test) and node.name not in _TESTS:
        return f"there is no test {node.name}; there are {', '.join(sorted(_TESTS))}"
    if isinstance(node, nodes.Include) and not isinstance(node.template, nodes.Const):
        return "include names a file in quotes"
    return ""


def _values(node: nodes.Node) -> Iterator[nodes.Node]:
    """What an expression may come out as; of `and`, `or` and `if` one of their parts."""
    match node:
        case nodes.And() | nodes.Or():
            yield from (*_values(node.left), *_values(node.right))
        case nodes.CondExpr():
            yield from _values(node.expr1)
            if node.expr2 is not None:
                yield from _values(node.expr2)
        case _:
            yield node


def _is_literal(node: nodes.Node) -> bool:
    """Whether what is printed depends on nothing; Jinja would fold it into the text, past `_printable`."""
    if isinstance(node, nodes.TemplateData | nodes.Name):
        return False
    return next(node.find_all((nodes.Name, nodes.Call)), None) is None


def _printable(value: Any) -> Phrase:
    """What `{{ }}` may print: what our functions made, or data as it is. Never a bare number."""
    if isinstance(value, Phrase):
        return value
    if isinstance(value, Id):
        raise _RefusedError(f"cannot print the id {str(value)!r}; print name(), term(), scope() or status()")
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, StrictUndefined):
        str(value)  # raises, and names it
    raise _RefusedError(f"cannot print a {type(value).__name__}; print figures through fact()")


class Renderer:
    """Renders the templates of one folder with one set of functions and values."""

    def __init__(
        self, root: Path, functions: Mapping[str, Function], values: Mapping[str, Any], terms: tuple[str, ...] = ()
    ) -> None:
        self._terms = terms
        self._budget = Budget()
        self._names = frozenset(functions)
        self._values = json.loads(json.dumps(dict(values)))
        self.loader = Loader(root, self._names, terms)
        self._environment = _environment()
        self._environment.loader = self.loader
        self._environment.globals.update({name: self._counted(function) for name, function in functions.items()})
        self._environment.globals[_EACH] = self._budget.each

    def _counted(self, function: Function) -> Function:
        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            self._budget.step()
            result = function(*args, **kwargs)
            self._budget.step(len(result) if isinstance(result, list) else 0)
            return result

        return call

    def file(self, name: str) -> list[Part]:
        """What a template file gives. Raises TemplateError `name:line: what`."""
        return self._render(name, self.loader.source(name))

    def text(self, source: str, name: str) -> list[Part]:
        """What a text of briefing.toml gives; `name` says in messages where it stands."""
        return self._render(name, source)

    def _render(self, name: str, source: str) -> list[Part]:
        code = runnable(name, source, self._names, self._terms)
        template = Template.from_code(self._environment, code, self._environment.globals)
        out, size = list[Part](), 0
        printed: Iterator[str | Phrase] = template.generate(self._values)
        try:
            for piece in printed:
                out.extend((piece,) if isinstance(piece, str) else piece.parts)
                size += _bytes(piece)
                if size > MAX_OUTPUT:
                    raise _RefusedError(f"writes more than {MAX_OUTPUT} bytes; loop over less")
        except UnreadableError as error:
            where, line = _place(error, name)
            raise TemplateError(f"{where}:{line}: includes {error}") from None
        except TemplateError:
            raise
        except RecursionError:
            raise TemplateError(f"{name}:1: includes itself; take one include out") from None
        except (JinjaError, _RefusedError, TypeError, ValueError, LookupError, AttributeError) as error:
            where, line = _place(error, name)
            raise TemplateError(f"{where}:{line}: {_said(error)}; see docs/templates.md") from None
        return out


def _bytes(piece: str | Phrase) -> int:
    """The size of a piece of text in UTF-8; at least one of each value."""
    if isinstance(piece, str):
        return len(piece.encode("utf-8", "replace"))
    return sum(1 + _bytes(getattr(part, "text", "")) for part in piece.parts)


def _place(error: BaseException, name: str) -> tuple[str, int]:
    """File and line of the innermost template frame of an error, as Jinja rewrites its traceback."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith((".j2", ".toml")) or frame.filename == name:
            return frame.filename, frame.lineno or 1
    return name, 1


def _said(error: BaseException) -> str:
    """An error's own words on one line."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text.rstrip(".;")
